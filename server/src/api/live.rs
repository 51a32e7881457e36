//! What happens, as server-sent events.

use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};
use domain::access::Actor;

use super::ErrorBody;
use crate::{
    desk::Desk,
    web::live::{Pass, stream},
};

/// What happens from now on, as server-sent events: `ticket` (`no`, `version`) for a new or changed one, `writing`
/// (`no`, `name`), and `missed` when some went by unheard. An event says what is worth to look at again. A connection ends
/// when the token does.
#[utoipa::path(
    get,
    path = "/live",
    tag = "tickets",
    responses(
        (status = OK, content_type = "text/event-stream", body = String),
        (status = TOO_MANY_REQUESTS, description = "Forty listen by this token already", body = ErrorBody)
    )
)]
pub(super) async fn listen(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    headers: HeaderMap,
) -> Response {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let secret = given.split_once(' ').map_or("", |(_, secret)| secret.trim()).to_owned();
    stream(&desk.office, actor, Pass::Token(secret))
}
