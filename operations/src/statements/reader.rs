//! Reading in a transaction and outside of one.

use sqlx::FromRow;

use crate::{
    Result,
    db::{Db, Sql, Tx},
};

/// Where rows are read: outside of a transaction, or in the one that issues.
pub(super) enum Reader<'a> {
    Pool(&'a Db),
    Within(&'a mut Tx),
}

impl Reader<'_> {
    pub(super) async fn all<T>(&mut self, sql: Sql) -> Result<Vec<T>>
    where
        T: Send
            + Unpin
            + for<'r> FromRow<'r, sqlx::sqlite::SqliteRow>
            + for<'r> FromRow<'r, sqlx::postgres::PgRow>,
    {
        Ok(match self {
            Self::Pool(db) => sql.fetch_all(db).await?,
            Self::Within(tx) => sql.fetch_all_in(tx).await?,
        })
    }
}
