//! Uploads whose time is over, and pieces that nobody knows.

use std::collections::BTreeSet;

use object_store::path::Path;

use super::pieces::{self, FOLDER};
use crate::{Office, Result, db::Sql};

/// So long after its end it is still said that it has expired, in milliseconds.
const TOLD: i64 = 7 * 24 * 3_600_000;
/// How many are swept at once.
const SLICE: i64 = 200;

/// Removes the pieces of uploads whose time is over, and of those that have no record; how many uploads it were.
///
/// # Errors
/// What the store or the database said.
pub async fn sweep(office: &Office) -> Result<u64> {
    let now = office.clock.millis();
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("DELETE FROM uploads WHERE expires_at < ");
    sql.arg(now - TOLD);
    sql.execute_in(&mut tx).await?;
    tx.commit().await?;
    let folder = Path::from(FOLDER);
    let found = office.documents.list_with_delimiter(Some(&folder)).await?.common_prefixes;
    let ids: Vec<String> = found.iter().filter_map(|path| Some(path.filename()?.to_owned())).collect();
    let mut count = 0;
    for some in ids.chunks(usize::try_from(SLICE).unwrap_or(1)) {
        let mut sql = Sql::new("SELECT id FROM uploads WHERE expires_at > ");
        sql.arg(now).push(" AND document_id IS NULL AND id IN ").list(some.iter().map(String::as_str));
        let open: Vec<(String,)> = sql.fetch_all(&office.db).await?;
        let open: BTreeSet<String> = open.into_iter().map(|(id,)| id).collect();
        for id in some.iter().filter(|id| !open.contains(*id)) {
            pieces::remove(office, id).await?;
            count += 1;
        }
    }
    Ok(count)
}
