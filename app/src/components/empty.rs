//! A page with nothing on it says what belongs there and offers the one next step.

use leptos::prelude::*;

use super::icon::icon;

/// An empty state; the action is a link and its words.
#[must_use]
pub fn empty(
    picture: &str,
    title: &'static str,
    text: &str,
    action: Option<(String, &'static str)>,
) -> impl IntoView + use<> {
    let text = text.to_owned();
    view! {
        <div class="empty">
            {icon(picture)}
            <h2>{title}</h2>
            <p>{text}</p>
            {action.map(|(href, word)| view! { <a class="button primary" href=href>{word}</a> })}
        </div>
    }
}
