//! Reading the journal.

use domain::access::{Actor, Operation};

use super::{COLUMNS, Event, Subject, SubjectKind};
use crate::{Office, Result, db::Sql};

/// Which part of the journal.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Only of this kind of subject.
    pub subject_kind: Option<SubjectKind>,
    /// Only of this subject; needs the kind.
    pub subject_id: Option<String>,
    /// Only entries older than this row.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: i64,
}

/// Entries of the journal, newest first.
///
/// # Errors
/// `Denied`.
pub async fn read_page(office: &Office, actor: &Actor, page: &Page) -> Result<Vec<Event>> {
    actor.may(Operation::ReadJournal)?;
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM events WHERE id < ").arg(page.before.unwrap_or(i64::MAX));
    if let Some(kind) = page.subject_kind {
        sql.push(" AND subject_kind = ").arg(kind.code());
        if let Some(id) = &page.subject_id {
            sql.push(" AND subject_id = ").arg(id.as_str());
        }
    }
    sql.push(" ORDER BY id DESC").limit(page.limit.clamp(1, 200));
    Ok(sql.fetch_all(&office.db).await?)
}

/// Every entry of one subject, oldest first. The caller has checked that the actor may see it.
///
/// # Errors
/// What the database said.
pub(crate) async fn of_subject(office: &Office, subject: Subject<'_>) -> Result<Vec<Event>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM events WHERE subject_kind = ").arg(subject.kind().code());
    sql.push(" AND subject_id = ").arg(subject.id().as_ref()).push(" ORDER BY seq");
    Ok(sql.fetch_all(&office.db).await?)
}
