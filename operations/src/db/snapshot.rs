//! Transactions that only read, for work that takes long.

use sqlx::{postgres::PgPoolOptions, sqlite::SqlitePoolOptions};

use super::{Db, Tx};
use crate::within;

/// So many are opened, so that two cores can read.
const COUNT: u32 = 2;

/// What is read is passed on at once: a small cache will do, and none of the file in memory.
const CACHE: [(&str, &str); 2] = [("cache_size", "-2048"), ("mmap_size", "0")];

const READ_ONLY: &str = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

impl Db {
    /// Transactions that all see the same state of the books: two, or one when the books changed
    /// each time between the first and the second. They have connections of their own, because a
    /// slow reader of a download must not take one from the pages.
    pub(crate) async fn snapshots(&self) -> Result<Vec<Tx>, sqlx::Error> {
        match self {
            Self::Sqlite { readers, .. } => {
                let options = readers.options().clone();
                let options = CACHE.into_iter().fold(options, |all, (name, value)| all.pragma(name, value));
                let pool = SqlitePoolOptions::new()
                    .max_connections(COUNT)
                    .idle_timeout(None)
                    .max_lifetime(None)
                    .connect_lazy_with(options);
                let mut first = Tx::Sqlite(pool.begin().await?.into());
                let state = last_event(&mut first).await?;
                for _ in 0..3 {
                    let mut second = Tx::Sqlite(pool.begin().await?.into());
                    if last_event(&mut second).await? == state {
                        return Ok(vec![first, second]);
                    }
                    drop(first);
                    first = second;
                }
                Ok(vec![first])
            }
            Self::Postgres(pool) => {
                let pool = PgPoolOptions::new()
                    .max_connections(COUNT)
                    .idle_timeout(None)
                    .max_lifetime(None)
                    .connect_lazy_with(pool.connect_options().as_ref().clone());
                let mut first = pool.begin().await?;
                sqlx::query(READ_ONLY).execute(&mut *first).await?;
                let (name,): (String,) =
                    sqlx::query_as("SELECT pg_export_snapshot()").fetch_one(&mut *first).await?;
                let mut second = pool.begin().await?;
                sqlx::query(READ_ONLY).execute(&mut *second).await?;
                // No placeholder is possible here; the name comes from the database.
                let same = sqlx::AssertSqlSafe(format!("SET TRANSACTION SNAPSHOT '{name}'"));
                sqlx::query(same).execute(&mut *second).await?;
                Ok(vec![Tx::Postgres(first.into()), Tx::Postgres(second.into())])
            }
        }
    }
}

/// Nothing changes in the books without an entry in the journal, so two transactions that see the
/// same last entry see the same books.
async fn last_event(tx: &mut Tx) -> Result<i64, sqlx::Error> {
    within!(tx, |c| sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) FROM events").fetch_one(c).await)
}
