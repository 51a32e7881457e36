//! Asking once more before something that cannot be undone. Works without a script: the question
//! is a popover of the browser.

use leptos::prelude::*;

/// A button that opens a question which names the object and the effect; the form inside does it, for good.
#[must_use]
pub fn confirm<B: Into<String>>(
    id: &str,
    button: B,
    title: String,
    text: String,
    form: AnyView,
    cancel: &'static str,
) -> impl IntoView + use<B> {
    ask(id, "button seal", button, title, text, form, cancel)
}

/// The same for what can be taken back: with another class of the button.
#[must_use]
pub fn ask<B: Into<String>>(
    id: &str,
    class: &'static str,
    button: B,
    title: String,
    text: String,
    form: AnyView,
    cancel: &'static str,
) -> impl IntoView + use<B> {
    let button = button.into();
    let (id, heading) = (id.to_owned(), format!("{id}-title"));
    view! {
        <button class=class type="button" popovertarget=id.clone()>{button}</button>
        <div class="dialog" id=id.clone() popover="auto" role="dialog" aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>{title}</h2>
            <p>{text}</p>
            {form}
            <button class="button quiet" type="button" popovertarget=id.clone() popovertargetaction="hide">{cancel}</button>
        </div>
    }
}
