//! Workbooks with one table, on as many sheets as it needs. Rows wait in a temporary file, not in
//! memory.

use std::{borrow::Cow, io::Write};

use domain::text::safe_cell;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::{Failure, Result};

/// Rows of a sheet below its headings: spreadsheets take one more.
const ROWS: u32 = 1_048_575;
/// Digits that a spreadsheet keeps of a number. A longer one is written as text.
const DIGITS: usize = 15;
/// Characters that a cell takes.
const LONGEST: usize = 32_767;

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Text that is never taken for a formula.
    Text(&'a str),
    /// The same, bold.
    Bold(&'a str),
    /// A decimal.
    Number(&'a str),
    /// A decimal that is shown with all its places, so many as its currency has.
    Money(&'a str),
    /// A moment as `2026-11-22 14:05:09`.
    Moment(&'a str),
}

/// A workbook that is being written.
pub(crate) struct Sheets {
    book: Workbook,
    name: String,
    /// The headings with their widths in characters.
    headings: Vec<(String, u16)>,
    sheets: usize,
    /// The last row of the last sheet.
    row: u32,
    formats: Formats,
}

struct Formats {
    bold: Format,
    /// By number of places.
    money: [Format; 4],
    second: Format,
    milli: Format,
}

impl Sheets {
    /// Begins a workbook; its sheets are called `name`, `name (2)` and so on.
    ///
    /// # Errors
    /// `Internal` when it cannot be written.
    pub(crate) fn new<H: Into<String>>(
        name: &str,
        headings: impl IntoIterator<Item = (H, u16)>,
    ) -> Result<Self> {
        let format = |text: &str| Format::new().set_num_format(text);
        let mut sheets = Self {
            book: Workbook::new(),
            name: name.to_owned(),
            headings: headings.into_iter().map(|(name, width)| (name.into(), width)).collect(),
            sheets: 0,
            row: 0,
            formats: Formats {
                bold: Format::new().set_bold(),
                money: ["0", "0.0", "0.00", "0.000"].map(format),
                second: format("yyyy-mm-dd hh:mm:ss"),
                milli: format("yyyy-mm-dd hh:mm:ss.000"),
            },
        };
        sheets.begin().map_err(unwritten)?;
        Ok(sheets)
    }

    /// Writes a row.
    ///
    /// # Errors
    /// `Internal` when it cannot be written.
    pub(crate) fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> Result<()> {
        self.write(cells).map_err(unwritten)
    }

    /// Hands the whole workbook over.
    ///
    /// # Errors
    /// `Internal` when `out` does not take it.
    pub(crate) fn save(mut self, out: impl Write + Send) -> Result<()> {
        self.end_sheet().map_err(unwritten)?;
        self.book.save_to_writer(out).map_err(unwritten)
    }

    fn begin(&mut self) -> Result<(), XlsxError> {
        self.sheets += 1;
        self.row = 0;
        let sheet = self.book.add_worksheet_with_constant_memory();
        let number = if self.sheets == 1 { String::new() } else { format!(" ({})", self.sheets) };
        sheet.set_name(format!("{}{number}", self.name))?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, (name, width)) in (0u16..).zip(&self.headings) {
            sheet.set_column_width(column, *width)?;
            sheet.write_string_with_format(0, column, name, &self.formats.bold)?;
        }
        Ok(())
    }

    /// What can be filtered is known when the last row is.
    fn end_sheet(&mut self) -> Result<(), XlsxError> {
        let last = u16::try_from(self.headings.len()).unwrap_or(u16::MAX).saturating_sub(1);
        self.book.worksheet_from_index(self.sheets - 1)?.autofilter(0, 0, self.row, last)?;
        Ok(())
    }

    fn write<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> Result<(), XlsxError> {
        if self.row == ROWS {
            self.end_sheet()?;
            self.begin()?;
        }
        self.row += 1;
        let sheet = self.book.worksheet_from_index(self.sheets - 1)?;
        for (column, cell) in (0u16..).zip(cells) {
            write_cell(sheet, self.row, column, cell, &self.formats)?;
        }
        Ok(())
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: Cell<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty | Cell::Text("") => {}
        Cell::Text(text) => drop(sheet.write_string(row, column, shown(text))?),
        Cell::Bold(text) => drop(sheet.write_string_with_format(row, column, shown(text), &formats.bold)?),
        Cell::Number(digits) | Cell::Money(digits) if !fits(digits) => {
            sheet.write_string(row, column, digits)?;
        }
        // The nearest binary fraction; shown with its places it is the decimal again.
        Cell::Number(digits) => drop(sheet.write_number(row, column, digits.parse().unwrap_or(0.0))?),
        Cell::Money(digits) => {
            let number = digits.parse().unwrap_or(0.0);
            let places = digits.split_once('.').map_or(0, |(_, places)| places.len());
            let format = &formats.money[places.min(formats.money.len() - 1)];
            sheet.write_number_with_format(row, column, number, format)?;
        }
        Cell::Moment(text) => match moment(text) {
            Some(moment) => {
                let format = if text.contains('.') { &formats.milli } else { &formats.second };
                sheet.write_datetime_with_format(row, column, moment, format)?;
            }
            None => drop(sheet.write_string(row, column, text)?),
        },
    }
    Ok(())
}

fn shown(text: &str) -> Cow<'_, str> {
    let text = if text.len() > LONGEST {
        text.char_indices().nth(LONGEST - 1).map_or(text, |(at, _)| &text[..at])
    } else {
        text
    };
    safe_cell(text)
}

/// Whether it is a decimal of which a spreadsheet, which has binary fractions only, loses no digit.
fn fits(digits: &str) -> bool {
    let count = digits.bytes().filter(u8::is_ascii_digit).count();
    (1..=DIGITS).contains(&count) && digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.'))
}

/// `None` for a moment with an offset, which a spreadsheet cannot keep, and outside its calendar.
fn moment(text: &str) -> Option<ExcelDateTime> {
    if text.contains('T') { None } else { ExcelDateTime::parse_from_str(text).ok() }
}

fn unwritten(problem: XlsxError) -> Failure {
    match problem {
        XlsxError::IoError(error) => crate::documents::disk(error),
        problem => Failure::Internal(format!("the workbook cannot be written: {problem}")),
    }
}

#[cfg(test)]
mod tests {
    use calamine::{Data, DataType, Reader, Xlsx, open_workbook_from_rs};

    use super::*;

    fn read(sheets: Sheets) -> Xlsx<std::io::Cursor<Vec<u8>>> {
        let mut bytes = Vec::new();
        sheets.save(&mut bytes).unwrap();
        open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap()
    }

    #[test]
    fn cells_are_read_back() {
        let mut sheets = Sheets::new("orders", [("a", 8), ("b", 8), ("c", 8)]).unwrap();
        let long = "云".repeat(LONGEST + 5);
        sheets
            .row([Cell::Text(" <华为> & 'x'\nz "), Cell::Money("-1080.05"), Cell::Number("0.000001")])
            .unwrap();
        sheets.row([Cell::Text("=1+1"), Cell::Empty, Cell::Number("7")]).unwrap();
        sheets.row([Cell::Text(&long), Cell::Money("92233720368547758.07"), Cell::Number("-12.50")]).unwrap();
        let mut book = read(sheets);
        let range = book.worksheet_range("orders").unwrap();
        let rows: Vec<_> = range.rows().skip(1).collect();
        let text = |t: &str| Data::String(t.to_owned());
        assert_eq!(rows[0], [text(" <华为> & 'x'\nz "), Data::Float(-1080.05), Data::Float(0.000_001)]);
        assert_eq!(rows[1], [text("'=1+1"), Data::Empty, Data::Float(7.0)]);
        // Nothing of an amount is lost: what a number cannot keep is text.
        assert_eq!(rows[2][1..], [text("92233720368547758.07"), Data::Float(-12.5)]);
        assert_eq!(rows[2][0].to_string().chars().count(), LONGEST - 1);
    }

    #[test]
    fn moments_are_dates() {
        let mut sheets = Sheets::new("orders", [("a", 8), ("b", 8), ("c", 8)]).unwrap();
        let twice = "2026-11-01T01:30:00-05:00";
        let cells = [
            Cell::Moment("2026-11-15 23:59:59"),
            Cell::Moment("2026-11-15 12:00:00.250"),
            Cell::Moment(twice),
        ];
        sheets.row(cells).unwrap();
        let range = read(sheets).worksheet_range("orders").unwrap();
        let row = range.rows().nth(1).unwrap();
        let parts = |cell: &Data| match cell {
            Data::DateTime(at) => at.to_ymd_hms_milli(),
            other => panic!("{other:?}"),
        };
        assert_eq!(parts(&row[0]), (2026, 11, 15, 23, 59, 59, 0));
        assert_eq!(parts(&row[1]), (2026, 11, 15, 12, 0, 0, 250));
        assert_eq!(row[2].get_string(), Some(twice));
    }

    #[test]
    fn the_next_sheet_begins_where_this_one_is_full() {
        let mut sheets = Sheets::new("orders", [("a", 8)]).unwrap();
        sheets.row([Cell::Text("first")]).unwrap();
        sheets.row = ROWS - 1;
        sheets.row([Cell::Text("last")]).unwrap();
        sheets.row([Cell::Text("next")]).unwrap();
        let mut book = read(sheets);
        assert_eq!(book.sheet_names(), ["orders", "orders (2)"]);
        let first = book.worksheet_range("orders").unwrap();
        assert_eq!(first.get((ROWS as usize, 0)).and_then(|c| c.get_string()), Some("last"));
        let second = book.worksheet_range("orders (2)").unwrap();
        let column: Vec<_> = second.rows().map(|row| row[0].to_string()).collect();
        assert_eq!(column, ["a", "next"]);
    }
}
