//! A ticket as its table has it.

use domain::{
    access::{Actor, Reach},
    ticket::{Severity, State, Waiting},
};
use sqlx::FromRow;

use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, dialect::for_update},
    live::News,
    search::Excerpt,
};

/// What a [`Ticket`] is read from, of [`TABLES`].
pub(super) const COLUMNS: &str = "t.id, t.state, t.place, t.severity, t.subject, t.product_id, p.code AS product, \
     p.name AS product_name, t.order_id, o.order_no, t.customer_id, c.code AS customer, c.name AS customer_name, t.buyer, \
     t.email, t.assignee_id, a.account AS assignee, a.name AS assignee_name, t.version, t.created_at, t.changed_at, \
     t.accepted_at, t.first_response_due_at, t.first_responded_at, t.resolution_left_ms, t.resolution_from, \
     t.resolution_due_at, t.due_at, t.resolved_at, t.ended_at, t.awaits_customer, t.urged_at, t.cause, t.solution, \
     t.rating, t.merged_into, t.language, t.first_limit_ms, t.first_spent_ms, t.resolution_limit_ms, t.alarm_clock, t.alarms, t.alarm_at, \
     t.first_broken_at, t.resolution_broken_at";

/// The tables of [`COLUMNS`].
pub(super) const TABLES: &str = " FROM tickets t LEFT JOIN products p ON p.id = t.product_id LEFT JOIN orders o ON \
     o.id = t.order_id LEFT JOIN customers c ON c.id = t.customer_id LEFT JOIN staff a ON a.id = t.assignee_id";

/// Numbers begin here, so that each has the same length.
const FIRST: i64 = 100_000;

/// A ticket. Moments are milliseconds since 1970.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
#[expect(missing_docs, reason = "as the columns of the table")]
pub struct Ticket {
    pub id: i64,
    #[sqlx(try_from = "String")]
    pub state: State,
    pub place: String,
    #[sqlx(try_from = "String")]
    pub severity: Severity,
    pub subject: String,
    pub product_id: Option<i64>,
    pub product: Option<String>,
    pub product_name: Option<String>,
    pub order_id: Option<i64>,
    pub order_no: Option<String>,
    pub customer_id: Option<i64>,
    pub customer: Option<String>,
    pub customer_name: Option<String>,
    pub buyer: String,
    pub email: Option<String>,
    pub assignee_id: Option<i64>,
    pub assignee: Option<String>,
    pub assignee_name: Option<String>,
    pub version: i64,
    pub created_at: i64,
    pub changed_at: i64,
    pub accepted_at: Option<i64>,
    pub first_response_due_at: i64,
    pub first_responded_at: Option<i64>,
    pub(super) resolution_left_ms: i64,
    pub(super) resolution_from: Option<i64>,
    pub resolution_due_at: Option<i64>,
    pub due_at: Option<i64>,
    pub resolved_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub(super) awaits_customer: i64,
    pub urged_at: Option<i64>,
    pub cause: Option<String>,
    pub solution: Option<String>,
    pub rating: Option<i64>,
    pub merged_into: Option<i64>,
    /// What the buyer is written to in: `zh-CN` or `en`.
    pub language: String,
    pub(super) first_limit_ms: i64,
    pub(super) first_spent_ms: Option<i64>,
    pub(super) resolution_limit_ms: i64,
    pub(super) alarm_clock: Option<String>,
    pub(super) alarms: i64,
    pub(super) alarm_at: Option<i64>,
    pub first_broken_at: Option<i64>,
    pub resolution_broken_at: Option<i64>,
    /// Where it has the words that were searched.
    #[sqlx(skip)]
    pub excerpt: Option<Excerpt>,
}

/// The number by which people call a ticket: `T100042`.
#[must_use]
pub fn number(id: i64) -> String {
    format!("T{}", FIRST + id)
}

/// The row of a number.
#[must_use]
pub fn row_of(number: &str) -> Option<i64> {
    let digits = domain::text::plain(number).to_ascii_uppercase();
    let digits = digits.strip_prefix('T')?;
    let whole = digits.len() >= 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    whole.then(|| digits.parse::<i64>().ok()).flatten().map(|no| no - FIRST).filter(|id| *id > 0)
}

impl Ticket {
    /// Its number.
    #[must_use]
    pub fn no(&self) -> String {
        number(self.id)
    }

    /// Who is waited for.
    #[must_use]
    pub const fn waiting_for(&self) -> Waiting {
        match self.state {
            State::Closed | State::Withdrawn => Waiting::Nobody,
            // What the customer writes about a solution is read before anything closes.
            State::InProgress | State::AwaitingConfirmation if self.awaits_customer != 0 => Waiting::Customer,
            State::Pending | State::InProgress | State::AwaitingConfirmation => Waiting::Us,
        }
    }

    /// A clock is broken at this moment, or was when it should have stopped.
    #[must_use]
    pub fn is_overdue(&self, now: i64) -> bool {
        self.due_at.is_some_and(|due| due < now)
    }

    /// Where it stands in the queue.
    pub(super) const fn stand(&self) -> &'static str {
        match (self.waiting_for(), self.assignee_id) {
            (Waiting::Nobody, _) => "ended",
            (_, None) => "unassigned",
            (Waiting::Customer, _) => "customer",
            (Waiting::Us, _) => "ours",
        }
    }

    /// Writes what may change, one version further, and tells the pages that are open; the caller holds the row.
    pub(super) async fn save(&mut self, tx: &mut Tx, office: &Office) -> Result<()> {
        self.version += 1;
        self.changed_at = office.clock.millis();
        let news = News::Ticket { no: self.no(), product: self.product_id, version: self.version };
        tx.tell_when_committed(&office.live, news);
        self.stand().clone_into(&mut self.place);
        let mut sql = Sql::new("UPDATE tickets SET version = ");
        sql.arg(self.version).push(", state = ").arg(self.state.code());
        sql.push(", severity = ").arg(self.severity.code());
        for (column, text) in [
            ("place", Some(&self.place)),
            ("alarm_clock", self.alarm_clock.as_ref()),
            ("cause", self.cause.as_ref()),
            ("solution", self.solution.as_ref()),
        ] {
            sql.push(", ").push(column).push(" = ").arg(text.cloned());
        }
        for (column, number) in [
            ("assignee_id", self.assignee_id),
            ("changed_at", Some(self.changed_at)),
            ("accepted_at", self.accepted_at),
            ("first_response_due_at", Some(self.first_response_due_at)),
            ("first_limit_ms", Some(self.first_limit_ms)),
            ("resolution_limit_ms", Some(self.resolution_limit_ms)),
            ("first_spent_ms", self.first_spent_ms),
            ("alarms", Some(self.alarms)),
            ("alarm_at", self.alarm_at),
            ("first_broken_at", self.first_broken_at),
            ("resolution_broken_at", self.resolution_broken_at),
            ("first_responded_at", self.first_responded_at),
            ("resolution_left_ms", Some(self.resolution_left_ms)),
            ("resolution_from", self.resolution_from),
            ("resolution_due_at", self.resolution_due_at),
            ("due_at", self.due_at),
            ("resolved_at", self.resolved_at),
            ("ended_at", self.ended_at),
            ("awaits_customer", Some(self.awaits_customer)),
            ("urged_at", self.urged_at),
            ("rating", self.rating),
            ("merged_into", self.merged_into),
        ] {
            sql.push(", ").push(column).push(" = ").arg(number);
        }
        sql.push(" WHERE id = ").arg(self.id);
        sql.execute_in(tx).await?;
        Ok(())
    }
}

/// Appends ` AND …` that only tickets `t` meet that are seen: those of granted products, and those of no product
/// (`domain.md` 3.3). A buyer sees those of the order of the link.
pub(crate) fn seen(sql: &mut Sql, actor: &Actor, reach: &Reach) {
    match (actor.order_id(), reach) {
        (Some(order_id), _) => {
            sql.push(" AND t.order_id = ").arg(order_id);
        }
        (None, Reach::All) => {}
        (None, Reach::Products(products)) => {
            sql.push(" AND (t.product_id IS NULL");
            if !products.is_empty() {
                sql.push(" OR t.product_id IN ").list(products.iter().copied());
            }
            sql.push(")");
        }
    }
}

/// The query of a ticket that is seen.
pub(super) fn select(actor: &Actor, reach: &Reach, no: &str) -> Result<Sql> {
    let id = row_of(no).ok_or(Failure::NotFound)?;
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(TABLES).push(" WHERE t.id = ").arg(id);
    seen(&mut sql, actor, reach);
    Ok(sql)
}

/// Holds several tickets in the order of their rows, so that two who hold the same ones do not stand in each other's way.
pub(super) async fn hold(tx: &mut Tx, mut ids: Vec<i64>) -> Result<()> {
    ids.sort_unstable();
    let mut sql = Sql::new("SELECT id FROM tickets WHERE 1 = 1");
    sql.among("id", &ids).push(" ORDER BY id").push(for_update(tx));
    let _: Vec<(i64,)> = sql.fetch_all_in(tx).await?;
    Ok(())
}

/// A ticket that is seen, held until the transaction ends.
///
/// # Errors
/// `NotFound`.
pub(super) async fn held(tx: &mut Tx, actor: &Actor, reach: &Reach, no: &str) -> Result<Ticket> {
    hold(tx, vec![row_of(no).ok_or(Failure::NotFound)?]).await?;
    select(actor, reach, no)?.fetch_optional_in(tx).await?.ok_or(Failure::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        assert_eq!(row_of(&number(42)), Some(42));
        assert_eq!(row_of(" t100001 "), Some(1));
        for no in ["", "T", "T1", "T100000", "T099999", "100001", "T1000x1", "T99999999999999999999"] {
            assert_eq!(row_of(no), None, "{no}");
        }
    }
}
