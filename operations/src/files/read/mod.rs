//! Reading a file of rows, whatever it is: separated text in several encodings, or XLSX.
//!
//! Everything streams: a row is in memory, never the file.

mod decode;
mod encoding;
mod guard;
mod inspect;
mod lines;
mod separated;
mod workbook;

use std::{
    fs::File,
    ops::ControlFlow,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use domain::Misread;

pub(crate) use inspect::{Inspected, What, inspect};
pub(crate) use separated::{first_of_text, said_separator};
pub(crate) use workbook::{Book, Sheet, sheets};

use super::form::{Form, Kind};
use crate::{Failure, Result};

/// A file with more columns than this is not a table that anybody keeps.
const MOST_CELLS: usize = 1024;

/// The number of a table stands above so many bits of its rows' numbers.
const ROW_BITS: u32 = 40;

/// The cells of one row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    /// The table of the file that it is of.
    pub(crate) table: usize,
    /// Number of the row as a spreadsheet shows it.
    pub(crate) row: u64,
    text: String,
    ends: Vec<usize>,
}

impl Record {
    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    pub(crate) fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    /// Its place in the file: grows from row to row and from table to table. Of a text it is the row.
    pub(crate) const fn place(&self) -> u64 {
        ((self.table as u64) << ROW_BITS) + self.row
    }

    /// How many cells it has.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Length of its text.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    /// A cell; empty when there is none.
    pub(crate) fn cell(&self, index: usize) -> &str {
        let from = if index == 0 { 0 } else { self.ends.get(index - 1).copied().unwrap_or_default() };
        self.ends.get(index).and_then(|to| self.text.get(from..*to)).unwrap_or_default()
    }

    /// All cells.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.cell(index))
    }

    /// Whether no cell has anything in it.
    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// At least so many cells, with empty ones added.
    fn pad(&mut self, width: usize) {
        while self.len() < width {
            self.ends.push(self.text.len());
        }
    }

    /// As many cells as there are headings, where only empty ones are missing or too many.
    pub(crate) fn fit(&mut self, width: usize) {
        self.pad(width);
        while self.len() > width && self.cell(self.len() - 1).trim().is_empty() {
            self.ends.pop();
            self.text.truncate(self.ends.last().copied().unwrap_or_default());
        }
    }
}

/// The table and the row of a place in a file; see [`Record::place`].
pub(crate) const fn table_and_row(place: u64) -> (usize, u64) {
    ((place >> ROW_BITS) as usize, place & ((1 << ROW_BITS) - 1))
}

/// What the reader found.
pub(crate) enum Found<'a> {
    /// A row.
    Row(&'a mut Record),
    /// A row that cannot be read, and why.
    Unreadable(&'a mut Record, Misread),
}

/// How far the reader is, in bytes of the file.
pub(crate) type Position = Arc<AtomicU64>;

/// What takes the rows.
type Receiver<'a> = dyn FnMut(Found<'_>) -> Result<ControlFlow<()>> + 'a;

/// Reads every row below the headings that is not blank, until the receiver breaks off.
///
/// # Errors
/// `Unreadable`, or what the receiver says.
pub(crate) fn read(path: &Path, form: &Form, position: &Position, receiver: &mut Receiver<'_>) -> Result<()> {
    match form.kind {
        Kind::Workbook { .. } => workbook::read(path, &form.tables, position, receiver),
        Kind::Text { encoding, separator, .. } => {
            let Some(table) = form.tables.first() else { return Ok(()) };
            separated::read(path, (encoding, separator), table, position, receiver)
        }
    }
}

/// A file that counts how much of it was read.
struct Counted<R> {
    inner: R,
    position: Position,
}

impl<R: std::io::Read> std::io::Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.position.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl<R: std::io::Seek> std::io::Seek for Counted<R> {
    fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
        self.inner.seek(to)
    }
}

fn open(path: &Path) -> Result<File> {
    File::open(path).map_err(|e| disk(&e))
}

/// The disk did not give the file.
fn disk(error: &std::io::Error) -> Failure {
    Failure::Internal(format!("the file cannot be read from disk: {error}"))
}
