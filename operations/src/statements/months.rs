//! Months that wait for a statement.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use domain::{
    Currency, Period,
    access::{Actor, Operation},
};
use sqlx::FromRow;

use super::head::month_of;
use crate::{Office, Result, db::Sql, dues::RESELLER};

/// Lines of a month are counted exactly up to so many.
pub const LINES_EXACT: i64 = 10_000;

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
    /// It has ended, so that its statement can be issued.
    pub is_over: bool,
    /// Its own dues, and those of issued months that came late.
    of: BTreeSet<i64>,
}

#[derive(FromRow)]
struct Waiting {
    party_id: i64,
    period: i64,
    currency: String,
}

#[derive(FromRow)]
struct Begun {
    reseller_id: i64,
    period: i64,
    currency: String,
    state: String,
}

/// Each party, month and currency with a due, one hop along the index for each: however many dues
/// there are, they are not walked through. Neither engine hops by itself, and SQLite uses an index for the
/// first column of a comparison of rows only.
async fn waiting(office: &Office) -> Result<Vec<Waiting>> {
    let next = |behind: &str, order: &str| {
        format!(
            "(SELECT n.id FROM dues n WHERE n.kind = '{RESELLER}' AND n.statement_id IS NULL \
             AND n.period IS NOT NULL{behind} ORDER BY {order} LIMIT 1)"
        )
    };
    let sql = Sql::new(&format!(
        "WITH RECURSIVE hop (id) AS (SELECT {} UNION ALL SELECT COALESCE({}, {}, {}) FROM hop JOIN dues d \
         ON d.id = hop.id) SELECT d.party_id, d.period, d.currency FROM hop JOIN dues d ON d.id = hop.id",
        next("", "n.party_id, n.period, n.currency"),
        next(
            " AND n.party_id = d.party_id AND n.period = d.period AND n.currency > d.currency",
            "n.currency"
        ),
        next(" AND n.party_id = d.party_id AND n.period > d.period", "n.period, n.currency"),
        next(" AND n.party_id > d.party_id", "n.party_id, n.period, n.currency"),
    ));
    Ok(sql.fetch_all(&office.db).await?)
}

/// What could be drafted: months that are over first, the newest of them before the others. Late lines of an issued month count for the first
/// later month that is not issued.
///
/// # Errors
/// `Denied`.
pub async fn months(office: &Office, actor: &Actor) -> Result<Vec<Month>> {
    actor.may(Operation::ReadStatements)?;
    let waiting = waiting(office).await?;
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    let begun: Vec<Begun> = Sql::new(
        "SELECT reseller_id, period, currency, state FROM statements WHERE state <> 'void' ORDER BY period",
    )
    .fetch_all(&office.db)
    .await?;
    let names: Vec<(i64, String)> = Sql::new("SELECT id, name FROM resellers").fetch_all(&office.db).await?;
    let names: BTreeMap<i64, String> = names.into_iter().collect();
    let mut months: BTreeMap<(i64, Period, Currency), BTreeSet<i64>> = BTreeMap::new();
    for row in waiting {
        if let Some(period) = target(&row, &begun)
            && let Some(currency) = Currency::from_code(&row.currency)
        {
            months.entry((row.party_id, period, currency)).or_default().insert(row.period);
        }
    }
    let now = office.clock.now();
    let mut months: Vec<Month> = months
        .into_iter()
        .map(|((reseller_id, period, currency), of)| {
            let reseller = names.get(&reseller_id).cloned().unwrap_or_default();
            let is_over = office.zone.bounds(period).1 <= now;
            Month { reseller_id, reseller, period, currency, is_over, of }
        })
        .collect();
    months.sort_by(|a, b| {
        let place = |month: &Month| (Reverse(month.is_over), Reverse(month.period));
        place(a).cmp(&place(b)).then_with(|| a.reseller.cmp(&b.reseller))
    });
    Ok(months)
}

/// The month in which these lines come; `None` when its draft was begun.
fn target(row: &Waiting, begun: &[Begun]) -> Option<Period> {
    let (mut issued, mut drafts) = (Vec::new(), Vec::new());
    for b in begun.iter().filter(|b| b.reseller_id == row.party_id && b.currency == row.currency) {
        if let Some(period) = Period::from_number(b.period) {
            if b.state == "issued" { issued.push(period) } else { drafts.push(period) }
        }
    }
    let period = month_of(Period::from_number(row.period)?, &issued);
    (!drafts.contains(&period)).then_some(period)
}

/// How many order lines wait for each of these months; one more than [`LINES_EXACT`] when there are
/// more than that.
///
/// # Errors
/// `Denied`.
pub async fn count_lines(office: &Office, actor: &Actor, months: &[&Month]) -> Result<Vec<i64>> {
    actor.may(Operation::ReadStatements)?;
    let mut sql = Sql::default();
    for (place, month) in months.iter().enumerate() {
        sql.push(if place > 0 { " UNION ALL SELECT " } else { "SELECT " });
        sql.push(&place.to_string())
            .push(", (SELECT COUNT(*) FROM (SELECT 1 AS one FROM dues d WHERE d.kind = ");
        sql.arg(RESELLER).push(" AND d.party_id = ").arg(month.reseller_id);
        sql.push(" AND d.currency = ").arg(month.currency.code()).push(" AND d.statement_id IS NULL");
        sql.push(" AND d.period IS NOT NULL AND d.period IN ").list(month.of.iter().copied());
        sql.limit(LINES_EXACT + 1).push(") AS found)");
    }
    if months.is_empty() {
        return Ok(Vec::new());
    }
    let mut counts: Vec<(i32, i64)> = sql.fetch_all(&office.db).await?;
    counts.sort_unstable();
    Ok(counts.into_iter().map(|(_, lines)| lines).collect())
}
