//! Reading a file of rows, whatever it is: comma-separated text in several encodings, or XLSX.
//!
//! Everything streams: a row is in memory, never the file.

mod decode;
mod guard;
mod inspect;
mod separated;
mod workbook;

use std::{
    ops::ControlFlow,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

pub(crate) use inspect::{Format, Inspected, inspect};

use super::Refused;
use crate::{Failure, Result};

/// A row with more text than this is no row; mostly it is a quotation mark that is never closed.
const MOST_BYTES: usize = 1 << 20;

/// A file with more columns than this is not a table that anybody keeps.
const MOST_CELLS: usize = 1024;

/// The cells of one row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    /// Number of the row as a spreadsheet shows it: the header of most files is row 1.
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
}

/// What the reader found.
pub(crate) enum Found<'a> {
    /// A row; the first one is the header.
    Row(&'a Record),
    /// A row whose text cannot be read, and why.
    Unreadable(&'a Record, &'static str),
}

/// How far the reader is, in bytes of the file.
pub(crate) type Position = Arc<AtomicU64>;

/// Reads every row that is not blank, until the receiver breaks off.
///
/// # Errors
/// `UnreadableFile`, or what the receiver says.
pub(crate) fn read(
    path: &Path,
    format: Format,
    position: &Position,
    receiver: &mut dyn FnMut(Found<'_>) -> Result<ControlFlow<()>>,
) -> Result<()> {
    match format {
        Format::Workbook => workbook::read(path, position, receiver),
        text => separated::read(path, text, position, receiver),
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

/// The file as a whole cannot be read.
fn unreadable(detail: impl Into<String>) -> Failure {
    Refused::Unreadable { detail: detail.into() }.into()
}

/// The disk did not give the file.
fn disk(error: &std::io::Error) -> Failure {
    Failure::Internal(format!("the file cannot be read from disk: {error}"))
}
