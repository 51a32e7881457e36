//! What an ended refund, or one whose money goes back, does to the order and its delivery.

use domain::{
    FieldName,
    access::Actor,
    supervision::{Node, Side},
};

use super::{Refund, unsubscribe::unsubscribe};
use crate::{
    Office, Result,
    db::{Sql, Tx, moment},
    journal::{self, Entry, Fields, Subject},
    supervisions::row::{Row, held_rows},
};

async fn delivery(tx: &mut Tx, order_id: i64) -> Result<Option<Row>> {
    let mut sql = Sql::new("SELECT id FROM supervisions WHERE order_id = ");
    sql.arg(order_id);
    let found: Option<(i64,)> = sql.fetch_optional_in(tx).await?;
    match found {
        Some((id,)) => Ok(held_rows(tx, &[id]).await?.pop()),
        None => Ok(None),
    }
}

/// The money goes back: the order that takes it back, and the end of the delivery.
pub(super) async fn give_back(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    (refund, by): (&mut Refund, Side),
) -> Result<()> {
    unsubscribe(tx, office, actor, refund).await?;
    let Some(mut row) = delivery(tx, refund.order_id).await? else { return Ok(()) };
    if row.node.is_final() {
        return Ok(());
    }
    row.go(Node::ClosedRefunded, moment(office.clock.millis()));
    row.save(tx).await?;
    log(tx, office, actor, (refund, by), Some(row.node)).await
}

/// It came to nothing: the delivery goes on.
pub(super) async fn unlock(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    (refund, by): (&Refund, Side),
) -> Result<()> {
    let Some(mut row) = delivery(tx, refund.order_id).await? else { return Ok(()) };
    row.lock(None);
    row.save(tx).await?;
    log(tx, office, actor, (refund, by), None).await
}

async fn log(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    (refund, by): (&Refund, Side),
    node: Option<Node>,
) -> Result<()> {
    let mut told = Fields::default();
    told.set(FieldName::State, refund.state.code());
    told.set(FieldName::By, by.code());
    if let Some(node) = node {
        told.set(FieldName::Node, node.code());
    }
    let entry = Entry::new(journal::Action::RefundActed, Subject::Supervision(&refund.order_no)).after(told);
    let why = refund.decision.clone().unwrap_or_default();
    let entry = if why.is_empty() { entry } else { entry.because(&why) };
    journal::append(tx, office, actor, entry).await
}
