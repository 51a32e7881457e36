//! Documents of deliveries: handed in, read.

use axum::{
    Extension, Json,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State},
    http::StatusCode,
    response::Response,
};
use domain::access::Actor;
use operations::{Failure, documents::read::read};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ApiError, ErrorBody, request, supervision_shape::Doc};
use crate::{
    desk::Desk,
    web::document::{attached, take},
};

/// What was handed in.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HandedIn {
    /// In the order of the request.
    documents: Vec<Doc>,
}

/// The parts of a multipart request.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it describes the body")]
pub(super) struct Parts {
    /// Row or code of the requested document that the files answer; for anything else leave it out. It stands before the files.
    request: Option<String>,
    /// For whom they are handed in: `merchant` (the usual one), `buyer`, `operator` or `courier`.
    by: Option<String>,
    /// Row of the document that a file replaces.
    replaces: Option<i64>,
    /// A file; several are taken.
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: String,
}

/// Hands in documents of a delivery. Those that were taken before one was refused stay.
#[utoipa::path(
    post,
    path = "/supervisions/{order_no}/documents",
    tag = "supervisions",
    params(("order_no" = String, Path, description = "Order number")),
    request_body(content = Parts, content_type = "multipart/form-data"),
    responses(
        (status = CREATED, description = "What was handed in", body = HandedIn),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "It is frozen, a refund runs, or it has ended", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "A file is not what is taken, or a field is wrong", body = ErrorBody)
    )
)]
pub(super) async fn hand_in(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(order_no): Path<String>,
    mut request: Request,
) -> Result<(StatusCode, Json<HandedIn>), ApiError> {
    // Each file is counted while it comes, and goes to the disk.
    DefaultBodyLimit::disable().apply(&mut request);
    let form = Multipart::from_request(request, &()).await;
    let form = form.map_err(|refused| ApiError::new(refused.status(), "malformed", refused.body_text()))?;
    let taken = take(&desk.office, &actor, &order_no, form).await.map_err(|(file, failure)| {
        let is_file = matches!(failure, Failure::Document(_));
        let error = ApiError::from(failure);
        let error = if file.is_empty() { error } else { error.about(&file) };
        if is_file { error.at("file") } else { error }
    })?;
    let documents = taken.into_iter().map(|document| Doc::of(desk.office.zone, document)).collect();
    Ok((StatusCode::CREATED, Json(HandedIn { documents })))
}

/// One document of a delivery or of a ticket, as it was handed in.
#[utoipa::path(
    get,
    path = "/documents/{id}",
    tag = "supervisions",
    params(("id" = i64, Path, description = "Row of the document")),
    responses(
        (status = OK, description = "Its bytes", content_type = "application/octet-stream"),
        (status = NOT_FOUND, body = ErrorBody)
    )
)]
pub(super) async fn get(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    Ok(attached(read(&desk.office, &actor, request::row(&id)?).await?))
}
