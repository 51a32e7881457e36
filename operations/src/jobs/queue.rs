//! Pushing jobs, and running those that are due.

use std::{future::Future, panic::AssertUnwindSafe};

use futures::FutureExt;
use sqlx::FromRow;

use super::{Kind, Lease};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
};

/// Leaves a job to the workers, in the caller's own transaction; the kind's own tables say what it
/// needs to know about the row `subject_id`. The workers of this process are woken when the
/// transaction has been committed.
pub async fn push(tx: &mut Tx, office: &Office, kind: &Kind, subject_id: i64, run_at: i64) -> Result<()> {
    let mut sql = Sql::new("INSERT INTO jobs (kind, subject_id, state, run_at, created_at) VALUES (");
    sql.arg(kind.code).push(", ").arg(subject_id).push(", 'queued', ").arg(run_at);
    sql.push(", ").arg(office.clock.millis()).push(")");
    sql.execute_in(tx).await?;
    tx.ring_when_committed(&office.bell);
    Ok(())
}

/// Makes sure that all upkeep of these kinds waits or runs, once for all servers.
pub async fn plan(office: &Office, kinds: &[Kind]) -> Result<()> {
    let now = office.clock.millis();
    let planned: Vec<(String,)> =
        Sql::new("SELECT kind FROM jobs WHERE subject_id = 0").fetch_all(&office.db).await?;
    for kind in kinds.iter().filter(|k| k.every.is_some() && !planned.iter().any(|(code,)| code == k.code)) {
        let mut tx = office.db.begin().await?;
        let mut sql = Sql::new("INSERT INTO jobs (kind, subject_id, state, run_at, created_at) VALUES (");
        sql.arg(kind.code).push(", 0, 'queued', ").arg(now).push(", ").arg(now);
        sql.push(") ON CONFLICT (kind) WHERE subject_id = 0 DO NOTHING");
        sql.execute_in(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// How far a job is, in units of its kind.
#[derive(Clone, Copy, Debug, Default, FromRow, PartialEq, Eq)]
pub struct Step {
    /// Done.
    pub done: i64,
    /// Of so many; 0 when not known.
    pub total: i64,
}

/// How far the newest job about a row is; `None` when it never had one, or it has ended long ago.
pub async fn progress(office: &Office, kind: &str, subject_id: i64) -> Result<Option<Step>> {
    let mut sql = Sql::new("SELECT done, total FROM jobs WHERE kind = ");
    sql.arg(kind).push(" AND subject_id = ").arg(subject_id).push(" ORDER BY id DESC LIMIT 1");
    Ok(sql.fetch_optional(&office.db).await?)
}

/// Runs the job that has been due for longest; whether one was due, so that it is worth to look
/// again. A job that failed is tried again later or given up, and is no error here. When `stopped`
/// comes first, the job is broken off and waits for another worker at once.
pub async fn run_due(
    office: &Office,
    kinds: &'static [Kind],
    stopped: impl Future<Output = ()>,
) -> Result<bool> {
    let Some((id, kind)) = due(office, kinds).await? else { return Ok(false) };
    // Another worker may have been faster.
    let Some(mut lease) = Lease::take(office, kind, id).await? else { return Ok(true) };
    if lease.is_beyond_attempts() {
        tracing::warn!(
            kind = kind.code,
            subject = lease.subject_id,
            "a job was given up: its workers vanished"
        );
        lease.give_up(None).await?;
        return Ok(true);
    }
    let outcome = tokio::select! {
        // A job that panics must not take its worker along.
        outcome = AssertUnwindSafe((kind.run)(office, &mut lease)).catch_unwind() => Some(outcome),
        () = stopped => None,
    };
    match outcome {
        Some(outcome) => {
            let outcome = outcome.unwrap_or_else(|_| Err(Failure::Internal("it panicked".to_owned())));
            lease.end(&outcome).await?;
        }
        None => lease.put_back().await?,
    }
    Ok(true)
}

/// Looks without a lock, so that an idle worker is in nobody's way.
async fn due(office: &Office, kinds: &'static [Kind]) -> Result<Option<(i64, &'static Kind)>> {
    let now = office.clock.millis();
    let mut sql = Sql::new("SELECT id, kind FROM jobs WHERE ");
    push_due(&mut sql, now).push(" AND kind IN ").list(kinds.iter().map(|kind| kind.code));
    sql.push(" ORDER BY run_at, id LIMIT 1");
    let row: Option<(i64, String)> = sql.fetch_optional(&office.db).await?;
    Ok(row.and_then(|(id, code)| Some((id, kinds.iter().find(|kind| kind.code == code)?))))
}

/// Waits and its time has come, or the lease on it has run out.
pub(super) fn push_due(sql: &mut Sql, now: i64) -> &mut Sql {
    sql.push("((state = 'queued' AND run_at <= ").arg(now);
    sql.push(") OR (state = 'running' AND lease_until < ").arg(now).push("))")
}

/// Runs everything that is due, for tests and programs that do not serve.
pub async fn drain(office: &Office, kinds: &'static [Kind]) -> Result<()> {
    while run_due(office, kinds, std::future::pending()).await? {}
    Ok(())
}
