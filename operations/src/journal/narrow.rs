//! What the words of the journal's filter mean: who, what it happened to, by which import.

use domain::access::Actor;

use super::{
    Action, Subject, SubjectKind,
    amount::{looked_through, patterns},
};
use crate::{
    Office, Result,
    db::{Sql, millis},
    list::{Filter, Value},
};

/// What is left away unless it is asked for: most of a quiet journal.
const SIGN_INS: [Action; 3] = [Action::StaffSignedIn, Action::StaffSignInFailed, Action::StaffSignedOut];

/// The filter, with what had to be looked up for it.
pub(super) struct Narrowed {
    /// Kind and row of those who acted.
    who: Option<Vec<(String, Option<i64>)>>,
    /// Kind and id of what it happened to.
    subjects: Option<Vec<(SubjectKind, String)>>,
    /// Parts of the JSON, one of which is in an entry.
    amounts: Vec<String>,
    /// The beginning of the days in which amounts are looked for.
    since: Option<i64>,
}

impl Narrowed {
    pub(super) async fn of(office: &Office, filter: &Filter) -> Result<Self> {
        let who = match filter.text("who") {
            Some(given) => Some(called(office, given).await?),
            None => None,
        };
        let subjects = match filter.text("id") {
            Some(given) => Some(subjects(office, filter, given).await?),
            None => None,
        };
        let amounts = match filter.value("amount") {
            Some(Value::Amount(amount)) => patterns(*amount),
            _ => Vec::new(),
        };
        let since = looked_through(office, filter).map(|(first, _)| millis(office.zone.day(first).0));
        Ok(Self { who, subjects, amounts, since })
    }

    /// Appends the conditions.
    pub(super) fn push(&self, sql: &mut Sql, filter: &Filter) {
        if let Some(actors) = &self.who {
            for (at, (kind, id)) in actors.iter().enumerate() {
                sql.push(if at == 0 { " AND ((e.actor_kind = " } else { " OR (e.actor_kind = " });
                sql.arg(kind.as_str());
                if let Some(id) = id {
                    sql.push(" AND e.actor_id = ").arg(*id);
                }
                sql.push(")");
            }
            sql.push(if actors.is_empty() { " AND 1 = 0" } else { ")" });
        }
        if let Some(subjects) = &self.subjects {
            // By the index of the subjects, whatever the list is sorted by.
            sql.push(" AND e.id IN (SELECT f.id FROM events f WHERE 1 = 0");
            for (kind, id) in subjects {
                sql.push(" UNION ALL SELECT f.id FROM events f WHERE f.subject_kind = ").arg(kind.code());
                sql.push(" AND f.subject_id = ").arg(id.as_str());
            }
            sql.push(")");
        }
        if let Some(import) = filter.text("import") {
            sql.push(" AND e.reason = ").arg(format!("import {}", import.trim_start_matches('#')));
        }
        if let Some(since) = self.since {
            sql.push(" AND e.at >= ").arg(since);
        }
        for (at, pattern) in self.amounts.iter().enumerate() {
            sql.push(if at == 0 { " AND (" } else { " OR " });
            sql.push("COALESCE(e.before_json, '') || COALESCE(e.after_json, '') LIKE ").arg(pattern.as_str());
        }
        if !self.amounts.is_empty() {
            sql.push(")");
        }
        if filter.codes("sign_ins").is_empty() && filter.codes("action").is_empty() {
            sql.push(" AND e.action NOT IN ").list(SIGN_INS.map(Action::code));
        }
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

/// What goes by this number or id, of the kinds that are asked for.
async fn subjects(office: &Office, filter: &Filter, given: &str) -> Result<Vec<(SubjectKind, String)>> {
    let asked = filter.codes("kind");
    let kinds = SubjectKind::ALL.iter().filter(|kind| asked.is_empty() || asked.contains(&kind.code()));
    let mut found: Vec<_> = kinds
        .filter(|kind| Subject::of(**kind, given).is_some())
        .map(|kind| (*kind, given.to_owned()))
        .collect();
    let mut sql = Sql::new("SELECT id FROM statements WHERE number = ");
    sql.arg(given.to_uppercase());
    if let Some((row,)) = sql.fetch_optional::<(i64,)>(&office.db).await? {
        found.push((SubjectKind::Statement, row.to_string()));
    }
    Ok(found)
}
