//! The filtered list as a workbook.

use std::fs::File;

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use tokio::{sync::mpsc, task::JoinHandle};

use super::columns::{COLUMNS, Cell};
use crate::{
    Failure, Result,
    db::dialect::{FIELD, ROW},
};

/// Rows of a sheet below its headings: a spreadsheet takes 1,048,576.
const ROWS: u32 = 1_000_000;

/// Digits that a spreadsheet keeps of a number. A longer one is written as text.
const DIGITS: usize = 15;

/// Writes a workbook in a thread of its own.
pub(super) struct Book {
    cells: mpsc::Sender<Vec<u8>>,
    thread: JoinHandle<Result<(), XlsxError>>,
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
        self.cells
            .send(cells)
            .await
            .map_err(|_| Failure::Internal("the workbook cannot be written".to_owned()))
    }

    /// Writes what has to stand at the end of the file.
    ///
    /// # Errors
    /// `Internal` when the file could not be written.
    pub(super) async fn end(self) -> Result<()> {
        let Self { cells, thread } = self;
        drop(cells);
        let unwritten =
            |why: &dyn std::fmt::Display| Failure::Internal(format!("the workbook cannot be written: {why}"));
        thread.await.map_err(|e| unwritten(&e))?.map_err(|e| unwritten(&e))
    }
}

fn write(file: File, mut pieces: mpsc::Receiver<Vec<u8>>) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    let money = Format::new().set_num_format("0.00");
    let mut at = Place { sheet: 0, row: ROWS };
    while let Some(cells) = pieces.blocking_recv() {
        for row in std::str::from_utf8(&cells).unwrap_or_default().split_terminator(ROW) {
            if at.row == ROWS {
                at = begin_sheet(&mut book, at)?;
            }
            at.row += 1;
            let sheet = book.worksheet_from_index(at.sheet - 1)?;
            write_row(sheet, at.row, row, &money)?;
        }
    }
    if at.sheet == 0 {
        begin_sheet(&mut book, at)?;
    }
    book.save_to_writer(file)
}

/// Number of the sheet, from 1, and its last row.
struct Place {
    sheet: usize,
    row: u32,
}

fn begin_sheet(book: &mut Workbook, last: Place) -> Result<Place, XlsxError> {
    let at = Place { sheet: last.sheet + 1, row: 0 };
    // Rows wait in a temporary file, not in memory.
    let sheet = book.add_worksheet_with_constant_memory();
    sheet.set_name(if at.sheet == 1 { "orders".to_owned() } else { format!("orders ({})", at.sheet) })?;
    sheet.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (column, (name, _, width)) in (0u16..).zip(COLUMNS) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, name, &bold)?;
    }
    Ok(at)
}

fn write_row(sheet: &mut Worksheet, row: u32, cells: &str, money: &Format) -> Result<(), XlsxError> {
    for ((column, (_, cell, _)), text) in (0u16..).zip(&COLUMNS).zip(cells.split(FIELD)) {
        if text.is_empty() {
            continue;
        }
        match (cell, number(text)) {
            (Cell::Money(_), Some(number)) => sheet.write_number_with_format(row, column, number, money)?,
            (Cell::Line | Cell::Whole(_) | Cell::Rate(_), Some(number)) => {
                sheet.write_number(row, column, number)?
            }
            _ => sheet.write_string(row, column, text)?,
        };
    }
    Ok(())
}

/// The number that a spreadsheet would show as this text; `None` when it would lose digits.
fn number(text: &str) -> Option<f64> {
    if text.bytes().filter(u8::is_ascii_digit).count() > DIGITS { None } else { text.parse().ok() }
}
