//! What rows mean for supervised deliveries: they open when their order is paid, and end when the marketplace has
//! completed it.

use std::collections::BTreeMap;

use domain::{
    FieldName, FieldProblem, Moment, Problem,
    order::{Order, OrderState, OrderType, PartyId, Revision},
    supervision::{FlowKind, Node},
};

use super::{
    books::{Books, Held},
    write::Writing,
};
use crate::{
    Result,
    db::Tx,
    products::Delivery,
    supervisions::open::{self, Opening},
};

/// Whether a row says where a delivery stands.
pub(super) const fn says(row: &Revision) -> bool {
    row.supervision_node.is_some() || row.supervision_since.is_some()
}

/// Where a row says that the delivery of its order stands, and since when.
///
/// # Errors
/// Problems with its two columns.
pub(super) fn stands(
    row: &Revision,
    order: &Order,
    deliveries: &BTreeMap<PartyId, Delivery>,
    now: Moment,
) -> Result<(Node, Option<Moment>), Vec<FieldProblem>> {
    let wrong = |field: FieldName, problem: Problem| Err(vec![problem.of(field.code())]);
    let Some(node) = row.supervision_node else {
        return wrong(FieldName::SupervisionNode, Problem::Missing);
    };
    let product = order.lines.first().map(|line| line.product);
    let known = product.and_then(|id| deliveries.get(&id));
    let usual = order.delivery_type();
    let supervised = known.map_or(usual.supervised(), |how| how.supervised);
    if order.head.order_type != OrderType::New || !supervised {
        return wrong(FieldName::SupervisionNode, Problem::NotSupervised);
    }
    let nodes = known.map_or(FlowKind::of(usual), |how| how.flow).nodes(true);
    if !nodes.contains(&node) {
        let allowed = nodes.iter().map(|node| node.code()).collect::<Vec<_>>().join(", ");
        let value = node.to_string();
        return wrong(FieldName::SupervisionNode, Problem::UnknownCode { value, allowed });
    }
    let fits = match order.head.state {
        OrderState::Processing => !node.is_final(),
        OrderState::Completed => node == Node::Done,
        OrderState::PendingPayment | OrderState::Cancelled => false,
    };
    if !fits {
        let state = order.head.state.to_string();
        return wrong(FieldName::SupervisionNode, Problem::StepUnlikeState { state });
    }
    if let Some(since) = row.supervision_since {
        let begun = order.head.paid_at.unwrap_or(order.head.created_at);
        if since > now {
            let value = since.to_rfc3339();
            return wrong(FieldName::SupervisionSince, Problem::NotYet { value });
        }
        if since < begun {
            let other = FieldName::PaidAt.to_string();
            return wrong(FieldName::SupervisionSince, Problem::Before { other });
        }
    }
    Ok((node, row.supervision_since))
}

/// The order was not paid before, as far as the books knew.
fn paid_now(held: &Held) -> bool {
    held.was.as_ref().is_none_or(|was| was.head.state.unpaid())
}

/// Opens the deliveries of orders that are paid now, and ends those of orders that the marketplace has completed.
pub(super) async fn open(tx: &mut Tx, writing: &Writing<'_>, books: &Books) -> Result<()> {
    let stored = || books.stored().filter(|(_, _, held)| held.changed() || held.stands.is_some());
    let opening: Vec<Opening<'_>> = stored()
        .filter(|(_, _, held)| paid_now(held) || held.stands.is_some())
        .map(|(id, order, held)| Opening { id, order, stands: held.stands })
        .collect();
    open::open(tx, writing.office, writing.actor, &opening, writing.why).await?;
    let completed: Vec<(i64, &Order)> = stored()
        .filter(|(_, order, held)| order.head.state == OrderState::Completed && !paid_now(held))
        .filter(|(_, _, held)| held.was.as_ref().is_some_and(|was| was.head.state == OrderState::Processing))
        .map(|(id, order, _)| (id, order))
        .collect();
    open::completed_elsewhere(tx, writing.office, writing.actor, &completed, writing.why).await
}
