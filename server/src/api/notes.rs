//! Notes on an order.

use axum::{
    Extension, Json,
    extract::{Path, State},
    http::StatusCode,
};
use domain::{Zone, access::Actor};
use operations::orders;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ApiError, ErrorBody, request::Given, shape::stamp};
use crate::desk::Desk;

/// A note on an order.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Note {
    /// Row.
    id: i64,
    /// Lines of plain text.
    note: String,
    /// Name of who wrote it, at that time.
    author: String,
    /// `staff`, `token` or `system`.
    author_kind: String,
    /// When.
    created_at: String,
    /// When it was last corrected.
    changed_at: Option<String>,
}

impl Note {
    fn of(zone: Zone, note: orders::Note) -> Self {
        Self {
            id: note.id,
            note: note.note,
            author: note.actor_name,
            author_kind: note.actor_kind,
            created_at: stamp(zone, note.created_at),
            changed_at: note.changed_at.map(|at| stamp(zone, at)),
        }
    }
}

/// The notes on an order.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Notes {
    /// Oldest first.
    data: Vec<Note>,
}

/// The notes on an order, oldest first.
#[utoipa::path(
    get,
    path = "/orders/{order_no}/notes",
    tag = "orders",
    params(("order_no" = String, Path, description = "Order number")),
    responses(
        (status = OK, body = Notes),
        (status = NOT_FOUND, description = "Not there, or not among the products granted", body = ErrorBody)
    )
)]
pub(super) async fn list(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(order_no): Path<String>,
) -> Result<Json<Notes>, ApiError> {
    let notes = orders::notes(&desk.office, &actor, &order_no).await?;
    Ok(Json(Notes { data: notes.into_iter().map(|note| Note::of(desk.office.zone, note)).collect() }))
}

/// What is noted.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NewNote {
    /// Lines of plain text: at most 4,000 characters.
    #[serde(default)]
    note: String,
    /// A key of the caller's own: the same note sent again with it is not written twice.
    #[serde(default)]
    key: Option<String>,
}

/// Writes a note on an order.
#[utoipa::path(
    post,
    path = "/orders/{order_no}/notes",
    tag = "orders",
    params(("order_no" = String, Path, description = "Order number")),
    request_body = NewNote,
    responses(
        (status = CREATED, description = "The note", body = Note),
        (status = NOT_FOUND, description = "Not there, or not among the products granted", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "`note` is missing or too long", body = ErrorBody)
    )
)]
pub(super) async fn write(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(order_no): Path<String>,
    Given(given): Given<NewNote>,
) -> Result<(StatusCode, Json<Note>), ApiError> {
    let key = given.key.as_deref().filter(|key| !key.is_empty());
    let note = orders::write_note(&desk.office, &actor, &order_no, &given.note, key).await?;
    Ok((StatusCode::CREATED, Json(Note::of(desk.office.zone, note))))
}
