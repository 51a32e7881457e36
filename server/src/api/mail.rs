//! A mail that came in, as a mail server or a provider's hook hands it over.

use std::time::Duration;

use axum::{
    Extension, Json,
    body::{Body, to_bytes},
    extract::State,
    http::HeaderMap,
};
use domain::access::Actor;
use operations::{
    Failure,
    mail::{self, LARGEST},
};
use serde::Serialize;
use tokio::{sync::Semaphore, time::timeout};
use utoipa::ToSchema;

use super::{ApiError, ErrorBody};
use crate::{desk::Desk, web::received};

/// So many mails are taken in at the same time.
static PLACES: Semaphore = Semaphore::const_new(4);
/// One that takes longer to arrive is broken off.
const PATIENCE: Duration = Duration::from_secs(120);

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
    // A mail is in memory as a whole: only so many at the same time, and none for long.
    let failed = |error: &dyn std::fmt::Display| ApiError::from(Failure::Internal(error.to_string()));
    let place = PLACES.acquire().await.map_err(|error| failed(&error))?;
    // What breaks off is not told from what is too large; nobody hears the answer to the first.
    let raw = match timeout(PATIENCE, to_bytes(body, LARGEST)).await {
        Ok(raw) => raw.map_err(|_| too_large())?,
        Err(_) => return Err(ApiError::broken_off()),
    };
    let received = mail::receive(&desk.office, &actor, raw.into()).await;
    drop(place);
    let received = received?;
    Ok(Json(Received {
        outcome: received.outcome.to_string(),
        ticket: received.ticket,
        notes: received.notes,
    }))
}
