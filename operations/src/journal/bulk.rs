//! Entries of many subjects of one kind at once.

use std::collections::HashMap;

use domain::access::Actor;

use super::{Entry, Event};
use crate::{
    Office, Result,
    db::{Bulk, Tx, joining},
};

/// Appends entries inside the transaction of the change, one for each subject. All are of the kind
/// of the first.
///
/// # Errors
/// As [`super::append`].
pub(crate) async fn append_all(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    entries: Vec<Entry<'_>>,
) -> Result<()> {
    let Some(first) = entries.first() else { return Ok(()) };
    let subjects: Vec<&str> = entries.iter().map(|e| e.subject_id).collect();
    let tail = format!(
        ") AS k JOIN events e ON e.subject_kind = '{}' AND e.subject_id = k.column1",
        first.subject_kind.replace('\'', "''")
    );
    let mut found: Vec<(String, i64, String)> =
        joining(tx, "SELECT e.subject_id, e.seq, e.hash FROM (", &subjects, &tail).await?;
    found.sort_unstable();
    // The last of a subject stays.
    let mut last: HashMap<String, (i64, String)> =
        found.into_iter().map(|(subject, seq, hash)| (subject, (seq, hash))).collect();
    let mut bulk = Bulk::new(13);
    for entry in entries {
        let last = last.remove(entry.subject_id);
        let e = Event::next(office, actor, entry, last);
        bulk.row([
            e.at.into(),
            e.actor_kind.into(),
            e.actor_id.into(),
            e.actor_name.into(),
            e.action.into(),
            e.subject_kind.into(),
            e.subject_id.into(),
            e.seq.into(),
            e.before_json.into(),
            e.after_json.into(),
            e.reason.into(),
            e.previous_hash.into(),
            e.hash.into(),
        ]);
    }
    let head = "INSERT INTO events (at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, seq, \
        before_json, after_json, reason, previous_hash, hash) VALUES ";
    Ok(bulk.execute(tx, head, "").await?)
}
