//! The journal: who, when, what, on what, before and after, and why.
//!
//! Written in the same transaction as the change. Each entry carries the hash of the entry before
//! it on the same subject, so that [`verify`] can prove that nothing was rewritten. There is a chain
//! for each subject and none for the whole, because one chain would make all writers wait for each other.
//!
//! Nobody is told of a change by reading on from the last entry they know: `PostgreSQL` gives the rows
//! their numbers before it commits them, so that a reader who goes on behind the highest number misses
//! what commits late. An entry of which people may have to be told leaves a row in `journal_news` in the
//! transaction that writes it, which [notifications](crate::notifications) take away with what they tell; whatever
//! else follows from an entry gets a job, [pushed](crate::jobs::push) there.

mod amount;
mod bulk;
mod chain;
mod entry;
mod file;
mod narrow;
mod news;
mod read;

pub use amount::looked_through;
pub(crate) use bulk::append_all;
pub(crate) use chain::walked;
pub use chain::{Broken, verify};
pub(crate) use entry::fields;
pub use entry::{Action, Entry, Fields, Subject, SubjectKind};
pub(crate) use file::actor_kind;
pub use file::{Proof, prove};
pub(crate) use read::of_subject;
pub use read::{LIST, list};

use domain::access::Actor;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::FromRow;

use crate::{Office, Result, db::Tx, within};

/// Something that happened.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
pub struct Event {
    /// Row.
    pub id: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// `staff`, `token` or `system`.
    pub actor_kind: String,
    /// Row of the member of staff or token.
    pub actor_id: Option<i64>,
    /// Name at that time.
    pub actor_name: String,
    /// What happened, such as `order.cancelled`.
    pub action: String,
    /// What it happened to: `order`, `statement`, `staff` …
    pub subject_kind: String,
    /// Which one.
    pub subject_id: String,
    /// Counts the entries of a subject from 1.
    pub seq: i64,
    /// JSON before.
    pub before_json: Option<String>,
    /// JSON after.
    pub after_json: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Hash of the entry before; empty for the first.
    pub previous_hash: String,
    /// Hash of this entry.
    pub hash: String,
}

pub(crate) const COLUMNS: &str = "id, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, seq, \
     before_json, after_json, reason, previous_hash, hash";

/// Appends an entry inside the transaction of the change. A second writer on the same subject waits
/// at the unique number until the first one has ended, finds it taken, and takes the next.
pub async fn append(tx: &mut Tx, office: &Office, actor: &Actor, entry: Entry<'_>) -> Result<()> {
    loop {
        let last = last(tx, &entry.subject).await?;
        let event = Event::next(office, actor, entry.clone(), last);
        if let Some(id) = insert(tx, &event).await? {
            return if entry.tells { news::note(tx, office, &[(id, &event)]).await } else { Ok(()) };
        }
    }
}

/// Number and hash of the last entry of a subject.
async fn last(tx: &mut Tx, subject: &Subject<'_>) -> Result<Option<(i64, String)>> {
    Ok(within!(tx, |c| {
        sqlx::query_as(
        "SELECT seq, hash FROM events WHERE subject_kind = $1 AND subject_id = $2 ORDER BY seq DESC LIMIT 1"
    )
    .bind(subject.kind().code())
    .bind(subject.id())
    .fetch_optional(c)
    .await
    })?)
}

/// The row, if the number was still free.
async fn insert(tx: &mut Tx, e: &Event) -> Result<Option<i64>> {
    Ok(within!(tx, |c| sqlx::query_scalar(
        "INSERT INTO events (at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, seq, \
         before_json, after_json, reason, previous_hash, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
         ON CONFLICT (subject_kind, subject_id, seq) DO NOTHING RETURNING id"
    )
    .bind(e.at)
    .bind(&e.actor_kind)
    .bind(e.actor_id)
    .bind(&e.actor_name)
    .bind(&e.action)
    .bind(&e.subject_kind)
    .bind(&e.subject_id)
    .bind(e.seq)
    .bind(&e.before_json)
    .bind(&e.after_json)
    .bind(&e.reason)
    .bind(&e.previous_hash)
    .bind(&e.hash)
    .fetch_optional(c)
    .await)?)
}

impl Event {
    /// What was before and after; nothing where the entry does not say.
    #[must_use]
    pub fn fields(&self) -> (Value, Value) {
        let read = |json: &Option<String>| -> Value {
            json.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
        };
        (read(&self.before_json), read(&self.after_json))
    }

    /// What happened; `None` for a code that a later version of the program wrote.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        Action::from_code(&self.action)
    }

    /// What it happened to; `None` for a kind that a later version of the program wrote.
    #[must_use]
    pub fn subject(&self) -> Option<Subject<'_>> {
        Subject::of(SubjectKind::from_code(&self.subject_kind)?, &self.subject_id)
    }

    /// The entry after the last one of its subject, of which number and hash are given.
    fn next(office: &Office, actor: &Actor, entry: Entry<'_>, last: Option<(i64, String)>) -> Self {
        let (seq, previous_hash) = last.map_or((1, String::new()), |(seq, hash)| (seq + 1, hash));
        let json = |fields: Option<Fields>| fields.map(|f| serde_json::Value::from(f).to_string());
        let mut event = Self {
            id: 0,
            at: office.clock.millis(),
            actor_kind: actor.kind().to_owned(),
            actor_id: actor.id(),
            actor_name: actor.name().to_owned(),
            action: entry.action.code().to_owned(),
            subject_kind: entry.subject.kind().code().to_owned(),
            subject_id: entry.subject.id().into_owned(),
            seq,
            before_json: json(entry.before),
            after_json: json(entry.after),
            reason: entry.reason.map(str::to_owned),
            previous_hash,
            hash: String::new(),
        };
        event.hash = event.computed_hash();
        event
    }

    /// SHA-256 over every field but the row and the hash itself. Lengths stand in front of texts,
    /// so that no two entries can be written alike.
    #[must_use]
    pub fn computed_hash(&self) -> String {
        let mut hasher = Sha256::new();
        let mut text = |t: Option<&str>| {
            hasher.update(t.map_or(-1, |t| i64::try_from(t.len()).unwrap_or(i64::MAX)).to_be_bytes());
            hasher.update(t.unwrap_or_default());
        };
        text(Some(&self.previous_hash));
        text(Some(&format!("{} {} {}", self.at, self.seq, self.actor_id.unwrap_or(-1))));
        for part in [&self.actor_kind, &self.actor_name, &self.action, &self.subject_kind, &self.subject_id] {
            text(Some(part));
        }
        for part in [&self.before_json, &self.after_json, &self.reason] {
            text(part.as_deref());
        }
        hex::encode(hasher.finalize())
    }
}
