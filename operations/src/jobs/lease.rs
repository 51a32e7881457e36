//! A job while one worker has it.

use super::{Kind, queue::push_due};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
};

/// A job that broke off is tried again after so many milliseconds, times the attempts.
const PAUSE: i64 = 30_000;
/// But no longer than after so many of them.
const LONGEST_PAUSE: i64 = 10;

/// A worker's hold on a job.
pub struct Lease {
    office: Office,
    kind: &'static Kind,
    id: i64,
    /// The row that it is about; 0 for upkeep.
    pub subject_id: i64,
    attempts: i64,
    /// Attempts that count again once it gets further.
    fewest: i64,
    /// Whoever takes a job writes a word of its own on it.
    word: String,
}

impl Lease {
    /// Takes a job that is due; `None` when another worker has it by now.
    pub(super) async fn take(office: &Office, kind: &'static Kind, id: i64) -> Result<Option<Self>> {
        let now = office.clock.millis();
        let word = hex::encode(office.random.bytes::<8>()?);
        let mut sql = Sql::new("UPDATE jobs SET state = 'running', attempts = attempts + 1, lease = ");
        sql.arg(word.as_str()).push(", lease_until = ").arg(now + kind.lease);
        sql.push(" WHERE id = ").arg(id).push(" AND ");
        push_due(&mut sql, now).push(" RETURNING subject_id, attempts");
        let mut tx = office.db.begin().await?;
        let row: Option<(i64, i64)> = sql.fetch_optional_in(&mut tx).await?;
        tx.commit().await?;
        let lease = |(subject_id, attempts)| Self {
            office: office.clone(),
            kind,
            id,
            subject_id,
            attempts,
            fewest: 1,
            word,
        };
        Ok(row.map(lease))
    }

    /// Begins a job that its caller runs at once and does not leave to others: they only find out
    /// that it vanished.
    pub async fn begin(tx: &mut Tx, office: &Office, kind: &'static Kind, subject_id: i64) -> Result<Self> {
        let now = office.clock.millis();
        let word = hex::encode(office.random.bytes::<8>()?);
        let mut sql =
            Sql::new("INSERT INTO jobs (kind, subject_id, state, run_at, attempts, lease, lease_until, ");
        sql.push("created_at) VALUES (").arg(kind.code).push(", ").arg(subject_id).push(", 'running', ");
        sql.arg(now).push(", ").arg(kind.attempts).push(", ").arg(word.as_str());
        sql.push(", ").arg(now + kind.lease).push(", ").arg(now).push(") RETURNING id");
        let row: Option<(i64,)> = sql.fetch_optional_in(tx).await?;
        let (id,) = row.ok_or(Failure::NotFound)?;
        Ok(Self {
            office: office.clone(),
            kind,
            id,
            subject_id,
            attempts: kind.attempts,
            fewest: kind.attempts,
            word,
        })
    }

    /// Notes how far it is, which makes the lease last longer.
    ///
    /// # Errors
    /// When another worker has taken the job meanwhile; what the database said.
    pub async fn report(&mut self, done: i64, total: i64) -> Result<()> {
        let mut tx = self.office.db.begin().await?;
        self.report_in(&mut tx, done, total).await?;
        Ok(tx.commit().await?)
    }

    /// As [`Lease::report`], in a transaction of the job's own, which must not be committed when
    /// another worker has taken the job.
    ///
    /// # Errors
    /// As [`Lease::report`].
    pub async fn report_in(&mut self, tx: &mut Tx, done: i64, total: i64) -> Result<()> {
        let mut sql = Sql::new("UPDATE jobs SET done = ");
        sql.arg(done).push(", total = ").arg(total);
        self.write(tx, sql).await
    }

    /// Makes the lease last longer while there is nothing to report.
    ///
    /// # Errors
    /// As [`Lease::report`].
    pub async fn renew(&mut self) -> Result<()> {
        let mut tx = self.office.db.begin().await?;
        let sql = Sql::new("UPDATE jobs SET done = done");
        self.write(&mut tx, sql).await?;
        Ok(tx.commit().await?)
    }

    /// As [`Lease::report_in`], at the end of a slice of the work. A job that gets further
    /// has all its attempts again.
    ///
    /// # Errors
    /// As [`Lease::report`]; the slice must not be committed then.
    pub async fn advance(&mut self, tx: &mut Tx, done: i64, total: i64) -> Result<()> {
        self.attempts = self.fewest;
        let mut sql = Sql::new("UPDATE jobs SET done = ");
        sql.arg(done).push(", total = ").arg(total).push(", attempts = ").arg(self.attempts);
        self.write(tx, sql).await
    }

    async fn write(&self, tx: &mut Tx, mut sql: Sql) -> Result<()> {
        sql.push(", lease_until = ").arg(self.office.clock.millis() + self.kind.lease);
        if self.finish(tx, sql).await? {
            return Ok(());
        }
        Err(Failure::Internal(format!("another worker has taken the {} {}", self.kind.code, self.subject_id)))
    }

    /// Runs a change of the job's row; whether it was still this worker's.
    async fn finish(&self, tx: &mut Tx, mut sql: Sql) -> Result<bool> {
        sql.push(" WHERE id = ")
            .arg(self.id)
            .push(" AND state = 'running' AND lease = ")
            .arg(self.word.as_str());
        Ok(sql.execute_in(tx).await? > 0)
    }

    /// Its workers have vanished too often.
    pub(super) const fn is_beyond_attempts(&self) -> bool {
        self.kind.every.is_none() && self.attempts > self.kind.attempts
    }

    /// Says what came of it: done, to be tried again later, or given up.
    pub async fn end(self, outcome: &Result<()>) -> Result<()> {
        let now = self.office.clock.millis();
        if let Err(failure) = outcome {
            let (kind, subject) = (self.kind.code, self.subject_id);
            tracing::warn!(%failure, kind, subject, attempt = self.attempts, "a job broke off");
        }
        match (outcome, self.kind.every) {
            (_, Some(every)) => self.wait(now + every, 0).await,
            (Ok(()), None) => {
                let mut tx = self.office.db.begin().await?;
                let mut sql =
                    Sql::new("UPDATE jobs SET state = 'done', problem = NULL, lease = NULL, finished_at = ");
                sql.arg(now);
                self.finish(&mut tx, sql).await?;
                Ok(tx.commit().await?)
            }
            (Err(failure), None) if !failure.is_internal() || self.attempts >= self.kind.attempts => {
                self.give_up(Some(failure)).await
            }
            (Err(_), None) => {
                let attempts = self.attempts;
                self.wait(now + PAUSE * attempts.min(LONGEST_PAUSE), attempts).await
            }
        }
    }

    /// The job is put back as it was taken: nobody tried it.
    pub(super) async fn put_back(self) -> Result<()> {
        let (now, attempts) = (self.office.clock.millis(), self.attempts - 1);
        self.wait(now, attempts).await
    }

    async fn wait(self, run_at: i64, attempts: i64) -> Result<()> {
        let mut tx = self.office.db.begin().await?;
        let mut sql =
            Sql::new("UPDATE jobs SET state = 'queued', lease = NULL, lease_until = NULL, run_at = ");
        sql.arg(run_at).push(", attempts = ").arg(attempts);
        self.finish(&mut tx, sql).await?;
        Ok(tx.commit().await?)
    }

    /// Ends it for good, and says so on its subject.
    pub(super) async fn give_up(self, failure: Option<&Failure>) -> Result<()> {
        let problem = failure.map_or_else(|| "its workers vanished".to_owned(), ToString::to_string);
        let mut tx = self.office.db.begin().await?;
        let mut sql = Sql::new("UPDATE jobs SET state = 'failed', lease = NULL, problem = ");
        sql.arg(problem).push(", finished_at = ").arg(self.office.clock.millis());
        if self.finish(&mut tx, sql).await? {
            (self.kind.gave_up)(&self.office, &mut tx, self.subject_id, failure).await?;
        }
        Ok(tx.commit().await?)
    }
}
