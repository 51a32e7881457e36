//! Asking for an export, and looking at those that were asked for.

use domain::{
    Problem,
    access::{Actor, Denied},
};

use super::{
    ExportState, Format, Kind, Refused,
    row::{Export, ExportRow, SOURCE, visible, whose},
    run::JOB,
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, dialect::for_update},
    jobs::{self, Step},
    journal::{self, Action, Entry, Subject, fields},
    list::Filter,
    within,
};

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct NewExport<'a> {
    /// Code of a [`Kind`].
    pub kind: &'a str,
    /// What kind of file.
    pub format: Format,
    /// Query string of the list: its filter and sort.
    pub query: &'a str,
    /// `zh-CN` or `en`: what the person reads.
    pub locale: &'a str,
    /// The columns by name, separated by commas; empty for all of them.
    pub columns: &'a str,
    /// What stands above a workbook, in the words of the page; empty for nothing.
    pub title: &'a str,
    /// What the file is called, without its ending; empty: by its list and the time.
    pub name: &'a str,
}

/// Asks for an export; its row. Only members of staff have exports, because a file is kept for the
/// person who asked.
///
/// # Errors
/// `Denied`; a problem with `kind`, `locale` or the filter; [`Refused::Running`] while
/// another one of the same person and kind waits or runs.
pub async fn create(office: &Office, actor: &Actor, new: &NewExport<'_>) -> Result<i64> {
    let kind = Kind::of(new.kind)?;
    actor.may(kind.may)?;
    let staff_id = actor.staff_id().ok_or(Denied { operation: kind.may })?;
    one_of("locale", new.locale, &["zh-CN", "en"])?;
    let query = encoded(&kind.filter(new.query)?);
    kind.chosen(new.columns)?;
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let mut tx = office.db.begin().await?;
    none_running(&mut tx, staff_id, new.kind).await?;
    let (id,): (i64,) = within!(&mut tx, |c| {
        sqlx::query_as(
        "INSERT INTO exports (staff_id, kind, format, query, locale, state, created_at, file_columns, title, name) \
         VALUES ($1, $2, $3, $4, $5, 'queued', $6, $7, $8, $9) RETURNING id"
    )
    .bind(staff_id)
    .bind(new.kind)
    .bind(new.format.code())
    .bind(&query)
    .bind(new.locale)
    .bind(office.clock.millis())
    .bind(given(new.columns))
    .bind(given(new.title))
    .bind(given(new.name))
    .fetch_one(c)
    .await
    })?;
    let after = fields! { Kind: new.kind, Format: new.format, Query: query };
    jobs::push(&mut tx, office, &JOB, id, office.clock.millis()).await?;
    let entry = Entry::new(Action::ExportCreated, Subject::Export(id)).after(after);
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(id)
}

/// Has an export that failed or expired made again, with the data of today.
///
/// # Errors
/// `Denied`; `NotFound` when it is somebody else's; [`Refused::Running`] while it or another
/// one of the same person and kind waits or runs.
pub async fn retry(office: &Office, actor: &Actor, id: i64) -> Result<()> {
    let export = get(office, actor, id).await?;
    if export.state == ExportState::Ready {
        return Ok(());
    }
    let mut tx = office.db.begin().await?;
    none_running(&mut tx, export.staff_id, &export.kind).await?;
    within!(&mut tx, |c| {
        sqlx::query(
            "UPDATE exports SET state = 'queued', finished_at = NULL, \
         expires_at = NULL, rows_written = 0, size_bytes = NULL, sha256 = NULL, problem = NULL \
         WHERE id = $1",
        )
        .bind(id)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    jobs::push(&mut tx, office, &JOB, id, office.clock.millis()).await?;
    let entry = Entry::new(Action::ExportRetried, Subject::Export(id));
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// One export.
///
/// # Errors
/// `Denied`; `NotFound` when it is somebody else's.
pub async fn get(office: &Office, actor: &Actor, id: i64) -> Result<Export> {
    let whose = whose(actor)?;
    let mut sql = Sql::new(SOURCE.select);
    sql.push(SOURCE.from).push(" WHERE e.id = ").arg(id);
    visible(&mut sql, whose);
    let row: Option<ExportRow> = sql.fetch_optional(&office.db).await?;
    row.ok_or(Failure::NotFound)?.export(office.clock.millis())
}

/// How far an export is, in rows; `None` when it has ended.
///
/// # Errors
/// As [`get`].
pub async fn progress(office: &Office, actor: &Actor, id: i64) -> Result<Option<Step>> {
    match get(office, actor, id).await?.state {
        ExportState::Queued | ExportState::Running => {
            Ok(Some(jobs::progress(office, JOB.code, id).await?.unwrap_or_default()))
        }
        _ => Ok(None),
    }
}

fn one_of(field: &str, given: &str, allowed: &[&str]) -> Result<()> {
    if allowed.contains(&given) {
        return Ok(());
    }
    let value = given.chars().take(40).collect();
    Err(Problem::UnknownCode { value, allowed: allowed.join(", ") }.of(field).into())
}

fn encoded(filter: &Filter) -> String {
    let pairs: Vec<_> = filter.pairs().into_iter().filter(|(name, _)| *name != "size").collect();
    serde_urlencoded::to_string(pairs).unwrap_or_default()
}

/// The lock on the member of staff keeps two requests at once from both finding nothing.
async fn none_running(tx: &mut Tx, staff_id: i64, kind: &str) -> Result<()> {
    let mut lock = Sql::new("SELECT id FROM staff WHERE id = ");
    lock.arg(staff_id).push(for_update(tx));
    lock.fetch_optional_in::<(i64,)>(tx).await?.ok_or(Failure::NotFound)?;
    let mut sql = Sql::new("SELECT id FROM exports WHERE state IN ('queued', 'running') AND staff_id = ");
    sql.arg(staff_id).push(" AND kind = ").arg(kind).push(" LIMIT 1");
    match sql.fetch_optional_in::<(i64,)>(tx).await? {
        Some(_) => Err(Refused::Running.into()),
        None => Ok(()),
    }
}
