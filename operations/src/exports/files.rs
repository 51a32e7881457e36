//! Files of exports: taking one away, and throwing them away when they were kept long enough.

use domain::access::{Actor, Operation};

use super::{ExportState, Kind, Refused, tasks::get};
use crate::{
    Failure, Office, Result, bills,
    documents::{self, Document},
    journal::{self, Action, Entry, Subject, fields},
    reading, within,
};

/// A file to be taken away.
#[derive(Debug)]
pub struct Download {
    /// Its name.
    pub name: String,
    /// SHA-256 of its content, in hex.
    pub sha256: String,
    /// Its size and content.
    pub document: Document,
}

/// Opens the file of an export; that it was taken away stands in the journal.
///
/// # Errors
/// `Denied`; `NotFound` when it is somebody else's; [`Refused::NotReady`]; [`Refused::Expired`];
/// [`Refused::Withdrawn`]; of bills, while the agreement in force is not signed.
pub async fn open_file(office: &Office, actor: &Actor, id: i64) -> Result<Download> {
    let export = get(office, actor, id).await?;
    // What one may not see any more one may not take away either.
    let kind = Kind::of(&export.kind)?;
    let reach = actor.may(kind.may)?;
    if kind.may == Operation::ReadBills {
        bills::to_see(office).await?;
    }
    match export.state {
        ExportState::Ready => {}
        ExportState::Expired => return Err(Refused::Expired.into()),
        _ => return Err(Refused::NotReady.into()),
    }
    let file = export.file.ok_or(Failure::NotFound)?;
    if !export.reach.is_some_and(|shown| reach.covers(&shown)) {
        return Err(Refused::Withdrawn.into());
    }
    let document = match documents::open(&office.documents, &file).await {
        // Thrown away between the two looks.
        Err(Failure::NotFound) => return Err(Refused::Expired.into()),
        document => document?,
    };
    let mut tx = office.db.begin().await?;
    let after = fields! { File: file, Sha256: export.sha256 };
    let entry = Entry::new(Action::ExportDownloaded, Subject::Export(id)).after(after);
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(Download {
        name: export.name.map_or_else(
            || file.rsplit('/').next().unwrap_or_default().to_owned(),
            |stem| format!("{stem}.{}", export.format),
        ),
        sha256: export.sha256.unwrap_or_default(),
        document,
    })
}

/// Throws away the files that were kept long enough, and what failed exports left; how many. A job calls it.
///
/// # Errors
/// What the database or the document store said; the rest is thrown away next time.
pub async fn expire(office: &Office) -> Result<u64> {
    let due: Vec<(i64, Option<String>)> = reading!(&office.db, |pool| sqlx::query_as(
        "SELECT id, file FROM exports WHERE (state = 'ready' AND expires_at <= $1) \
         OR (state = 'failed' AND file IS NOT NULL) ORDER BY id"
    )
    .bind(office.clock.millis())
    .fetch_all(pool)
    .await)?;
    for (id, file) in &due {
        // The file first: when this is cut short, the row still says that there is one to remove.
        if let Some(file) = file {
            documents::remove(&office.documents, file).await?;
        }
        let mut tx = office.db.begin().await?;
        within!(&mut tx, |c| sqlx::query(
            "UPDATE exports SET state = CASE state WHEN 'ready' THEN 'expired' ELSE state END, file = NULL \
             WHERE id = $1 AND state IN ('ready', 'failed')"
        )
        .bind(id)
        .execute(c)
        .await
        .map(|_| ()))?;
        tx.commit().await?;
    }
    Ok(due.len() as u64)
}
