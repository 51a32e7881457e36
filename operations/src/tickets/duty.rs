//! Who gets new tickets in turn: whoever waits longest for one, within what each can take at once and on a day.

use chrono::Datelike;
use domain::{
    FieldName, FieldProblem, Problem,
    access::{Actor, Operation},
};
use sqlx::FromRow;

use super::row::Ticket;
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, dialect::for_update},
    journal::{self, Action, Entry, Subject, fields},
};

/// The most tickets that somebody can be set to take at once, or on a day.
pub const MOST: i64 = 1_000;

/// Somebody who could be on duty.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
pub struct OnDuty {
    /// Account.
    pub account: String,
    /// Name.
    pub name: String,
    /// Open tickets at most; `None`: gets none by turns.
    pub at_once: Option<i64>,
    /// New ones on a day at most.
    pub a_day: Option<i64>,
    /// Open tickets now.
    pub open: i64,
}

/// Whether somebody takes part, and how many: as it was typed.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the names of the fields")]
pub struct Wanted {
    pub account: String,
    pub at_once: String,
    pub a_day: String,
}

/// Who could be on duty, and who is.
///
/// # Errors
/// `Denied`.
pub async fn duty(office: &Office, actor: &Actor) -> Result<Vec<OnDuty>> {
    actor.may(Operation::ReadReception)?;
    let mut sql = Sql::new(
        "SELECT s.account, s.name, d.at_once, d.a_day, (SELECT COUNT(*) FROM (SELECT 1 FROM tickets t WHERE \
         t.assignee_id = s.id AND t.place IN ('ours', 'customer')",
    );
    sql.limit(MOST)
        .push(") AS open) AS open FROM staff s LEFT JOIN ticket_duty d ON d.staff_id = s.id WHERE ");
    sql.push("s.state = 'active' AND s.role IN ('owner', 'operations', 'support') ORDER BY s.name, s.id");
    Ok(sql.fetch_all(&office.db).await?)
}

/// Sets who is on duty.
///
/// # Errors
/// `Denied`; `NotANumber` with `ACCOUNT.at_once` or `ACCOUNT.a_day`; `NobodyCalled`.
pub async fn set_duty(office: &Office, actor: &Actor, wanted: &[Wanted]) -> Result<()> {
    actor.may(Operation::ManageReception)?;
    let mut problems = Vec::new();
    let read: Vec<_> = wanted.iter().map(|one| (one, read(one, &mut problems))).collect();
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    let mut tx = office.db.begin().await?;
    for (one, limits) in read {
        let mut sql = Sql::new("SELECT s.id, d.at_once, d.a_day FROM staff s LEFT JOIN ticket_duty d ON ");
        sql.push("d.staff_id = s.id WHERE s.role IN ('owner', 'operations', 'support') AND s.account = ");
        sql.arg(one.account.as_str());
        let found: Option<(i64, Option<i64>, Option<i64>)> = sql.fetch_optional_in(&mut tx).await?;
        let unknown = || Problem::NobodyCalled { value: one.account.chars().take(80).collect() };
        let (id, at_once, a_day) = found.ok_or_else(|| unknown().of("account"))?;
        if at_once.zip(a_day) == limits {
            continue;
        }
        put(&mut tx, id, limits).await?;
        let told = |limits: Option<(i64, i64)>| {
            let (at_once, a_day) = limits.unzip();
            fields! { Account: one.account, AtOnce: at_once, ADay: a_day }
        };
        let (before, after) = told(at_once.zip(a_day)).differing(told(limits));
        let entry = Entry::new(Action::StaffDutySet, Subject::Staff(id)).changed(before, after);
        journal::append(&mut tx, office, actor, entry).await?;
    }
    Ok(tx.commit().await?)
}

/// Both numbers, or neither.
fn read(wanted: &Wanted, problems: &mut Vec<FieldProblem>) -> Option<(i64, i64)> {
    if wanted.at_once.trim().is_empty() && wanted.a_day.trim().is_empty() {
        return None;
    }
    let mut number = |field: FieldName, given: &str| {
        let plain = domain::text::plain(given);
        let read = plain.parse::<i64>().ok().filter(|n| (1..=MOST).contains(n));
        if read.is_none() {
            let problem =
                Problem::NotANumber { value: plain.chars().take(40).collect(), least: 1, most: MOST };
            problems.push(problem.of(&format!("{}.{}", wanted.account, field.code())));
        }
        read
    };
    number(FieldName::AtOnce, &wanted.at_once).zip(number(FieldName::ADay, &wanted.a_day))
}

async fn put(tx: &mut Tx, id: i64, limits: Option<(i64, i64)>) -> Result<()> {
    let mut sql = match limits {
        None => Sql::new("DELETE FROM ticket_duty WHERE staff_id = "),
        Some((at_once, a_day)) => {
            let mut sql = Sql::new("INSERT INTO ticket_duty (at_once, a_day, staff_id) VALUES (");
            sql.arg(at_once).push(", ").arg(a_day).push(", ");
            sql
        }
    };
    sql.arg(id);
    if limits.is_some() {
        sql.push(") ON CONFLICT (staff_id) DO UPDATE SET at_once = excluded.at_once, a_day = excluded.a_day");
    }
    sql.execute_in(tx).await?;
    Ok(())
}

/// The next one on duty who sees the ticket, has room, and does not have it already; the turn is taken.
pub(super) async fn next(tx: &mut Tx, office: &Office, ticket: &Ticket) -> Result<Option<(i64, String)>> {
    // Two tickets that come at once do not both take the last place of somebody.
    let mut sql = Sql::new("SELECT staff_id FROM ticket_duty ORDER BY staff_id");
    sql.push(for_update(tx));
    let all: Vec<(i64,)> = sql.fetch_all_in(tx).await?;
    if all.is_empty() {
        return Ok(None);
    }
    let today = today(office);
    let mut sql = Sql::new("SELECT s.id, s.name FROM ticket_duty d JOIN staff s ON s.id = d.staff_id WHERE ");
    sql.push("s.state = 'active' AND (s.role IN ('owner', 'operations') OR (s.role = 'support'");
    if let Some(product) = ticket.product_id {
        sql.push(" AND EXISTS (SELECT 1 FROM staff_products g WHERE g.staff_id = s.id AND g.product_id = ");
        sql.arg(product).push(")");
    }
    sql.push(")) AND (d.day <> ").arg(today).push(" OR d.given < d.a_day) AND s.id <> ");
    sql.arg(ticket.assignee_id.unwrap_or_default());
    sql.push(" AND (SELECT COUNT(*) FROM tickets t WHERE t.assignee_id = s.id AND t.place IN ('ours', 'customer')) < ");
    sql.push("d.at_once ORDER BY d.last_at, s.id").limit(1);
    let Some((id, name)) = sql.fetch_optional_in::<(i64, String)>(tx).await? else { return Ok(None) };
    let mut sql = Sql::new("UPDATE ticket_duty SET given = CASE WHEN day = ");
    sql.arg(today).push(" THEN given + 1 ELSE 1 END, day = ").arg(today);
    sql.push(", last_at = ").arg(office.clock.millis()).push(" WHERE staff_id = ").arg(id);
    sql.execute_in(tx).await?;
    Ok(Some((id, name)))
}

/// yyyymmdd in the office.
fn today(office: &Office) -> i64 {
    let day = office.zone.wall(office.clock.now());
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}
