//! One month: what every reseller stands at in it, and what is not in it though it might be.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Currency, Period,
    access::{Actor, Operation},
    settlement::{Nature, NotSettled, StatementState},
    time::Stage,
};
use sqlx::FromRow;

use super::{
    Head, Waiting,
    head::of_period,
    months::{live, waiting},
    open::{added, sums, with_sums},
    paid::{Balance, balances},
};
use crate::{
    Office, Result,
    db::{Sql, millis},
    dues::RESELLER,
    orders::row::DEAL_OF_LINE,
};

/// Deal prices are added up for so many lines at most.
const ADDED_UP: i64 = 10_000;

/// A month with what every reseller stands at in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthPage {
    /// The month.
    pub period: Period,
    /// Where it stands.
    pub stage: Stage,
    /// What waits and what was begun, by the name of the reseller.
    pub rows: Vec<MonthRow>,
    /// Resellers with nothing to settle in it.
    pub idle: Vec<String>,
    /// What all of it comes to, in each currency.
    pub totals: Vec<MonthTotal>,
    /// Lines that are not in it, because their order lacks something.
    pub checks: Vec<Check>,
    /// What those who stand in it are owed over all months.
    pub balances: Vec<Balance>,
}

/// A reseller and currency in a month: one of its statements, or lines that nobody has drafted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthRow {
    /// Row of the reseller.
    pub reseller_id: i64,
    /// Name of the reseller.
    pub reseller: String,
    /// The currency.
    pub currency: Currency,
    /// The statement or draft; `None` where there is none yet.
    pub statement: Option<Head>,
    /// Its lines.
    pub lines: i64,
    /// Their sum in minor units.
    pub amount_minor: i64,
    /// Lines that the formula refuses, so that it cannot be issued.
    pub refused: i64,
}

/// What a month comes to in a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthTotal {
    /// The currency.
    pub currency: Currency,
    /// Lines.
    pub lines: i64,
    /// Their sum in minor units.
    pub amount_minor: i64,
}

/// Lines of a reseller, ordered by the end of the month, that something is missing of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Row of the reseller.
    pub reseller_id: i64,
    /// Name of the reseller.
    pub reseller: String,
    /// The currency.
    pub currency: Currency,
    /// What is missing.
    pub why: NotSettled,
    /// How many.
    pub lines: i64,
    /// Their deal prices in minor units; `None` for very many lines.
    pub deal_minor: Option<i64>,
}

/// One month. It need not have anything in it.
///
/// # Errors
/// `Denied`.
pub async fn month(office: &Office, actor: &Actor, period: Period) -> Result<MonthPage> {
    actor.may(Operation::ReadStatements)?;
    let mut waiting = waiting(office, actor).await?;
    waiting.retain(|waiting| waiting.period == period);
    let (mut rows, statements, names, checks) = futures::future::try_join4(
        waiting_rows(office, waiting),
        statement_rows(office, period),
        live(office),
        checks(office, period),
    )
    .await?;
    rows.extend(statements);
    rows.sort_by(|a, b| (&a.reseller, a.currency).cmp(&(&b.reseller, b.currency)));
    let mut balances = balances(office, actor, None).await?;
    balances
        .retain(|of| rows.iter().any(|row| row.reseller_id == of.reseller_id && row.currency == of.currency));
    let busy: BTreeSet<i64> = rows.iter().map(|row| row.reseller_id).collect();
    let mut idle: Vec<String> =
        names.iter().filter(|(id, _)| !busy.contains(id)).map(|(_, name)| name.clone()).collect();
    idle.sort();
    let named = |check: Check| Check {
        reseller: names.get(&check.reseller_id).cloned().unwrap_or_default(),
        ..check
    };
    Ok(MonthPage {
        period,
        stage: office.zone.stage(period, office.clock.now()),
        idle,
        totals: totals(rows.iter())?,
        rows,
        checks: checks.into_iter().map(named).collect(),
        balances,
    })
}

async fn waiting_rows(office: &Office, waiting: Vec<Waiting>) -> Result<Vec<MonthRow>> {
    let asked: Vec<_> =
        waiting.iter().map(|one| (one.party(), one.of.iter().copied().collect::<Vec<_>>())).collect();
    let sums = sums(&office.db, &asked).await?;
    let rows = waiting.into_iter().zip(sums).map(|(waiting, sum)| MonthRow {
        reseller_id: waiting.reseller_id,
        reseller: waiting.reseller,
        currency: waiting.currency,
        statement: None,
        lines: sum.taken,
        amount_minor: sum.minor,
        refused: sum.refused,
    });
    Ok(rows.collect())
}

async fn statement_rows(office: &Office, period: Period) -> Result<Vec<MonthRow>> {
    let mut heads = of_period(office, period).await?;
    let refused = with_sums(office, &mut heads).await?;
    let rows = heads.into_iter().zip(refused).map(|(head, refused)| MonthRow {
        reseller_id: head.reseller_id,
        reseller: head.reseller.clone(),
        currency: head.currency,
        lines: head.line_count.unwrap_or_default(),
        amount_minor: head.total_minor.unwrap_or_default(),
        refused,
        statement: Some(head),
    });
    Ok(rows.collect())
}

fn totals<'a>(rows: impl Iterator<Item = &'a MonthRow>) -> Result<Vec<MonthTotal>> {
    let mut totals: BTreeMap<Currency, MonthTotal> = BTreeMap::new();
    for row in rows {
        let empty = MonthTotal { currency: row.currency, lines: 0, amount_minor: 0 };
        let total = totals.entry(row.currency).or_insert(empty);
        total.lines += row.lines;
        total.amount_minor = added(total.amount_minor, row.amount_minor)?;
    }
    Ok(totals.into_values().collect())
}

#[derive(FromRow)]
struct CheckRow {
    reseller_id: i64,
    currency: String,
    why: String,
    lines: i64,
}

/// What lacks something, each reseller, currency and reason counted in its part of the index.
async fn checks(office: &Office, period: Period) -> Result<Vec<Check>> {
    let end = millis(office.zone.bounds(period).1);
    let mut sql = Sql::new("SELECT * FROM (SELECT r.id AS reseller_id, m.currency, w.why, ");
    sql.push("(SELECT COUNT(*) FROM dues d WHERE d.kind = ").arg(RESELLER);
    sql.push(" AND d.party_id = r.id AND d.currency = m.currency AND d.reason = w.why AND d.period IS NULL");
    sql.push(" AND d.ordered_at < ").arg(end).push(") AS lines FROM resellers r CROSS JOIN ");
    sql.push("(SELECT DISTINCT currency FROM order_months WHERE month <= ").arg(period.number());
    sql.push(") AS m CROSS JOIN (");
    let missing = NotSettled::ALL.iter().filter(|why| why.is_missing_data());
    for (place, why) in missing.enumerate() {
        sql.push(if place > 0 { " UNION ALL SELECT " } else { "SELECT " }).push("CAST(").arg(why.code());
        sql.push(" AS TEXT) AS why");
    }
    sql.push(") AS w) AS counted WHERE lines > 0");
    let counted: Vec<CheckRow> = sql.fetch_all(&office.db).await?;
    let mut checks = Vec::with_capacity(counted.len());
    for row in counted {
        let (Some(currency), Some(why)) =
            (Currency::from_code(&row.currency), NotSettled::from_code(&row.why))
        else {
            continue;
        };
        let deal_minor = match row.lines {
            many if many > ADDED_UP => None,
            _ => Some(deals(office, &row, end).await?),
        };
        let (reseller_id, reseller, lines) = (row.reseller_id, String::new(), row.lines);
        checks.push(Check { reseller_id, reseller, currency, why, lines, deal_minor });
    }
    Ok(checks)
}

/// The deal prices of these lines together.
async fn deals(office: &Office, of: &CheckRow, end: i64) -> Result<i64> {
    let mut sql = Sql::new("SELECT CAST(COALESCE(SUM(");
    sql.push(DEAL_OF_LINE).push(
        "), 0) AS BIGINT) FROM dues d CROSS JOIN order_lines l \
         WHERE l.order_id = d.order_id AND l.line_no = d.line_no AND d.kind = ",
    );
    sql.arg(RESELLER).push(" AND d.party_id = ").arg(of.reseller_id);
    sql.push(" AND d.currency = ").arg(of.currency.as_str()).push(" AND d.reason = ").arg(of.why.as_str());
    sql.push(" AND d.period IS NULL AND d.ordered_at < ").arg(end);
    Ok(sql.fetch_optional::<(i64,)>(&office.db).await?.map_or(0, |(minor,)| minor))
}

impl MonthRow {
    /// Whether it is drafted and not issued.
    fn is_draft(&self) -> bool {
        self.statement
            .as_ref()
            .is_some_and(|head| head.state == StatementState::Draft && head.nature != Nature::Reversal)
    }
}

impl MonthPage {
    /// Lines that nobody has drafted.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.rows.iter().filter(|row| row.statement.is_none()).count()
    }

    /// Drafts.
    #[must_use]
    pub fn drafts(&self) -> usize {
        self.rows.iter().filter(|row| row.is_draft()).count()
    }

    /// What the drafts come to, in each currency.
    #[must_use]
    pub fn drafted(&self) -> Vec<MonthTotal> {
        totals(self.rows.iter().filter(|row| row.is_draft())).unwrap_or_default()
    }
}
