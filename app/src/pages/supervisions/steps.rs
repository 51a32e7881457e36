//! The flow drawn as steps, each with when it was taken and by whom.

use domain::supervision::Node;
use leptos::prelude::*;
use operations::supervisions::{Detail, LogEntry};

use super::log::who;
use crate::{
    visit::Visit,
    words::{DeliveryWords, codes::Worded},
};

/// The steps of the flow in their order.
#[must_use]
pub fn steps(visit: &Visit, detail: &Detail) -> impl IntoView + use<> {
    let row = &detail.row;
    let nodes = row.flow.nodes(row.flow(visit.office.zone).review);
    let closed = row.node == Node::ClosedRefunded;
    let here = if closed { last(detail, &nodes) } else { row.frozen_node().unwrap_or(row.node) };
    let at = nodes.iter().position(|node| *node == here).unwrap_or(nodes.len());
    let all = nodes.iter().enumerate().map(|(n, node)| step(visit, detail, *node, n, at)).collect_view();
    let end = closed.then(|| {
        let when = row.ended_at.map(|at| view! { <time>{visit.minute(at)}</time> });
        view! { <li data-state="now" aria-current="step"><strong>{row.node.words(visit.lang)}</strong>{when}</li> }
    });
    view! { <div class="flow-line"><ol class="flow-steps">{all}{end}</ol></div> }
}

/// The step at which a refund ended it: what would have come after that never did.
fn last(detail: &Detail, nodes: &[Node]) -> Node {
    let went = detail.log.iter().rev().filter_map(LogEntry::node_after).filter_map(Node::from_code);
    went.into_iter().find(|node| nodes.contains(node)).unwrap_or(Node::SubmitRequirement)
}

fn step(visit: &Visit, detail: &Detail, node: Node, n: usize, at: usize) -> impl IntoView + use<> {
    let words = DeliveryWords::of(visit.lang);
    let ended = detail.row.node == Node::Done;
    let (state, word) = match n {
        _ if ended || n < at => ("done", words.step_done),
        n if n == at && detail.row.node != Node::ClosedRefunded => ("now", words.step_now),
        _ => ("ahead", words.step_ahead),
    };
    let left = (state == "done").then(|| left(detail, node)).flatten();
    let when = left.map(|entry| {
        // A buyer is told whose step it was, not which colleague's.
        let is_buyer = visit.actor.as_ref().is_some_and(|actor| actor.order_id().is_some());
        let who = if is_buyer { entry.side().words(visit.lang).to_owned() } else { who(entry, visit.lang) };
        view! { <time>{visit.minute(entry.event.at)}</time><span class="muted">{who}</span> }
    });
    let current = (state == "now").then_some("step");
    view! {
        <li data-state=state aria-current=current>
            <strong>{node.words(visit.lang)}</strong>
            <span class="visually-hidden">{word}</span>
            {when}
        </li>
    }
}

/// The last entry by which the delivery went on from a node, or ended.
fn left(detail: &Detail, node: Node) -> Option<&LogEntry> {
    let went = |entry: &&LogEntry| {
        let (before, after) = (entry.node_before(), entry.node_after());
        match node {
            Node::Done => after == Some(node.code()),
            _ => before == Some(node.code()) && after.is_some_and(|after| after != node.code()),
        }
    };
    detail.log.iter().rev().find(went)
}
