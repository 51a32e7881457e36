//! The journal, for programs that watch.

use axum::{Extension, Json, extract::State};
use domain::access::Actor;
use operations::journal::{self, Event, LIST};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    ApiError, ErrorBody,
    listing::{Listed, list_params, listed},
    request::Query,
    shape::stamp,
};
use crate::desk::Desk;

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Entry {
    /// Row.
    id: i64,
    /// When.
    at: String,
    /// `staff`, `token` or `system`.
    actor_kind: String,
    /// Name at that time.
    actor_name: String,
    /// What happened, such as `order.cancelled`.
    action: String,
    /// What it happened to, such as `order`.
    kind: String,
    /// Its number or id.
    subject: String,
    /// What was there before.
    before: Option<Value>,
    /// What is there now.
    after: Option<Value>,
    /// Why.
    reason: Option<String>,
    /// SHA-256 of this entry and of the hash of the one before it on the same subject, in hex.
    hash: String,
}

list_params!(JournalParams, &LIST);

/// Entries of the journal, newest first.
#[utoipa::path(
    get,
    path = "/journal",
    tag = "journal",
    params(JournalParams),
    responses(
        (status = OK, body = Listed<Entry>),
        (status = UNPROCESSABLE_ENTITY, body = ErrorBody)
    )
)]
pub(super) async fn list(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    query: Query,
) -> Result<Json<Listed<Entry>>, ApiError> {
    let office = &desk.office;
    let fetch = async |filter: &_| journal::list(office, &actor, filter).await;
    let json = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
    listed(&query, &LIST, fetch, |event: Event| Entry {
        id: event.id,
        at: stamp(office.zone, event.at),
        actor_kind: event.actor_kind,
        actor_name: event.actor_name,
        action: event.action,
        kind: event.subject_kind,
        subject: event.subject_id,
        before: json(event.before_json),
        after: json(event.after_json),
        reason: event.reason,
        hash: event.hash,
    })
    .await
}
