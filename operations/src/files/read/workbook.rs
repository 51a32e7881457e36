//! Rows of the sheets of an XLSX workbook.

use std::{fmt::Write, fs::File, io::BufReader, ops::ControlFlow, path::Path};

use calamine::{DataRef, Reader, SheetVisible, Style, Xlsx, XlsxError};

use super::{
    super::{Unreadable, form::Table},
    Counted, Found, MOST_CELLS, Position, Receiver, Record, guard, open,
};
use crate::Result;

type Workbook = Xlsx<BufReader<Counted<File>>>;

/// The first rows of every sheet of a workbook.
pub(crate) struct Book {
    /// Days are counted from 1904.
    pub(crate) since_1904: bool,
    pub(crate) sheets: Vec<Sheet>,
}

/// The first rows of a sheet.
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) hidden: bool,
    pub(crate) rows: Vec<Record>,
}

/// Looks at every sheet.
///
/// # Errors
/// `Unreadable`.
pub(crate) fn sheets(path: &Path, most: usize) -> Result<Book> {
    guard::check(path)?;
    let mut workbook = workbook(path, &Position::default())?;
    let since_1904 = workbook.has_1904_epoch();
    let known: Vec<_> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == calamine::SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    let mut sheets = Vec::new();
    for (name, hidden) in known {
        let mut rows = Vec::new();
        rows_of(&mut workbook, &name, &mut |record| {
            rows.push(record.clone());
            Ok(if rows.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })
        .map(drop)?;
        sheets.push(Sheet { name, hidden, rows });
    }
    Ok(Book { since_1904, sheets })
}

/// Every row of these tables below their headings.
pub(super) fn read(
    path: &Path,
    tables: &[Table],
    position: &Position,
    receiver: &mut Receiver<'_>,
) -> Result<()> {
    guard::check(path)?;
    let mut workbook = workbook(path, position)?;
    for (number, table) in tables.iter().enumerate() {
        let flow = rows_of(&mut workbook, &table.name, &mut |record| {
            if record.row <= table.heading_row {
                return Ok(ControlFlow::Continue(()));
            }
            record.table = number;
            receiver(Found::Row(record))
        })?;
        if flow.is_break() {
            break;
        }
    }
    Ok(())
}

fn workbook(path: &Path, position: &Position) -> Result<Workbook> {
    let file = BufReader::new(Counted { inner: open(path)?, position: position.clone() });
    Ok(Xlsx::new(file).map_err(|e| wrong(&e))?)
}

/// Every row of a sheet that is not blank.
fn rows_of(
    workbook: &mut Workbook,
    name: &str,
    take: &mut dyn FnMut(&mut Record) -> Result<ControlFlow<()>>,
) -> Result<ControlFlow<()>> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(|e| wrong(&e))?;
    let noughts: Vec<usize> = cells.styles().iter().map(noughts).collect();
    let mut record = Record::default();
    let mut text = String::new();
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|e| wrong(&e))? {
        let (row, column) = cell.get_position();
        let (row, column) = (u64::from(row) + 1, column as usize);
        if row != record.row {
            if !record.is_blank() && take(&mut record)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
            record.clear();
            record.row = row;
        }
        text.clear();
        write_cell(&mut text, cell.get_value(), noughts.get(style).copied().unwrap_or(0));
        if text.is_empty() || column < record.len() {
            continue;
        }
        if column >= MOST_CELLS {
            return Err(Unreadable::TooManyCells(row).into());
        }
        record.pad(column);
        record.push(&text);
    }
    if record.is_blank() { Ok(ControlFlow::Continue(())) } else { take(&mut record) }
}

/// How many digits a whole number is shown with at least: 3 for the format `000`.
fn noughts(style: &Style) -> usize {
    let format = style.number_format.as_ref().map_or("", |format| format.format_code.as_str());
    let only = !format.is_empty() && format.bytes().all(|b| b == b'0');
    if only { format.len() } else { 0 }
}

/// Appends a cell as it would stand in a text file.
fn write_cell(out: &mut String, value: &DataRef<'_>, noughts: usize) {
    match value {
        DataRef::Empty => {}
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => out.push_str(text),
        DataRef::SharedString(text) => out.push_str(text),
        DataRef::Int(number) => drop(write!(out, "{number:0noughts$}")),
        DataRef::Float(number) => {
            let begun = out.len();
            write_number(out, *number);
            let is_whole = out[begun..].bytes().all(|b| b.is_ascii_digit());
            for _ in out.len() - begun..if is_whole { noughts } else { 0 } {
                out.insert(begun, '0');
            }
        }
        DataRef::Bool(value) => out.push_str(if *value { "TRUE" } else { "FALSE" }),
        DataRef::Error(error) => drop(write!(out, "{error}")),
        DataRef::DateTime(at) => {
            let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
            let _ = write!(out, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}");
            if milli > 0 {
                let _ = write!(out, ".{milli:03}");
            }
        }
    }
}

/// Spreadsheets keep 15 digits of a number.
const EXACT: f64 = 1e15;

/// Appends a number with the 15 digits that spreadsheets show, so that a computed 3.3 that is
/// kept as 3.3000000000000003 is 3.3. A whole number with more digits, such as an order number that
/// was not entered as text, has an exponent, which no column takes: it would be another order's number.
fn write_number(out: &mut String, number: f64) {
    let whole = format!("{number}");
    let is_whole = !whole.contains('.');
    if !number.is_finite() || number.abs() >= EXACT {
        // As a spreadsheet shows it, so that it is known for what it is.
        let _ = write!(out, "{}", format!("{number:e}").replace('e', "E+"));
        return;
    }
    if is_whole {
        out.push_str(&whole);
        return;
    }
    let scientific = format!("{number:.14e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_end_matches('0');
    if mantissa.starts_with('-') {
        out.push('-');
    }
    if exponent < 0 {
        out.push_str("0.");
        out.extend(std::iter::repeat_n('0', exponent.unsigned_abs() as usize - 1));
        out.push_str(digits);
        return;
    }
    let before = exponent.unsigned_abs() as usize + 1;
    if digits.len() <= before {
        out.push_str(digits);
        out.extend(std::iter::repeat_n('0', before - digits.len()));
    } else {
        out.push_str(&digits[..before]);
        out.push('.');
        out.push_str(&digits[before..]);
    }
}

fn wrong(error: &XlsxError) -> Unreadable {
    match error {
        XlsxError::Password => Unreadable::Password,
        _ => Unreadable::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_spreadsheets_show_them() {
        for (number, text) in [
            (0.0, "0"),
            (3.0, "3"),
            (-12.5, "-12.5"),
            (3.300_000_000_000_000_3, "3.3"),
            (19.9, "19.9"),
            (0.06, "0.06"),
            (0.000_001, "0.000001"),
            (1_234_567.89, "1234567.89"),
            (202_611.0, "202611"),
            (10.0, "10"),
            (99_999_999_999.99, "99999999999.99"),
            (999_999_999_999_999.0, "999999999999999"),
            (1_000_000_000_000_000.0, "1E+15"),
            (2.022_111_818_19e17, "2.02211181819E+17"),
        ] {
            let mut out = String::new();
            write_number(&mut out, number);
            assert_eq!(out, text);
        }
    }

    #[test]
    fn noughts_in_front_are_kept_as_they_are_shown() {
        for (value, text) in [
            (DataRef::Float(7.0), "007"),
            (DataRef::Int(7), "007"),
            (DataRef::Float(1234.0), "1234"),
            (DataRef::Float(1.5), "1.5"),
        ] {
            let mut out = String::new();
            write_cell(&mut out, &value, 3);
            assert_eq!(out, text);
        }
    }
}
