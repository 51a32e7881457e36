//! One dispute with its thread, and a line with its disputes.

use domain::access::{Actor, Operation};
use sqlx::FromRow;

use super::{Dispute, Row, SOURCE};
use crate::{
    Failure, Office, Result,
    bills::{
        Bill, Line, gates, head,
        line::{COLUMNS, LineRow},
    },
    db::{Sql, Tx, dialect::for_update},
};

/// What somebody said about a dispute.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
pub struct Message {
    /// Row of the dispute.
    pub dispute_id: i64,
    /// Counts upwards from 1.
    pub position: i64,
    /// Who.
    pub author: String,
    /// When, in milliseconds since 1970.
    pub written_at: i64,
    /// What was said.
    pub body: String,
}

/// Disputes of a bill that are shown beside it.
const BESIDE: i64 = 100;

/// A line of a bill with what is said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfLine {
    /// The bill.
    pub bill: Bill,
    /// The line.
    pub line: Line,
    /// What it comes to with its adjustments, in minor units.
    pub stands_minor: i64,
    /// Its disputes, the newest first, each with its thread.
    pub disputes: Vec<(Dispute, Vec<Message>)>,
}

/// A dispute and its thread.
///
/// # Errors
/// `Denied`; the agreement in force is not signed; `NotFound`.
pub async fn get(office: &Office, actor: &Actor, id: i64) -> Result<(Dispute, Vec<Message>)> {
    actor.may(Operation::ReadBills)?;
    gates::to_see(office).await?;
    let dispute = find(office, id).await?;
    Ok((dispute, thread(office, &[id]).await?))
}

/// The disputes of a bill, the newest first.
///
/// # Errors
/// As [`get`].
pub async fn of_bill(office: &Office, actor: &Actor, bill: i64) -> Result<Vec<Dispute>> {
    actor.may(Operation::ReadBills)?;
    gates::to_see(office).await?;
    let mut sql = select();
    sql.push(" WHERE d.bill_id = ").arg(bill).push(" ORDER BY d.id DESC").limit(BESIDE);
    sql.fetch_all::<Row>(&office.db).await?.into_iter().map(Dispute::try_from).collect()
}

/// A line of a bill, and what is said about it.
///
/// # Errors
/// As [`get`].
pub async fn of_line(office: &Office, actor: &Actor, bill: i64, position: i64) -> Result<OfLine> {
    actor.may(Operation::ReadBills)?;
    gates::to_see(office).await?;
    let bill = head::find(office, bill).await?;
    let line = line(bill.id, position).fetch_optional::<LineRow>(&office.db).await?;
    let line = Line::try_from(line.ok_or(Failure::NotFound)?)?;
    let mut sql = select();
    sql.push(" WHERE d.bill_id = ").arg(bill.id).push(" AND d.position = ").arg(position);
    sql.push(" ORDER BY d.id DESC").limit(BESIDE);
    let rows: Vec<Row> = sql.fetch_all(&office.db).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut messages = thread(office, &ids).await?;
    let mut disputes = Vec::with_capacity(rows.len());
    for row in rows {
        let dispute = Dispute::try_from(row)?;
        let (own, rest) = messages.into_iter().partition(|message| message.dispute_id == dispute.id);
        messages = rest;
        disputes.push((dispute, own));
    }
    let adjusted: i64 = disputes.iter().filter_map(|(dispute, _)| dispute.difference_minor).sum();
    Ok(OfLine { stands_minor: line.amount_minor + adjusted, bill, line, disputes })
}

/// The line of a bill at a position.
pub(super) fn line(bill: i64, position: i64) -> Sql {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM bill_lines WHERE bill_id = ").arg(bill);
    sql.push(" AND position = ").arg(position);
    sql
}

/// What the accepted disputes of a line add to it, in minor units.
pub(in crate::bills) async fn adjusted(tx: &mut Tx, bill: i64, position: i64) -> Result<i64> {
    let mut sql = Sql::new(
        "SELECT CAST(COALESCE(SUM(d.difference_minor), 0) AS BIGINT) FROM bill_disputes d WHERE d.bill_id = ",
    );
    sql.arg(bill).push(" AND d.position = ").arg(position).push(" AND d.state = 'accepted'");
    Ok(sql.fetch_optional_in::<(i64,)>(tx).await?.map_or(0, |(minor,)| minor))
}

fn select() -> Sql {
    let mut sql = Sql::new(SOURCE.select);
    sql.push(SOURCE.from);
    sql
}

async fn thread(office: &Office, disputes: &[i64]) -> Result<Vec<Message>> {
    let mut sql = Sql::new(
        "SELECT m.dispute_id, m.position, m.author, m.written_at, m.body FROM bill_dispute_messages m WHERE 1 = 1",
    );
    sql.among("m.dispute_id", disputes).push(" ORDER BY m.dispute_id, m.position");
    Ok(sql.fetch_all(&office.db).await?)
}

/// The dispute of a row.
pub(super) async fn find(office: &Office, id: i64) -> Result<Dispute> {
    let mut sql = select();
    sql.push(" WHERE d.id = ").arg(id);
    sql.fetch_optional::<Row>(&office.db).await?.ok_or(Failure::NotFound)?.try_into()
}

/// As [`find`], held until the transaction ends.
pub(super) async fn lock(tx: &mut Tx, id: i64) -> Result<Dispute> {
    let mut sql = Sql::new("SELECT id FROM bill_disputes WHERE id = ");
    sql.arg(id).push(for_update(tx));
    sql.fetch_optional_in::<(i64,)>(tx).await?.ok_or(Failure::NotFound)?;
    let mut sql = select();
    sql.push(" WHERE d.id = ").arg(id);
    sql.fetch_optional_in::<Row>(tx).await?.ok_or(Failure::NotFound)?.try_into()
}
