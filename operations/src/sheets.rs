//! Workbooks with one table, on as many sheets as it needs. Rows wait in a temporary file, not in
//! memory.

mod room;

use std::{borrow::Cow, io::Write};

use domain::text::safe_cell;
use rust_decimal::Decimal;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
    utility::row_col_to_cell,
};

use crate::Result;
use room::written;

/// The last row of a sheet, counted from 0.
const LAST: u32 = 1_048_575;
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
    /// A decimal.
    Number(&'a str),
    /// A decimal that is shown with all its places, so many as its currency has.
    Money(&'a str),
    /// An amount that can be added up, even where a spreadsheet does not keep its last digits; its [`Cell::Digits`]
    /// stand beside it.
    Near(&'a str),
    /// A decimal as text, to the last digit.
    Digits(&'a str),
    /// A fraction that is shown as a percentage: `0.06` as `6.00%`.
    Rate(&'a str),
    /// A decimal of more places than its currency has.
    Exact(&'a str),
    /// An amount that the spreadsheet works out again by a formula; its columns stand in it as letters and `{row}`.
    Worked(&'a str, &'a str),
    /// A moment as `2026-11-22 14:05:09`.
    Moment(&'a str),
}

/// A workbook that is being written.
pub(crate) struct Sheets {
    book: Workbook,
    name: String,
    /// What stands above the headings of each sheet, line by line.
    titles: Vec<String>,
    /// The headings with their widths in characters.
    headings: Vec<(String, u16)>,
    sheets: usize,
    /// The last row of the last sheet.
    row: u32,
    /// By column: the sum of its amounts on this sheet, and the format of the last of them; no sum where one
    /// stands there as text.
    sums: Vec<(Option<Decimal>, usize)>,
    /// Behind the sums nothing more is written or filtered.
    ended: bool,
    formats: Formats,
}

struct Formats {
    bold: Format,
    /// By number of places.
    money: [Format; 5],
    total: [Format; 5],
    exact: Format,
    rate: Format,
    fine_rate: Format,
    second: Format,
    milli: Format,
}

impl Formats {
    fn new() -> Self {
        let format = |text: &str| Format::new().set_num_format(text);
        let money = ["#,##0", "#,##0.0", "#,##0.00", "#,##0.000", "#,##0.0000"];
        let total = |text| {
            format(text).set_bold().set_border_top(FormatBorder::Thin).set_border_bottom(FormatBorder::Double)
        };
        Self {
            bold: Format::new().set_bold(),
            money: money.map(format),
            total: money.map(total),
            exact: format("#,##0.00##########"),
            rate: format("0.00%"),
            fine_rate: format("0.00##%"),
            second: format("yyyy-mm-dd hh:mm:ss"),
            milli: format("yyyy-mm-dd hh:mm:ss.000"),
        }
    }
}

impl Sheets {
    /// Begins a workbook; its sheets are called `name`, `name (2)` and so on, and `titles` stand above the
    /// headings of each.
    ///
    /// # Errors
    /// `Internal` when it cannot be written; a full disk.
    pub(crate) fn titled<H: Into<String>>(
        name: &str,
        titles: Vec<String>,
        headings: impl IntoIterator<Item = (H, u16)>,
    ) -> Result<Self> {
        let mut sheets = Self {
            book: Workbook::new(),
            name: name.to_owned(),
            titles,
            headings: headings.into_iter().map(|(name, width)| (name.into(), width)).collect(),
            sheets: 0,
            row: 0,
            sums: Vec::new(),
            ended: false,
            formats: Formats::new(),
        };
        written(|| sheets.begin())?;
        Ok(sheets)
    }

    /// Says when what is in it was fixed, in milliseconds since 1970, in place of now: so the same rows give the same
    /// bytes.
    ///
    /// # Errors
    /// `Internal` outside of a spreadsheet's calendar.
    pub(crate) fn made(&mut self, at: i64) -> Result<()> {
        let at = written(|| ExcelDateTime::from_timestamp(at.div_euclid(1_000)))?;
        self.book.set_properties(&DocProperties::new().set_creation_datetime(&at));
        Ok(())
    }

    /// Writes a row.
    ///
    /// # Errors
    /// `Internal` when it cannot be written; a full disk.
    pub(crate) fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> Result<()> {
        written(|| self.write(cells))
    }

    /// Writes the sums of columns below the rows, outside of what is filtered: they follow the filter. Nothing
    /// where there is no row, or where one sheet does not hold them all.
    ///
    /// # Errors
    /// `Internal` when it cannot be written; a full disk.
    pub(crate) fn total(&mut self, label: &str, columns: impl IntoIterator<Item = usize>) -> Result<()> {
        let (first, last) = (self.heading_row() + 1, self.row);
        if self.sheets > 1 || last < first || last == LAST {
            return Ok(());
        }
        written(|| self.end_sheet())?;
        let write = |sheets: &mut Self| -> Result<(), XlsxError> {
            let sheet = sheets.book.worksheet_from_index(sheets.sheets - 1)?;
            sheet.write_string_with_format(last + 1, 0, label, &sheets.formats.bold)?;
            for column in columns {
                let (Some(sum), places) = sheets.sums[column] else { continue };
                let at = u16::try_from(column).unwrap_or(u16::MAX);
                let range = [first, last].map(|row| row_col_to_cell(row, at)).join(":");
                let formula = Formula::new(format!("=SUBTOTAL(109,{range})")).set_result(sum.to_string());
                sheet.write_formula_with_format(last + 1, at, formula, &sheets.formats.total[places])?;
            }
            Ok(())
        };
        written(|| write(self))?;
        self.ended = true;
        Ok(())
    }

    /// Writes a decimal to the last digit into the row of the sums; nothing where there are none.
    ///
    /// # Errors
    /// As [`Self::total`].
    pub(crate) fn beside_total(&mut self, column: usize, digits: &str) -> Result<()> {
        if !self.ended {
            return Ok(());
        }
        let at = u16::try_from(column).unwrap_or(u16::MAX);
        written(|| {
            let sheet = self.book.worksheet_from_index(self.sheets - 1)?;
            sheet.write_string_with_format(self.row + 1, at, digits, &self.formats.bold)?;
            Ok(())
        })
    }

    /// Hands the whole workbook over.
    ///
    /// # Errors
    /// `Internal` when `out` does not take it; a full disk.
    pub(crate) fn save(mut self, out: impl Write + Send) -> Result<()> {
        written(|| self.end_sheet())?;
        written(|| self.book.save_to_writer(out))
    }

    fn heading_row(&self) -> u32 {
        u32::try_from(self.titles.len()).unwrap_or_default()
    }

    fn begin(&mut self) -> Result<(), XlsxError> {
        self.sheets += 1;
        let heading_row = self.heading_row();
        self.row = heading_row;
        self.sums = vec![(Some(Decimal::ZERO), 2); self.headings.len()];
        let sheet = self.book.add_worksheet_with_constant_memory();
        let number = if self.sheets == 1 { String::new() } else { format!(" ({})", self.sheets) };
        sheet.set_name(format!("{}{number}", self.name))?;
        sheet.set_freeze_panes(heading_row + 1, 0)?;
        for (row, title) in (0..).zip(&self.titles) {
            sheet.write_string_with_format(row, 0, shown(title), &self.formats.bold)?;
        }
        for (column, (name, width)) in (0u16..).zip(&self.headings) {
            sheet.set_column_width(column, *width)?;
            sheet.write_string_with_format(heading_row, column, name, &self.formats.bold)?;
        }
        Ok(())
    }

    /// What can be filtered is known when the last row is.
    fn end_sheet(&mut self) -> Result<(), XlsxError> {
        if self.ended {
            return Ok(());
        }
        let last = u16::try_from(self.headings.len()).unwrap_or(u16::MAX).saturating_sub(1);
        let heading_row = self.heading_row();
        let sheet = self.book.worksheet_from_index(self.sheets - 1)?;
        sheet.autofilter(heading_row, 0, self.row, last)?;
        Ok(())
    }

    fn write<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> Result<(), XlsxError> {
        if self.row == LAST {
            self.end_sheet()?;
            self.begin()?;
        }
        self.row += 1;
        let sheet = self.book.worksheet_from_index(self.sheets - 1)?;
        for (column, cell) in (0u16..).zip(cells) {
            if let Some(sum) = self.sums.get_mut(usize::from(column)) {
                add(sum, cell);
            }
            write_cell(sheet, self.row, column, cell, &self.formats)?;
        }
        Ok(())
    }
}

/// Adds an amount to the sum of its column.
fn add((sum, places): &mut (Option<Decimal>, usize), cell: Cell<'_>) {
    if let Cell::Money(digits) | Cell::Near(digits) | Cell::Worked(digits, _) = cell {
        let counts = fits(digits) || matches!(cell, Cell::Near(_));
        let amount = if counts { digits.parse::<Decimal>().ok() } else { None };
        *sum = sum.zip(amount).and_then(|(sum, amount)| sum.checked_add(amount));
        *places = places_of(digits);
    }
}

/// Decimals of an amount, at most as many as there are formats.
fn places_of(digits: &str) -> usize {
    digits.split_once('.').map_or(0, |(_, places)| places.len()).min(4)
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: Cell<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let format = match cell {
        Cell::Empty | Cell::Text("") => return Ok(()),
        Cell::Text(text) => return sheet.write_string(row, column, shown(text)).map(drop),
        Cell::Digits(digits) => return sheet.write_string(row, column, digits).map(drop),
        Cell::Moment(text) => match moment(text) {
            Some(moment) => {
                let format = if text.contains('.') { &formats.milli } else { &formats.second };
                return sheet.write_datetime_with_format(row, column, moment, format).map(drop);
            }
            None => return sheet.write_string(row, column, text).map(drop),
        },
        Cell::Number(_) => None,
        Cell::Money(digits) | Cell::Near(digits) | Cell::Worked(digits, _) => {
            Some(&formats.money[places_of(digits)])
        }
        Cell::Rate(digits) if digits.len() > "0.0000".len() => Some(&formats.fine_rate),
        Cell::Rate(_) => Some(&formats.rate),
        Cell::Exact(_) => Some(&formats.exact),
    };
    let (Cell::Number(digits)
    | Cell::Money(digits)
    | Cell::Near(digits)
    | Cell::Worked(digits, _)
    | Cell::Rate(digits)
    | Cell::Exact(digits)) = cell
    else {
        return Ok(());
    };
    if !fits(digits) && !matches!(cell, Cell::Near(_)) {
        return sheet.write_string(row, column, digits).map(drop);
    }
    if let (Cell::Worked(_, formula), Some(format)) = (cell, format) {
        let formula = Formula::new(formula.replace("{row}", &(row + 1).to_string())).set_result(digits);
        return sheet.write_formula_with_format(row, column, formula, format).map(drop);
    }
    // The nearest binary fraction; shown with its places it is the decimal again.
    let number = digits.parse().unwrap_or(0.0);
    match format {
        Some(format) => sheet.write_number_with_format(row, column, number, format).map(drop),
        None => sheet.write_number(row, column, number).map(drop),
    }
}

fn shown(text: &str) -> Cow<'_, str> {
    let text = if text.len() > LONGEST {
        text.char_indices().nth(LONGEST - 1).map_or(text, |(at, _)| &text[..at])
    } else {
        text
    };
    safe_cell(text)
}

/// Whether a spreadsheet keeps every digit of an amount in minor units.
pub(crate) const fn keeps(minor: i64) -> bool {
    minor.unsigned_abs() < 10u64.pow(DIGITS as u32)
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
        let mut sheets = Sheets::titled("orders", Vec::new(), [("a", 8), ("b", 8), ("c", 8)]).unwrap();
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
        let mut sheets = Sheets::titled("orders", Vec::new(), [("a", 8), ("b", 8), ("c", 8)]).unwrap();
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
    fn sums_stand_below_what_is_filtered_and_titles_above() {
        let columns = [("a", 8), ("b", 8), ("c", 8), ("d", 8)];
        let mut sheets = Sheets::titled("orders", vec!["=云梯 · 2026-10".into()], columns).unwrap();
        let worked = Cell::Worked("0.10", "=ROUND(B{row},2)");
        sheets.row([Cell::Text("x"), Cell::Money("-0.30"), Cell::Rate("0.06"), worked]).unwrap();
        sheets.row([Cell::Text("y"), Cell::Money("0.10"), Cell::Rate("0.061234"), worked]).unwrap();
        sheets.total("合计", [1, 3]).unwrap();
        let mut book = read(sheets);
        let range = book.worksheet_range("orders").unwrap();
        let rows: Vec<_> = range.rows().map(<[_]>::to_vec).collect();
        assert_eq!(rows[0][0], Data::String("'=云梯 · 2026-10".into()));
        assert_eq!(rows[2][2..], [Data::Float(0.06), Data::Float(0.1)]);
        assert_eq!(rows[4], [Data::String("合计".into()), Data::Float(-0.2), Data::Empty, Data::Float(0.2)]);
        let formulas = book.worksheet_formula("orders").unwrap();
        assert_eq!(formulas.get_value((4, 1)).unwrap(), "SUBTOTAL(109,B3:B4)");
        assert_eq!(formulas.get_value((3, 3)).unwrap(), "ROUND(B4,2)");
    }

    #[test]
    fn what_is_no_number_has_no_sum() {
        let mut sheets = Sheets::titled("orders", Vec::new(), [("a", 8), ("b", 8)]).unwrap();
        sheets.row([Cell::Money("1.00"), Cell::Money("92233720368547758.07")]).unwrap();
        sheets.total("Total", [1]).unwrap();
        let range = read(sheets).worksheet_range("orders").unwrap();
        assert_eq!(range.get((2, 1)), None.or(Some(&Data::Empty)));
    }

    #[test]
    fn the_next_sheet_begins_where_this_one_is_full() {
        let mut sheets = Sheets::titled("orders", Vec::new(), [("a", 8)]).unwrap();
        sheets.row([Cell::Text("first")]).unwrap();
        sheets.row = LAST - 1;
        sheets.row([Cell::Text("last")]).unwrap();
        sheets.row([Cell::Text("next")]).unwrap();
        let mut book = read(sheets);
        assert_eq!(book.sheet_names(), ["orders", "orders (2)"]);
        let first = book.worksheet_range("orders").unwrap();
        assert_eq!(first.get((LAST as usize, 0)).and_then(|c| c.get_string()), Some("last"));
        let second = book.worksheet_range("orders (2)").unwrap();
        let column: Vec<_> = second.rows().map(|row| row[0].to_string()).collect();
        assert_eq!(column, ["a", "next"]);
    }
}
