//! The journal, for programs that watch.

use operations::{
    Office,
    journal::{self, Event, LIST},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{listing::list_handler, shape::stamp};

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

impl Entry {
    fn of(office: &Office, event: Event) -> Self {
        let json = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
        Self {
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
        }
    }
}

list_handler! {
    /// Entries of the journal, newest first.
    "/journal" of "journal": LIST, journal::list => Entry
}
