//! Firms that go by their name, however it is spelled.

use domain::text;

use crate::{
    Result,
    db::{Bulk, Db, Sql},
    search::pattern,
};

/// The kind of resellers in `party_names`.
pub(crate) const RESELLER: &str = "reseller";
/// The kind of customers without an id of the marketplace.
pub(crate) const CUSTOMER: &str = "customer";

/// Spellings whose key is worked out in one transaction.
const SLICE: i64 = 500;

/// Works out the keys of names that were in the books before there were keys. Firms that turn out to have one key stay
/// apart: what was settled with each stays with it.
pub(crate) async fn key_names(db: &Db) -> Result<(), sqlx::Error> {
    loop {
        let mut tx = db.begin().await?;
        let mut sql =
            Sql::new("SELECT id, kind, party_id, name FROM party_names WHERE name_key IS NULL ORDER BY id");
        sql.limit(SLICE);
        let rows: Vec<(i64, String, i64, String)> = sql.fetch_all_in(&mut tx).await?;
        let done = rows.len() < SLICE as usize;
        let mut bulk = Bulk::new(5);
        for (id, kind, party, name) in rows {
            let key = text::identity(&name);
            bulk.row([id.into(), kind.into(), party.into(), name.into(), key.into()]);
        }
        let head = "INSERT INTO party_names (id, kind, party_id, name, name_key) VALUES ";
        bulk.execute(&mut tx, head, " ON CONFLICT (id) DO UPDATE SET name_key = excluded.name_key").await?;
        tx.commit().await?;
        if done {
            return Ok(());
        }
    }
}

/// The reseller of a name in any of its spellings: its row, and the name that is shown.
pub(crate) async fn reseller(db: &Db, given: &str) -> Result<Option<(i64, String)>> {
    let mut sql = Sql::new("SELECT id, name FROM resellers WHERE name = ");
    sql.arg(given.trim()).push(" AND merged_into IS NULL");
    if let Some(found) = sql.fetch_optional(db).await? {
        return Ok(Some(found));
    }
    let mut sql = Sql::new("SELECT r.id, r.name FROM party_names n JOIN resellers r ON r.id = n.party_id ");
    sql.push("WHERE n.name_key = ").arg(text::identity(given)).push(" AND n.kind = ").arg(RESELLER);
    sql.push(" ORDER BY r.id").limit(1);
    Ok(sql.fetch_optional(db).await?)
}

/// Appends a condition: the row of `resellers` in this column has a spelling with every word of the text.
pub(crate) fn spelled(sql: &mut Sql, column: &str, given: &str) {
    sql.push("EXISTS (SELECT 1 FROM party_names n WHERE n.party_id = ").push(column).push(" AND n.kind = ");
    sql.arg(RESELLER);
    for word in text::folded(given).split_whitespace() {
        sql.push(" AND n.name_key LIKE ").arg(pattern(&text::identity(word))).push(" ESCAPE '!'");
    }
    sql.push(")");
}
