//! Looking at imports.

use domain::access::{Actor, Operation};
use sqlx::FromRow;

use super::{rejects::Rejection, store};
use crate::{
    Failure, Office, Result,
    db::Sql,
    documents::{self, Document},
};

/// An import and what came of it.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
pub struct Import {
    /// Row.
    pub id: i64,
    /// Name of the file where it came from.
    pub file_name: String,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// Size of the file.
    pub size_bytes: i64,
    /// `queued`, `running`, `done` or `failed`.
    pub state: String,
    /// Who brought it in.
    pub actor_name: String,
    /// When it was brought in, in milliseconds since 1970.
    pub created_at: i64,
    /// When it began to run.
    pub started_at: Option<i64>,
    /// When it ended.
    pub finished_at: Option<i64>,
    /// Rows of the file.
    pub rows_read: i64,
    /// New lines.
    pub created: i64,
    /// Lines that changed.
    pub updated: i64,
    /// Rows that the books had already.
    pub unchanged: i64,
    /// Rows that did not go in.
    pub rejected: i64,
    /// Headings that were ignored, joined by commas.
    pub unknown_columns: String,
    /// Why it failed, in English.
    pub problem: Option<String>,
    rejected_file: Option<String>,
}

const COLUMNS: &str = "id, file_name, sha256, size_bytes, state, actor_name, created_at, started_at, finished_at, \
    rows_read, created, updated, unchanged, rejected, unknown_columns, problem, rejected_file";

/// Imports, newest first; only those older than the row `before`.
///
/// # Errors
/// `Denied`.
pub async fn list(office: &Office, actor: &Actor, before: Option<i64>, limit: i64) -> Result<Vec<Import>> {
    actor.may(Operation::ReadImports)?;
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM imports WHERE id < ").arg(before.unwrap_or(i64::MAX));
    sql.push(" ORDER BY id DESC").limit(limit.clamp(1, 200));
    Ok(sql.fetch_all(&office.db).await?)
}

/// One import.
///
/// # Errors
/// `Denied` or `NotFound`.
pub async fn get(office: &Office, actor: &Actor, id: i64) -> Result<Import> {
    actor.may(Operation::ReadImports)?;
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM imports WHERE id = ").arg(id);
    sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)
}

/// Why rows of an import did not go in: the first [`super::SHOWN`] reasons.
///
/// # Errors
/// `Denied` or `NotFound`.
pub async fn rejections(office: &Office, actor: &Actor, id: i64) -> Result<Vec<Rejection>> {
    match get(office, actor, id).await?.rejected_file {
        Some(_) => store::first_rejections(office, id).await,
        None => Ok(Vec::new()),
    }
}

/// The rejected rows as a CSV file that can be put right and brought in again.
///
/// # Errors
/// `Denied`; `NotFound` when the import rejected nothing.
pub async fn rejected_file(office: &Office, actor: &Actor, id: i64) -> Result<Document> {
    let file = get(office, actor, id).await?.rejected_file.ok_or(Failure::NotFound)?;
    documents::open(&office.documents, &file).await
}
