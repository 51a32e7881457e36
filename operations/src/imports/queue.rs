//! Imports that run at once, and imports that wait for a worker.

use std::path::{Path, PathBuf};

use domain::{
    access::{Actor, Operation},
    text,
};

use super::{
    Broken, COLUMNS, Outcome, Refused,
    list::{ImportState, get},
    preview::LOOK,
    readings,
    run::{Pace, Running},
    undo::UNDO,
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    documents,
    files::{
        Told, Unreadable,
        look::{Looked, look},
    },
    jobs::{self, Kind, Lease, Step},
    journal::{self, Action, Entry, Subject},
    list::folded,
};

/// Bringing in a file that waits.
pub(crate) const KIND: Kind = Kind {
    code: "import",
    // Every slice makes it last longer.
    lease: 10_000,
    attempts: 3,
    every: None,
    run: |office, lease| Box::pin(run(office, lease)),
    gave_up: |office, tx, id, failure| Box::pin(gave_up(office, tx, id, failure)),
};

/// The upload of an import that broke off is kept so long, for somebody to let it go on.
const KEPT: i64 = 7 * 86_400_000;

/// A file that was brought in, on disk.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its name at home.
    pub file_name: String,
    /// Where it is now.
    pub path: PathBuf,
    /// What is known of how it is written.
    pub told: Told,
    /// What is remembered of files with its headings holds for the rest.
    pub remembered: bool,
}

impl Upload {
    /// A file of which nothing is known.
    #[must_use]
    pub fn new(file_name: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        Self { file_name: file_name.into(), path: path.into(), told: Told::default(), remembered: true }
    }
}

/// Brings a file in at once.
///
/// # Errors
/// `Denied`; `UnreadableFile` or `MissingColumns`. Rows before a place that cannot be read are in the
/// books then.
pub async fn import(office: &Office, actor: &Actor, upload: Upload) -> Result<Outcome> {
    at_once(office, actor, upload, Pace::Among).await
}

/// As [`import`], for a process that does nothing else.
///
/// # Errors
/// As [`import`].
pub async fn import_alone(office: &Office, actor: &Actor, upload: Upload) -> Result<Outcome> {
    at_once(office, actor, upload, Pace::Alone).await
}

async fn at_once(office: &Office, actor: &Actor, upload: Upload, pace: Pace) -> Result<Outcome> {
    actor.may(Operation::ImportOrders)?;
    let file = looked_whole(office, &upload).await?;
    let mut tx = office.db.begin().await?;
    let id = insert(&mut tx, office, actor, &upload.file_name, &file, (ImportState::Running, None)).await?;
    let mut lease = Lease::begin(&mut tx, office, &KIND, id).await?;
    tx.commit().await?;
    let import = Running::load(office, id).await?;
    // A task of its own: a caller that hangs up does not leave an import that is neither done nor
    // failed.
    let its_office = office.clone();
    let task = tokio::spawn(async move {
        let came = import.run(&its_office, &mut lease, upload.path, pace).await;
        if let Err(second) = lease.end(&came).await {
            tracing::error!(%second, id, "the end of an import could not be noted");
        }
        came
    });
    task.await.map_err(|e| Failure::Internal(format!("the import broke off: {e}")))??;
    Outcome::load(office, id, file.form).await
}

/// Keeps a file for a worker; the import's row.
///
/// # Errors
/// `Denied`; `UnreadableFile` or `MissingColumns`.
pub async fn enqueue(office: &Office, actor: &Actor, upload: &Upload) -> Result<i64> {
    actor.may(Operation::ImportOrders)?;
    let file = looked_whole(office, upload).await?;
    let kept = keep_upload(office, &upload.path).await?;
    let mut tx = office.db.begin().await?;
    let id =
        insert(&mut tx, office, actor, &upload.file_name, &file, (ImportState::Queued, Some(kept))).await?;
    jobs::push(&mut tx, office, &KIND, id, office.clock.millis()).await?;
    tx.commit().await?;
    Ok(id)
}

/// Puts an upload where it waits; its place in the document store.
pub(super) async fn keep_upload(office: &Office, path: &Path) -> Result<String> {
    let from = tokio::fs::File::open(path).await.map_err(documents::disk)?;
    let place = format!("imports/{}", hex::encode(office.random.bytes::<16>()?));
    Ok(documents::keep(&office.documents, &place, from).await?.path)
}

/// The only look at a whole file: its hash, what it is, and its headings.
pub(super) async fn looked(office: &Office, upload: &Upload) -> Result<Looked> {
    let known = if upload.remembered { readings::all(office).await? } else { Vec::new() };
    let Upload { path, told, .. } = upload.clone();
    let look = tokio::task::spawn_blocking(move || look(&path, COLUMNS, &told, &known));
    look.await.map_err(|_| Unreadable::Damaged)?
}

/// [`looked`] at a file that is to go in as it is.
///
/// # Errors
/// `Unreadable` or `MissingColumns`; a heading of which something is said is not there.
pub(super) async fn looked_whole(office: &Office, upload: &Upload) -> Result<Looked> {
    let file = looked(office, upload).await?;
    upload.told.fits(&file.form)?;
    file.form.check(COLUMNS)?;
    Ok(file)
}

pub(super) async fn insert(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    name: &str,
    file: &Looked,
    (state, upload): (ImportState, Option<String>),
) -> Result<i64> {
    let name: String = name.rsplit(['/', '\\']).next().unwrap_or_default().chars().take(200).collect();
    let name = text::optional(&name, 200).ok().flatten().unwrap_or_else(|| "orders".to_owned());
    let now = office.clock.millis();
    let size = i64::try_from(file.size).unwrap_or(i64::MAX);
    let json = |e| Failure::Internal(format!("the form of a file cannot be kept: {e}"));
    let form = serde_json::to_string(&file.form).map_err(json)?;
    let unknown: Vec<&str> = file.form.unknown().collect();
    let mut sql = Sql::new("INSERT INTO imports (folded, file_name, sha256, size_bytes, format, headings, ");
    sql.push(
        "unknown_columns, state, actor_kind, actor_id, actor_name, created_at, started_at, upload_file, \
         journal_from) ",
    );
    sql.push("VALUES (")
        .arg(folded(&name, actor.name()))
        .push(", ")
        .arg(name)
        .push(", ")
        .arg(file.sha256.as_str())
        .push(", ")
        .arg(size);
    sql.push(", ").arg(form).push(", '[]'");
    sql.push(", ").arg(unknown.join(", ")).push(", ").arg(state.code());
    sql.push(", ").arg(actor.kind()).push(", ").arg(actor.id()).push(", ").arg(actor.name());
    sql.push(", ")
        .arg(now)
        .push(", ")
        .arg((state == ImportState::Running).then_some(now))
        .push(", ")
        .arg(upload);
    // Whatever is journalled of an order after the import touched it comes later.
    sql.push(", (SELECT COALESCE(MAX(id), 0) FROM events)) RETURNING id");
    let row: Option<(i64,)> = sql.fetch_optional_in(tx).await?;
    row.map(|(id,)| id).ok_or(Failure::NotFound)
}

async fn run(office: &Office, lease: &mut Lease) -> Result<()> {
    let import = Running::load(office, lease.subject_id).await?;
    if !matches!(import.state.as_str(), "done" | "undoing" | "undone") {
        let gone = || Failure::Internal("its upload is gone".to_owned());
        let upload = import.upload_file.as_deref().ok_or_else(gone)?;
        let upload = documents::local(&office.documents, upload).await?;
        import.run(office, lease, upload.path.clone(), Pace::Among).await?;
    }
    match &import.upload_file {
        Some(upload) => forget_upload(office, import.id, upload).await,
        None => Ok(()),
    }
}

/// The file first: when this is cut short, the row still says that there is one to remove.
pub(super) async fn forget_upload(office: &Office, id: i64, upload: &str) -> Result<()> {
    documents::remove(&office.documents, upload).await?;
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("UPDATE imports SET upload_file = NULL WHERE id = ");
    sql.arg(id);
    sql.execute_in(&mut tx).await?;
    Ok(tx.commit().await?)
}

/// What is not the file's doing is in the log, and the import can go on.
async fn gave_up(office: &Office, tx: &mut Tx, id: i64, failure: Option<&Failure>) -> Result<()> {
    let why = Broken::of(failure);
    let is_files_doing = matches!(why, Broken::File(_));
    let problem = why.json()?;
    let mut sql = Sql::new("UPDATE imports SET state = 'failed', problem = ");
    sql.arg(problem).push(", finished_at = ").arg(office.clock.millis());
    sql.push(" WHERE id = ")
        .arg(id)
        .push(" AND state NOT IN ('done', 'undoing', 'undone') RETURNING upload_file");
    let row: Option<(Option<String>,)> = sql.fetch_optional_in(tx).await?;
    if row.is_some() {
        note_failed(tx, office, id).await?;
    }
    if let Some((Some(upload),)) = row.filter(|_| is_files_doing) {
        documents::remove(&office.documents, &upload).await?;
        let mut sql = Sql::new("UPDATE imports SET upload_file = NULL WHERE id = ");
        sql.arg(id);
        sql.execute_in(tx).await?;
    }
    Ok(())
}

/// Says in the journal that an import broke off.
pub(super) async fn note_failed(tx: &mut Tx, office: &Office, id: i64) -> Result<()> {
    let entry = Entry::new(Action::ImportFailed, Subject::Import(id));
    journal::append(tx, office, &Actor::System, entry).await
}

/// Lets an import that broke off go on where it stopped. One that waits, runs or is done is left
/// alone.
///
/// # Errors
/// `Denied`; `NotFound`; [`Refused::UploadGone`].
pub async fn go_on(office: &Office, actor: &Actor, id: i64) -> Result<()> {
    actor.may(Operation::ImportOrders)?;
    let import = get(office, actor, id).await?;
    if import.state != "failed" {
        return Ok(());
    }
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("UPDATE imports SET state = 'queued', problem = NULL, finished_at = NULL, ");
    // What is left this time is dealt with anew.
    sql.push("dealt_at = NULL, dealt_by = NULL WHERE id = ");
    sql.arg(id).push(" AND state = 'failed' AND upload_file IS NOT NULL");
    if sql.execute_in(&mut tx).await? == 0 {
        return Err(Refused::UploadGone.into());
    }
    jobs::push(&mut tx, office, &KIND, id, office.clock.millis()).await?;
    journal::append(&mut tx, office, actor, Entry::new(Action::ImportResumed, Subject::Import(id))).await?;
    tx.commit().await?;
    Ok(())
}

/// How far an import is, in bytes of its file; `None` when it has ended.
///
/// # Errors
/// `Denied` or `NotFound`.
pub async fn progress(office: &Office, actor: &Actor, id: i64) -> Result<Option<Step>> {
    let import = get(office, actor, id).await?;
    let kind = match ImportState::from_code(&import.state) {
        Some(ImportState::Looking) => &LOOK,
        Some(ImportState::Queued | ImportState::Running) => &KIND,
        Some(ImportState::Undoing) => &UNDO,
        _ => return Ok(None),
    };
    Ok(Some(jobs::progress(office, kind.code, id).await?.unwrap_or_default()))
}

/// Throws away uploads of imports that broke off or were looked at, and that nobody let go on; how many.
/// A job calls it.
///
/// # Errors
/// What the database or the document store said; the rest is thrown away next time.
pub async fn forget_uploads(office: &Office) -> Result<u64> {
    let long_ago = office.clock.millis() - KEPT;
    let mut sql = Sql::new("SELECT id, upload_file FROM imports WHERE upload_file IS NOT NULL AND ");
    sql.push("(state = 'failed' AND finished_at < ").arg(long_ago);
    sql.push(" OR state = 'looked' AND created_at < ").arg(long_ago).push(")");
    let old: Vec<(i64, String)> = sql.fetch_all(&office.db).await?;
    for (id, upload) in &old {
        forget_upload(office, *id, upload).await?;
        let mut tx = office.db.begin().await?;
        let mut sql =
            Sql::new("UPDATE imports SET state = 'dropped', preview = NULL WHERE state = 'looked' AND id = ");
        sql.arg(*id);
        sql.execute_in(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(old.len() as u64)
}
