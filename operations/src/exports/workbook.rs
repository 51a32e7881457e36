//! The filtered list as a workbook.

use std::{fs::File, io};

use tokio::{sync::mpsc, task::JoinHandle};

use super::{
    columns::{COLUMNS, Cell},
    sheets::{Kind, Sheets},
};
use crate::{
    Failure, Result,
    db::dialect::{FIELD, ROW},
};

/// Digits that a spreadsheet keeps of a number. A longer one is written as text.
const DIGITS: usize = 15;

/// Writes a workbook in a thread of its own.
pub(super) struct Book {
    cells: mpsc::Sender<Vec<u8>>,
    thread: JoinHandle<io::Result<()>>,
}

impl Book {
    pub(super) fn begin(file: File) -> Self {
        let (cells, pieces) = mpsc::channel(2);
        Self { cells, thread: tokio::task::spawn_blocking(move || write(file, pieces)) }
    }

    /// Writes rows of cells; waits while the thread has enough to do.
    ///
    /// # Errors
    /// When the thread has ended; [`Book::end`] says why.
    pub(super) async fn write(&self, cells: Vec<u8>) -> Result<()> {
        self.cells.send(cells).await.map_err(|_| unwritten(&"it was closed"))
    }

    /// Writes what has to stand at the end of the file.
    ///
    /// # Errors
    /// `Internal` when the file could not be written.
    pub(super) async fn end(self) -> Result<()> {
        let Self { cells, thread } = self;
        drop(cells);
        thread.await.map_err(|e| unwritten(&e))?.map_err(|e| unwritten(&e))
    }
}

fn unwritten(why: &dyn std::fmt::Display) -> Failure {
    Failure::Internal(format!("the workbook cannot be written: {why}"))
}

fn write(file: File, mut pieces: mpsc::Receiver<Vec<u8>>) -> io::Result<()> {
    let headings: Vec<_> = COLUMNS.iter().map(|(name, _, width)| (*name, *width)).collect();
    let mut sheets = Sheets::new(file, "orders", &headings)?;
    while let Some(cells) = pieces.blocking_recv() {
        let rows = std::str::from_utf8(&cells).map_err(io::Error::other)?;
        for row in rows.split_terminator(ROW) {
            let cells =
                COLUMNS.iter().zip(row.split(FIELD)).map(|((_, cell, _), text)| (kind(*cell, text), text));
            sheets.row(cells)?;
        }
    }
    sheets.end()
}

/// A number where the spreadsheet would lose none of its digits.
fn kind(cell: Cell, text: &str) -> Kind {
    let kind = match cell {
        Cell::Money(_) => Kind::Money,
        Cell::Line | Cell::Whole(_) | Cell::Rate(_) => Kind::Number,
        _ => return Kind::Text,
    };
    if text.bytes().filter(u8::is_ascii_digit).count() > DIGITS { Kind::Text } else { kind }
}
