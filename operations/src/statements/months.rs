//! Months that wait for a statement.

use std::collections::BTreeMap;

use domain::{
    Currency, Period,
    access::{Actor, Operation},
};
use sqlx::FromRow;

use super::head::first_open;
use crate::{Office, Result, reading};

/// A reseller, month and currency with lines that no statement has begun to settle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// Row of the reseller.
    pub reseller_id: i64,
    /// Name of the reseller.
    pub reseller: String,
    /// The month.
    pub period: Period,
    /// The currency.
    pub currency: Currency,
    /// How many order lines wait for it.
    pub lines: i64,
}

#[derive(FromRow)]
struct Waiting {
    reseller_id: i64,
    period: i64,
    currency: String,
    lines: i64,
}

#[derive(FromRow)]
struct Begun {
    reseller_id: i64,
    period: i64,
    currency: String,
    state: String,
}

/// What could be drafted, newest month first. Late lines of an issued month count for the first
/// later month that is not issued.
///
/// # Errors
/// `Denied`, or what the database said.
pub async fn months(office: &Office, actor: &Actor) -> Result<Vec<Month>> {
    actor.may(Operation::ReadStatements)?;
    // The index has every column: the orders themselves are not read.
    let waiting: Vec<Waiting> = reading!(&office.db, |pool| sqlx::query_as(
        "SELECT o.reseller_id, o.settle_period AS period, o.currency, \
         CAST(SUM(o.line_count - o.settled_lines) AS BIGINT) AS lines FROM orders o \
         WHERE o.reseller_id IS NOT NULL AND o.settle_period IS NOT NULL AND o.settled_lines < o.line_count \
         GROUP BY o.reseller_id, o.settle_period, o.currency"
    )
    .fetch_all(pool)
    .await)?;
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    let begun: Vec<Begun> = reading!(&office.db, |pool| sqlx::query_as(
        "SELECT reseller_id, period, currency, state FROM statements ORDER BY period"
    )
    .fetch_all(pool)
    .await)?;
    let names: Vec<(i64, String)> =
        reading!(&office.db, |pool| sqlx::query_as("SELECT id, name FROM resellers").fetch_all(pool).await)?;
    let names: BTreeMap<i64, String> = names.into_iter().collect();
    let mut lines: BTreeMap<(i64, Period, Currency), i64> = BTreeMap::new();
    for row in waiting {
        if let Some(period) = target(&row, &begun)
            && let Some(currency) = Currency::from_code(&row.currency)
        {
            *lines.entry((row.reseller_id, period, currency)).or_default() += row.lines;
        }
    }
    let mut months: Vec<Month> = lines
        .into_iter()
        .map(|((reseller_id, period, currency), lines)| {
            let reseller = names.get(&reseller_id).cloned().unwrap_or_default();
            Month { reseller_id, reseller, period, currency, lines }
        })
        .collect();
    months.sort_by(|a, b| b.period.cmp(&a.period).then_with(|| a.reseller.cmp(&b.reseller)));
    Ok(months)
}

/// The month in which these lines come; `None` when its draft was begun.
fn target(row: &Waiting, begun: &[Begun]) -> Option<Period> {
    let own = |b: &&Begun| b.reseller_id == row.reseller_id && b.currency == row.currency;
    let mut issued = Vec::new();
    let mut drafts = Vec::new();
    for b in begun.iter().filter(own) {
        if let Some(period) = Period::from_number(b.period) {
            if b.state == "issued" { issued.push(period) } else { drafts.push(period) }
        }
    }
    let period = Period::from_number(row.period)?;
    let period = if issued.contains(&period) { first_open(period, &issued) } else { period };
    (!drafts.contains(&period)).then_some(period)
}
