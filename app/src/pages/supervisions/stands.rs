//! Where a delivery stands: its state, who is waited for and how long, and until when.

use domain::supervision::{Action, FlowKind, Node, Side};
use leptos::prelude::*;
use operations::supervisions::{Detail, Row, Stage};

use crate::{
    components::{notice::notice, tag::tag},
    lang::Lang,
    visit::Visit,
    words::{DeliveryWords, codes::Worded, fill},
};

const DAY: i64 = 86_400_000;

/// The state of a delivery with its tone: who is waited for, or how it ended.
#[must_use]
pub fn stage_tag(stage: &str, lang: Lang) -> impl IntoView + use<> {
    let (tone, word) = staged(stage, lang);
    tag(tone, word)
}

/// Its tone and its words.
pub(super) fn staged(stage: &str, lang: Lang) -> (&'static str, String) {
    let (tone, word) = match stage {
        "done" => ("success", Node::Done.words(lang)),
        "refunded" => ("neutral", Node::ClosedRefunded.words(lang)),
        "frozen" => ("danger", Node::FrozenAppeal.words(lang)),
        "refunding" => ("info", Stage::Refunding.words(lang)),
        side => match Side::from_code(side) {
            Some(Side::Merchant) => ("warning", lang.pick("待商家办理", "Waits for us")),
            Some(Side::Operator) => ("info", lang.pick("待平台办理", "Waits for the operator")),
            Some(Side::Courier) => ("info", lang.pick("待签收", "Waits for the courier")),
            _ => ("info", lang.pick("待客户办理", "Waits for the buyer")),
        },
    };
    (tone, word.to_owned())
}

/// Who is waited for, and for how many days.
#[must_use]
pub fn waits(row: &Row, now: i64, lang: Lang) -> Option<String> {
    let words = DeliveryWords::of(lang);
    let who = row.waits_for()?.words(lang).to_lowercase();
    let days = (now - row.node_since).max(0) / DAY;
    let text = if days == 0 { words.waits_today } else { words.waits };
    Some(fill(text, &[("who", &who), ("n", &days.to_string())]))
}

/// What the page says first.
#[must_use]
pub fn now(visit: &Visit, detail: &Detail) -> impl IntoView + use<> {
    let words = DeliveryWords::of(visit.lang);
    let (row, now) = (&detail.row, visit.office.clock.millis());
    let runs = row.refund_runs();
    let text = match row.node {
        Node::Done => words.done.to_owned(),
        Node::ClosedRefunded => words.refunded.to_owned(),
        Node::FrozenAppeal => frozen(visit, detail),
        node if runs => {
            format!("{}{}{}", node.words(visit.lang), visit.lang.pick("：", ": "), words.refund_runs)
        }
        node => {
            let since = fill(words.waits_hours, &[("at", &visit.minute(row.node_since))]);
            let waits = waits(row, now, visit.lang).unwrap_or_default();
            let comma = visit.lang.pick("，", ", ");
            format!("{}{}{waits}{comma}{since}", node.words(visit.lang), visit.lang.pick("：", ": "))
        }
    };
    let tone = match row.node {
        Node::Done => "success",
        Node::FrozenAppeal => "danger",
        _ if row.is_overdue(now) => "danger",
        _ => "info",
    };
    let refund = row.refund_id.filter(|_| runs).map(|id| {
        view! { <p><a href=format!("/refunds/{id}")>{words.refund_see}</a></p> }
    });
    let back = refused(detail, visit.lang).map(|text| view! { <p class="said">{text}</p> });
    // While a refund runs nothing happens by itself.
    let more = if runs { Vec::new() } else { limits(visit, row, now) };
    let more = more.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    notice(tone, view! { <p><strong>{text}</strong></p>{back}{refund}{more} })
}

/// Why the last step sent it back to where it is now.
fn refused(detail: &Detail, lang: Lang) -> Option<String> {
    let last = detail.log.iter().rev().find(|entry| entry.action().is_some())?;
    let action = last.action().filter(|action| {
        matches!(
            action,
            Action::RejectRequirement
                | Action::RejectDesign
                | Action::RejectReview
                | Action::RejectAcceptance
        )
    })?;
    let reason = last.event.reason.as_deref().filter(|reason| !reason.is_empty())?;
    Some(format!("{}{}{reason}", action.words(lang), lang.pick("：", ": ")))
}

fn frozen(visit: &Visit, detail: &Detail) -> String {
    let words = DeliveryWords::of(visit.lang);
    let side = detail.appeals.last().and_then(|appeal| Side::from_code(&appeal.side));
    let who = side.map_or("", |side| side.words(visit.lang)).to_lowercase();
    let node = detail.row.frozen_node().map_or("", |node| node.words(visit.lang));
    fill(words.frozen, &[("who", &who), ("node", node)])
}

/// Until when, and what happens by itself.
fn limits(visit: &Visit, row: &Row, now: i64) -> Vec<String> {
    let words = DeliveryWords::of(visit.lang);
    let mut lines = Vec::new();
    if let Some(due) = row.due_at {
        let days = ((now - due) / DAY).to_string();
        lines.push(if row.is_overdue(now) {
            fill(words.overdue, &[("n", &days)])
        } else {
            fill(words.due, &[("at", &visit.minute(due))])
        });
    }
    if let Some(at) = row.accepts_at {
        lines.push(fill(words.accepts, &[("at", &visit.minute(at))]));
    }
    if row.flow == FlowKind::Hardware && row.node == Node::BuyerAcceptance && row.phone_differs() {
        lines.push(words.never_accepts.to_owned());
    }
    lines
}
