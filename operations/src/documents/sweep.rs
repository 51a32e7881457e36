//! Files without a record: what a crash between the file and its record left behind, and what nobody sent.

use std::collections::BTreeSet;

use futures::TryStreamExt;
use object_store::path::Path;

use crate::{Office, Result, db::Sql, tickets};

const HOUR: i64 = 3_600_000;

/// Folders of the store, and how old a file there is before it counts as left behind: those of a message come one after
/// another and are noted together.
const FOLDERS: [(&str, i64); 2] = [("deliveries", HOUR), (tickets::FOLDER, 24 * HOUR)];

/// Removes files that have no record and are old enough; how many it were.
///
/// # Errors
/// What the store or the database said.
pub async fn sweep(office: &Office) -> Result<u64> {
    tickets::forget_unsent(office).await?;
    let mut count = 0;
    for (folder, age) in FOLDERS {
        let before = crate::db::moment(office.clock.millis() - age);
        let listed: Vec<_> = office.documents.list(Some(&Path::from(folder))).try_collect().await?;
        let old: Vec<String> =
            listed.into_iter().filter(|o| o.last_modified < before).map(|o| o.location.to_string()).collect();
        for files in old.chunks(200) {
            let mut sql = Sql::new("SELECT file FROM documents WHERE file IN ");
            sql.list(files.iter().map(String::as_str));
            let known: Vec<(String,)> = sql.fetch_all(&office.db).await?;
            let known: BTreeSet<String> = known.into_iter().map(|(file,)| file).collect();
            for file in files.iter().filter(|file| !known.contains(*file)) {
                super::remove(&office.documents, file).await?;
                count += 1;
            }
        }
    }
    Ok(count)
}
