//! Opening the database and bringing its tables up to date.

use std::{str::FromStr, sync::Arc, time::Duration};

use log::LevelFilter;
use sqlx::{
    ConnectOptions, Connection, SqliteConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{Db, Readers};

/// Statements kept prepared on each connection.
const PREPARED: usize = 400;

/// A connection to PostgreSQL that rested longer is asked whether it still stands: a question is a
/// round trip, and one that answered a moment ago has not gone away.
const REST: Duration = Duration::from_secs(10);

/// Memory of a connection for pages of the file, as SQLite writes it: kibibytes with a minus.
const READER_CACHE: &str = "-1536";
pub(super) const WRITER_CACHE: &str = "-12288";

/// Why the database could not be opened. The URL is never shown whole: it may hold a password.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// Neither of the two schemes.
    #[error("DATABASE_URL must begin with sqlite:// or postgres://")]
    UnknownScheme,
    /// The folder of the SQLite file cannot be made.
    #[error("the folder {0} cannot be made: {1}")]
    Folder(String, std::io::Error),
    /// What the database said.
    #[error("the database cannot be opened: {0}")]
    Database(#[from] sqlx::Error),
    /// A table could not be brought up to date.
    #[error("the tables cannot be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

impl Db {
    /// Opens the database of a URL: `sqlite://data/countinghouse.db` or `postgres://…`.
    ///
    /// # Errors
    /// [`ConnectError`].
    pub async fn open(url: &str) -> Result<Self, ConnectError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(url)?
                .statement_cache_capacity(PREPARED)
                .application_name("countinghouse")
                .disable_statement_logging();
            let pool = PgPoolOptions::new()
                .max_connections(16)
                .acquire_timeout(Duration::from_secs(10))
                .test_before_acquire(false)
                .before_acquire(|connection, lent| {
                    Box::pin(async move {
                        if lent.idle_for > REST {
                            connection.ping().await?;
                        }
                        Ok(true)
                    })
                })
                .connect_with(options)
                .await?;
            return Ok(Self::Postgres(pool));
        }
        let path = url
            .strip_prefix("sqlite://")
            .or_else(|| url.strip_prefix("sqlite:"))
            .ok_or(ConnectError::UnknownScheme)?;
        Self::open_sqlite(path.split('?').next().unwrap_or(path)).await
    }

    async fn open_sqlite(path: &str) -> Result<Self, ConnectError> {
        if let Some(folder) = std::path::Path::new(path).parent()
            && !folder.as_os_str().is_empty()
        {
            std::fs::create_dir_all(folder)
                .map_err(|e| ConnectError::Folder(folder.display().to_string(), e))?;
        }
        // FULL keeps the last commit through a power cut, which WAL with NORMAL does not.
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(60))
            .statement_cache_capacity(PREPARED)
            // The kernel keeps the file; mapping it as well would count it as ours, once for each connection.
            .pragma("cache_size", READER_CACHE)
            .pragma("temp_store", "MEMORY")
            // Heard only by who listens to `sqlx::query` at this level, as the test of plans does.
            .log_statements(LevelFilter::Trace)
            .log_slow_statements(LevelFilter::Trace, Duration::from_secs(1));
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(90))
            .after_release(|connection, _| Box::pin(healthy(connection)))
            .connect_with(options.clone().pragma("cache_size", WRITER_CACHE))
            .await?;
        let readers = Readers::new(options.pragma("query_only", "ON"));
        Ok(Self::Sqlite { readers: Arc::new(readers), writer })
    }

    /// Brings the tables up to date. Safe to call by several servers at once.
    ///
    /// # Errors
    /// [`ConnectError::Migration`].
    pub async fn migrate(&self) -> Result<(), ConnectError> {
        match self {
            Self::Sqlite { writer, .. } => sqlx::migrate!("../migrations/sqlite").run(writer).await?,
            Self::Postgres(pool) => sqlx::migrate!("../migrations/postgres").run(pool).await?,
        }
        crate::parties::key_names(self).await?;
        crate::list::fold(self).await?;
        Ok(())
    }
}

/// Whether a connection may serve again. When the disk is full SQLite ends the transaction by itself;
/// the rollback then fails, and the connection would refuse every further transaction.
async fn healthy(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    // A rollback that is still on its way comes before the ping.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}
