//! Reads rows on a thread of its own, a few batches ahead of the database.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
    time::Duration,
};

use domain::{FieldProblem, Problem, Zone};
use tokio::{
    sync::mpsc::{Receiver, Sender, channel},
    task::JoinHandle,
};

use super::{columns, merge::ReadRow, row};
use crate::{
    Failure, Result,
    files::{
        Refused,
        header::Header,
        read::{self, Format, Found, Position, Record},
    },
    jobs::Lease,
};

/// Rows that are read, checked and written together; fewer when they are long.
const BATCH: usize = 256;
const BATCH_BYTES: usize = 4 << 20;
/// Batches that are read ahead.
const AHEAD: usize = 3;
/// So often the lease is renewed while no row comes: a large workbook is looked through first.
const BEAT: Duration = Duration::from_secs(3);

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
        Found::Row(record) => columns::header(record.cells()),
        Found::Unreadable(_, detail) => {
            Err(Refused::Unreadable { detail: format!("the header row: {detail}") }.into())
        }
    }
}

fn no_rows() -> Failure {
    Refused::Unreadable { detail: "it has no rows".to_owned() }.into()
}

/// The rows of a file after a row.
pub(super) struct Rows {
    batches: Receiver<Vec<ReadRow>>,
    reader: Option<JoinHandle<Result<()>>>,
    /// How far it is, in bytes of the file.
    pub(super) position: Position,
}

impl Rows {
    pub(super) fn after(row: u64, path: PathBuf, format: Format, zone: Zone) -> Self {
        let position = Position::default();
        let (sender, batches) = channel(AHEAD);
        let at = position.clone();
        let reader = tokio::task::spawn_blocking(move || read_rows(&path, format, zone, row, &at, &sender));
        Self { batches, reader: Some(reader), position }
    }

    /// The next batch if it was read already.
    pub(super) fn ready(&mut self) -> Option<Vec<ReadRow>> {
        self.batches.try_recv().ok()
    }

    /// The next batch; `None` at the end of the file.
    ///
    /// # Errors
    /// `UnreadableFile`; rows before the one that cannot be read were given out.
    pub(super) async fn next(&mut self, lease: &mut Lease) -> Result<Option<Vec<ReadRow>>> {
        loop {
            match tokio::time::timeout(BEAT, self.batches.recv()).await {
                Ok(Some(batch)) => return Ok(Some(batch)),
                Ok(None) => break,
                Err(_) => lease.renew().await?,
            }
        }
        let Some(reader) = self.reader.take() else { return Ok(None) };
        // A damaged workbook can bring its reader down; that is the file's doing.
        reader.await.map_err(|_| Refused::Unreadable { detail: "it is damaged".to_owned() })??;
        Ok(None)
    }
}

fn read_rows(
    path: &Path,
    format: Format,
    zone: Zone,
    after: u64,
    position: &Position,
    out: &Sender<Vec<ReadRow>>,
) -> Result<()> {
    let mut header: Option<Header> = None;
    let mut rows = Vec::with_capacity(BATCH);
    let mut bytes = 0;
    let whole = read::read(path, format, position, &mut |found| {
        let Some(header) = &header else {
            header = Some(first(&found)?);
            return Ok(ControlFlow::Continue(()));
        };
        let (Found::Row(record) | Found::Unreadable(record, _)) = &found;
        if record.row <= after {
            return Ok(ControlFlow::Continue(()));
        }
        bytes += record.bytes();
        rows.push(match found {
            Found::Row(record) => ReadRow { record: record.clone(), line: row::parse(record, header, zone) },
            Found::Unreadable(record, detail) => unreadable(record.clone(), detail),
        });
        if rows.len() < BATCH && bytes < BATCH_BYTES {
            return Ok(ControlFlow::Continue(()));
        }
        bytes = 0;
        let batch = std::mem::replace(&mut rows, Vec::with_capacity(BATCH));
        // When nobody listens any more, the import has ended and says why itself.
        Ok(match out.blocking_send(batch) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        })
    });
    if !rows.is_empty() {
        let _ = out.blocking_send(rows);
    }
    whole?;
    if header.is_some() { Ok(()) } else { Err(no_rows()) }
}

fn unreadable(record: Record, detail: &str) -> ReadRow {
    let problem: FieldProblem = Problem::Unreadable { detail: detail.to_owned() }.of("");
    ReadRow { record, line: Err(vec![problem]) }
}
