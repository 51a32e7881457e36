//! Reading the journal.

use domain::access::{Actor, Operation};

use super::{Action, COLUMNS, Event, Subject, SubjectKind};
use crate::{
    Office, Result,
    db::{Sql, millis},
    list::{Field, Filter, List, Page, Placed, Sort, Source, Takes, Value, read},
};

/// Servers' clocks may be apart: entries of one time have their rows within this time.
const APART: i64 = 3_600_000;

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
        Field::new("id", Takes::Is("e.subject_id"), "Number or id of what it happened to"),
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
    let who = match filter.text("who") {
        Some(given) => Some(called(office, given).await?),
        None => None,
    };
    let source = Source { select: SELECT, from: " FROM events e" };
    read(office, filter, source, |sql, filter| {
        match who.as_deref() {
            None => {}
            Some([]) => {
                sql.push(" AND 1 = 0");
            }
            Some(actors) => {
                for (at, (kind, id)) in actors.iter().enumerate() {
                    sql.push(if at == 0 { " AND ((e.actor_kind = " } else { " OR (e.actor_kind = " });
                    sql.arg(kind.as_str());
                    if let Some(id) = id {
                        sql.push(" AND e.actor_id = ").arg(*id);
                    }
                    sql.push(")");
                }
                sql.push(")");
            }
        }
        days(sql, office, filter);
    })
    .await
}

/// Rows are given in the order of time, so that days bound them: one look into the index of the times
/// spares walking through all that is newer.
fn days(sql: &mut Sql, office: &Office, filter: &Filter) {
    if let Some(Value::Day(day)) = filter.value("from") {
        sql.push(" AND e.id >= COALESCE((SELECT f.id FROM events f WHERE f.at >= ");
        sql.arg(millis(office.zone.day(*day).0) - APART);
        sql.push(" ORDER BY f.at, f.id LIMIT 1), 9223372036854775807)");
    }
    if let Some(Value::Day(day)) = filter.value("to") {
        sql.push(" AND e.id <= COALESCE((SELECT f.id FROM events f WHERE f.at < ");
        sql.arg(millis(office.zone.day(*day).1) + APART);
        sql.push(" ORDER BY f.at DESC, f.id DESC LIMIT 1), 0)");
    }
}

/// Who goes by this account or name: kind and row.
async fn called(office: &Office, given: &str) -> Result<Vec<(String, Option<i64>)>> {
    let system = Actor::System;
    if given.eq_ignore_ascii_case(system.name()) {
        return Ok(vec![(system.kind().to_owned(), None)]);
    }
    let mut sql = Sql::new("SELECT 'staff', id FROM staff WHERE account = ");
    sql.arg(given.to_lowercase()).push(" OR name = ").arg(given);
    sql.push(" UNION ALL SELECT 'token', id FROM tokens WHERE name = ").arg(given);
    let rows: Vec<(String, i64)> = sql.fetch_all(&office.db).await?;
    Ok(rows.into_iter().map(|(kind, id)| (kind, Some(id))).collect())
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
