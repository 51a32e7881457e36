//! How much of the file SQLite keeps in memory.

use sqlx::AssertSqlSafe;

use super::{Db, Tx};

/// Memory of a connection for pages of the file, as SQLite writes it: kibibytes with a minus.
pub(super) const READER_CACHE: &str = "-2048";
pub(super) const WRITER_CACHE: &str = "-4096";
/// An import goes through every index again and again.
const IMPORT_CACHE: &str = "-65536";

impl Tx {
    /// More memory for the rest of an import.
    pub(crate) async fn widen_cache(&mut self) -> Result<(), sqlx::Error> {
        if let Self::Sqlite(open) = self {
            sqlx::query(AssertSqlSafe(format!("PRAGMA cache_size = {IMPORT_CACHE}")))
                .execute(&mut **open)
                .await?;
        }
        Ok(())
    }
}

impl Db {
    /// Gives back what [`Tx::widen_cache`] took.
    pub(crate) async fn narrow_cache(&self) -> Result<(), sqlx::Error> {
        if let Self::Sqlite { writer, .. } = self {
            for text in [format!("PRAGMA cache_size = {WRITER_CACHE}"), "PRAGMA shrink_memory".to_owned()] {
                sqlx::query(AssertSqlSafe(text)).execute(writer).await?;
            }
        }
        Ok(())
    }
}
