//! Months: what waits for a statement in each, and how far each has come.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Currency, Period,
    access::{Actor, Operation},
    time::Stage,
};
use sqlx::FromRow;

use super::open::{Calendar, Party};
use crate::{Office, Result, db::Sql, dues::RESELLER};

/// A reseller, month and currency with lines that no statement has begun to settle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Row of the reseller.
    pub reseller_id: i64,
    /// Name of the reseller.
    pub reseller: String,
    /// The month.
    pub period: Period,
    /// The currency.
    pub currency: Currency,
    /// Where the month stands: one that is over can be issued.
    pub stage: Stage,
    /// Its own dues, and those of closed months that came late.
    pub(super) of: BTreeSet<i64>,
}

impl Waiting {
    /// Whose dues they are.
    pub(super) const fn party(&self) -> Party {
        Party { reseller_id: self.reseller_id, currency: self.currency }
    }
}

#[derive(FromRow)]
struct DueMonth {
    party_id: i64,
    period: i64,
    currency: String,
}

/// Each party, month and currency with a due, one hop along the index for each: however many dues
/// there are, they are not walked through. Neither engine hops by itself, and SQLite uses an index for the
/// first column of a comparison of rows only.
async fn with_dues(office: &Office) -> Result<Vec<DueMonth>> {
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

/// What could be drafted, oldest month first. Late lines of a closed month count for the first later month that is open.
///
/// # Errors
/// `Denied`.
pub async fn waiting(office: &Office, actor: &Actor) -> Result<Vec<Waiting>> {
    actor.may(Operation::ReadStatements)?;
    let with_dues = with_dues(office).await?;
    if with_dues.is_empty() {
        return Ok(Vec::new());
    }
    let calendar = Calendar::load(&office.db, None).await?;
    let names = names(office).await?;
    let mut months: BTreeMap<(Period, i64, Currency), BTreeSet<i64>> = BTreeMap::new();
    for row in with_dues {
        let (Some(own), Some(currency)) =
            (Period::from_number(row.period), Currency::from_code(&row.currency))
        else {
            continue;
        };
        let party = Party { reseller_id: row.party_id, currency };
        let period = calendar.closed(party).comes_in(own);
        if !calendar.drafts(party, period) {
            months.entry((period, row.party_id, currency)).or_default().insert(row.period);
        }
    }
    let now = office.clock.now();
    let mut waiting: Vec<Waiting> = months
        .into_iter()
        .map(|((period, reseller_id, currency), of)| {
            let reseller = names.get(&reseller_id).cloned().unwrap_or_default();
            let stage = office.zone.stage(period, now);
            Waiting { reseller_id, reseller, period, currency, stage, of }
        })
        .collect();
    waiting.sort_by(|a, b| a.period.cmp(&b.period).then_with(|| a.reseller.cmp(&b.reseller)));
    Ok(waiting)
}

/// The names of all resellers.
///
/// # Errors
/// `Denied`.
pub async fn resellers(office: &Office, actor: &Actor) -> Result<Vec<String>> {
    actor.may(Operation::ReadStatements)?;
    Ok(live(office).await?.into_values().collect())
}

/// What every reseller is called that was not merged into another one.
pub(super) async fn live(office: &Office) -> Result<BTreeMap<i64, String>> {
    let sql = Sql::new("SELECT id, name FROM resellers WHERE merged_into IS NULL");
    Ok(sql.fetch_all::<(i64, String)>(&office.db).await?.into_iter().collect())
}

/// What every reseller is called.
pub(super) async fn names(office: &Office) -> Result<BTreeMap<i64, String>> {
    let names: Vec<(i64, String)> = Sql::new("SELECT id, name FROM resellers").fetch_all(&office.db).await?;
    Ok(names.into_iter().collect())
}

/// A month with something in it, and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// The month.
    pub period: Period,
    /// Where it stands.
    pub stage: Stage,
    /// Resellers and currencies that nobody has drafted.
    pub waiting: i64,
    /// Drafts.
    pub drafts: i64,
    /// Statements that were issued and wait for payment.
    pub issued: i64,
    /// Statements that were paid, or that a reversal cancelled before they were.
    pub done: i64,
}

impl Month {
    /// Whether something of it is still to be drafted or issued.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.waiting + self.drafts > 0
    }
}

#[derive(FromRow)]
struct Counted {
    period: i64,
    drafts: i64,
    issued: i64,
    done: i64,
}

/// Every month with something in it: those that are over and open first, the oldest of them leading; then those
/// that are not over; then what is closed, newest first.
///
/// # Errors
/// `Denied`.
pub async fn months(office: &Office, actor: &Actor) -> Result<Vec<Month>> {
    let waiting = waiting(office, actor).await?;
    let now = office.clock.now();
    let month = |period| Month {
        period,
        stage: office.zone.stage(period, now),
        waiting: 0,
        drafts: 0,
        issued: 0,
        done: 0,
    };
    let mut months: BTreeMap<Period, Month> = BTreeMap::new();
    for waiting in &waiting {
        months.entry(waiting.period).or_insert_with(|| month(waiting.period)).waiting += 1;
    }
    let mut sql = Sql::new("SELECT s.period, COUNT(*) FILTER (WHERE s.state = 'draft') AS drafts, ");
    sql.push("COUNT(*) FILTER (WHERE s.state <> 'draft' AND ").push(UNPAID).push(") AS issued, ");
    sql.push("COUNT(*) FILTER (WHERE s.state <> 'draft' AND NOT ").push(UNPAID).push(") AS done ");
    sql.push("FROM statements s WHERE s.kind = ").arg(RESELLER);
    sql.push(" AND s.state <> 'void' GROUP BY s.period");
    for counted in sql.fetch_all::<Counted>(&office.db).await? {
        let Some(period) = Period::from_number(counted.period) else { continue };
        let month = months.entry(period).or_insert_with(|| month(period));
        (month.drafts, month.issued, month.done) = (counted.drafts, counted.issued, counted.done);
    }
    let (open, closed): (Vec<Month>, Vec<Month>) = months.into_values().partition(Month::is_open);
    let (over, running): (Vec<Month>, Vec<Month>) =
        open.into_iter().partition(|month| month.stage == Stage::Over);
    Ok(over.into_iter().chain(running).chain(closed.into_iter().rev()).collect())
}

/// That an issued statement waits for payment: it was not paid, and neither was it reversed before. A reversal
/// waits where what it takes back was paid.
pub(crate) const UNPAID: &str = "(s.paid_on IS NULL AND s.state = 'issued' AND (s.nature <> 'reversal' \
     OR EXISTS (SELECT 1 FROM statements p WHERE p.id = s.corrects_id AND p.paid_on IS NOT NULL)))";
