//! What a file would do to the books, before it does it.
//!
//! Each row is held against the books as they are, in the batches in which it will go in; nothing is
//! written. A row that says the same as an earlier one of the same file is told as a new one, too, when
//! the earlier one is far above.

use std::{sync::atomic::Ordering, time::Duration};

use domain::access::{Actor, Operation};

use super::{
    Broken, COLUMNS, Preview, Upload,
    list::{Import, ImportState, get, load},
    merge::Foresight,
    queue::{KIND, forget_upload, insert, keep_upload, looked, looked_whole},
    reader::Rows,
    readings,
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    documents,
    files::{Form, Told, look::Looked},
    jobs::{self, Kind, Lease},
    journal::{self, Action, Entry, Subject},
};

/// Looking at what a file would do.
pub(crate) const LOOK: Kind = Kind {
    code: "import.look",
    lease: 10_000,
    attempts: 3,
    every: None,
    run: |office, lease| Box::pin(run(office, lease)),
    gave_up: |office, tx, id, failure| Box::pin(gave_up(office, tx, id, failure)),
};

/// Keeps a file, to look at what it would do before it goes in; the import's row. One whose columns are not all there
/// is kept, too, for somebody to say which they are.
///
/// # Errors
/// `Denied`; `Unreadable`.
pub async fn look_at(office: &Office, actor: &Actor, upload: &Upload) -> Result<i64> {
    actor.may(Operation::ImportOrders)?;
    let file = looked(office, upload).await?;
    let kept = keep_upload(office, &upload.path).await?;
    let mut tx = office.db.begin().await?;
    let state = state_of(&file);
    let id = insert(&mut tx, office, actor, &upload.file_name, &file, (state, Some(kept))).await?;
    begin(&mut tx, office, id, file).await?;
    tx.commit().await?;
    Ok(id)
}

/// What it would do can be foretold only where every column is there.
fn state_of(file: &Looked) -> ImportState {
    if file.form.check(COLUMNS).is_ok() { ImportState::Looking } else { ImportState::Looked }
}

/// Keeps the first cells of a file, and has the rest looked at.
async fn begin(tx: &mut Tx, office: &Office, id: i64, file: Looked) -> Result<()> {
    let state = state_of(&file);
    let mut sql = Sql::new("UPDATE imports SET preview = ");
    sql.arg(Preview::of_examples(file.examples).json()?).push(" WHERE id = ").arg(id);
    sql.execute_in(tx).await?;
    if state == ImportState::Looking {
        jobs::push(tx, office, &LOOK, id, office.clock.millis()).await?;
    }
    Ok(())
}

/// What a file would do, at once and without a trace.
///
/// # Errors
/// `Denied`; `Unreadable` or `MissingColumns`.
pub async fn dry_run(office: &Office, actor: &Actor, upload: &Upload) -> Result<(Form, Preview)> {
    actor.may(Operation::ImportOrders)?;
    let form = looked_whole(office, upload).await?.form;
    let mut rows = Rows::after(0, upload.path.clone(), form.clone(), office.zone);
    let mut preview = begun(office, Preview::default()).await?;
    while let Some(batch) = rows.next(None).await? {
        preview.add(Foresight::of(office, batch).await?);
    }
    Ok((form, preview))
}

async fn begun(office: &Office, mut preview: Preview) -> Result<Preview> {
    let mut sql = Sql::new("SELECT created_at FROM orders ORDER BY created_at DESC");
    sql.limit(1);
    let newest: Option<(i64,)> = sql.fetch_optional(&office.db).await?;
    preview.newest_of_books = newest.map(|(at,)| at);
    Ok(preview)
}

async fn run(office: &Office, lease: &mut Lease) -> Result<()> {
    let import = load(office, lease.subject_id).await?;
    if import.state != ImportState::Looking.code() {
        return Ok(());
    }
    let gone = || Failure::Internal("its upload is gone".to_owned());
    let upload = documents::local(&office.documents, import.upload_file.as_deref().ok_or_else(gone)?).await?;
    let form = import.form().ok_or_else(gone)?;
    let mut preview = begun(office, import.preview().unwrap_or_default()).await?;
    let mut rows = Rows::after(0, upload.path.clone(), form, office.zone);
    let mut told = tokio::time::Instant::now();
    while let Some(batch) = rows.next(Some(lease)).await? {
        preview.add(Foresight::of(office, batch).await?);
        if told.elapsed() > Duration::from_millis(500) {
            told = tokio::time::Instant::now();
            let position = i64::try_from(rows.position.load(Ordering::Relaxed)).unwrap_or(i64::MAX);
            lease.report(position.min(import.size_bytes), import.size_bytes).await?;
        }
    }
    let json = preview.json()?;
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
    if row.is_some() {
        super::queue::note_failed(tx, office, id).await?;
    }
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
/// `Denied`; `NotFound` when there is none or it was thrown away; `Unreadable` or `MissingColumns` while not every
/// column is there once.
pub async fn apply(office: &Office, actor: &Actor, id: i64) -> Result<()> {
    let import = waiting(office, actor, id).await?;
    if import.state != ImportState::Looked.code() {
        return Ok(());
    }
    let form = import.form();
    if let Some(form) = &form {
        form.check(COLUMNS)?;
    }
    let mut tx = office.db.begin().await?;
    if turn(&mut tx, id, "state = 'queued'").await? {
        if let Some(form) = &form {
            readings::keep(&mut tx, office, actor, &import, form).await?;
        }
        jobs::push(&mut tx, office, &KIND, id, office.clock.millis()).await?;
        journal::append(&mut tx, office, actor, Entry::new(Action::ImportApplied, Subject::Import(id)))
            .await?;
    }
    Ok(tx.commit().await?)
}

/// Looks at a file again, told how it is written. What is told of headings that it does not have so is forgotten.
///
/// # Errors
/// `Denied`; `NotFound`; `Unreadable`, and it is as before.
pub async fn look_again(office: &Office, actor: &Actor, id: i64, told: Told) -> Result<()> {
    let import = waiting(office, actor, id).await?;
    if import.state != ImportState::Looked.code() {
        return Ok(());
    }
    let upload = import.upload_file.as_deref().ok_or(Failure::NotFound)?;
    let local = documents::local(&office.documents, upload).await?;
    let before = import.form().map(|form| (form.told, form.remembered)).unwrap_or_default();
    // Its page says all that is remembered; only of other headings it may not know yet.
    let remembered = !told.finds_as(&before.0);
    let upload = Upload { told, remembered, ..Upload::new(import.file_name.as_str(), local.path.clone()) };
    let mut file = looked(office, &upload).await?;
    if file.form.remembered.is_none() && file.form.told == before.0 {
        file.form.remembered = before.1;
    }
    let form = serde_json::to_string(&file.form)
        .map_err(|e| Failure::Internal(format!("the form of a file cannot be kept: {e}")))?;
    let unknown: Vec<&str> = file.form.unknown().collect();
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("UPDATE imports SET state = ");
    sql.arg(state_of(&file).code()).push(", format = ").arg(form);
    sql.push(", unknown_columns = ").arg(unknown.join(", "));
    sql.push(" WHERE id = ").arg(id).push(" AND state = 'looked'");
    if sql.execute_in(&mut tx).await? > 0 {
        begin(&mut tx, office, id, file).await?;
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
