//! Imports that run at once, and imports that wait for the job worker.

use std::path::{Path, PathBuf};

use domain::{
    access::{Actor, Operation, Role},
    text,
};
use sqlx::FromRow;

use super::{
    Outcome, Refused,
    read::{Inspected, inspect},
    run, store,
};
use crate::{
    Failure, Office, Result,
    db::{Sql, dialect},
    reading, within,
};

/// A file that was brought in, on disk.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its name at home.
    pub file_name: String,
    /// Where it is now.
    pub path: PathBuf,
}

/// Brings a file in at once.
///
/// # Errors
/// `Denied`; `UnreadableFile` or `MissingColumns`. Nothing of the file is in the books then.
pub async fn import(office: &Office, actor: &Actor, upload: Upload) -> Result<Outcome> {
    actor.may(Operation::ImportOrders)?;
    let file = look(upload.path.clone()).await?;
    let id = insert(office, actor, &upload.file_name, &file, "running").await?;
    // A task of its own: a caller that hangs up does not leave an import that is neither done nor
    // failed.
    let (office, actor) = (office.clone(), actor.clone());
    let task = tokio::spawn(async move {
        let outcome = run::run(&office, &actor, id, upload.path, &file).await;
        let outcome =
            outcome.and_then(|o| o.ok_or_else(|| Failure::Internal("the import ran twice".to_owned())));
        if let Err(error) = &outcome {
            failed(&office, id, error).await;
        }
        outcome
    });
    task.await.map_err(|e| Failure::Internal(format!("the import broke off: {e}")))?
}

/// Keeps a file for the job worker; the import's row.
///
/// # Errors
/// `Denied`; `UnreadableFile` or `MissingColumns`.
pub async fn enqueue(office: &Office, actor: &Actor, file_name: &str, path: &Path) -> Result<i64> {
    actor.may(Operation::ImportOrders)?;
    let file = look(path.to_owned()).await?;
    // Not `queued` before its upload is there: a worker could take it.
    let id = insert(office, actor, file_name, &file, "failed").await?;
    let name = store::keep_upload(office, id, path).await?;
    let mut tx = office.db.begin().await?;
    within!(&mut tx, |c| {
        sqlx::query(
        "UPDATE imports SET state = 'queued', upload_file = $2, problem = NULL, finished_at = NULL WHERE id = $1"
    )
    .bind(id)
    .bind(name)
    .execute(c)
    .await
    .map(|_| ())
    })?;
    tx.commit().await?;
    Ok(id)
}

/// The first look at a file, with its header.
async fn look(path: PathBuf) -> Result<Inspected> {
    let look = tokio::task::spawn_blocking(move || {
        let file = inspect(&path)?;
        run::header(&path, file.format)?;
        Ok(file)
    });
    look.await.map_err(|_| Refused::Unreadable { detail: "it is damaged".to_owned() })?
}

async fn insert(office: &Office, actor: &Actor, name: &str, file: &Inspected, state: &str) -> Result<i64> {
    let name: String = name.rsplit(['/', '\\']).next().unwrap_or_default().chars().take(200).collect();
    let name = text::optional(&name, 200).ok().flatten().unwrap_or_else(|| "orders".to_owned());
    let now = office.clock.millis();
    let size = i64::try_from(file.size).unwrap_or(i64::MAX);
    let mut sql =
        Sql::new("INSERT INTO imports (file_name, sha256, size_bytes, state, actor_kind, actor_id, ");
    sql.push("actor_name, created_at, started_at, problem) VALUES ");
    sql.push("(").arg(name).push(", ").arg(file.sha256.as_str()).push(", ").arg(size).push(", ").arg(state);
    sql.push(", ").arg(actor.kind()).push(", ").arg(actor.id()).push(", ").arg(actor.name());
    sql.push(", ").arg(now).push(", ").arg((state == "running").then_some(now));
    sql.push(", ").arg((state == "failed").then(|| UNFINISHED.to_owned())).push(") RETURNING id");
    let mut tx = office.db.begin().await?;
    let row: Option<(i64,)> = sql.fetch_optional_in(&mut tx).await?;
    tx.commit().await?;
    row.map(|(id,)| id).ok_or(Failure::NotFound)
}

const UNFINISHED: &str = "the upload was not finished";
const INTERRUPTED: &str = "the import was interrupted: nothing of the file is in the books";

const FULL: &str = "the server's disk is full: nothing of the file is in the books";

/// Notes what became of an import that ended badly; its failure stays the one that is told.
async fn failed(office: &Office, id: i64, error: &Failure) {
    if let Err(second) = note_failure(office, id, error).await {
        tracing::error!(%second, id, "the end of an import could not be noted");
    }
}

/// What is not the file's doing is in the log, not in the row.
async fn note_failure(office: &Office, id: i64, error: &Failure) -> Result<()> {
    let problem = match error {
        e if e.is_full() => FULL.to_owned(),
        e if e.is_internal() => INTERRUPTED.to_owned(),
        e => e.to_string(),
    };
    let mut tx = office.db.begin().await?;
    within!(&mut tx, |c| sqlx::query(
        "UPDATE imports SET state = 'failed', problem = $2, finished_at = $3, upload_file = NULL \
         WHERE id = $1 AND state = 'running'"
    )
    .bind(id)
    .bind(problem)
    .bind(office.clock.millis())
    .execute(c)
    .await
    .map(|_| ()))?;
    Ok(tx.commit().await?)
}

/// Puts imports that a crash left running back into the queue; how many. Call it once at start-up.
/// One that ran at once has no upload to run again and has failed.
///
/// # Errors
/// What the database said.
pub async fn recover(office: &Office) -> Result<u64> {
    let left: Vec<(i64,)> = reading!(&office.db, |pool| {
        sqlx::query_as("SELECT id FROM imports WHERE state = 'running'").fetch_all(pool).await
    })?;
    for (id,) in &left {
        let mut tx = office.db.begin().await?;
        within!(&mut tx, |c| {
            sqlx::query(
            "UPDATE imports SET state = CASE WHEN upload_file IS NULL THEN 'failed' ELSE 'queued' END, \
             problem = CASE WHEN upload_file IS NULL THEN $2 END, finished_at = CASE WHEN upload_file IS NULL \
             THEN CAST($3 AS BIGINT) END WHERE id = $1 AND state = 'running'"
        )
        .bind(id)
        .bind(INTERRUPTED)
        .bind(office.clock.millis())
        .execute(c)
        .await
        .map(|_| ())
        })?;
        tx.commit().await?;
    }
    Ok(left.len() as u64)
}

#[derive(FromRow)]
struct Queued {
    id: i64,
    sha256: String,
    actor_kind: String,
    actor_id: Option<i64>,
    actor_name: String,
    upload_file: Option<String>,
}

/// Runs the import that has waited longest; its row, or `None` when none waits. An import whose
/// file is bad has ended as `failed` and is no error.
///
/// # Errors
/// What is not the file's doing. When the database is away the import waits on.
pub async fn run_next(office: &Office) -> Result<Option<i64>> {
    let Some(queued) = take(office).await? else { return Ok(None) };
    let upload = queued.upload_file.clone().unwrap_or_default();
    let outcome = run_queued(office, &queued, &upload).await;
    match outcome {
        Err(error) if error.is_unavailable() => {
            tracing::warn!(%error, id = queued.id, "an import waits for the database");
            requeue(office, queued.id).await?;
            return Err(error);
        }
        Err(error) => {
            failed(office, queued.id, &error).await;
            store::drop_upload(office, &upload).await;
            if error.is_internal() {
                return Err(error);
            }
        }
        Ok(()) => store::drop_upload(office, &upload).await,
    }
    Ok(Some(queued.id))
}

async fn take(office: &Office) -> Result<Option<Queued>> {
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("UPDATE imports SET state = 'running', started_at = ");
    sql.arg(office.clock.millis());
    sql.push(" WHERE id = (SELECT id FROM imports WHERE state = 'queued' ORDER BY id LIMIT 1");
    sql.push(dialect::skip_locked(&tx));
    sql.push(") RETURNING id, sha256, actor_kind, actor_id, actor_name, upload_file");
    let queued = sql.fetch_optional_in(&mut tx).await?;
    tx.commit().await?;
    Ok(queued)
}

async fn requeue(office: &Office, id: i64) -> Result<()> {
    let mut tx = office.db.begin().await?;
    within!(&mut tx, |c| sqlx::query(
        "UPDATE imports SET state = 'queued' WHERE id = $1 AND state = 'running'"
    )
    .bind(id)
    .execute(c)
    .await
    .map(|_| ()))?;
    Ok(tx.commit().await?)
}

async fn run_queued(office: &Office, queued: &Queued, upload: &str) -> Result<()> {
    let path = store::take_upload(office, upload).await?;
    let file = look(path.to_path_buf()).await?;
    if file.sha256 != queued.sha256 {
        return Err(Refused::Unreadable { detail: "it is not the file that was uploaded".to_owned() }.into());
    }
    run::run(office, &queued.actor(), queued.id, path.to_path_buf(), &file).await?;
    Ok(())
}

impl Queued {
    /// Who brought it in, for the journal. That they may was found when they did.
    fn actor(&self) -> Actor {
        let (name, role) = (self.actor_name.clone(), Role::Operations);
        match (self.actor_kind.as_str(), self.actor_id) {
            ("staff", Some(id)) => Actor::Staff { id, name, role, products: Vec::new() },
            ("token", Some(id)) => Actor::Token { id, name, role },
            _ => Actor::System,
        }
    }
}
