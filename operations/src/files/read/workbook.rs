//! Rows of the first visible sheet of an XLSX workbook.

use std::{fmt::Write, fs::File, io::BufReader, ops::ControlFlow, path::Path};

use calamine::{DataRef, Reader, SheetVisible, Xlsx, XlsxError};

use super::{Counted, Found, MOST_CELLS, Position, Record, disk, guard, unreadable};
use crate::Result;

pub(super) fn read(
    path: &Path,
    position: &Position,
    receiver: &mut dyn FnMut(Found<'_>) -> Result<ControlFlow<()>>,
) -> Result<()> {
    guard::check(path)?;
    let file = File::open(path).map_err(|e| disk(&e))?;
    let file = BufReader::new(Counted { inner: file, position: position.clone() });
    let mut workbook: Xlsx<_> = Xlsx::new(file).map_err(|e| wrong(&e))?;
    let sheets = workbook.sheets_metadata();
    let sheet = sheets.iter().find(|s| s.visible == SheetVisible::Visible).or(sheets.first());
    let name = sheet.map(|s| s.name.clone()).ok_or_else(guard::damaged)?;
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(|e| wrong(&e))?;
    let mut record = Record::default();
    let mut text = String::new();
    let mut width = 0;
    // Sheets leave empty cells at the end of a row away.
    let mut send = |record: &mut Record| {
        if record.is_blank() {
            return Ok(ControlFlow::Continue(()));
        }
        width = if width == 0 { record.len() } else { width };
        record.pad(width);
        receiver(Found::Row(record))
    };
    while let Some(cell) = cells.next_cell().map_err(|e| wrong(&e))? {
        let (row, column) = cell.get_position();
        let (row, column) = (u64::from(row) + 1, column as usize);
        if row != record.row {
            if send(&mut record)?.is_break() {
                return Ok(());
            }
            record.clear();
            record.row = row;
        }
        text.clear();
        write_cell(&mut text, cell.get_value());
        if text.is_empty() || column < record.len() {
            continue;
        }
        if column >= MOST_CELLS {
            return Err(unreadable(format!("row {row} has more than {MOST_CELLS} cells")));
        }
        record.pad(column);
        record.push(&text);
    }
    let _ = send(&mut record)?;
    Ok(())
}

/// Appends a cell as it would stand in a text file.
fn write_cell(out: &mut String, value: &DataRef<'_>) {
    match value {
        DataRef::Empty => {}
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => out.push_str(text),
        DataRef::SharedString(text) => out.push_str(text),
        DataRef::Int(number) => drop(write!(out, "{number}")),
        DataRef::Float(number) => write_number(out, *number),
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

/// Whole numbers up to here are exact in a workbook.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Appends a number with the 15 digits that spreadsheets show, so that a computed 3.3 that is
/// kept as 3.3000000000000003 is 3.3. A whole number too long to be exact, such as an order number
/// that was not entered as text, keeps its exponent, which no column takes: it would be another
/// order's number.
fn write_number(out: &mut String, number: f64) {
    let whole = format!("{number}");
    let is_whole = !whole.contains('.');
    if !number.is_finite() || number.abs() >= EXACT {
        let _ = write!(out, "{number:e}");
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

fn wrong(error: &XlsxError) -> crate::Failure {
    match error {
        XlsxError::Password => unreadable("it has a password: save it without one"),
        _ => guard::damaged(),
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
            (9_007_199_254_740_991.0, "9007199254740991"),
            (2.022_111_818_19e17, "2.02211181819e17"),
        ] {
            let mut out = String::new();
            write_number(&mut out, number);
            assert_eq!(out, text);
        }
    }
}
