//! Documents for a message on a ticket.

use axum::{
    Extension, Json,
    extract::{DefaultBodyLimit, Path, Request, State},
    http::StatusCode,
};
use domain::{Problem, access::Actor};
use operations::{
    Failure,
    documents::{Refused, give_up},
    tickets::{self, Document},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ApiError, ErrorBody};
use crate::{desk::Desk, web::sent::sent};

/// A document of a message.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TicketDocument {
    /// Row, for the `documents` of a message and for `GET /documents/{id}`.
    id: i64,
    /// Its name.
    name: String,
    /// In bytes.
    size: i64,
    /// SHA-256 of its content, in hex.
    sha256: String,
    /// `clean`, `scanning`, `infected`, or `unscanned` where there is no scanner.
    scan: String,
}

impl TicketDocument {
    pub(super) fn of(document: Document) -> Self {
        let Document { id, name, size_bytes, sha256, scan, .. } = document;
        Self { id, name, size: size_bytes, sha256, scan }
    }
}

/// What was handed in.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TicketDocuments {
    /// In the order of the request.
    documents: Vec<TicketDocument>,
}

/// The parts of a multipart request.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it describes the body")]
pub(super) struct TicketFiles {
    /// A file; several are taken.
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: String,
}

/// Hands in documents that a message of the same caller names afterwards. What no message names within a day is removed.
/// When one is refused, none is kept.
#[utoipa::path(
    post,
    path = "/tickets/{no}/documents",
    tag = "tickets",
    params(("no" = String, Path, description = "Number of the ticket")),
    request_body(content = TicketFiles, content_type = "multipart/form-data"),
    responses(
        (status = CREATED, description = "What was handed in", body = TicketDocuments),
        (status = NOT_FOUND, body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "A file is not what is taken", body = ErrorBody)
    )
)]
pub(super) async fn hand_in(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(no): Path<String>,
    mut request: Request,
) -> Result<(StatusCode, Json<TicketDocuments>), ApiError> {
    // Each file is counted while it comes, and goes to the disk.
    DefaultBodyLimit::disable().apply(&mut request);
    let mut fields = app::forms::Form::default();
    let files = sent(&desk.office, &actor, Some(&no), request, &mut fields).await;
    let files = files.map_err(|(file, failure)| refused(&file, failure))?;
    if files.is_empty() {
        return Err(Failure::from(Problem::Missing.of("file")).into());
    }
    let kept = tickets::hand_in(&desk.office, &actor, &no, &files).await;
    if kept.is_err() {
        give_up(&desk.office, &files).await;
    }
    let documents = kept.map_err(|failure| refused("", failure))?;
    let documents = documents.into_iter().map(TicketDocument::of).collect();
    Ok((StatusCode::CREATED, Json(TicketDocuments { documents })))
}

fn refused(file: &str, failure: Failure) -> ApiError {
    let is_file = matches!(&failure, Failure::Document(why) if !matches!(why, Refused::BrokenOff));
    let error = ApiError::from(failure);
    let error = if file.is_empty() { error } else { error.about(file) };
    if is_file { error.at("file") } else { error }
}
