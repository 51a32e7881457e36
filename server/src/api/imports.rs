//! What imports did.

use axum::{
    Extension, Json,
    extract::{Path, State},
};
use domain::access::Actor;
use operations::{
    Office,
    imports::{self, LIST},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ApiError, ErrorBody, listing::list_handler, request::row, shape::stamp};
use crate::desk::Desk;

/// A file that was brought in, and what came of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Import {
    /// Row.
    id: i64,
    /// Name of the file where it came from.
    file_name: String,
    /// SHA-256 of the file, in hex.
    sha256: String,
    /// `looking`, `looked`, `queued`, `running`, `done`, `failed`, `dropped`, `undoing` or `undone`.
    state: String,
    /// Who brought it in.
    actor_name: String,
    /// When it was brought in.
    created_at: String,
    /// When it ended.
    finished_at: Option<String>,
    /// Rows of the file.
    rows_read: i64,
    /// New lines.
    created: i64,
    /// Lines that changed.
    updated: i64,
    /// Rows that the books had already.
    unchanged: i64,
    /// Rows that did not go in.
    rejected: i64,
    /// Why it failed.
    problem: Option<String>,
    /// Who had it undone.
    undone_by: Option<String>,
    /// When that ended.
    undone_at: Option<String>,
    /// Orders that were taken away then.
    withdrawn: i64,
    /// Orders that became what they were.
    put_back: i64,
    /// Orders that were left, because something came in between.
    left: i64,
    /// When somebody marked what it did not bring in as dealt with.
    dealt_at: Option<String>,
    /// Who did.
    dealt_by: Option<String>,
}

impl Import {
    fn of(office: &Office, row: imports::Import) -> Self {
        let problem = row.broken().map(|why| why.to_string());
        Self {
            id: row.id,
            file_name: row.file_name,
            sha256: row.sha256,
            state: row.state,
            actor_name: row.actor_name,
            created_at: stamp(office.zone, row.created_at),
            finished_at: row.finished_at.map(|at| stamp(office.zone, at)),
            rows_read: row.rows_read,
            created: row.created,
            updated: row.updated,
            unchanged: row.unchanged,
            rejected: row.rejected,
            problem,
            undone_by: row.undone_by,
            undone_at: row.undone_at.map(|at| stamp(office.zone, at)),
            withdrawn: row.withdrawn,
            put_back: row.put_back,
            left: row.left_alone,
            dealt_at: row.dealt_at.map(|at| stamp(office.zone, at)),
            dealt_by: row.dealt_by,
        }
    }
}

list_handler! {
    /// Imports, newest first.
    "/imports" of "orders": LIST, imports::list => Import
}

/// Marks what an import did not bring in as dealt with: an import that broke off or rejected rows. One that is marked
/// already is left alone.
#[utoipa::path(
    post,
    path = "/imports/{id}/dealt-with",
    tag = "orders",
    params(("id" = i64, Path, description = "Row of the import")),
    responses(
        (status = OK, body = Import),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "It brought in everything, or has not ended", body = ErrorBody)
    )
)]
pub(super) async fn deal_with(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Json<Import>, ApiError> {
    let id = row(&id)?;
    imports::deal_with(&desk.office, &actor, id).await?;
    answer(&desk, &actor, id).await
}

/// Takes the mark that an import was dealt with away again. One that is not marked is left alone.
#[utoipa::path(
    post,
    path = "/imports/{id}/reopen",
    tag = "orders",
    params(("id" = i64, Path, description = "Row of the import")),
    responses(
        (status = OK, body = Import),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "It brought in everything, or has not ended", body = ErrorBody)
    )
)]
pub(super) async fn reopen(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Json<Import>, ApiError> {
    let id = row(&id)?;
    imports::reopen(&desk.office, &actor, id).await?;
    answer(&desk, &actor, id).await
}

async fn answer(desk: &Desk, actor: &Actor, id: i64) -> Result<Json<Import>, ApiError> {
    Ok(Json(Import::of(&desk.office, imports::get(&desk.office, actor, id).await?)))
}
