//! The time line of an order: its own dates, and its entries in the journal.

use leptos::prelude::*;
use operations::{
    journal::Event,
    orders::{Detail, Head},
};

use super::detail_blocks::reason;
use crate::{
    visit::Visit,
    words::{OrderWords, fill},
};

struct Point {
    at: i64,
    tone: &'static str,
    what: String,
    more: Option<String>,
}

fn dates(head: &Head, words: &OrderWords) -> Vec<Point> {
    let point = |at: Option<i64>, tone, what: &str| {
        at.map(|at| Point { at, tone, what: what.to_owned(), more: None })
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

fn entry(event: &Event, words: &OrderWords) -> Point {
    let actor = [("actor", event.actor_name.as_str())];
    let (tone, what) = match event.action.as_str() {
        "order.cancelled" => ("danger", words.event_cancelled.to_owned()),
        "order.updated" => ("neutral", fill(words.event_updated, &actor)),
        other => ("neutral", other.to_owned()),
    };
    let changed = changes(event);
    let why = event.reason.as_deref().map(|r| reason(r, words));
    let by = (event.action == "order.cancelled").then(|| fill(words.event_by, &actor));
    let more: Vec<String> = [by, why, changed].into_iter().flatten().collect();
    Point { at: event.at, tone, what, more: (!more.is_empty()).then(|| more.join(" · ")) }
}

/// `paid_amount: 100.00 → 90.00`, from the entry's before and after.
fn changes(event: &Event) -> Option<String> {
    let object = |text: &Option<String>| {
        text.as_deref()
            .and_then(|t| serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(t).ok())
    };
    let (before, after) = (object(&event.before_json)?, object(&event.after_json)?);
    let show = |value: Option<&serde_json::Value>| match value {
        None | Some(serde_json::Value::Null) => "—".to_owned(),
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let lines: Vec<String> = after
        .iter()
        .map(|(name, value)| format!("{name}: {} → {}", show(before.get(name)), show(Some(value))))
        .collect();
    (!lines.is_empty()).then(|| lines.join(", "))
}

/// The time line, oldest first.
#[must_use]
pub fn timeline(visit: &Visit, detail: &Detail) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let mut points = dates(&detail.head, words);
    if let Some((at, actor)) = &detail.import {
        let what = fill(words.event_imported, &[("actor", actor)]);
        points.push(Point { at: *at, tone: "neutral", what, more: None });
    }
    points.extend(detail.events.iter().map(|e| entry(e, words)));
    let cancelled_here = detail.events.iter().any(|e| e.action == "order.cancelled");
    if let (Some(at), false) = (detail.head.cancelled_at, cancelled_here) {
        points.push(Point { at, tone: "danger", what: words.event_cancelled.to_owned(), more: None });
    }
    points.sort_by_key(|p| p.at);
    let rows = points
        .into_iter()
        .map(|p| {
            view! { <li data-tone=p.tone><time>{visit.minute(p.at)}</time><div><strong>{p.what}</strong>{p.more.map(|m| view! { <p>{m}</p> })}</div></li> }
        })
        .collect_view();
    view! { <ol class="timeline">{rows}</ol> }
}
