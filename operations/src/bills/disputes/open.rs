//! Somebody says that a line is wrong.

use domain::{
    Problem,
    access::{Actor, Operation},
    bill::{difference, is_disputable},
    money, text,
};

use super::{Dispute, adjusted, read};
use crate::{
    Failure, Office, Result,
    bills::{Bill, Line, Refused, act::identity, gates, head, line::LineRow},
    db::{Sql, Tx},
    journal::{self, Action, Entry, Subject, fields},
};

/// What is said about a line, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct NewDispute<'a> {
    /// What is wrong.
    pub reason: &'a str,
    /// What the line should come to, in the currency of the bill; empty while nobody knows.
    pub should: &'a str,
}

/// Opens a dispute about a line of a locked bill. One at a time is open for a line.
///
/// # Errors
/// `Denied`; the agreement in force is not signed; `NotFound`; a problem with `reason` or `should`; [`Refused`]: the bill
/// is not locked, the line is carried over, or another dispute of the line is open.
pub async fn open(
    office: &Office,
    actor: &Actor,
    (bill, position): (i64, i64),
    given: &NewDispute<'_>,
) -> Result<Dispute> {
    actor.may(Operation::ActBill)?;
    gates::to_see(office).await?;
    let reason = text::required(given.reason, 1_000).map_err(|problem| problem.of("reason"))?;
    let mut tx = office.db.begin().await?;
    let bill = head::lock(&mut tx, bill).await?;
    if !bill.state.is_frozen() {
        return Err(Refused::NotLocked { state: bill.state }.into());
    }
    let line = read::line(bill.id, position).fetch_optional_in::<LineRow>(&mut tx).await?;
    let line = Line::try_from(line.ok_or(Failure::NotFound)?)?;
    if !is_disputable(line.item) {
        return Err(Refused::NotDisputable.into());
    }
    let should = should(&mut tx, &bill, &line, given.should).await?;
    let now = office.clock.millis();
    let mut sql = Sql::new(
        "INSERT INTO bill_disputes (bill_id, position, reason, should_minor, opened_by, opener, opened_at) VALUES (",
    );
    sql.arg(bill.id).push(", ").arg(position).push(", ").arg(reason.as_str()).push(", ").arg(should);
    sql.push(", ").arg(identity(actor)).push(", ").arg(actor.name()).push(", ").arg(now);
    sql.push(") ON CONFLICT (bill_id, position) WHERE state = 'open' DO NOTHING RETURNING id");
    let Some((id,)) = sql.fetch_optional_in::<(i64,)>(&mut tx).await? else {
        return Err(Refused::Disputed.into());
    };
    let mut told = fields! { Position: position, Amount: money::bare(line.amount_minor, bill.currency) };
    if let Some(should) = should {
        told.set(domain::FieldName::Should, money::bare(should, bill.currency));
    }
    let entry = Entry::new(Action::BillDisputed, Subject::Bill(bill.id)).after(told).because(&reason);
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    read::find(office, id).await
}

/// What a line should come to, as it was typed: an amount that changes something, or nothing.
async fn should(tx: &mut Tx, bill: &Bill, line: &Line, given: &str) -> Result<Option<i64>> {
    if given.trim().is_empty() {
        return Ok(None);
    }
    let stands = line.amount_minor + adjusted(tx, bill.id, line.position).await?;
    let (minor, _) = corrected(given, stands, bill.currency)?;
    Ok(Some(minor))
}

/// What a line should come to and the difference to what it stands at, in minor units.
pub(super) fn corrected(given: &str, stands: i64, currency: domain::Currency) -> Result<(i64, i64)> {
    let wrong = |problem: Problem| Failure::from(problem.of("should"));
    let minor = money::parse_minor(given, currency).map_err(wrong)?;
    let difference = difference(stands, minor).map_err(wrong)?;
    Ok((minor, difference))
}
