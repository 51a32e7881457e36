//! One file into the books, in one transaction: whatever ends the process in the middle, nothing
//! of the file is there.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::atomic::Ordering,
};

use domain::{FieldProblem, Problem, Zone, access::Actor};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::{
    Outcome, Refused,
    columns::Header,
    merge::{Counts, Merge, ReadRow},
    read::{self, Format, Found, Inspected, Position},
    rejects::{Rejected, Rejects},
    row, store,
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, dialect},
    journal::{self, Action, Entry, Subject, fields},
    progress::Work,
    within,
};

/// Rows that are read, checked and written together.
const BATCH: usize = 512;

enum Message {
    Header(Box<Header>),
    Rows(Vec<ReadRow>),
}

/// Reads the header alone.
///
/// # Errors
/// `UnreadableFile` or `MissingColumns`.
pub(super) fn header(path: &Path, format: Format) -> Result<Header> {
    let mut header = None;
    read::read(path, format, &Position::default(), &mut |found| {
        header = Some(first(&found)?);
        Ok(ControlFlow::Break(()))
    })?;
    header.ok_or_else(no_rows)
}

fn first(found: &Found<'_>) -> Result<Header> {
    match found {
        Found::Row(record) => Header::parse(record.cells()),
        Found::Unreadable(_, detail) => {
            Err(Refused::Unreadable { detail: format!("the header row: {detail}") }.into())
        }
    }
}

fn no_rows() -> Failure {
    Refused::Unreadable { detail: "it has no rows".to_owned() }.into()
}

/// Reads rows on a thread of its own, a few batches ahead of the database.
fn read_rows(
    path: &Path,
    format: Format,
    zone: Zone,
    position: &Position,
    out: &Sender<Message>,
) -> Result<()> {
    let mut header: Option<Header> = None;
    let mut rows = Vec::with_capacity(BATCH);
    // When nobody listens any more, the import has failed and says why itself.
    let send = |message| match out.blocking_send(message) {
        Ok(()) => ControlFlow::Continue(()),
        Err(_) => ControlFlow::Break(()),
    };
    read::read(path, format, position, &mut |found| {
        let Some(header) = &header else {
            let parsed = first(&found)?;
            header = Some(parsed.clone());
            return Ok(send(Message::Header(Box::new(parsed))));
        };
        rows.push(match found {
            Found::Row(record) => ReadRow { record: record.clone(), line: row::parse(record, header, zone) },
            Found::Unreadable(record, detail) => unreadable(record.clone(), detail),
        });
        if rows.len() < BATCH {
            return Ok(ControlFlow::Continue(()));
        }
        Ok(send(Message::Rows(std::mem::replace(&mut rows, Vec::with_capacity(BATCH)))))
    })?;
    if !rows.is_empty() {
        let _ = send(Message::Rows(rows));
    }
    if header.is_some() { Ok(()) } else { Err(no_rows()) }
}

fn unreadable(record: read::Record, detail: &str) -> ReadRow {
    let problem: FieldProblem = Problem::Unreadable { detail: detail.to_owned() }.of("");
    ReadRow { record, line: Err(vec![problem]) }
}

/// Runs an import whose row is `running`. `None` when another process has finished it meanwhile.
///
/// # Errors
/// Whatever ended it; nothing of the file is in the books then.
pub(super) async fn run(
    office: &Office,
    actor: &Actor,
    id: i64,
    path: PathBuf,
    file: &Inspected,
) -> Result<Option<Outcome>> {
    let position = Position::default();
    office.progress.set(Work::Import(id), 0, file.size);
    let (sender, receiver) = channel(2);
    let (format, zone, at) = (file.format, office.zone, position.clone());
    let reader = tokio::task::spawn_blocking(move || read_rows(&path, format, zone, &at, &sender));
    let report = || {
        let done = position.load(Ordering::Relaxed).min(file.size);
        office.progress.set(Work::Import(id), done, file.size);
    };
    let outcome = merge(office, actor, id, file, receiver, reader, &report).await;
    if let Err(error) = office.db.narrow_cache().await {
        tracing::warn!(%error, "the memory of an import was not given back");
    }
    office.progress.end(Work::Import(id));
    outcome
}

type Reader = tokio::task::JoinHandle<Result<()>>;

async fn merge(
    office: &Office,
    actor: &Actor,
    id: i64,
    file: &Inspected,
    mut rows: Receiver<Message>,
    reader: Reader,
    report: &impl Fn(),
) -> Result<Option<Outcome>> {
    let mut tx = office.db.begin().await?;
    dialect::one_import_at_a_time(&mut tx).await?;
    tx.widen_cache().await?;
    let mut state = Sql::new("SELECT state FROM imports WHERE id = ");
    state.arg(id);
    let state: Option<(String,)> = state.fetch_optional_in(&mut tx).await?;
    if state.is_none_or(|(state,)| state == "done") {
        return Ok(None);
    }
    let mut merge = Merge::new(&mut tx, office, actor, id).await?;
    let mut unknown_columns = Vec::new();
    let mut rejects = None;
    while let Some(message) = rows.recv().await {
        match (message, &mut rejects) {
            (Message::Header(header), _) => {
                rejects = Some(Rejects::new(&header));
                unknown_columns = header.unknown;
            }
            (Message::Rows(rows), Some(rejects)) => merge.batch(&mut tx, &rows, rejects).await?,
            (Message::Rows(_), None) => {}
        }
        report();
    }
    // A damaged workbook can bring its reader down; that is the file's doing.
    reader.await.map_err(|_| Refused::Unreadable { detail: "it is damaged".to_owned() })??;
    let counts = merge.finish(&mut tx).await?;
    let rejected = rejects.map(Rejects::finish).transpose()?.ok_or_else(no_rows)?;
    finish(office, actor, id, file, tx, Ended { counts, rejected, unknown_columns }).await.map(Some)
}

struct Ended {
    counts: Counts,
    rejected: Rejected,
    unknown_columns: Vec<String>,
}

async fn finish(
    office: &Office,
    actor: &Actor,
    import_id: i64,
    file: &Inspected,
    mut tx: Tx,
    ended: Ended,
) -> Result<Outcome> {
    let Ended { counts: Counts { read, created, updated, unchanged }, rejected, unknown_columns } = ended;
    // The file goes first: if the transaction does not last, the next run writes it again.
    let rejected_file = match rejected.file {
        Some(rows) => Some(store::keep_rejected(office, import_id, rows, &rejected.first).await?),
        None => None,
    };
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    within!(&mut tx, |c| sqlx::query(
        "UPDATE imports SET state = 'done', finished_at = $2, rows_read = $3, created = $4, updated = $5, \
         unchanged = $6, rejected = $7, unknown_columns = $8, rejected_file = $9, upload_file = NULL, \
         problem = NULL WHERE id = $1"
    )
    .bind(import_id)
    .bind(office.clock.millis())
    .bind(number(read))
    .bind(number(created))
    .bind(number(updated))
    .bind(number(unchanged))
    .bind(number(rejected.rows))
    .bind(unknown_columns.join(", "))
    .bind(rejected_file)
    .execute(c)
    .await
    .map(|_| ()))?;
    let after = fields! {
        Sha256: file.sha256, SizeBytes: file.size, Rows: read, Created: created, Updated: updated,
        Unchanged: unchanged, Rejected: rejected.rows,
    };
    let entry = Entry::new(Action::ImportDone, Subject::Import(import_id)).after(after);
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome {
        import_id,
        created,
        updated,
        unchanged,
        rejected: rejected.first,
        rejected_rows: rejected.rows,
        unknown_columns,
        spill: rejected.list,
    })
}
