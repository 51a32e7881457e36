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

use super::{
    columns::{COLUMNS, Col},
    merge::ReadRow,
    row::{self, Reading},
};
use crate::{
    Result,
    files::{
        Form, Unreadable,
        header::Header,
        read::{self, Found, Position, Record},
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

/// The rows of a file after a place.
pub(super) struct Rows {
    batches: Receiver<Vec<ReadRow>>,
    reader: Option<JoinHandle<Result<()>>>,
    /// How far it is, in bytes of the file.
    pub(super) position: Position,
}

impl Rows {
    pub(super) fn after(place: u64, path: PathBuf, form: Form, zone: Zone) -> Self {
        let position = Position::default();
        let (sender, batches) = channel(AHEAD);
        let at = position.clone();
        let reader = tokio::task::spawn_blocking(move || read_rows(&path, &form, zone, place, &at, &sender));
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
    pub(super) async fn next(&mut self, mut lease: Option<&mut Lease>) -> Result<Option<Vec<ReadRow>>> {
        loop {
            match tokio::time::timeout(BEAT, self.batches.recv()).await {
                Ok(Some(batch)) => return Ok(Some(batch)),
                Ok(None) => break,
                Err(_) => {
                    if let Some(lease) = lease.as_deref_mut() {
                        lease.renew().await?;
                    }
                }
            }
        }
        let Some(reader) = self.reader.take() else { return Ok(None) };
        // A damaged workbook can bring its reader down; that is the file's doing.
        reader.await.map_err(|_| Unreadable::Damaged)??;
        Ok(None)
    }
}

fn read_rows(
    path: &Path,
    form: &Form,
    zone: Zone,
    after: u64,
    position: &Position,
    out: &Sender<Vec<ReadRow>>,
) -> Result<()> {
    let headers: Vec<Header> = form.tables.iter().map(|table| Header::of(COLUMNS, table)).collect();
    let reading = Reading::of(form, zone);
    let mut rows = Vec::with_capacity(BATCH);
    let mut bytes = 0;
    let whole = read::read(path, form, position, &mut |found| {
        let (record, why) = match found {
            Found::Row(record) => (record, None),
            Found::Unreadable(record, why) => (record, Some(why)),
        };
        let Some(header) = headers.get(record.table).filter(|_| record.place() > after) else {
            return Ok(ControlFlow::Continue(()));
        };
        if why.is_none() && is_total(record, header) {
            return Ok(ControlFlow::Continue(()));
        }
        let line = match why {
            None => {
                record.fit(header.width);
                row::parse(record, header, reading)
            }
            Some(why) => {
                Err(vec![FieldProblem { field: String::new(), problem: Problem::Unreadable { why } }])
            }
        };
        bytes += record.bytes();
        rows.push(ReadRow { record: record.clone(), line });
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
    whole
}

/// Whether a row is the sums below the orders, as our own files have them: no order has that for its number, and
/// neither state nor time.
fn is_total(record: &Record, header: &Header) -> bool {
    let cell = |column: Col| header.place(column as usize).map_or("", |place| record.cell(place).trim());
    ["合计", "Total"].contains(&cell(Col::OrderNo))
        && [Col::State, Col::CreatedAt, Col::ProductName, Col::CustomerName].map(cell) == [""; 4]
}
