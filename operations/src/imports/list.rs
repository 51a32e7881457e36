//! Looking at imports.

use domain::access::{Actor, Operation};
use sqlx::FromRow;

use super::queue::KIND;
use crate::{
    Failure, Office, Result,
    db::Sql,
    jobs::{self, Step},
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
    /// The last row of the file that was dealt with; 0 for none.
    pub last_row: i64,
    pub(super) headings: String,
    upload_file: Option<String>,
}

impl Import {
    /// Whether it broke off and can go on where it stopped.
    #[must_use]
    pub fn can_go_on(&self) -> bool {
        self.state == "failed" && self.upload_file.is_some()
    }
}

const COLUMNS: &str = "id, file_name, sha256, size_bytes, state, actor_name, created_at, started_at, finished_at, \
    rows_read, created, updated, unchanged, rejected, unknown_columns, problem, last_row, headings, upload_file";

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
    load(office, id).await
}

pub(super) async fn load(office: &Office, id: i64) -> Result<Import> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM imports WHERE id = ").arg(id);
    sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)
}

/// How far an import is, in bytes of its file; `None` when it has ended.
///
/// # Errors
/// `Denied` or `NotFound`.
pub async fn progress(office: &Office, actor: &Actor, id: i64) -> Result<Option<Step>> {
    let import = get(office, actor, id).await?;
    if !matches!(import.state.as_str(), "queued" | "running") {
        return Ok(None);
    }
    Ok(Some(jobs::progress(office, KIND.code, id).await?.unwrap_or_default()))
}
