//! Files of deliveries without a record: what a crash between the file and its record left behind.

use std::collections::BTreeSet;

use futures::TryStreamExt;
use object_store::path::Path;

use crate::{Office, Result, db::Sql, documents};

/// A file is older than this before it counts as left behind.
const AGE: i64 = 3_600_000;

/// Removes files that have no record and are an hour old; how many it were.
///
/// # Errors
/// What the store or the database said.
pub async fn sweep(office: &Office) -> Result<u64> {
    let before = crate::db::moment(office.clock.millis() - AGE);
    let listed: Vec<_> = office.documents.list(Some(&Path::from("deliveries"))).try_collect().await?;
    let old: Vec<String> =
        listed.into_iter().filter(|o| o.last_modified < before).map(|o| o.location.to_string()).collect();
    let mut count = 0;
    for files in old.chunks(200) {
        let mut sql = Sql::new("SELECT file FROM documents WHERE file IN ");
        sql.list(files.iter().map(String::as_str));
        let known: Vec<(String,)> = sql.fetch_all(&office.db).await?;
        let known: BTreeSet<String> = known.into_iter().map(|(file,)| file).collect();
        for file in files.iter().filter(|file| !known.contains(*file)) {
            documents::remove(&office.documents, file).await?;
            count += 1;
        }
    }
    Ok(count)
}
