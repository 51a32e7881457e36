//! The worker: takes an export that waits, writes it, keeps the file.

use domain::access::{Actor, Denied, Operation};
use futures::TryStreamExt;
use sqlx::FromRow;

use super::{ExportProblem, Format, Kind, Piece, Pieces};
use crate::{
    Failure, Office, Result,
    db::{Sql, dialect::skip_locked},
    documents::{self, Keeping, Kept},
    journal::{self, Action, Entry, Subject, fields},
    progress::Work,
    settings::Settings,
    staff, within,
};

/// Whoever takes an export has it for so long, and longer with every report of progress.
const LEASE: i64 = 5 * 60_000;
/// An export is tried so often.
const ATTEMPTS: i64 = 3;
/// An export that broke off is tried again after so long, times the attempts.
const PAUSE: i64 = 30_000;
/// Rows between two reports of progress in the books.
const REPORT: u64 = 50_000;

#[derive(Clone, FromRow)]
struct Job {
    id: i64,
    staff_id: i64,
    kind: String,
    format: String,
    query: String,
    attempts: i64,
    /// Where an earlier attempt may have left a file.
    file: Option<String>,
}

/// Writes the export that has waited longest; its row, or `None` when none waits. One that failed
/// says so on its row and is no error.
///
/// # Errors
/// What the database said.
pub async fn run_next(office: &Office) -> Result<Option<i64>> {
    give_up(office).await?;
    let Some(job) = take(office).await? else { return Ok(None) };
    let outcome = run(office, &job).await;
    office.progress.end(Work::Export(job.id));
    match outcome {
        Ok((kept, rows)) => ready(office, &job, &kept, rows).await?,
        Err(failure) => {
            tracing::warn!(export = job.id, attempt = job.attempts, error = %failure, "an export broke off");
            broke_off(office, &job, &failure).await?;
        }
    }
    Ok(Some(job.id))
}

/// An export whose worker vanished each time has failed.
async fn give_up(office: &Office) -> Result<()> {
    let mut tx = office.db.begin().await?;
    within!(&mut tx, |c| sqlx::query(
        "UPDATE exports SET state = 'failed', problem = $1, finished_at = $2 \
         WHERE state = 'running' AND lease_until < $2 AND attempts >= $3"
    )
    .bind(ExportProblem::Stopped.code())
    .bind(office.clock.millis())
    .bind(ATTEMPTS)
    .execute(c)
    .await
    .map(|_| ()))?;
    Ok(tx.commit().await?)
}

async fn take(office: &Office) -> Result<Option<Job>> {
    let now = office.clock.millis();
    let mut tx = office.db.begin().await?;
    let mut sql =
        Sql::new("UPDATE exports SET state = 'running', attempts = attempts + 1, rows_written = 0, ");
    sql.push("lease_until = ").arg(now + LEASE);
    sql.push(" WHERE id = (SELECT id FROM exports WHERE (state = 'queued' AND COALESCE(lease_until, 0) <= ");
    sql.arg(now).push(") OR (state = 'running' AND lease_until < ").arg(now);
    sql.push(") ORDER BY id LIMIT 1").push(skip_locked(&tx));
    sql.push(") RETURNING id, staff_id, kind, format, query, attempts, file");
    let job = sql.fetch_optional_in(&mut tx).await?;
    tx.commit().await?;
    Ok(job)
}

/// Who asked is looked up again: a right that was taken away in the meantime is gone.
async fn run(office: &Office, job: &Job) -> Result<(Kept, i64)> {
    let denied = Denied { operation: Operation::ExportOrders };
    let actor = staff::load_actor(office, job.staff_id).await?.ok_or(denied)?;
    let format =
        Format::from_code(&job.format).ok_or_else(|| Failure::Internal("unknown format".to_owned()))?;
    let kind = Kind::of(&job.kind)?;
    let source = kind.open(office, &actor, &job.query).await?;
    if let Some(left) = &job.file {
        documents::remove(&office.documents, left).await?;
    }
    let path = format!("exports/{}/{}", job.id, kind.file_name(office, format));
    let mut lease = Lease { office, job, path: &path, total: source.count().await?, rows: 0, reported: 0 };
    lease.report().await?;
    let mut document = Keeping::begin(&office.documents, &path);
    match keep(kind.write(office, source, format), &mut document, &mut lease).await {
        Ok(()) => Ok((document.end().await?, i64::try_from(lease.rows).unwrap_or(i64::MAX))),
        Err(failure) => {
            document.give_up().await;
            Err(failure)
        }
    }
}

async fn keep(mut pieces: Pieces, document: &mut Keeping, lease: &mut Lease<'_>) -> Result<()> {
    while let Some(Piece { bytes, rows }) = pieces.try_next().await? {
        document.write(bytes).await?;
        lease.written(rows).await?;
    }
    lease.report().await
}

/// Says how far an export is, and that somebody still works on it.
struct Lease<'a> {
    office: &'a Office,
    job: &'a Job,
    /// Where the file will be.
    path: &'a str,
    total: u64,
    rows: u64,
    reported: u64,
}

impl Lease<'_> {
    async fn written(&mut self, rows: u64) -> Result<()> {
        self.rows += rows;
        self.office.progress.set(Work::Export(self.job.id), self.rows, self.total);
        if self.rows - self.reported >= REPORT { self.report().await } else { Ok(()) }
    }

    async fn report(&mut self) -> Result<()> {
        self.reported = self.rows;
        self.office.progress.set(Work::Export(self.job.id), self.rows, self.total);
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let mut sql = Sql::new("UPDATE exports SET rows_written = ");
        sql.arg(number(self.rows)).push(", rows_total = ").arg(number(self.total));
        sql.push(", file = ").arg(self.path);
        sql.push(", lease_until = ").arg(self.office.clock.millis() + LEASE);
        self.job.push_mine(&mut sql);
        let mut tx = self.office.db.begin().await?;
        let mine = sql.execute_in(&mut tx).await? > 0;
        tx.commit().await?;
        if mine { Ok(()) } else { Err(Failure::Internal("another worker has the export".to_owned())) }
    }
}

impl Job {
    /// Only while no other worker has taken it.
    fn push_mine(&self, sql: &mut Sql) {
        sql.push(" WHERE id = ")
            .arg(self.id)
            .push(" AND state = 'running' AND attempts = ")
            .arg(self.attempts);
    }
}

async fn ready(office: &Office, job: &Job, kept: &Kept, rows: i64) -> Result<()> {
    let hours = Settings::load(office).await?.export_hours;
    let now = office.clock.millis();
    let mut sql =
        Sql::new("UPDATE exports SET state = 'ready', lease_until = NULL, problem = NULL, finished_at = ");
    sql.arg(now).push(", expires_at = ").arg(now + i64::from(hours) * 3_600_000);
    sql.push(", rows_written = ").arg(rows).push(", rows_total = ").arg(rows);
    sql.push(", size_bytes = ")
        .arg(i64::try_from(kept.size).unwrap_or(i64::MAX))
        .push(", sha256 = ")
        .arg(kept.sha256.as_str());
    sql.push(", file = ").arg(kept.path.as_str());
    job.push_mine(&mut sql);
    let mut tx = office.db.begin().await?;
    if sql.execute_in(&mut tx).await? == 0 {
        // Another worker has taken it meanwhile and writes a file of its own.
        return documents::remove(&office.documents, &kept.path).await;
    }
    let after = fields! { Rows: rows, Sha256: kept.sha256 };
    let entry = Entry::new(Action::ExportReady, Subject::Export(job.id)).after(after);
    journal::append(&mut tx, office, &Actor::System, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Tried again later, unless it was tried often enough or would be refused again.
async fn broke_off(office: &Office, job: &Job, failure: &Failure) -> Result<()> {
    let now = office.clock.millis();
    let mut sql = Sql::new("UPDATE exports SET ");
    if !failure.is_internal() || job.attempts >= ATTEMPTS {
        let denied = matches!(failure, Failure::Denied(_));
        let problem = if denied { ExportProblem::Forbidden } else { ExportProblem::Internal };
        sql.push("state = 'failed', lease_until = NULL, problem = ").arg(problem.code());
        sql.push(", finished_at = ").arg(now);
    } else {
        sql.push("state = 'queued', lease_until = ").arg(now + PAUSE * job.attempts);
    }
    job.push_mine(&mut sql);
    let mut tx = office.db.begin().await?;
    sql.execute_in(&mut tx).await?;
    Ok(tx.commit().await?)
}
