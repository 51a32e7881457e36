//! Reading the journal.

use domain::{
    Problem,
    access::{Actor, Operation},
};

use super::{Action, COLUMNS, Event, Subject, SubjectKind, amount, narrow::Narrowed};
use crate::{
    Office, Result,
    db::{Sql, millis},
    list::{Field, Filter, List, Page, Placed, Sort, Source, Takes, read},
};

/// Servers' clocks may be apart: entries of one time have their rows within this time.
const APART: i64 = 3_600_000;

/// The code that asks for sign-ins.
const SHOWN: &str = "shown";

fn shown(text: &str) -> Result<&'static str, Problem> {
    let unknown =
        || Problem::UnknownCode { value: text.chars().take(40).collect(), allowed: SHOWN.to_owned() };
    if text.trim() == SHOWN { Ok(SHOWN) } else { Err(unknown()) }
}

/// What the journal is narrowed and sorted by.
pub static LIST: List = List {
    code: "journal",
    id: "e.id",
    tab: None,
    fields: &[
        Field::new("who", Takes::Text, "Account or name of a member of staff, name of a token, or `system`"),
        Field::new(
            "action",
            Takes::Codes { column: "e.action", all: Action::CODES, read: Action::code_of },
            "",
        ),
        Field::new("from", Takes::From("e.at"), "On this day or later"),
        Field::new("to", Takes::Upto("e.at"), "On this day or earlier"),
        Field::new(
            "kind",
            Takes::Codes { column: "e.subject_kind", all: SubjectKind::CODES, read: SubjectKind::code_of },
            "What it happened to",
        ),
        Field::new("id", Takes::Text, "Number or id of what it happened to; of a statement either"),
        Field::new(
            "amount",
            Takes::Figure,
            "An amount that was there before or is there now, with or without separators. Without `id` or `import` \
             it is looked for within 92 days: up to the day `to`, or until now",
        ),
        Field::new("import", Takes::Text, "Id of the import that changed it"),
        Field::new(
            "sign_ins",
            Takes::States { all: &[SHOWN], read: shown },
            "Sign-ins and sign-outs are left away unless this or such an `action` asks for them",
        ),
    ],
    sorts: &[
        Sort { code: "-at", column: "e.id", descending: true },
        Sort { code: "at", column: "e.id", descending: false },
    ],
};

impl Placed for Event {
    fn place(&self, _: &Sort) -> (i64, i64) {
        (self.id, self.id)
    }
}

/// Entries of the journal, newest first.
///
/// # Errors
/// `Denied`.
pub async fn list(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Event>> {
    actor.may(Operation::ReadJournal)?;
    let narrowed = Narrowed::of(office, filter).await?;
    let source = Source { select: SELECT, from: " FROM events e" };
    read(office, filter, source, |sql, filter| {
        narrowed.push(sql, filter);
        days(sql, office, filter);
    })
    .await
}

/// Rows are given in the order of time, so that days bound them: one look into the index of the times
/// spares walking through all that is newer.
fn days(sql: &mut Sql, office: &Office, filter: &Filter) {
    let (from, to) = amount::days(office, filter);
    if let Some(day) = from {
        sql.push(" AND e.id >= COALESCE((SELECT f.id FROM events f WHERE f.at >= ");
        sql.arg(millis(office.zone.day(day).0) - APART);
        sql.push(" ORDER BY f.at, f.id LIMIT 1), 9223372036854775807)");
    }
    if let Some(day) = to {
        sql.push(" AND e.id <= COALESCE((SELECT f.id FROM events f WHERE f.at < ");
        sql.arg(millis(office.zone.day(day).1) + APART);
        sql.push(" ORDER BY f.at DESC, f.id DESC LIMIT 1), 0)");
    }
}

const SELECT: &str = "SELECT e.id, e.at, e.actor_kind, e.actor_id, e.actor_name, e.action, e.subject_kind, \
     e.subject_id, e.seq, e.before_json, e.after_json, e.reason, e.previous_hash, e.hash";

/// Every entry of one subject, oldest first. The caller has checked that the actor may see it.
pub(crate) async fn of_subject(office: &Office, subject: Subject<'_>) -> Result<Vec<Event>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM events WHERE subject_kind = ").arg(subject.kind().code());
    sql.push(" AND subject_id = ").arg(subject.id().as_ref()).push(" ORDER BY seq");
    Ok(sql.fetch_all(&office.db).await?)
}
