//! The job: writes an export and keeps the file.

use domain::{
    Tongue,
    access::{Actor, Denied},
};
use futures::TryStreamExt;
use sqlx::FromRow;

use super::{ExportProblem, Format, Kind, Manner, Piece, Pieces, reach, source::titles};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    documents::{self, Keeping, Kept},
    jobs::{self, Lease},
    journal::{self, Action, Entry, Subject, fields},
    settings::{Setting, Settings},
    staff,
};

/// Writing the file of an export.
pub(crate) const JOB: jobs::Kind = jobs::Kind {
    code: "export",
    lease: 60_000,
    attempts: 3,
    every: None,
    run: |office, lease| Box::pin(run(office, lease)),
    gave_up: |office, tx, id, failure| Box::pin(gave_up(office, tx, id, failure)),
};

/// Rows between two reports of progress.
const REPORT: u64 = 50_000;

/// An export that is to be written.
#[derive(FromRow)]
struct Wanted {
    id: i64,
    staff_id: i64,
    kind: String,
    format: String,
    query: String,
    locale: String,
    file_columns: Option<String>,
    title: Option<String>,
    /// Where an earlier attempt may have left a file.
    file: Option<String>,
}

/// Who asked is looked up again: a right that was taken away in the meantime is gone.
async fn run(office: &Office, lease: &mut Lease) -> Result<()> {
    let mut sql = Sql::new(
        "SELECT id, staff_id, kind, format, query, locale, file_columns, title, file FROM exports WHERE id = ",
    );
    sql.arg(lease.subject_id).push(" AND state IN ('queued', 'running')");
    // It was ready, and only the job did not come to its end.
    let Some(wanted) = sql.fetch_optional::<Wanted>(&office.db).await? else { return Ok(()) };
    let kind = Kind::of(&wanted.kind)?;
    let denied = Denied { operation: kind.may };
    let actor = staff::load_actor(office, wanted.staff_id).await?.ok_or(denied)?;
    let format =
        Format::from_code(&wanted.format).ok_or_else(|| Failure::Internal("unknown format".to_owned()))?;
    let shown = reach::text(&actor.may(kind.may)?);
    let tongue = Tongue::of_locale(&wanted.locale).unwrap_or_default();
    let columns = kind.chosen(wanted.file_columns.as_deref().unwrap_or_default())?;
    let manner = Manner { tongue, title: wanted.title.clone(), columns };
    let source = kind.open(office, &actor, &wanted.query, &manner).await?;
    let titles = titles(office, &actor, &source, format, &manner).await?;
    if let Some(left) = &wanted.file {
        documents::remove(&office.documents, left).await?;
    }
    // Each attempt has a place of its own: a worker that was replaced may still be writing.
    let place = hex::encode(office.random.bytes::<4>()?);
    let path = format!("exports/{}/{place}/{}", wanted.id, kind.file_name(office, format));
    let mut written = Written { total: source.count().await?.rows.unsigned_abs(), rows: 0, reported: 0 };
    let mut sql = Sql::new("UPDATE exports SET state = 'running', file = ");
    sql.arg(path.as_str()).push(", reach = ").arg(shown).push(" WHERE id = ").arg(wanted.id);
    let mut tx = office.db.begin().await?;
    sql.execute_in(&mut tx).await?;
    lease.report_in(&mut tx, 0, number(written.total)).await?;
    tx.commit().await?;
    let mut document = Keeping::begin(&office.documents, &path);
    let pieces = kind.write(office, source, format, (&manner, titles));
    if let Err(failure) = keep(pieces, &mut document, lease, &mut written).await {
        document.give_up().await;
        return Err(failure);
    }
    let kept = document.end().await?;
    let ready = ready(office, lease, wanted.id, &kept, number(written.rows)).await;
    if ready.is_err() {
        documents::remove(&office.documents, &kept.path).await?;
    }
    ready
}

/// How many rows there are by now.
struct Written {
    total: u64,
    rows: u64,
    reported: u64,
}

fn number(rows: u64) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

async fn keep(
    mut pieces: Pieces,
    document: &mut Keeping,
    lease: &mut Lease,
    written: &mut Written,
) -> Result<()> {
    while let Some(Piece { bytes, rows }) = pieces.try_next().await? {
        document.write(bytes).await?;
        written.rows += rows;
        if written.rows - written.reported >= REPORT {
            written.reported = written.rows;
            lease.report(number(written.rows), number(written.total)).await?;
        }
    }
    Ok(())
}

async fn ready(office: &Office, lease: &mut Lease, id: i64, kept: &Kept, rows: i64) -> Result<()> {
    let hours = Settings::load(office).await?.get(Setting::ExportHours);
    let now = office.clock.millis();
    let mut sql = Sql::new("UPDATE exports SET state = 'ready', problem = NULL, finished_at = ");
    sql.arg(now).push(", expires_at = ").arg(now + i64::from(hours) * 3_600_000);
    sql.push(", rows_written = ").arg(rows).push(", size_bytes = ").arg(number(kept.size));
    sql.push(", sha256 = ").arg(kept.sha256.as_str()).push(" WHERE id = ").arg(id);
    let mut tx = office.db.begin().await?;
    sql.execute_in(&mut tx).await?;
    let after = fields! { Rows: rows, Sha256: kept.sha256 };
    let entry = Entry::new(Action::ExportReady, Subject::Export(id)).after(after);
    journal::append(&mut tx, office, &Actor::System, entry).await?;
    lease.report_in(&mut tx, rows, rows).await?;
    Ok(tx.commit().await?)
}

async fn gave_up(office: &Office, tx: &mut Tx, id: i64, failure: Option<&Failure>) -> Result<()> {
    let problem = match failure {
        Some(Failure::Denied(_)) => ExportProblem::Forbidden,
        Some(_) => ExportProblem::Internal,
        None => ExportProblem::Stopped,
    };
    let mut sql = Sql::new("UPDATE exports SET state = 'failed', problem = ");
    sql.arg(problem.code()).push(", finished_at = ").arg(office.clock.millis());
    sql.push(" WHERE id = ").arg(id).push(" AND state IN ('queued', 'running')");
    if sql.execute_in(tx).await? > 0 {
        let entry = Entry::new(Action::ExportFailed, Subject::Export(id));
        journal::append(tx, office, &Actor::System, entry).await?;
    }
    Ok(())
}
