//! The few places where SQLite and PostgreSQL need different words.

use super::{Db, Tx, connect::WRITER_CACHE};

/// What stands around a query of rows that are looked up one by one, through their key: PostgreSQL would rather
/// walk through the whole table when it takes them for many.
pub(crate) const fn looked_up(db: &Db) -> (&'static str, &'static str) {
    if db.is_postgres() { ("= ANY(ARRAY(", "))") } else { ("IN (", ")") }
}

/// Locks a row until the transaction ends: PostgreSQL needs a word for it, on SQLite the
/// transaction has the only write lock already.
#[must_use]
pub const fn for_update(tx: &Tx) -> &'static str {
    if tx.is_postgres() { " FOR UPDATE" } else { "" }
}

/// Lets only one slice of an import into the books at a time; the others wait here until its
/// transaction has ended. On SQLite the transaction has the only write lock already.
///
/// PostgreSQL plans with statistics from before the import, and keeps a plan that it made while
/// the tables were small: a scan of the whole table for every batch. All that an import looks up it
/// looks up by key, so scans are out of the question until its transaction ends.
///
/// # Errors
/// What the database said.
pub(crate) async fn one_import_at_a_time(tx: &mut Tx) -> Result<(), sqlx::Error> {
    if let Tx::Postgres(open) = tx {
        for text in [
            // Any number that nothing else locks; this one spells "import".
            "SELECT pg_advisory_xact_lock(115923240908404)",
            "SET LOCAL enable_seqscan = off",
            "DISCARD PLANS",
        ] {
            sqlx::query(text).execute(&mut **open).await?;
        }
    }
    Ok(())
}

/// Has the connection that writes hurry for a job that has the process to itself, or go on as usual. On
/// SQLite it then keeps more of what it works on in memory, copies less often from the log of changes into the
/// tables, and does not wait for the disk after each slice: whatever is lost with the power are the last ones.
/// Before it goes on as usual the disk takes all of it.
///
/// # Errors
/// What the database said.
pub(crate) async fn hurry(db: &Db, hurried: bool) -> Result<(), sqlx::Error> {
    let Db::Sqlite { writer, .. } = db else { return Ok(()) };
    let [synchronous, cache, checkpoint] =
        if hurried { ["NORMAL", "-12288", "16000"] } else { ["FULL", WRITER_CACHE, "1000"] };
    for (pragma, value) in
        [("synchronous", synchronous), ("cache_size", cache), ("wal_autocheckpoint", checkpoint)]
    {
        let text = format!("PRAGMA {pragma} = {value}");
        sqlx::query(sqlx::AssertSqlSafe(text)).execute(writer).await?;
    }
    if !hurried {
        sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").execute(writer).await?;
    }
    Ok(())
}

/// Has PostgreSQL look at tables that have grown, so that it plans with what is in them now.
///
/// # Errors
/// What the database said.
pub(crate) async fn look_at_tables(db: &Db, tables: &[&str]) -> Result<(), sqlx::Error> {
    if let Db::Postgres(pool) = db {
        for table in tables {
            sqlx::query(sqlx::AssertSqlSafe(format!("ANALYZE {table}"))).execute(pool).await?;
        }
    }
    Ok(())
}

/// Ids for so many new rows of a table. Getting them first saves reading back what was inserted.
///
/// # Errors
/// What the database said.
pub(crate) async fn new_ids(tx: &mut Tx, table: &'static str, count: usize) -> Result<Vec<i64>, sqlx::Error> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    match tx {
        Tx::Postgres(open) => {
            let text = format!(
                "SELECT nextval(pg_get_serial_sequence('{table}', 'id')) FROM generate_series(1, $1)"
            );
            sqlx::query_scalar(sqlx::AssertSqlSafe(text)).bind(count).fetch_all(&mut **open).await
        }
        // The transaction has the only write lock, so nobody else takes the next ids.
        Tx::Sqlite(open) => {
            let text = format!("SELECT COALESCE(MAX(id), 0) FROM {table}");
            let last: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(text)).fetch_one(&mut **open).await?;
            Ok((1..=count).map(|n| last + n).collect())
        }
    }
}

/// Which part of a sum a transaction changes, of eight. SQLite has one writer and needs no more than one.
#[must_use]
pub(crate) const fn shard(tx: &Tx) -> &'static str {
    if tx.is_postgres() { "pg_backend_pid() % 8" } else { "0" }
}

/// Numbers of orders are found by their last so many characters.
pub(crate) const LAST: usize = 4;

/// The last [`LAST`] characters of the number of an order, as its index has them.
#[must_use]
pub(crate) const fn last_characters(db: &Db) -> &'static str {
    if db.is_postgres() { "right(order_no, 4)" } else { "substr(order_no, -4)" }
}
