//! Reminding of deliveries that wait for long (`domain.md` 2.2): by hand, and once by the clock.

use domain::{
    access::{Actor, Operation},
    supervision::{Node, Refusal},
};

use super::{
    Refused,
    row::{Row, held, held_rows},
};
use crate::{
    Office, Result,
    db::{Sql, Tx, matching},
    jobs::Kind,
    journal::{self, Action, Entry, Fields, Subject},
};

const HOUR: i64 = 3_600_000;
/// So many in a transaction.
const SLICE: i64 = 100;

/// Deliveries that were not accepted in time.
pub(crate) const REMIND: Kind = Kind::upkeep("supervisions.remind", HOUR, |office, _| {
    Box::pin(async {
        match remind_overdue(office).await? {
            0 => {}
            count => tracing::info!(count, "reminders of deliveries written"),
        }
        Ok(())
    })
});

/// Reminds whoever is waited for; the log says so.
///
/// # Errors
/// `Denied`; `NotFound`; a conflict when it has ended, or a refund runs.
pub async fn remind(office: &Office, actor: &Actor, order_no: &str) -> Result<()> {
    let reach = actor.may(Operation::ActSupervision)?;
    let mut tx = office.db.begin().await?;
    let row = held(&mut tx, actor, &reach, order_no).await?;
    let why = match row.node {
        Node::Done => Some(Refusal::Accepted),
        Node::ClosedRefunded => Some(Refusal::Refunded),
        _ => None,
    };
    if let Some(why) = why {
        return Err(Refused::NotNow { node: row.node, why, possible: Vec::new() }.into());
    }
    if row.refund_runs() {
        return Err(Refused::RefundRuns.into());
    }
    note(&mut tx, office, actor, std::slice::from_ref(&row)).await?;
    tx.commit().await?;
    Ok(())
}

/// Reminds of deliveries that were not accepted in time, each once; of how many.
///
/// # Errors
/// What the database said; those that were reminded of stay so.
pub async fn remind_overdue(office: &Office) -> Result<u64> {
    let mut count = 0;
    loop {
        let mut sql = Sql::new("SELECT id FROM supervisions WHERE due_at IS NOT NULL AND due_at < ");
        sql.arg(office.clock.millis()).push(" AND (reminded_at IS NULL OR reminded_at < due_at)");
        sql.push(" AND refund_id IS NULL ORDER BY due_at, id").limit(SLICE);
        let due: Vec<(i64,)> = sql.fetch_all(&office.db).await?;
        let ids: Vec<i64> = due.into_iter().map(|(id,)| id).collect();
        if ids.is_empty() {
            return Ok(count);
        }
        let mut tx = office.db.begin().await?;
        let now = office.clock.millis();
        let rows = held_rows(&mut tx, &ids).await?;
        let rows: Vec<Row> =
            rows.into_iter().filter(|row| row.is_overdue(now) && !row.refund_runs()).collect();
        note(&mut tx, office, &Actor::System, &rows).await?;
        tx.commit().await?;
        count += rows.len() as u64;
        if rows.is_empty() {
            return Ok(count);
        }
    }
}

/// Notes that it was reminded of, in the log of each.
async fn note(tx: &mut Tx, office: &Office, actor: &Actor, rows: &[Row]) -> Result<()> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let head = format!("UPDATE supervisions SET reminded_at = {} WHERE id IN", office.clock.millis());
    matching::<(i64,), i64>(tx, &head, &ids, " RETURNING id").await?;
    let entries = rows.iter().map(|row| {
        let mut told = Fields::default();
        told.set(domain::FieldName::Node, row.node.code());
        if let Some(side) = row.waits_for() {
            told.set(domain::FieldName::WaitingFor, side.code());
        }
        Entry::new(Action::SupervisionReminded, Subject::Supervision(&row.order_no)).after(told)
    });
    journal::append_all(tx, office, actor, entries.collect()).await
}
