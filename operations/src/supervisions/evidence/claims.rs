//! What the manifest of a pack says, read again.

use serde::Deserialize;

use super::manifest::{FORMAT, LOG, VERSION};
use crate::journal::Event;

/// The part of a manifest that can be proved.
#[derive(Debug, Deserialize)]
pub(super) struct Claims {
    format: String,
    format_version: u64,
    pub(super) order_no: String,
    pub(super) made_at: String,
    pub(super) documents: Vec<Claim>,
    log_pdf: LogClaim,
    log: Vec<Line>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Claim {
    pub(super) file: Option<String>,
    pub(super) not_packed: Option<String>,
    pub(super) name: String,
    size: u64,
    sha256: String,
}

#[derive(Debug, Deserialize)]
struct LogClaim {
    size: u64,
    sha256: String,
}

#[derive(Debug, Deserialize)]
struct Line {
    seq: i64,
    at_ms: i64,
    actor_kind: String,
    actor_id: Option<i64>,
    actor: String,
    action: String,
    subject_kind: String,
    subject: String,
    before: Option<String>,
    after: Option<String>,
    reason: Option<String>,
    previous_hash: String,
    hash: String,
}

impl Claims {
    /// Whether it is a manifest that this program reads.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, &'static str> {
        let claims: Self = serde_json::from_slice(bytes).map_err(|_| "cannot be read as a manifest")?;
        if claims.format != FORMAT || claims.format_version != VERSION {
            return Err("is of another format or version than this program reads");
        }
        Ok(claims)
    }

    /// Name, size and hash of each file that is to be there, in its order.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, u64, &str)> {
        let log = (LOG, self.log_pdf.size, self.log_pdf.sha256.as_str());
        let documents =
            self.documents.iter().filter_map(|d| Some((d.file.as_deref()?, d.size, d.sha256.as_str())));
        std::iter::once(log).chain(documents)
    }

    /// The log, as the journal has it.
    pub(super) fn log(&self) -> impl Iterator<Item = Event> {
        self.log.iter().map(|line| Event {
            id: 0,
            at: line.at_ms,
            actor_kind: line.actor_kind.clone(),
            actor_id: line.actor_id,
            actor_name: line.actor.clone(),
            action: line.action.clone(),
            subject_kind: line.subject_kind.clone(),
            subject_id: line.subject.clone(),
            seq: line.seq,
            before_json: line.before.clone(),
            after_json: line.after.clone(),
            reason: line.reason.clone(),
            previous_hash: line.previous_hash.clone(),
            hash: line.hash.clone(),
        })
    }
}
