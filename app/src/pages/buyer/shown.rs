//! What a buyer sees of the documents and of what happened.

use domain::supervision::Side;
use leptos::prelude::*;
use operations::supervisions::{Detail, LogEntry, documents::Document};

use super::Opened;
use crate::{
    components::size,
    pages::supervisions::{documents::scan_note, log::moved},
    visit::Visit,
    words::{
        BuyerWords,
        codes::{Worded, worded},
        fill,
    },
};

/// The documents that can be read, and the buyer's own that a scanner has not let through.
#[must_use]
pub fn documents(visit: &Visit, opened: &Opened, detail: &Detail) -> impl IntoView + use<> {
    let words = BuyerWords::of(visit.lang);
    let readable = |one: &&Document| one.is_readable() || one.side == Side::Buyer.code();
    let rows: Vec<_> = detail
        .documents
        .iter()
        .filter(|one| one.replaced_by.is_none())
        .filter(readable)
        .map(|one| document(visit, opened, one))
        .collect();
    let body = if rows.is_empty() {
        view! { <p class="muted">{words.documents_none}</p> }.into_any()
    } else {
        view! { <ul class="changes">{rows}</ul> }.into_any()
    };
    view! { <section><h2>{words.documents}</h2>{body}</section> }
}

fn document(visit: &Visit, opened: &Opened, one: &Document) -> impl IntoView + use<> {
    let words = BuyerWords::of(visit.lang);
    let who = worded(&one.side, Side::from_code, visit.lang).to_lowercase();
    let by = fill(words.by, &[("who", &who)]);
    let href = format!("/d/{}/documents/{}", opened.key, one.id);
    let text = format!("{} · {by} · {}", size(one.size_bytes), visit.minute(one.created_at));
    let name = match one.is_readable() {
        true => view! { <a href=href download>{one.name.clone()}</a> }.into_any(),
        false => view! { <span>{one.name.clone()}</span> }.into_any(),
    };
    view! { <li>{name}{scan_note(visit, one)}<br/><small class="muted">{text}</small></li> }
}

/// What happened, newest first: whose step, not which colleague.
#[must_use]
pub fn log(visit: &Visit, detail: &Detail) -> Option<impl IntoView + use<>> {
    let words = BuyerWords::of(visit.lang);
    let rows: Vec<_> = detail.log.iter().rev().filter_map(|entry| row(visit, entry)).collect();
    (!rows.is_empty())
        .then(|| view! { <section><h2>{words.log}</h2><ol class="timeline">{rows}</ol></section> })
}

/// Steps only: what the merchant does at its own desk is not the buyer's.
fn row(visit: &Visit, entry: &LogEntry) -> Option<impl IntoView + use<>> {
    let words = BuyerWords::of(visit.lang);
    let action = entry.action()?;
    let who = entry.side().words(visit.lang);
    let recorded = entry.is_recorded().then(|| format!(" · {}", words.recorded));
    let to = moved(entry, visit.lang).map(|text| view! { <p class="muted">{text}</p> });
    let said = entry.event.reason.clone().filter(|text| !text.is_empty());
    let result = entry.text(domain::FieldName::Result).map(str::to_owned);
    let said = said.into_iter().chain(result).map(|text| view! { <p class="said">{text}</p> }).collect_view();
    let tone = if entry.node_after() == Some("done") { "success" } else { "info" };
    Some(view! {
        <li data-tone=tone>
            <time>{visit.minute(entry.event.at)}</time>
            <div><strong>{action.words(visit.lang)}</strong>" "<span class="muted">{who}{recorded}</span>{to}{said}</div>
        </li>
    })
}
