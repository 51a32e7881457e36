//! The evidence pack of a delivery.

use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use domain::access::Actor;

use super::{ApiError, ErrorBody, request::Query};
use crate::{
    desk::{Desk, RequestId},
    web::files::evidence::{answer, packed},
};

/// The evidence pack of a delivery: a ZIP of its documents, its log on paper (`log.pdf`) and a manifest with every hash.
/// `countinghouse verify --pack FILE` proves it without a database.
#[utoipa::path(
    get,
    path = "/supervisions/{order_no}/evidence",
    tag = "supervisions",
    params(
        ("order_no" = String, Path, description = "Order number"),
        ("language" = Option<String>, Query, description = "Of the log on paper: `zh` or `en`; `zh` when absent")
    ),
    responses(
        (status = OK, description = "The pack", content_type = "application/zip", body = Vec<u8>),
        (status = NOT_FOUND, description = "The order is not there, not supervised, or not among the products granted", body = ErrorBody)
    )
)]
pub(super) async fn evidence(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    Path(order_no): Path<String>,
    query: Query,
) -> Result<Response, ApiError> {
    let (name, pack) = packed(&desk.office, &actor, &order_no, query.language()?).await?;
    Ok(answer(&name, pack, request_id))
}
