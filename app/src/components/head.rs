//! The head of a page: where one came from, its title, what can be done.

use leptos::prelude::*;

/// Title with an optional labelled way back, a note and actions.
#[must_use]
pub fn page_head(
    title: impl Into<String>,
    back: Option<(String, &'static str)>,
    note: Option<String>,
    actions: impl IntoView + 'static,
) -> impl IntoView {
    let title = title.into();
    view! {
        <header class="page-head">
            <div>
                {back.map(|(href, word)| view! { <a class="back" href=href>"← "{word}</a> })}
                <h1>{title}</h1>
                {note.map(|n| view! { <p class="page-note">{n}</p> })}
            </div>
            <div class="actions">{actions}</div>
        </header>
    }
}
