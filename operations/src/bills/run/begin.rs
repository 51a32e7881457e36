//! Somebody asks for the bills of a month.

use std::time::Duration;

use chrono::NaiveDate;
use domain::{
    Period,
    access::{Actor, Operation},
    bill::BillState,
};

use super::{RUN, Run, RunRow, RunState, find};
use crate::{
    Failure, Office, Result,
    bills::{
        JOBS, Refused,
        gates::{self, WorkingDays},
    },
    db::{Sql, Tx, dialect},
    earnings, jobs,
    journal::{self, Action, Entry, Subject, fields},
    rules,
};

/// Begins to make the bills of a month; a job does it. Drafts of the month are made anew, what was submitted stays.
/// `as_of` is the day on which it counts as made, today without one; it decides whether the month may be billed. The
/// site is the one of now, whatever becomes of the agreement while the run works.
///
/// # Errors
/// `Denied`; a gate of 4.1 is closed; the month is not over or its day has not come; another run works.
pub async fn begin(office: &Office, actor: &Actor, period: Period, as_of: Option<NaiveDate>) -> Result<Run> {
    actor.may(Operation::RunBills)?;
    gates::to_make(office).await?;
    let today = gates::day(office, office.clock.now());
    let as_of = as_of.unwrap_or(today);
    let site = rules::region(office).await?;
    let day = WorkingDays::load(office).await?.bill_day(period, site);
    if as_of < day || today < period.next().first_day() {
        return Err(Refused::NotOver { period, day }.into());
    }
    // Orders of an earlier release have their earnings first.
    earnings::fill(office).await?;
    let now = office.clock.millis();
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new(
        "INSERT INTO bill_runs (period, as_of, site, state, actor_kind, actor_id, actor_name, created_at) VALUES (",
    );
    let number: i64 = as_of.format("%Y%m%d").to_string().parse().unwrap_or_default();
    sql.arg(period.number())
        .push(", ")
        .arg(number)
        .push(", ")
        .arg(site.code())
        .push(", 'running', ")
        .arg(actor.kind())
        .push(", ");
    sql.arg(actor.id()).push(", ").arg(actor.name()).push(", ").arg(now);
    sql.push(") ON CONFLICT (state) WHERE state = 'running' DO NOTHING RETURNING id");
    let Some((id,)) = sql.fetch_optional_in::<(i64,)>(&mut tx).await? else {
        drop(tx);
        return Err(running(office, period).await?.into());
    };
    drafts_vanish(&mut tx, period).await?;
    jobs::push(&mut tx, office, &RUN, id, now).await?;
    let entry = Entry::new(Action::BillRunBegun, Subject::BillRun(id));
    journal::append(&mut tx, office, actor, entry.after(fields! { Period: period.to_string(), Site: site }))
        .await?;
    tx.commit().await?;
    find(office, id).await
}

/// As [`begin`], and waits until the run is over; it works here unless a server does already. Asked for a month of
/// which a run works, it waits for that one, and takes it over when whoever began it has vanished.
///
/// # Errors
/// As [`begin`].
pub async fn run_now(
    office: &Office,
    actor: &Actor,
    period: Period,
    as_of: Option<NaiveDate>,
) -> Result<Run> {
    let begun = match begin(office, actor, period, as_of).await {
        Err(Failure::Bill(Refused::Running { period: of })) if of == period => match at_work(office).await? {
            Some(run) => run,
            // It ended just now.
            None => begin(office, actor, period, as_of).await?,
        },
        begun => begun?,
    };
    loop {
        let worked = jobs::run_due(office, JOBS, std::future::pending()).await?;
        let run = find(office, begun.id).await?;
        if run.state != RunState::Running {
            return Ok(run);
        }
        if !worked {
            if waits(office, run.id).await? {
                // It broke off, and is tried again in a while.
                return Ok(run);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

/// As [`run_now`], for a process that does nothing else.
///
/// # Errors
/// As [`begin`].
pub async fn run_alone(
    office: &Office,
    actor: &Actor,
    period: Period,
    as_of: Option<NaiveDate>,
) -> Result<Run> {
    dialect::hurry(&office.db, true).await?;
    let run = run_now(office, actor, period, as_of).await;
    dialect::hurry(&office.db, false).await?;
    run
}

/// Whether the job of a run waits for another try.
async fn waits(office: &Office, run: i64) -> Result<bool> {
    let mut sql = Sql::new("SELECT id FROM jobs WHERE state = 'queued' AND kind = ");
    sql.arg(RUN.code).push(" AND subject_id = ").arg(run).push(" AND run_at > ").arg(office.clock.millis());
    Ok(sql.fetch_optional::<(i64,)>(&office.db).await?.is_some())
}

async fn running(office: &Office, period: Period) -> Result<Refused> {
    let run = at_work(office).await?;
    Ok(Refused::Running { period: run.map_or(period, |run| run.period) })
}

/// The run that works, if one does.
async fn at_work(office: &Office) -> Result<Option<Run>> {
    let mut sql = Sql::new(super::RUNS);
    sql.push(" WHERE state = 'running'");
    sql.fetch_optional::<RunRow>(&office.db).await?.map(Run::try_from).transpose()
}

/// Drafts of the month are made anew: nobody sees them until then.
async fn drafts_vanish(tx: &mut Tx, period: Period) -> Result<()> {
    let mut sql = Sql::new("UPDATE bills SET made_at = NULL WHERE state = ");
    sql.arg(BillState::Draft.code()).push(" AND period = ").arg(period.number());
    sql.execute_in(tx).await?;
    Ok(())
}
