//! Links by which buyers act on one delivery.

use axum::{
    Extension, Json,
    extract::{Path, State},
    http::StatusCode,
};
use domain::access::Actor;
use operations::orders;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ApiError, ErrorBody,
    request::{self, Given},
    shape::stamp,
};
use crate::desk::Desk;

/// What a link is to be.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Wanted {
    /// How long it lasts: 1 to 2,208 hours; a week when absent.
    #[serde(default)]
    hours: Option<i64>,
    /// Language of its page: `zh` or `en`; Chinese when absent.
    #[serde(default)]
    language: Option<String>,
}

/// A link, shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Link {
    /// Row: by it the link is revoked.
    id: i64,
    /// What the buyer opens.
    url: String,
    /// Until when.
    expires_at: String,
}

/// Makes a link for the buyer of an order, whether it is delivered under supervision or not.
#[utoipa::path(
    post,
    path = "/supervisions/{order_no}/links",
    tag = "supervisions",
    params(("order_no" = String, Path, description = "Order number")),
    request_body = Wanted,
    responses(
        (status = CREATED, description = "The link: its address is shown this once", body = Link),
        (status = NOT_FOUND, body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "`hours` or `language` is wrong", body = ErrorBody)
    )
)]
pub(super) async fn make(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(order_no): Path<String>,
    Given(wanted): Given<Wanted>,
) -> Result<(StatusCode, Json<Link>), ApiError> {
    let language = wanted.language.unwrap_or_default();
    let made = orders::make_link(&desk.office, &actor, &order_no, wanted.hours, &language).await?;
    let url = format!("{}/d/{}", desk.config.public_url, made.key);
    let expires_at = stamp(desk.office.zone, made.expires_at);
    Ok((StatusCode::CREATED, Json(Link { id: made.id, url, expires_at })))
}

/// Revokes a link: whoever opens it afterwards is told that it is gone.
#[utoipa::path(
    delete,
    path = "/links/{id}",
    tag = "supervisions",
    params(("id" = i64, Path, description = "Row of the link")),
    responses((status = NO_CONTENT, description = "It is revoked"), (status = NOT_FOUND, body = ErrorBody))
)]
pub(super) async fn revoke(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    orders::revoke_link(&desk.office, &actor, request::row(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
