//! Orders that were in the books before earnings were kept get theirs.

use super::keep_rows;
use crate::{
    Office, Result,
    db::{Sql, Tx},
    settings,
};

/// The name of the setting that says how far it is: the row of the last order, or [`DONE`].
const SETTING: &str = "earnings.filled";
/// Every order has its earnings.
const DONE: &str = "all";
/// Orders of a slice: a writer is held for less than 0.2 s.
const SLICE: i64 = 1_000;

async fn stands(office: &Office) -> Result<String> {
    let mut sql = Sql::new("SELECT value FROM settings WHERE name = ");
    sql.arg(SETTING);
    Ok(sql.fetch_optional::<(String,)>(&office.db).await?.map_or_else(|| "0".to_owned(), |(value,)| value))
}

/// Whether every order has its earnings.
pub(crate) async fn is_filled(office: &Office) -> Result<bool> {
    Ok(stands(office).await? == DONE)
}

/// Gives every order its earnings that has none, slice by slice; how many orders were looked at.
///
/// # Errors
/// What the database said, or a code in the books that is not known.
pub(crate) async fn fill(office: &Office) -> Result<u64> {
    let mut count = 0;
    let at = stands(office).await?;
    if at == DONE {
        return Ok(0);
    }
    let mut after: i64 = at.parse().unwrap_or_default();
    loop {
        // What came in since has its earnings already. Looked for by a reader: nobody waits for it.
        let mut sql = Sql::new("SELECT o.id FROM orders o WHERE o.id > ");
        sql.arg(after)
            .push(" AND NOT EXISTS (SELECT 1 FROM earnings e WHERE e.order_id = o.id) ORDER BY o.id")
            .limit(SLICE);
        let ids: Vec<i64> = sql.fetch_all::<(i64,)>(&office.db).await?.into_iter().map(|(id,)| id).collect();
        let mut tx = office.db.begin().await?;
        let Some(last) = ids.last().copied() else {
            note(&mut tx, office, DONE).await?;
            tx.commit().await?;
            return Ok(count);
        };
        keep_rows(&mut tx, office, &ids).await?;
        note(&mut tx, office, &last.to_string()).await?;
        tx.commit().await?;
        count += u64::try_from(ids.len()).unwrap_or_default();
        after = last;
    }
}

async fn note(tx: &mut Tx, office: &Office, at: &str) -> Result<()> {
    settings::put(tx, office, SETTING, at).await
}
