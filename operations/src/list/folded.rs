//! Small lists are searched in what their rows go by, folded on both sides: width and case make no difference.

use domain::text;

use crate::{
    db::{Bulk, Db, Sql},
    search::pattern,
};

/// Rows that are folded in one transaction.
const SLICE: i64 = 500;

/// The tables, and the two texts that a row is found by.
const TABLES: [(&str, &str); 3] =
    [("staff", "name, account"), ("tokens", "name, created_by"), ("imports", "file_name, actor_name")];

/// What a row that goes by these two texts is found by.
pub(crate) fn folded(one: &str, other: &str) -> String {
    // No word reaches over the line.
    format!("{}\n{}", text::folded(one), text::folded(other))
}

/// Appends a condition: each word stands in this folded column.
pub(crate) fn holds(sql: &mut Sql, column: &str, given: &str) {
    for word in text::folded(given).split_whitespace() {
        sql.push(" AND ").push(column).push(" LIKE ").arg(pattern(word)).push(" ESCAPE '!'");
    }
}

/// Folds rows that were in the books before they were folded.
pub(crate) async fn fold(db: &Db) -> Result<(), sqlx::Error> {
    for (table, texts) in TABLES {
        while fold_some(db, table, texts).await? {}
    }
    Ok(())
}

/// A slice of a table; whether there may be more.
async fn fold_some(db: &Db, table: &str, texts: &str) -> Result<bool, sqlx::Error> {
    let mut tx = db.begin().await?;
    let mut sql = Sql::new("SELECT id, ");
    sql.push(texts).push(" FROM ").push(table).push(" WHERE folded IS NULL ORDER BY id").limit(SLICE);
    let rows: Vec<(i64, String, String)> = sql.fetch_all_in(&mut tx).await?;
    let further = rows.len() as i64 == SLICE;
    let mut bulk = Bulk::new(2);
    for (id, one, other) in rows {
        bulk.row([id.into(), folded(&one, &other).into()]);
    }
    let tail = format!(") UPDATE {table} SET folded = v.folded FROM v WHERE {table}.id = v.id");
    bulk.execute(&mut tx, "WITH v (id, folded) AS (VALUES ", &tail).await?;
    tx.commit().await?;
    Ok(further)
}
