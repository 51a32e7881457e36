//! Orders of a reseller that are not in a statement, each with its reason.

use domain::{
    Period,
    access::{Actor, Operation},
    order::OrderState,
    settlement::NotSettled,
};
use sqlx::FromRow;

use super::{
    Head, StatementState, freeze,
    head::{find, first_open, issued_later},
    standing::{FACTS, FactsRow},
};
use crate::{
    Office, Result,
    db::{Sql, millis},
};

/// Late lines that are looked through in each later statement.
const LATE: i64 = 1_000;

/// An order that is not in a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Row of the order: where the next page begins.
    pub order_id: i64,
    /// Order number.
    pub order_no: String,
    /// Customer.
    pub customer: String,
    /// Product.
    pub product: String,
    /// How far the order has come.
    pub state: OrderState,
    /// Created, in milliseconds since 1970.
    pub created_at: i64,
    /// Why it is not in it.
    pub reason: LeftOutReason,
}

/// Why an order is not in a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftOutReason {
    /// The rule says why; `OtherPeriod` names the month in which it comes.
    NotSettled(NotSettled),
    /// It came late and is in a later statement.
    SettledIn {
        /// Row of that statement.
        statement_id: i64,
        /// Its number.
        number: String,
    },
}

/// Orders of the reseller in this currency that were created by the end of the month and are not
/// in the statement, by row of the order. Orders that earlier statements settled are not named;
/// nor are trials and cancelled orders of earlier months.
///
/// # Errors
/// `Denied`, `NotFound`, or what the database said.
pub async fn left_out(
    office: &Office,
    actor: &Actor,
    id: i64,
    after: i64,
    limit: i64,
) -> Result<Vec<LeftOut>> {
    actor.may(Operation::ReadStatements)?;
    let head = find(office, id).await?;
    let limit = limit.clamp(1, 500);
    let later = issued_later(office, head.reseller_id, head.period, head.currency).await?;
    let issued: Vec<Period> = later.iter().map(|h| h.period).collect();
    let mut found = open(office, &head, after, limit).await?;
    for part in [Part::Later, Part::Earlier, Part::Own] {
        found.extend(unsettled(office, &head, part, &issued, after, limit).await?);
    }
    if head.state == StatementState::Issued {
        for statement in &later {
            found.extend(came_late(office, &head, statement, after).await?);
        }
    }
    found.sort_by_key(|order| order.order_id);
    found.dedup_by_key(|order| order.order_id);
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

#[derive(FromRow)]
struct OrderRow {
    id: i64,
    order_no: String,
    customer: String,
    product: String,
    created_at: i64,
    settle_period: Option<i64>,
    #[sqlx(flatten)]
    facts: FactsRow,
}

impl OrderRow {
    fn left_out(self, reason: LeftOutReason) -> LeftOut {
        LeftOut {
            state: OrderState::from_code(&self.facts.state).unwrap_or(OrderState::Processing),
            order_id: self.id,
            order_no: self.order_no,
            customer: self.customer,
            product: self.product,
            created_at: self.created_at,
            reason,
        }
    }
}

fn orders(head: &Head, after: i64) -> Sql {
    let mut sql = Sql::new(
        "SELECT o.id, o.order_no, c.name AS customer, p.name AS product, o.created_at, o.settle_period, ",
    );
    sql.push(FACTS).push(
        " FROM orders o JOIN customers c ON c.id = o.customer_id JOIN products p ON p.id = o.product_id \
         WHERE o.reseller_id = ",
    );
    sql.arg(head.reseller_id).push(" AND o.currency = ").arg(head.currency.code());
    sql.push(" AND o.id > ").arg(after);
    sql
}

fn page(mut sql: Sql, limit: i64) -> Sql {
    sql.push(" ORDER BY o.id LIMIT ").arg(limit);
    sql
}

/// Orders that have no month yet.
async fn open(office: &Office, head: &Head, after: i64, limit: i64) -> Result<Vec<LeftOut>> {
    let (start, end) = office.zone.bounds(head.period);
    let mut sql = orders(head, after);
    sql.push(" AND o.settle_period IS NULL AND o.created_at < ").arg(millis(end));
    sql.push(" AND (o.created_at >= ").arg(millis(start));
    sql.push(" OR (o.state <> 'cancelled' AND o.order_type <> 'TRIAL'))");
    let rows: Vec<OrderRow> = page(sql, limit).fetch_all(&office.db).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let why = row.facts.period(office.zone).map_or_else(|why| why, NotSettled::OtherPeriod);
            row.left_out(LeftOutReason::NotSettled(why))
        })
        .collect())
}

/// Unsettled orders with a month, as seen from a statement.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Created by the end of its month, and belonging to a later one, settled or not.
    Later,
    /// Belonging to an earlier month that has not been issued.
    Earlier,
    /// Belonging to its own month, and come after it was issued.
    Own,
}

async fn unsettled(
    office: &Office,
    head: &Head,
    part: Part,
    later: &[Period],
    after: i64,
    limit: i64,
) -> Result<Vec<LeftOut>> {
    let number = head.period.number();
    let mut sql = orders(head, after);
    match part {
        Part::Later => {
            let (_, end) = office.zone.bounds(head.period);
            sql.push(" AND o.settle_period > ").arg(number).push(" AND o.created_at < ").arg(millis(end));
        }
        Part::Earlier => {
            sql.push(" AND o.settle_period < ").arg(number).push(" AND o.settled_lines < o.line_count");
            sql.push(
                " AND NOT EXISTS (SELECT 1 FROM statements t WHERE t.reseller_id = o.reseller_id \
                 AND t.period = o.settle_period AND t.currency = o.currency AND t.state = 'issued')",
            );
        }
        Part::Own if head.state == StatementState::Issued => {
            sql.push(" AND o.settle_period = ").arg(number).push(" AND o.settled_lines < o.line_count");
        }
        Part::Own => return Ok(Vec::new()),
    }
    let rows: Vec<OrderRow> = page(sql, limit).fetch_all(&office.db).await?;
    let month = |row: &OrderRow| row.settle_period.and_then(Period::from_number).unwrap_or(head.period);
    Ok(rows
        .into_iter()
        .map(|row| {
            let own = month(&row);
            let comes = if part == Part::Own { first_open(own, later) } else { own };
            row.left_out(LeftOutReason::NotSettled(NotSettled::OtherPeriod(comes)))
        })
        .collect())
}

/// Orders of this month that a later statement took up. They stand at its beginning, because lines
/// are in the order of their months.
async fn came_late(office: &Office, head: &Head, later: &Head, after: i64) -> Result<Vec<LeftOut>> {
    let (start, end) = office.zone.bounds(head.period);
    let lines = freeze::page(office, later, 0, LATE).await?;
    let mut ids: Vec<i64> = lines
        .iter()
        .take_while(|line| line.settled_at < millis(end))
        .filter(|line| line.settled_at >= millis(start) && line.order_id > after)
        .map(|line| line.order_id)
        .collect();
    ids.dedup();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = orders(head, after);
    sql.push(" AND o.id IN ").list(ids);
    let rows: Vec<OrderRow> = page(sql, LATE).fetch_all(&office.db).await?;
    let reason =
        LeftOutReason::SettledIn { statement_id: later.id, number: later.number.clone().unwrap_or_default() };
    Ok(rows.into_iter().map(|row| row.left_out(reason.clone())).collect())
}
