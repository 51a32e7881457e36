//! Texts that a buyer enters, and what is wrong with them.

use leptos::prelude::*;

use crate::{
    components::{error_summary_of, in_textarea},
    visit::Visit,
    words::{BuyerWords, TicketWords, problems::problem},
};

/// A text of several lines.
#[derive(Clone, Copy)]
pub(super) struct Text {
    /// The form that it is in.
    pub(super) form: &'static str,
    /// Its name there.
    pub(super) name: &'static str,
    /// Its id on the page.
    pub(super) id: &'static str,
    /// Words beside it.
    pub(super) label: &'static str,
    /// It has to be filled in.
    pub(super) needed: bool,
}

/// Its field; what was entered before is kept.
pub(super) fn area(visit: &Visit, text: Text) -> impl IntoView + use<> {
    let refused = visit.refused(text.form);
    let value = refused.and_then(|flash| flash.entered(text.name)).unwrap_or_default().to_owned();
    let wrong = refused.and_then(|flash| flash.problem(text.name)).map(|p| problem(p, visit.lang));
    let error = format!("{}-error", text.id);
    let invalid = wrong.is_some().then_some("true");
    let described = wrong.is_some().then(|| error.clone());
    view! {
        <div class="field">
            <label for=text.id>{text.label}</label>
            {wrong.map(|wrong| view! { <p class="error" id=error>{wrong}</p> })}
            <textarea id=text.id name=text.name rows="4" maxlength="20000" required=text.needed
                aria-invalid=invalid aria-describedby=described>{in_textarea(&value)}</textarea>
        </div>
    }
}

/// What is wrong with a form, at its top.
pub(super) fn problems(visit: &Visit, form: &'static str) -> impl IntoView + use<> {
    let (words, tickets) = (BuyerWords::of(visit.lang), TicketWords::of(visit.lang));
    let labels = [
        ("subject", words.ticket_subject),
        ("description", words.ticket_text),
        ("body", words.ticket_text),
        ("reason", tickets.reason),
        ("rating", words.ticket_rating),
    ];
    error_summary_of(visit, form, &labels)
}
