//! Disputes that were decided elsewhere, by the two people of a reconciliation.

use domain::{
    access::Actor,
    bill::{difference, is_disputable},
    money,
};

use super::{adjusted, read};
use crate::{
    Failure, Office, Result,
    bills::{Bill, Line, head, line::LineRow},
    db::{Sql, Tx},
    journal::{self, Action, Entry, Subject, fields},
};

/// What stands against an adjustment.
pub(crate) enum Against {
    /// The bill of this number, or row, is not locked.
    NotLocked(String),
    /// It is carried over: the bill that it comes from has what could be adjusted.
    NotDisputable,
    /// Another dispute of the line of this bill is open.
    Disputed(String),
}

/// Writes an accepted dispute of a line, so that the next bill has an adjustment to what the line should come to, in minor
/// units. Nothing is written where the line comes to that already.
pub(crate) async fn decided(
    tx: &mut Tx,
    (office, actor): (&Office, &Actor),
    ((bill, position), should_minor): ((i64, i64), i64),
    (opened_by, opener): (i64, &str),
    reason: &str,
) -> Result<Option<Against>> {
    let bill: Bill = head::lock(tx, bill).await?;
    if !bill.state.is_frozen() {
        return Ok(Some(Against::NotLocked(bill.called())));
    }
    let line = read::line(bill.id, position).fetch_optional_in::<LineRow>(tx).await?;
    let line = Line::try_from(line.ok_or(Failure::NotFound)?)?;
    let stands = line.amount_minor + adjusted(tx, bill.id, position).await?;
    if stands == should_minor {
        return Ok(None);
    }
    if !is_disputable(line.item) {
        return Ok(Some(Against::NotDisputable));
    }
    let by = difference(stands, should_minor).map_err(|problem| Failure::from(problem.of("should")))?;
    let mut sql = Sql::new("SELECT id FROM bill_disputes WHERE state = 'open' AND bill_id = ");
    sql.arg(bill.id).push(" AND position = ").arg(position);
    if sql.fetch_optional_in::<(i64,)>(tx).await?.is_some() {
        return Ok(Some(Against::Disputed(bill.called())));
    }
    let now = office.clock.millis();
    let mut sql = Sql::new(
        "INSERT INTO bill_disputes (bill_id, position, state, reason, should_minor, difference_minor, opened_by, opener, \
         opened_at, decider, decided_at, decision) VALUES (",
    );
    sql.arg(bill.id).push(", ").arg(position).push(", 'accepted', ").arg(reason).push(", ").arg(should_minor);
    sql.push(", ").arg(by).push(", ").arg(opened_by).push(", ").arg(opener).push(", ").arg(now).push(", ");
    sql.arg(actor.name()).push(", ").arg(now).push(", ").arg(reason).push(")");
    sql.execute_in(tx).await?;
    let told = fields! {
        Position: position, Should: money::bare(should_minor, bill.currency), Difference: money::bare(by, bill.currency),
    };
    let entry = Entry::new(Action::BillDisputeAccepted, Subject::Bill(bill.id)).after(told).because(reason);
    journal::append(tx, office, actor, entry).await?;
    Ok(None)
}
