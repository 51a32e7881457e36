//! A mail that came in, as a mail server or a provider's hook hands it over.

use axum::{
    Extension, Json,
    body::{Body, to_bytes},
    extract::State,
    http::HeaderMap,
};
use domain::access::Actor;
use operations::mail::{self, LARGEST};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ApiError, ErrorBody};
use crate::{desk::Desk, web::received};

/// What became of a mail.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Received {
    /// `opened`: a new ticket; `added`: a message of one; `duplicate`: it came before; `automatic`: a program wrote it;
    /// `bounced`: a mail of ours did not arrive; `loop`: our own mail came back.
    outcome: String,
    /// Number of the ticket, where it belongs to one.
    ticket: Option<String>,
    /// What was left out or guessed when it was read.
    notes: Vec<String>,
}

/// Takes in a mail: the body is the whole mail as it came over the wire, at most 30 MB. The same mail twice is one
/// message. Answers with 429 when one address writes more than ten within a minute; the mail server keeps the mail and
/// hands it over again later.
#[utoipa::path(
    post,
    path = "/mail",
    tag = "tickets",
    request_body(content(([u8] = "message/rfc822"))),
    responses(
        (status = OK, description = "What became of it", body = Received),
        (status = CONFLICT, description = "Tickets are not received", body = ErrorBody),
        (status = PAYLOAD_TOO_LARGE, body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "It is no mail, or nobody sent it", body = ErrorBody),
        (status = TOO_MANY_REQUESTS, description = "Wait as long as `Retry-After` says", body = ErrorBody)
    )
)]
pub(super) async fn receive(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Received>, ApiError> {
    let too_large = || ApiError::too_large("30 MB");
    if received::announced(&headers) > LARGEST as u64 {
        return Err(too_large());
    }
    // What breaks off is not told from what is too large; nobody hears the answer to the first.
    let raw = to_bytes(body, LARGEST).await.map_err(|_| too_large())?;
    let received = mail::receive(&desk.office, &actor, raw.into()).await?;
    Ok(Json(Received {
        outcome: received.outcome.to_string(),
        ticket: received.ticket,
        notes: received.notes,
    }))
}
