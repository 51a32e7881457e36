//! Two databases, one text: SQLite (embedded, the default) and PostgreSQL 15 or newer.
//!
//! One SQL text with `$1` placeholders serves both. Where a dialect must differ, the difference
//! sits in [`dialect`].

mod bell;
mod bulk;
mod connect;
pub mod dialect;
mod joined;
mod query;
mod readers;
mod snapshot;
mod tx;

pub use bell::Bell;
pub(crate) use bulk::{Bulk, for_each, matching};
pub use connect::ConnectError;
pub(crate) use joined::{Cells, FIELD, ROW, fetch_joined, joined_rows};
pub use query::{Arg, Sql};
pub use readers::{Lent, Readers};
pub use tx::Tx;

use std::sync::Arc;

use domain::Moment;
use sqlx::{PgPool, SqlitePool};

/// The database.
#[derive(Clone, Debug)]
pub enum Db {
    /// SQLite: several readers and one writer.
    Sqlite {
        /// Connections that only read.
        readers: Arc<Readers>,
        /// The one connection that writes.
        writer: SqlitePool,
    },
    /// PostgreSQL.
    Postgres(PgPool),
}

impl Db {
    /// Whether this is PostgreSQL.
    #[must_use]
    pub const fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }
}

/// Runs one query wherever it reads: `reading!(db, |pool| sqlx::query(..).fetch_all(pool).await)`.
#[macro_export]
macro_rules! reading {
    ($db:expr, |$pool:ident| $body:expr) => {
        match $db {
            $crate::db::Db::Sqlite { readers, .. } => match readers.lend().await {
                Ok(mut lent) => {
                    let $pool = lent.connection();
                    let read = $body;
                    lent.end(read)
                }
                Err(error) => Err(error),
            },
            $crate::db::Db::Postgres($pool) => $body,
        }
    };
}

/// Runs one body inside an open transaction: `within!(tx, |c| sqlx::query(..).execute(c).await)`.
#[macro_export]
macro_rules! within {
    ($tx:expr, |$c:ident| $body:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(open) => {
                let $c = &mut **open;
                $body
            }
            $crate::db::Tx::Postgres(open) => {
                let $c = &mut **open;
                $body
            }
        }
    };
}

/// Milliseconds since 1970, as the tables keep moments.
#[must_use]
pub const fn millis(moment: Moment) -> i64 {
    moment.timestamp_millis()
}

/// A moment from a table.
#[must_use]
pub fn moment(millis: i64) -> Moment {
    Moment::from_timestamp_millis(millis).unwrap_or_default()
}

impl Db {
    /// `sqlite` or `postgres`.
    #[must_use]
    pub const fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }

    /// Whether a query can be answered now.
    pub async fn ping(&self) -> Result<(), sqlx::Error> {
        reading!(self, |pool| sqlx::query("SELECT 1").execute(pool).await.map(|_| ()))
    }

    /// Closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}
