//! Marking an import that did not bring in everything as dealt with.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure,
    imports::{self, Import},
};

use crate::{
    components::{hidden, notice::notice},
    forms::{Done, Form},
    visit::Visit,
    words::{ImportWords, fill, journal::actor_name},
};

const DEAL: &str = "/do/deal-with-import";
const REOPEN: &str = "/do/reopen-import";

/// Who dealt with what did not go in, or the button to say that it is done; nothing where all went in.
pub(super) fn dealt(visit: &Visit, import: &Import) -> impl IntoView + use<> {
    let words = ImportWords::of(visit.lang);
    let may = visit.may(Operation::ImportOrders);
    if !import.left_something() {
        return None;
    }
    let button = |to: &'static str, word: &'static str| {
        may.then(|| {
            view! { <form method="post" action=to>{hidden("id", import.id.to_string())}<button class="button small">{word}</button></form> }
        })
    };
    let Some(at) = import.dealt_at else {
        let open = view! { <p>{words.deal_text}</p>{button(DEAL, words.deal)} };
        return may.then(|| notice("info", open).into_any());
    };
    let by = import.dealt_by.as_deref().unwrap_or_default();
    let said = fill(words.dealt_by, &[("who", actor_name(by, visit.lang)), ("at", &visit.minute(at))]);
    Some(notice("success", view! { <p>{said}</p>{button(REOPEN, words.reopen)} }).into_any())
}

/// Marks an import as dealt with.
///
/// # Errors
/// `NotFound`; a conflict when all of it went in.
pub async fn deal_with(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let id = form.number("id")?;
    imports::deal_with(&visit.office, visit.actor()?, id).await?;
    Ok(Done::to(format!("/imports/{id}")).saying(ImportWords::of(visit.lang).dealt))
}

/// Takes the mark away.
///
/// # Errors
/// `NotFound`; a conflict when all of it went in.
pub async fn reopen(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let id = form.number("id")?;
    imports::reopen(&visit.office, visit.actor()?, id).await?;
    Ok(Done::to(format!("/imports/{id}")).saying(ImportWords::of(visit.lang).reopened))
}
