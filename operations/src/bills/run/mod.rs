//! A run makes the bills of a month: a job that takes what was earned slice by slice into bills that nobody sees, and
//! one short transaction that makes them count.
//!
//! One run works at a time. A run that is broken off begins anew: what it had put together is taken apart first.

mod adjustments;
mod begin;
mod build;
mod clean;
mod finish;
mod increments;
mod minimum;
mod refunds;
mod slice;

pub(crate) use slice::{part_of, shares, takes_part};

use domain::{
    Currency, Period,
    access::{Actor, Operation},
    bill::Region,
    money,
};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;

pub use begin::{begin, run_alone, run_now};

use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    jobs::{Kind, Lease, Step, progress},
};
use build::Build;

/// Makes the bills of a month.
pub(crate) const RUN: Kind = Kind {
    code: "bill.run",
    lease: 30_000,
    attempts: 3,
    every: None,
    run: |office, lease| Box::pin(work(office, lease)),
    gave_up: |office, tx, id, failure| Box::pin(gave_up(office, tx, id, failure)),
};

domain::codes! {
    /// How far a run has come.
    pub enum RunState {
        /// It works.
        Running = "running",
        /// Its bills are there.
        Done = "done",
        /// It was given up; there are no bills of it.
        Failed = "failed",
    }
}

/// The sum of the bills of a currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// The currency.
    pub currency: Currency,
    /// The sum in its main unit, such as `1455000.00`.
    pub total: String,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Row.
    pub id: i64,
    /// The month.
    pub period: Period,
    /// The site whose formulas and whose day it goes by.
    pub site: Region,
    /// Who asked for it.
    pub by: String,
    /// How far it has come.
    pub state: RunState,
    /// Begun, in milliseconds since 1970.
    pub created_at: i64,
    /// Ended.
    pub finished_at: Option<i64>,
    /// Bills that it made.
    pub bills: i64,
    /// Lines in them.
    pub billed: i64,
    /// Lines of orders that it left out although they may be billed some day.
    pub held_back: i64,
    /// The sums of its bills.
    pub totals: Vec<Total>,
    /// Why it was given up.
    pub problem: Option<String>,
}

#[derive(FromRow)]
pub(super) struct RunRow {
    id: i64,
    period: i64,
    site: String,
    actor_name: String,
    state: String,
    created_at: i64,
    finished_at: Option<i64>,
    bills: i64,
    billed: i64,
    held_back: i64,
    totals: Option<String>,
    problem: Option<String>,
}

pub(super) const RUNS: &str = "SELECT id, period, site, actor_name, state, created_at, finished_at, bills, billed, held_back, \
     totals, problem FROM bill_runs";

impl TryFrom<RunRow> for Run {
    type Error = Failure;

    fn try_from(row: RunRow) -> Result<Self> {
        let unknown = || Failure::Internal(format!("run {} has a code that is not known", row.id));
        Ok(Self {
            period: Period::from_number(row.period).ok_or_else(unknown)?,
            site: Region::from_code(&row.site).ok_or_else(unknown)?,
            state: RunState::from_code(&row.state).ok_or_else(unknown)?,
            totals: match &row.totals {
                Some(text) => serde_json::from_str(text).map_err(|_| unknown())?,
                None => Vec::new(),
            },
            id: row.id,
            by: row.actor_name,
            created_at: row.created_at,
            finished_at: row.finished_at,
            bills: row.bills,
            billed: row.billed,
            held_back: row.held_back,
            problem: row.problem,
        })
    }
}

/// The run of this row.
pub(super) async fn find(office: &Office, id: i64) -> Result<Run> {
    let mut sql = Sql::new(RUNS);
    sql.push(" WHERE id = ").arg(id);
    sql.fetch_optional::<RunRow>(&office.db).await?.ok_or(Failure::NotFound)?.try_into()
}

/// Runs, the newest first.
///
/// # Errors
/// `Denied`.
pub async fn runs(office: &Office, actor: &Actor, most: i64) -> Result<Vec<Run>> {
    actor.may(Operation::ReadBills)?;
    let mut sql = Sql::new(RUNS);
    sql.push(" ORDER BY id DESC").limit(most);
    sql.fetch_all::<RunRow>(&office.db).await?.into_iter().map(Run::try_from).collect()
}

/// One run, and how far its job is.
///
/// # Errors
/// `Denied`; `NotFound`.
pub async fn run_of(office: &Office, actor: &Actor, id: i64) -> Result<(Run, Option<Step>)> {
    actor.may(Operation::ReadBills)?;
    Ok((find(office, id).await?, progress(office, RUN.code, id).await?))
}

/// An amount in its main unit, as the API and the journal say it.
pub(super) fn bare(minor: i64, currency: Currency) -> String {
    money::bare(minor, currency)
}

async fn work(office: &Office, lease: &mut Lease) -> Result<()> {
    let run = find(office, lease.subject_id).await?;
    if run.state != RunState::Running {
        return Ok(());
    }
    loop {
        clean::unmade(office, lease, clean::Rows::Stay).await?;
        clean::void(office, lease).await?;
        let mut build = Build::new(office, &run, lease).await?;
        build.lines().await?;
        build.increments().await?;
        build.refunds().await?;
        build.minimums().await?;
        build.adjustments().await?;
        build.carried().await?;
        if build.finish().await? {
            return Ok(());
        }
    }
}

/// It cannot be brought to its end. What it had put together is taken apart by the next one.
async fn gave_up(office: &Office, tx: &mut Tx, id: i64, failure: Option<&Failure>) -> Result<()> {
    let problem = failure.map_or_else(|| "its workers vanished".to_owned(), ToString::to_string);
    let mut sql = Sql::new("UPDATE bill_runs SET state = 'failed', problem = ");
    sql.arg(problem).push(", finished_at = ").arg(office.clock.millis()).push(" WHERE id = ").arg(id);
    sql.push(" AND state = 'running'");
    sql.execute_in(tx).await?;
    crate::jobs::push(tx, office, &CLEAN, id, office.clock.millis()).await
}

/// Takes apart what a run left that was given up.
pub(crate) const CLEAN: Kind = Kind {
    code: "bill.clean",
    lease: 60_000,
    attempts: 10,
    every: None,
    run: |office, lease| Box::pin(tidy(office, lease)),
    gave_up: |_, _, _, _| Box::pin(std::future::ready(Ok(()))),
};

/// Not while a run works, which does it itself.
async fn tidy(office: &Office, lease: &mut Lease) -> Result<()> {
    let sql = Sql::new("SELECT id FROM bill_runs WHERE state = 'running'");
    if sql.fetch_optional::<(i64,)>(&office.db).await?.is_none() {
        clean::unmade(office, lease, clean::Rows::Go).await?;
        clean::void(office, lease).await?;
    }
    Ok(())
}
