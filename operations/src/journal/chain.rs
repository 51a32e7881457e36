//! Proving that the journal was not rewritten.

use futures::TryStreamExt;

use super::{COLUMNS, Event};
use crate::{Office, Result, reading};

/// An entry that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Kind of the subject.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: String,
    /// Number of the entry.
    pub seq: i64,
    /// What does not fit.
    pub what: &'static str,
}

/// Walks every chain; the number of entries read and those that do not fit.
pub async fn verify(office: &Office) -> Result<(u64, Vec<Broken>)> {
    let text = format!("SELECT {COLUMNS} FROM events ORDER BY subject_kind, subject_id, seq");
    let mut walk = Walk::default();
    reading!(&office.db, |pool| sqlx::query_as::<_, Event>(sqlx::AssertSqlSafe(text))
        .fetch(pool)
        .try_for_each(|event| {
            walk.step(event);
            std::future::ready(Ok(()))
        })
        .await)?;
    Ok((walk.count, walk.broken))
}

/// Walks the entries of a pack or file, given as [`verify`] reads them.
pub(crate) fn walked(events: impl Iterator<Item = Event>) -> (usize, Vec<Broken>) {
    let mut walk = Walk::default();
    events.for_each(|event| walk.step(event));
    (usize::try_from(walk.count).unwrap_or(usize::MAX), walk.broken)
}

#[derive(Default)]
struct Walk {
    count: u64,
    last: Option<Event>,
    broken: Vec<Broken>,
}

impl Walk {
    fn step(&mut self, event: Event) {
        self.count += 1;
        let before = self
            .last
            .as_ref()
            .filter(|l| l.subject_kind == event.subject_kind && l.subject_id == event.subject_id);
        let (seq, previous) = before.map_or((1, ""), |l| (l.seq + 1, l.hash.as_str()));
        let what = if event.hash != event.computed_hash() {
            Some("the entry was changed")
        } else if event.seq != seq {
            Some("an entry is missing")
        } else if event.previous_hash != previous {
            Some("the chain does not fit")
        } else {
            None
        };
        if let Some(what) = what {
            self.broken.push(Broken {
                subject_kind: event.subject_kind.clone(),
                subject_id: event.subject_id.clone(),
                seq: event.seq,
                what,
            });
        }
        self.last = Some(event);
    }
}
