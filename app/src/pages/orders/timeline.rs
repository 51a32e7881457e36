//! The time line of an order: its own dates, and its entries in the journal.

use std::collections::HashMap;

use domain::{
    FieldName, Moment,
    order::{Awaited, Head},
};
use leptos::prelude::*;
use operations::{
    db::millis,
    journal::{Action, Event},
    orders::{Detail, Note},
};

use crate::{
    components::changes::changes,
    visit::Visit,
    words::{
        OrderWords,
        codes::worded,
        fill,
        journal::{actor_name, reason},
    },
};

/// So much of a note stands in the time line, in characters.
const BEGINNING: usize = 80;

/// What is still to come has an open ring, and says so.
fn row(visit: &Visit, point: Point, now: i64) -> impl IntoView + use<> {
    let ahead = point.at > now;
    let tone = (!ahead).then_some(point.tone);
    let to_come = ahead.then(|| {
        view! { " "<small class="muted nowrap">{OrderWords::of(visit.lang).to_come}</small> }
    });
    view! { <li data-tone=tone><time>{visit.minute(point.at)}</time><div><strong>{point.what}</strong>{to_come}{point.more}</div></li> }
}

struct Point {
    at: i64,
    tone: &'static str,
    what: String,
    more: Option<AnyView>,
}

fn dates(head: &Head, words: &OrderWords) -> Vec<Point> {
    let point = |at: Option<Moment>, tone, what: &str| {
        at.map(|at| Point { at: millis(at), tone, what: what.to_owned(), more: None })
    };
    [
        point(Some(head.created_at), "neutral", words.event_created),
        point(head.paid_at, "info", words.event_paid),
        point(head.effective_at, "info", words.event_effective),
        point(head.completed_at, "success", words.event_completed),
        point(head.repaid_at, "success", words.event_repaid),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn entry(visit: &Visit, detail: &Detail, event: &Event) -> Point {
    let words = OrderWords::of(visit.lang);
    let actor = [("actor", actor_name(&event.actor_name, visit.lang))];
    let (tone, what) = match event.action() {
        Some(Action::OrderCancelled) => ("danger", words.event_cancelled.to_owned()),
        Some(Action::OrderRestored) => ("success", words.event_restored.to_owned()),
        Some(Action::OrderUpdated) => ("neutral", fill(words.event_updated, &actor)),
        Some(Action::OrderAssigned) => ("neutral", fill(words.event_assigned, &actor)),
        Some(Action::OrderNoteWritten) => ("neutral", fill(words.event_note_gone, &actor)),
        Some(Action::OrderNoteChanged) => ("neutral", fill(words.event_note_changed, &actor)),
        Some(Action::OrderNoteDeleted) => ("neutral", fill(words.event_note_deleted, &actor)),
        _ => ("neutral", worded(&event.action, Action::from_code, visit.lang)),
    };
    let why = event.reason.as_deref().map(|r| reason(event, r, visit.lang));
    let by = matches!(event.action(), Some(Action::OrderCancelled | Action::OrderRestored))
        .then(|| fill(words.event_by, &actor));
    let said: Vec<String> = [by, why].into_iter().flatten().collect();
    let said = (!said.is_empty()).then(|| view! { <p>{said.join(" · ")}</p> });
    let changed = match event.action() {
        // What was deleted stands in the journal only, and what it was corrected from.
        Some(Action::OrderNoteWritten | Action::OrderNoteDeleted) => None,
        Some(Action::OrderNoteChanged) => is_note(detail, event).then(|| corrected(event)),
        _ => Some(changes(visit, event, &HashMap::new()).into_any()),
    };
    let more = view! { {said}{changed} }.into_any();
    Point { at: event.at, tone, what, more: Some(more) }
}

/// A note as it is now; its text begins here and stands whole among the notes.
fn noted(visit: &Visit, note: &Note) -> Point {
    let words = OrderWords::of(visit.lang);
    let what = fill(words.event_note, &[("actor", actor_name(&note.actor_name, visit.lang))]);
    let mut text: String = note.note.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = text.char_indices().nth(BEGINNING) {
        text.truncate(end);
        text.push('…');
    }
    let more = view! { <p><a href=format!("#note-{}", note.id)>{text}</a></p> }.into_any();
    Point { at: note.created_at, tone: "neutral", what, more: Some(more) }
}

/// One side of an entry.
fn fields(json: Option<&String>) -> Option<serde_json::Value> {
    serde_json::from_str(json?).ok()
}

/// Whether an entry is about a note that is still there.
fn is_note(detail: &Detail, event: &Event) -> bool {
    let row = fields(event.after_json.as_ref()).and_then(|after| after.get(FieldName::Id.code())?.as_i64());
    row.is_some_and(|row| detail.notes.iter().any(|note| note.id == row))
}

/// What a note said before, and after.
fn corrected(event: &Event) -> AnyView {
    let side = |json: &Option<String>| {
        let fields = fields(json.as_ref())?;
        Some(fields.get(FieldName::Note.code())?.as_str()?.to_owned())
    };
    view! { <p class="note-text"><del>{side(&event.before_json)}</del>" → "<ins>{side(&event.after_json)}</ins></p> }.into_any()
}

/// The time line, oldest first.
#[must_use]
pub fn timeline(visit: &Visit, detail: &Detail) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let mut points = dates(&detail.named.order.head, words);
    if let Some((at, actor)) = &detail.import {
        let what = fill(words.event_imported, &[("actor", actor_name(actor, visit.lang))]);
        points.push(Point { at: *at, tone: "neutral", what, more: None });
    }
    // A note that is still there stands for its writing.
    let written = |e: &&Event| e.action() == Some(Action::OrderNoteWritten) && is_note(detail, e);
    points.extend(detail.events.iter().filter(|e| !written(e)).map(|e| entry(visit, detail, e)));
    points.extend(detail.notes.iter().map(|note| noted(visit, note)));
    let cancelled_here = detail.events.iter().any(|e| e.action() == Some(Action::OrderCancelled));
    if let (Some(at), false) = (detail.named.order.head.cancelled_at, cancelled_here) {
        points.push(Point {
            at: millis(at),
            tone: "danger",
            what: words.event_cancelled.to_owned(),
            more: None,
        });
    }
    if let Some(deadline) = detail.deadline {
        let what = match deadline.awaited {
            Awaited::Payment => words.event_cancels,
            Awaited::Opening => words.event_opening_due,
            Awaited::Acceptance => words.event_acceptance_due,
        };
        points.push(Point { at: millis(deadline.at), tone: "danger", what: what.to_owned(), more: None });
    }
    points.sort_by_key(|p| p.at);
    let now = visit.office.clock.millis();
    let rows = points.into_iter().map(|point| row(visit, point, now)).collect_view();
    view! { <ol class="timeline">{rows}</ol> }
}
