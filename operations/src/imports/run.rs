//! A file into the books, slice by slice.
//!
//! A slice is a transaction of some tenths of a second that also notes how far the file has come, so
//! that others write in between, and whatever ends the process, the next one goes on after the last
//! slice.

use std::{
    path::PathBuf,
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use domain::access::{Actor, Role};
use sqlx::FromRow;

use super::{
    merge::{Merge, Merged, ReadRow},
    reader::Rows,
    rejected,
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, dialect},
    files::Form,
    jobs::Lease,
    journal::{self, Action, Entry, Subject, fields},
};

/// A slice ends when it has taken so long, or has so many batches. What waits for the writer is often a form
/// or a sign-in of several transactions.
const SLICE: Duration = Duration::from_millis(40);
/// Where others do not queue with this process, a longer one with a pause behind it: on SQLite they look again
/// and again whether the file is free.
const LONG_SLICE: Duration = Duration::from_millis(150);
const PAUSE: Duration = Duration::from_millis(50);
const BATCHES: usize = 16;

/// After so many new or changed rows PostgreSQL looks at its tables again.
const MANY: i64 = 10_000;

/// How an import goes about the time of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    /// Others of this process wait for the same connection.
    Among,
    /// It has the process to itself; a server may run beside it.
    Alone,
}

/// An import that is to run.
#[derive(FromRow)]
pub(super) struct Running {
    pub(super) id: i64,
    size_bytes: i64,
    sha256: String,
    format: String,
    pub(super) state: String,
    last_row: i64,
    pub(super) upload_file: Option<String>,
    actor_kind: String,
    actor_id: Option<i64>,
    actor_name: String,
}

impl Running {
    pub(super) async fn load(office: &Office, id: i64) -> Result<Self> {
        let mut sql =
            Sql::new("SELECT id, size_bytes, sha256, format, state, last_row, upload_file, actor_kind, ");
        sql.push("actor_id, actor_name FROM imports WHERE id = ").arg(id);
        sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)
    }

    /// Who brought it in, for the journal. That they may was found when they did.
    fn actor(&self) -> Actor {
        let (name, role) = (self.actor_name.clone(), Role::Operations);
        match (self.actor_kind.as_str(), self.actor_id) {
            ("staff", Some(id)) => Actor::Staff { id, name, role, products: Vec::new() },
            ("token", Some(id)) => Actor::Token { id, name, role },
            _ => Actor::System,
        }
    }

    /// Brings in what is not in yet.
    ///
    /// # Errors
    /// Whatever ended it; the slices before stay in the books.
    pub(super) async fn run(
        &self,
        office: &Office,
        lease: &mut Lease,
        path: PathBuf,
        pace: Pace,
    ) -> Result<()> {
        let actor = self.actor();
        if pace == Pace::Alone {
            dialect::hurry(&office.db, true).await?;
        }
        let sliced = self.slices(office, &actor, lease, path, pace).await;
        if pace == Pace::Alone {
            dialect::hurry(&office.db, false).await?;
        }
        sliced?;
        self.finish(office, &actor, lease).await
    }

    async fn slices(
        &self,
        office: &Office,
        actor: &Actor,
        lease: &mut Lease,
        path: PathBuf,
        pace: Pace,
    ) -> Result<()> {
        let form: Form = serde_json::from_str(&self.format)
            .map_err(|e| Failure::Internal(format!("the form of a file cannot be read: {e}")))?;
        let alone = pace == Pace::Alone && !office.db.is_postgres();
        let mut rows = Rows::after(self.last_row.unsigned_abs(), path, form, office.zone);
        while let Some(first) = rows.next(Some(lease)).await? {
            let time = if alone { LONG_SLICE } else { SLICE };
            self.slice(office, actor, lease, (first, time), &mut rows).await?;
            if alone {
                tokio::time::sleep(PAUSE).await;
            }
        }
        Ok(())
    }

    /// On SQLite, whoever waits for the one writer is served between two slices: its queue is in the
    /// order of arrival.
    async fn slice(
        &self,
        office: &Office,
        actor: &Actor,
        lease: &mut Lease,
        (first, time): (Vec<ReadRow>, Duration),
        rows: &mut Rows,
    ) -> Result<()> {
        let mut tx = office.db.begin().await?;
        dialect::one_import_at_a_time(&mut tx).await?;
        let begun = Instant::now();
        let mut merge = Merge::new(office, actor, self.id);
        let (mut batch, mut last_row) = (Some(first), 0);
        for n in 1.. {
            let Some(rows_of_it) = batch else { break };
            last_row = rows_of_it.last().map_or(0, |row| row.record.place());
            let refused = merge.batch(&mut tx, rows_of_it).await?;
            rejected::keep(&mut tx, self.id, &refused).await?;
            // The writer does not wait for the disk.
            batch = if n < BATCHES && begun.elapsed() < time { rows.ready() } else { None };
        }
        let merged = merge.finish(&mut tx).await?;
        self.note(&mut tx, office, &merged, last_row).await?;
        let position = rows.position.load(Ordering::Relaxed);
        let done = i64::try_from(position).unwrap_or(self.size_bytes).min(self.size_bytes);
        lease.advance(&mut tx, done, self.size_bytes).await?;
        Ok(tx.commit().await?)
    }

    async fn note(&self, tx: &mut Tx, office: &Office, merged: &Merged, last_row: u64) -> Result<()> {
        let mut sql = Sql::new("UPDATE imports SET state = 'running', started_at = COALESCE(started_at, ");
        sql.arg(office.clock.millis());
        for (column, more) in [
            ("rows_read", merged.read),
            ("created", merged.created),
            ("updated", merged.updated),
            ("unchanged", merged.unchanged),
            ("rejected", merged.rejected),
        ] {
            sql.push(if column == "rows_read" { "), " } else { ", " });
            sql.push(column).push(" = ").push(column).push(" + ").arg(more);
        }
        sql.push(", last_row = ").arg(i64::try_from(last_row).unwrap_or(i64::MAX));
        sql.push(" WHERE id = ").arg(self.id);
        sql.execute_in(tx).await?;
        Ok(())
    }

    async fn finish(&self, office: &Office, actor: &Actor, lease: &mut Lease) -> Result<()> {
        let mut tx = office.db.begin().await?;
        let mut sql = Sql::new("UPDATE imports SET state = 'done', problem = NULL, finished_at = ");
        let now = office.clock.millis();
        sql.arg(now).push(", started_at = COALESCE(started_at, ").arg(now).push(") WHERE id = ").arg(self.id);
        sql.push(" RETURNING rows_read, created, updated, unchanged, rejected");
        let counts: Option<(i64, i64, i64, i64, i64)> = sql.fetch_optional_in(&mut tx).await?;
        let (rows, created, updated, unchanged, rejected) = counts.ok_or(Failure::NotFound)?;
        let after = fields! {
            Sha256: self.sha256, SizeBytes: self.size_bytes, Rows: rows, Created: created, Updated: updated,
            Unchanged: unchanged, Rejected: rejected,
        };
        let entry = Entry::new(Action::ImportDone, Subject::Import(self.id)).after(after);
        journal::append(&mut tx, office, actor, entry).await?;
        lease.advance(&mut tx, self.size_bytes, self.size_bytes).await?;
        tx.commit().await?;
        if created + updated >= MANY
            && let Err(error) = dialect::look_at_tables(&office.db, &TABLES).await
        {
            tracing::warn!(%error, "the tables were not looked at");
        }
        Ok(())
    }
}

/// What an import writes to.
const TABLES: [&str; 9] = [
    "orders",
    "order_lines",
    "dues",
    "earnings",
    "customers",
    "products",
    "order_totals",
    "order_counts",
    "order_months",
];
