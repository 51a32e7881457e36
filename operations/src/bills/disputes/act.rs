//! What is said about a dispute, and its end.

use domain::{
    FieldName, Problem,
    access::{Actor, Operation},
    bill::{DisputeAction, decided},
    money, text,
};

use super::{Dispute, adjusted, open::corrected, read};
use crate::{
    Failure, Office, Result,
    bills::{Refused, act::identity, gates},
    db::{Sql, Tx},
    journal::{self, Action, Entry, Subject, fields},
};

/// Adds something to the thread of a dispute, also after its end.
///
/// # Errors
/// `Denied`; the agreement in force is not signed; `NotFound`; a problem with `body`.
pub async fn say(office: &Office, actor: &Actor, id: i64, body: &str) -> Result<()> {
    actor.may(Operation::ActBill)?;
    gates::to_see(office).await?;
    let body = text::required(body, 4_000).map_err(|problem| problem.of("body"))?;
    let mut tx = office.db.begin().await?;
    let dispute = read::lock(&mut tx, id).await?;
    let mut sql = Sql::new(
        "INSERT INTO bill_dispute_messages (dispute_id, position, author, written_at, body) SELECT ",
    );
    sql.arg(id).push(", COALESCE(MAX(m.position), 0) + 1, ").arg(actor.name()).push(", ");
    sql.arg(office.clock.millis()).push(", ").arg(body.as_str());
    sql.push(" FROM bill_dispute_messages m WHERE m.dispute_id = ").arg(id);
    sql.execute_in(&mut tx).await?;
    let told = fields! { Position: dispute.position, Body: body };
    let entry = Entry::new(Action::BillDisputeAnswered, Subject::Bill(dispute.bill_id)).after(told);
    journal::append(&mut tx, office, actor, entry).await?;
    Ok(tx.commit().await?)
}

/// Ends a dispute. Accepted, its line comes to `should` from now on: the difference stands in the next bill. Whoever
/// opened it may only withdraw it, and nobody else withdraws it.
///
/// # Errors
/// `Denied`; the agreement in force is not signed; `NotFound`; a problem with `reason` or `should`; [`Refused`]: it is
/// over, or one's own.
pub async fn act(
    office: &Office,
    actor: &Actor,
    id: i64,
    (action, reason, given): (DisputeAction, &str, &str),
) -> Result<Dispute> {
    let decides = action.is_decision();
    actor.may(if decides { Operation::ApproveBill } else { Operation::ActBill })?;
    gates::to_see(office).await?;
    let reason = text::required(reason, 1_000).map_err(|problem| problem.of("reason"))?;
    let mut tx = office.db.begin().await?;
    let dispute = read::lock(&mut tx, id).await?;
    let state =
        decided(dispute.state, action, dispute.opened_by, identity(actor)).map_err(Refused::Dispute)?;
    let mut told = fields! { Position: dispute.position, State: state };
    let mut sql = Sql::new("UPDATE bill_disputes SET state = ");
    sql.arg(state.code()).push(", decider = ").arg(actor.name()).push(", decided_at = ");
    sql.arg(office.clock.millis()).push(", decision = ").arg(reason.as_str());
    if action == DisputeAction::Accept {
        let (should, difference) = amounts(&mut tx, &dispute, given).await?;
        sql.push(", should_minor = ").arg(should).push(", difference_minor = ").arg(difference);
        told.set(FieldName::Should, money::bare(should, dispute.currency));
        told.set(FieldName::Difference, money::bare(difference, dispute.currency));
    }
    sql.push(" WHERE id = ").arg(id);
    sql.execute_in(&mut tx).await?;
    let subject = Subject::Bill(dispute.bill_id);
    let entry = Entry::new(journaled(action), subject).changed(fields! { State: dispute.state }, told);
    journal::append(&mut tx, office, actor, entry.because(&reason)).await?;
    tx.commit().await?;
    read::find(office, id).await
}

/// What the line should come to, and what that adds to what it stands at now.
async fn amounts(tx: &mut Tx, dispute: &Dispute, given: &str) -> Result<(i64, i64)> {
    let stands = dispute.amount_minor + adjusted(tx, dispute.bill_id, dispute.position).await?;
    if given.trim().is_empty() {
        return Err(Failure::from(Problem::Missing.of("should")));
    }
    corrected(given, stands, dispute.currency)
}

const fn journaled(action: DisputeAction) -> Action {
    match action {
        DisputeAction::Accept => Action::BillDisputeAccepted,
        DisputeAction::Reject => Action::BillDisputeRejected,
        DisputeAction::Withdraw => Action::BillDisputeWithdrawn,
    }
}
