//! Files of a delivery: dropped or chosen, several at once, each with its bar, taken up again where they broke off.
//! Without a script the fields inside are those of an ordinary form, and nothing else is there.

#[cfg(feature = "hydrate")]
mod files;
#[cfg(feature = "hydrate")]
mod kept;
mod row;
#[cfg(feature = "hydrate")]
mod send;
#[cfg(feature = "hydrate")]
mod tus;
#[cfg(feature = "hydrate")]
mod typed;

use leptos::prelude::*;

use self::row::{Press, Row, row};
use crate::{lang::Lang, words::IslandWords};

/// The file fields of a form. Its files go up when the form is sent; then the page is loaded again, or the rest of
/// the form goes its way.
#[island]
pub fn HandIn(
    /// Language.
    lang: Lang,
    /// Where uploads begin.
    to: String,
    /// The order that they are for.
    order_no: String,
    /// The form is a step that is sent when its files are there.
    step: bool,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let words = IslandWords::of(lang);
    let root = NodeRef::<leptos::html::Div>::new();
    let (rows, over) = (RwSignal::new(Vec::<Row>::new()), RwSignal::new(false));
    let (awake, said) = (RwSignal::new(false), RwSignal::new(String::new()));
    let stopped = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    let files = files::Files::new(words, (to, order_no, step), (root, rows, said, stopped));
    #[cfg(not(feature = "hydrate"))]
    let _ = (to, order_no, step);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        awake.set(true);
        files.wake();
    });
    let press = Callback::new(move |(no, press): (u32, Press)| {
        #[cfg(feature = "hydrate")]
        files.press(no, press);
        #[cfg(not(feature = "hydrate"))]
        let _ = (no, press);
    });
    view! {
        <div class="hand-in" node_ref=root data-over=move || over.get().then_some("true")
            on:change=move |e| {
                #[cfg(feature = "hydrate")]
                files.chosen(&e);
                #[cfg(not(feature = "hydrate"))]
                let _ = e;
            }
            on:dragover=move |e| { e.prevent_default(); over.set(true); }
            on:dragleave=move |_| over.set(false)
            on:drop=move |e| {
                e.prevent_default();
                over.set(false);
                #[cfg(feature = "hydrate")]
                files.dropped(&e);
            }>
            {children()}
            {move || awake.get().then(|| view! { <p class="hint">{words.drop_files}</p> })}
            <ul class="files">
                {move || rows.get().into_iter().map(|one| row(words, one, press)).collect_view()}
            </ul>
            <p class="hint" role="status">{move || Some(said.get()).filter(|said| !said.is_empty())}</p>
            {move || stopped.get().then(|| view! {
                <button class="button small" type="button" on:click=move |_| {
                    #[cfg(feature = "hydrate")]
                    files::reload();
                }>{words.files_reload}</button>
            })}
        </div>
    }
}
