//! The log of a delivery: who did what and when, newest first.

use domain::{FieldName, refund, supervision::Node};
use leptos::prelude::*;
use operations::{
    journal::Action,
    supervisions::{Detail, LogEntry},
};

use crate::{
    lang::Lang,
    visit::Visit,
    words::{
        DeliveryWords, JournalWords,
        codes::{Worded, worded},
        fill,
        journal::{actor_name, reason},
    },
};

/// The log.
#[must_use]
pub fn log(visit: &Visit, detail: &Detail) -> impl IntoView + use<> {
    let rows = detail.log.iter().rev().map(|entry| row(visit, entry)).collect_view();
    view! { <ol class="timeline">{rows}</ol> }
}

/// Whose step it was, and which colleague took or recorded it.
pub(super) fn who(entry: &LogEntry, lang: Lang) -> String {
    let name = actor_name(&entry.event.actor_name, lang);
    let side = entry.side().words(lang);
    if entry.is_recorded() {
        format!("{side} · {}", fill(DeliveryWords::of(lang).log_recorded, &[("name", name)]))
    } else {
        format!("{side} · {name}")
    }
}

/// From which step to which it went; `None` where it stayed.
#[must_use]
pub fn moved(entry: &LogEntry, lang: Lang) -> Option<String> {
    let node = |code: &str| worded(code, Node::from_code, lang);
    let (from, to) = entry.node_before().zip(entry.node_after()).filter(|(from, to)| from != to)?;
    Some(fill(DeliveryWords::of(lang).log_from_to, &[("from", &node(from)), ("to", &node(to))]))
}

fn row(visit: &Visit, entry: &LogEntry) -> impl IntoView + use<> {
    let (words, lang) = (DeliveryWords::of(visit.lang), visit.lang);
    let what = match (entry.action(), entry.event.action()) {
        (Some(action), _) => action.words(lang).to_owned(),
        (None, Some(action)) => action.words(lang).to_owned(),
        (None, None) => entry.event.action.clone(),
    };
    let who = who(entry, lang);
    let moved = moved(entry, lang).map(|text| view! { <p class="muted">{text}</p> });
    let texts = [
        FieldName::Result,
        FieldName::Courier,
        FieldName::Waybill,
        FieldName::Phone,
        FieldName::Name,
        FieldName::Finding,
    ]
    .into_iter()
    .filter_map(|field| Some((field, entry.text(field)?.to_owned())))
    .map(|(field, text)| view! { <p>{field.words(lang)}{lang.pick("：", ": ")}{text}</p> })
    .collect_view();
    let outcome = entry.text(FieldName::Outcome).map(|code| {
        let outcome = worded(code, domain::supervision::Outcome::from_code, lang);
        view! { <p>{outcome}</p> }
    });
    let refund = entry.text(FieldName::State).filter(|_| entry.event.action() == Some(Action::RefundActed));
    let refund = refund.map(|code| view! { <p>{worded(code, refund::State::from_code, lang)}</p> });
    let said = entry.event.reason.as_deref().filter(|text| !text.is_empty());
    let said = said.map(|text| match text.strip_prefix("import ") {
        Some(id) if entry.action().is_none() => {
            let text = fill(JournalWords::of(lang).by_import, &[("id", id)]);
            view! { <p class="muted"><a href=format!("/imports/{id}")>{text}</a></p> }.into_any()
        }
        _ => view! { <p class="said">{reason(&entry.event, text, lang)}</p> }.into_any(),
    });
    let files = Some(entry.documents().len()).filter(|n| *n > 0).map(|n| {
        view! { <p class="muted">{fill(words.log_files, &[("n", &n.to_string())])}</p> }
    });
    let tone = match entry.node_after() {
        Some("done") => "success",
        Some("frozen_appeal" | "closed_refunded") => "danger",
        _ => "info",
    };
    view! {
        <li data-tone=tone>
            <time>{visit.minute(entry.event.at)}</time>
            <div><strong>{what}</strong>" "<span class="muted">{who}</span>{moved}{said}{texts}{outcome}{refund}{files}</div>
        </li>
    }
}
