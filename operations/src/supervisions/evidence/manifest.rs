//! The manifest: what is in a pack, what it proves, and the hashes by which it does.

use domain::supervision::Node;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Pack, Packed};
use crate::{
    db::moment,
    journal::Event,
    supervisions::{Appeal, Milestone, Request},
};

/// What kind of file it is, and which version of that kind.
pub(super) const FORMAT: &str = "countinghouse-evidence";
pub(super) const VERSION: u64 = 1;
/// Names in the pack.
pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const MANIFEST_HASH: &str = "manifest.sha256";
pub(super) const LOG: &str = "log.pdf";

/// How a hash of the log is made, for who proves it without this program.
const HASHING: &str = "SHA-256 over texts, each with its length in bytes in front as a signed 64-bit number, high byte \
     first (-1 and nothing for null): previous_hash; \"<at_ms> <seq> <actor_id or -1>\"; actor_kind; actor; action; \
     subject_kind; subject; before; after; reason";

/// The hash of some bytes, in hex.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// What `sha256sum -c` reads.
pub(super) fn hash_line(manifest: &[u8]) -> String {
    format!("{}  {MANIFEST}\n", sha256(manifest))
}

/// The manifest of a pack.
pub(super) fn of(pack: &Pack, log: &[u8]) -> Value {
    let (detail, row) = (&pack.detail, &pack.detail.row);
    let files = pack.files.iter().map(|file| document(pack, file)).collect::<Vec<_>>();
    json!({
        "format": FORMAT,
        "format_version": VERSION,
        "order_no": row.order_no,
        "made_at": time(pack.made_at),
        "made_by": { "kind": pack.made_by.0, "name": pack.made_by.1 },
        "customer": { "id": detail.customer.0, "name": detail.customer.1 },
        "product": { "id": detail.product.0, "name": detail.product.1 },
        "flow": row.flow.code(),
        "flow_version": row.flow_version,
        "scene": row.scene().map(|scene| scene.code()),
        "node": row.node.code(),
        "frozen_node": row.frozen_node().map(Node::code),
        "opened_at": time(row.opened_at),
        "ended_at": row.ended_at.map(time),
        "result": row.result,
        "standard": {
            "version": row.standard_version,
            "requests": detail.requests.iter().map(request).collect::<Vec<_>>(),
        },
        "milestones": detail.milestones.iter().map(milestone).collect::<Vec<_>>(),
        "appeals": detail.appeals.iter().map(appeal).collect::<Vec<_>>(),
        "documents": files,
        "log_pdf": { "file": LOG, "size": log.len(), "sha256": sha256(log) },
        "log_hash": HASHING,
        "log": detail.log.iter().map(|entry| event(&entry.event)).collect::<Vec<_>>(),
    })
}

/// As the API writes moments, in UTC.
fn time(at: i64) -> String {
    moment(at).to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

fn request(r: &Request) -> Value {
    json!({
        "code": r.code, "name_zh": r.name_zh, "name_en": r.name_en, "node": r.node.code(),
        "required": r.required(), "least": r.least, "state": r.state.code(), "reason": r.reason,
    })
}

fn milestone(m: &Milestone) -> Value {
    json!({
        "no": m.no, "share": m.share().to_string(),
        "delivered_at": m.delivered_at.map(time), "accepted_at": m.accepted_at.map(time),
    })
}

fn appeal(a: &Appeal) -> Value {
    json!({
        "side": a.side, "reason": a.reason, "opened_at": time(a.opened_at),
        "decided_at": a.decided_at.map(time), "outcome": a.outcome, "comment": a.comment,
    })
}

fn document(pack: &Pack, packed: &Packed) -> Value {
    let d = &packed.document;
    let request = pack.detail.requests.iter().find(|request| Some(request.id) == d.request_id);
    json!({
        "id": d.id, "file": packed.file.as_ref().ok(), "not_packed": packed.file.as_ref().err().map(|why| why.code()),
        "name": d.name, "kind": d.kind, "size": d.size_bytes, "sha256": d.sha256,
        "request": request.map(|request| request.code.as_str()), "version": d.version, "replaced_by": d.replaced_by,
        "side": d.side, "scan": d.scan, "actor_kind": d.actor_kind, "actor": d.actor_name,
        "uploaded_at": time(d.created_at),
    })
}

/// An entry with all that its hash is made of; the texts are given as they were hashed.
fn event(e: &Event) -> Value {
    json!({
        "seq": e.seq, "at": time(e.at), "at_ms": e.at, "actor_kind": e.actor_kind, "actor_id": e.actor_id,
        "actor": e.actor_name, "action": e.action, "subject_kind": e.subject_kind, "subject": e.subject_id,
        "before": e.before_json, "after": e.after_json, "reason": e.reason, "previous_hash": e.previous_hash,
        "hash": e.hash,
    })
}
