//! What a file would do to the books, before it does it.
//!
//! Each row is held against the books as they are, in the batches in which it will go in; nothing is
//! written. A row that says the same as an earlier one of the same file is told as a new one, too, when
//! the earlier one is far above.

use std::{sync::atomic::Ordering, time::Duration};

use domain::{
    FieldProblem,
    access::{Actor, Operation},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Broken, Upload,
    list::{Import, ImportState, get, load},
    merge::Foresight,
    queue::{KIND, forget_upload, insert, keep_upload, looked},
    reader::Rows,
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    documents,
    files::{
        Form, Told,
        rejects::{Rejected, Rejection},
    },
    jobs::{self, Kind, Lease},
    journal::{self, Action, Entry, Subject},
};

/// So many changes and so many rejected rows are kept to be shown; all are counted.
const SHOWN: usize = 100;
/// A file whose newest moment lies so far before the newest order of the books may be an older one.
const OLDER: i64 = 86_400_000;

/// What a file would do. Counts are rows of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Rows of the file.
    pub rows: u64,
    /// New lines.
    pub created: u64,
    /// Lines of the books that would change.
    pub updated: u64,
    /// Rows that the books have already.
    pub unchanged: u64,
    /// Rows that would not go in.
    pub rejected: u64,
    /// What would change, of the first orders.
    pub changes: Vec<Change>,
    rejects: Vec<(u64, Vec<FieldProblem>)>,
    /// The newest moment that a row says, in milliseconds.
    pub newest: Option<i64>,
    /// When the newest order of the books was created, in milliseconds.
    pub newest_of_books: Option<i64>,
}

/// What would change of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Its number.
    pub order_no: String,
    /// What differs, as the books have it.
    pub before: Value,
    /// The same, as the file has it.
    pub after: Value,
}

impl Preview {
    /// Whether the file would change orders though everything in it is older than what is in the books.
    #[must_use]
    pub fn is_older(&self) -> bool {
        let older = self.newest.zip(self.newest_of_books).is_some_and(|(file, books)| file + OLDER < books);
        older && self.updated > 0
    }

    /// Why rows would not go in: the first reasons.
    #[must_use]
    pub fn rejections(&self, form: &Form) -> Vec<Rejection> {
        let rejected = |(place, problems): &(u64, Vec<FieldProblem>)| Rejected {
            place: *place,
            cells: Vec::new(),
            problems: problems.clone(),
        };
        let of = |row| rejected(row).rejections(&form.tables).collect::<Vec<_>>();
        self.rejects.iter().flat_map(of).take(SHOWN).collect()
    }

    /// Adds what a batch would do.
    fn add(&mut self, seen: Foresight) {
        self.rows += seen.merged.read.unsigned_abs();
        self.created += seen.merged.created.unsigned_abs();
        self.updated += seen.merged.updated.unsigned_abs();
        self.unchanged += seen.merged.unchanged.unsigned_abs();
        self.rejected += seen.merged.rejected.unsigned_abs();
        self.newest = self.newest.max(seen.newest);
        let room = SHOWN.saturating_sub(self.changes.len());
        self.changes.extend(seen.changes.into_iter().take(room));
        let room = SHOWN.saturating_sub(self.rejects.len());
        self.rejects.extend(seen.refused.into_iter().take(room).map(|row| (row.place, row.problems)));
    }
}

/// What a file would do, as the command line says it.
#[derive(Debug, Serialize)]
pub struct Foreseen<'a> {
    created: u64,
    updated: u64,
    unchanged: u64,
    rejected_rows: u64,
    rejected: Vec<Rejection>,
    changes: &'a [Change],
    /// Everything in the file is older than the newest order of the books, and it would change some.
    older: bool,
}

impl<'a> Foreseen<'a> {
    /// Of a preview.
    #[must_use]
    pub fn of(form: &Form, preview: &'a Preview) -> Self {
        Self {
            created: preview.created,
            updated: preview.updated,
            unchanged: preview.unchanged,
            rejected_rows: preview.rejected,
            rejected: preview.rejections(form),
            changes: &preview.changes,
            older: preview.is_older(),
        }
    }
}

/// Looking at what a file would do.
pub(crate) const LOOK: Kind = Kind {
    code: "import.look",
    lease: 10_000,
    attempts: 3,
    every: None,
    run: |office, lease| Box::pin(run(office, lease)),
    gave_up: |office, tx, id, failure| Box::pin(gave_up(office, tx, id, failure)),
};

/// Keeps a file, to look at what it would do before it goes in; the import's row.
///
/// # Errors
/// `Denied`; `Unreadable` or `MissingColumns`.
pub async fn look_at(office: &Office, actor: &Actor, upload: &Upload) -> Result<i64> {
    actor.may(Operation::ImportOrders)?;
    let file = looked(upload).await?;
    let kept = keep_upload(office, &upload.path).await?;
    let mut tx = office.db.begin().await?;
    let id =
        insert(&mut tx, office, actor, &upload.file_name, &file, (ImportState::Looking, Some(kept))).await?;
    jobs::push(&mut tx, office, &LOOK, id, office.clock.millis()).await?;
    tx.commit().await?;
    Ok(id)
}

/// What a file would do, at once and without a trace.
///
/// # Errors
/// `Denied`; `Unreadable` or `MissingColumns`.
pub async fn dry_run(office: &Office, actor: &Actor, upload: &Upload) -> Result<(Form, Preview)> {
    actor.may(Operation::ImportOrders)?;
    let form = looked(upload).await?.form;
    let mut rows = Rows::after(0, upload.path.clone(), form.clone(), office.zone);
    let mut preview = begun(office).await?;
    while let Some(batch) = rows.next(None).await? {
        preview.add(Foresight::of(office, batch).await?);
    }
    Ok((form, preview))
}

async fn begun(office: &Office) -> Result<Preview> {
    let mut sql = Sql::new("SELECT created_at FROM orders ORDER BY created_at DESC");
    sql.limit(1);
    let newest: Option<(i64,)> = sql.fetch_optional(&office.db).await?;
    Ok(Preview { newest_of_books: newest.map(|(at,)| at), ..Preview::default() })
}

async fn run(office: &Office, lease: &mut Lease) -> Result<()> {
    let import = load(office, lease.subject_id).await?;
    if import.state != ImportState::Looking.code() {
        return Ok(());
    }
    let gone = || Failure::Internal("its upload is gone".to_owned());
    let upload = documents::local(&office.documents, import.upload_file.as_deref().ok_or_else(gone)?).await?;
    let form = import.form().ok_or_else(gone)?;
    let mut rows = Rows::after(0, upload.path.clone(), form, office.zone);
    let mut preview = begun(office).await?;
    let mut told = tokio::time::Instant::now();
    while let Some(batch) = rows.next(Some(lease)).await? {
        preview.add(Foresight::of(office, batch).await?);
        if told.elapsed() > Duration::from_millis(500) {
            told = tokio::time::Instant::now();
            let position = i64::try_from(rows.position.load(Ordering::Relaxed)).unwrap_or(i64::MAX);
            lease.report(position.min(import.size_bytes), import.size_bytes).await?;
        }
    }
    let json = serde_json::to_string(&preview)
        .map_err(|e| Failure::Internal(format!("a preview cannot be kept: {e}")))?;
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("UPDATE imports SET state = 'looked', preview = ");
    sql.arg(json).push(" WHERE id = ").arg(import.id).push(" AND state = 'looking'");
    sql.execute_in(&mut tx).await?;
    lease.report_in(&mut tx, import.size_bytes, import.size_bytes).await?;
    Ok(tx.commit().await?)
}

/// A file that cannot be looked at to its end does not go in.
async fn gave_up(office: &Office, tx: &mut Tx, id: i64, failure: Option<&Failure>) -> Result<()> {
    let problem = Broken::of(failure).json()?;
    let mut sql = Sql::new("UPDATE imports SET state = 'failed', problem = ");
    sql.arg(problem).push(", finished_at = ").arg(office.clock.millis());
    sql.push(" WHERE id = ").arg(id).push(" AND state = 'looking' RETURNING upload_file");
    let row: Option<(Option<String>,)> = sql.fetch_optional_in(tx).await?;
    if let Some((Some(upload),)) = row {
        documents::remove(&office.documents, &upload).await?;
        let mut sql = Sql::new("UPDATE imports SET upload_file = NULL WHERE id = ");
        sql.arg(id);
        sql.execute_in(tx).await?;
    }
    Ok(())
}

/// Lets a file that was looked at go in. One that goes in already is left alone.
///
/// # Errors
/// `Denied`; `NotFound` when there is none or it was thrown away.
pub async fn apply(office: &Office, actor: &Actor, id: i64) -> Result<()> {
    let import = waiting(office, actor, id).await?;
    if import.state != ImportState::Looked.code() {
        return Ok(());
    }
    let mut tx = office.db.begin().await?;
    if turn(&mut tx, id, "state = 'queued'").await? {
        jobs::push(&mut tx, office, &KIND, id, office.clock.millis()).await?;
        journal::append(&mut tx, office, actor, Entry::new(Action::ImportApplied, Subject::Import(id)))
            .await?;
    }
    Ok(tx.commit().await?)
}

/// Looks at a file again, told how it is written.
///
/// # Errors
/// `Denied`; `NotFound`; `Unreadable` or `MissingColumns`, and it is as before.
pub async fn look_again(office: &Office, actor: &Actor, id: i64, told: Told) -> Result<()> {
    let import = waiting(office, actor, id).await?;
    if import.state != ImportState::Looked.code() {
        return Ok(());
    }
    let upload = import.upload_file.as_deref().ok_or(Failure::NotFound)?;
    let local = documents::local(&office.documents, upload).await?;
    let file = looked(&Upload { told, ..Upload::new(import.file_name.as_str(), local.path.clone()) }).await?;
    let form = serde_json::to_string(&file.form)
        .map_err(|e| Failure::Internal(format!("the form of a file cannot be kept: {e}")))?;
    let unknown: Vec<&str> = file.form.unknown().collect();
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("UPDATE imports SET state = 'looking', preview = NULL, format = ");
    sql.arg(form).push(", unknown_columns = ").arg(unknown.join(", "));
    sql.push(" WHERE id = ").arg(id).push(" AND state = 'looked'");
    if sql.execute_in(&mut tx).await? > 0 {
        jobs::push(&mut tx, office, &LOOK, id, office.clock.millis()).await?;
    }
    Ok(tx.commit().await?)
}

/// Throws away a file that was looked at.
///
/// # Errors
/// `Denied`; `NotFound`.
pub async fn drop_look(office: &Office, actor: &Actor, id: i64) -> Result<()> {
    let import = waiting(office, actor, id).await?;
    let mut tx = office.db.begin().await?;
    let now = office.clock.millis();
    if !turn(&mut tx, id, &format!("finished_at = {now}, state = 'dropped'")).await? {
        return Ok(());
    }
    journal::append(&mut tx, office, actor, Entry::new(Action::ImportDropped, Subject::Import(id))).await?;
    tx.commit().await?;
    match &import.upload_file {
        Some(upload) => forget_upload(office, id, upload).await,
        None => Ok(()),
    }
}

/// An import that may be let in or thrown away by this person.
async fn waiting(office: &Office, actor: &Actor, id: i64) -> Result<Import> {
    actor.may(Operation::ImportOrders)?;
    get(office, actor, id).await
}

/// Whether it was waiting to be let in, and is no more.
async fn turn(tx: &mut Tx, id: i64, set: &str) -> Result<bool> {
    let mut sql = Sql::new("UPDATE imports SET preview = NULL, ");
    sql.push(set).push(" WHERE id = ").arg(id).push(" AND state = 'looked'");
    Ok(sql.execute_in(tx).await? > 0)
}
