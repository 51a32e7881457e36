//! Entries of many subjects of one kind at once.

use std::collections::HashMap;

use domain::access::Actor;

use super::{Entry, Event, news};
use crate::{
    Office, Result,
    db::{Bulk, Tx, for_each},
};

/// Appends entries inside the transaction of the change, one for each subject. All are of the kind
/// of the first. The caller has locked the subjects, so that nobody else writes on them.
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
    let kind = first.subject.kind().code();
    let ids: Vec<_> = entries.iter().map(|e| e.subject.id()).collect();
    let subjects: Vec<&str> = ids.iter().map(AsRef::as_ref).collect();
    let of = |column| {
        format!(
            "(SELECT e.{column} FROM events e WHERE e.subject_kind = '{kind}' AND e.subject_id = k.column1 \
             ORDER BY e.seq DESC LIMIT 1)"
        )
    };
    let head = format!("SELECT k.column1, {}, {} FROM (", of("seq"), of("hash"));
    let found: Vec<(Option<String>, Option<i64>, Option<String>)> =
        for_each(tx, &head, &subjects, ") AS k").await?;
    let mut last: HashMap<String, (i64, String)> =
        found.into_iter().filter_map(|(subject, seq, hash)| Some((subject?, (seq?, hash?)))).collect();
    let mut bulk = Bulk::new(13);
    let mut told = Vec::new();
    for entry in entries {
        let (last, tells) = (last.remove(entry.subject.id().as_ref()), entry.tells);
        let e = Event::next(office, actor, entry, last);
        if tells && news::is_news(&e) {
            told.push(e.clone());
        }
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
    if told.is_empty() {
        return Ok(bulk.execute(tx, head, "").await?);
    }
    let written: Vec<(i64, String)> = bulk.returning(tx, head, " RETURNING id, subject_id").await?;
    let rows: HashMap<&str, i64> = written.iter().map(|(id, subject)| (subject.as_str(), *id)).collect();
    let told: Vec<(i64, &Event)> =
        told.iter().filter_map(|event| Some((*rows.get(event.subject_id.as_str())?, event))).collect();
    news::note(tx, office, &told).await
}
