//! Bringing orders in: what was brought in, bringing in more, and what came of it.

mod changed;
pub mod dealt;
pub mod detail;
pub mod list;
mod look;
pub mod new;
mod remembered;
pub mod undo;
mod undone;

pub use look::{again, apply, discard};
pub use remembered::forget;

use domain::access::Operation;
use leptos::prelude::*;
use operations::imports::{Import, ImportState};

use crate::{
    components::tag::tag,
    islands::Progress,
    lang::Lang,
    visit::Visit,
    words::{ImportWords, codes::worded},
};

/// The tone of the state of an import, from its code.
fn tone(state: &str) -> &'static str {
    match ImportState::from_code(state) {
        Some(ImportState::Running | ImportState::Looking | ImportState::Undoing) => "info",
        Some(ImportState::Looked) => "warning",
        Some(ImportState::Done) => "success",
        Some(ImportState::Failed) => "danger",
        Some(ImportState::Queued | ImportState::Dropped | ImportState::Undone) | None => "neutral",
    }
}

/// The state of an import, from its code.
fn import_tag(state: &str, lang: Lang) -> impl IntoView + use<> {
    tag(tone(state), worded(state, ImportState::from_code, lang))
}

/// Whether an import has not ended.
fn is_under_way(state: &str) -> bool {
    matches!(state, "looking" | "queued" | "running")
}

/// The page loads itself again until the import has ended: by the island, or without a script.
fn running(id: i64, label: &'static str, hint: &'static str) -> impl IntoView + use<> {
    view! {
        <section class="block">
            <noscript><meta http-equiv="refresh" content="3"/></noscript>
            <Progress url=format!("/imports/{id}/progress") label=label.to_owned()/>
            <p class="hint">{hint}</p>
        </section>
    }
}

/// The way to everything that the journal has of an import.
fn in_journal(visit: &Visit, import: &Import) -> impl IntoView + use<> {
    let ended = matches!(import.state.as_str(), "done" | "failed" | "undone");
    (ended && visit.may(Operation::ReadJournal)).then(|| {
        let to = format!("/journal?import={}", import.id);
        view! { <a class="button" href=to>{ImportWords::of(visit.lang).in_journal}</a> }
    })
}
