//! A statement as XLSX: amounts are numbers that a spreadsheet can add up, and the calculation
//! stands beside them in words.

use std::io::Write;

use domain::{
    access::{Actor, Operation},
    money,
    settlement::Explanation,
    text::safe_cell,
};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::{refusal, unwritten};
use crate::{
    Office, Result,
    statements::{Blocked, Head, Line, candidates::Candidate, lines::each, open::added},
};

/// Rows of a sheet below its headings: what spreadsheets take, less the headings and the total.
const ROWS: u32 = 1_048_574;

const HEADINGS: [(&str, u16); 16] = [
    ("order_no", 22),
    ("line_no", 8),
    ("order_type", 14),
    ("customer_name", 24),
    ("product_name", 28),
    ("sku_name", 20),
    ("deal_price", 14),
    ("floor_price", 14),
    ("output_tax", 10),
    ("service_tax", 10),
    ("ratio", 10),
    ("formula", 16),
    ("rule_version", 12),
    ("calculation", 60),
    ("unrounded", 18),
    ("amount", 14),
];

/// Writes the lines of a statement, draft or preview, with the total below them. Rows wait in a
/// temporary file, not in memory; a further sheet begins where one is full.
///
/// # Errors
/// `Denied`, what the database said, or `Internal` when `out` does not take it.
pub async fn write_xlsx<W: Write + Send>(office: &Office, actor: &Actor, head: &Head, out: W) -> Result<()> {
    actor.may(Operation::ReadStatements)?;
    let mut book = Workbook::new();
    let mut sheets = Sheets::new(head);
    each(office, head, |candidate| sheets.add(&mut book, candidate)).await?;
    sheets.total(&mut book)?;
    book.save_to_writer(out).map_err(unwritten)
}

struct Sheets {
    title: String,
    count: usize,
    row: u32,
    total_minor: i64,
    amount: Format,
    bold: Format,
}

impl Sheets {
    fn new(head: &Head) -> Self {
        Self {
            title: format!("{} {}", head.period.dashed(), head.currency),
            count: 0,
            row: 0,
            total_minor: 0,
            amount: Format::new().set_num_format("0.00"),
            bold: Format::new().set_bold(),
        }
    }

    fn add(&mut self, book: &mut Workbook, candidate: Candidate) -> Result<()> {
        if self.count == 0 || self.row == ROWS {
            self.begin(book).map_err(unwritten)?;
        }
        self.row += 1;
        if let Ok(line) = &candidate {
            self.total_minor = added(self.total_minor, line.amount_minor)?;
        }
        let sheet = book.worksheet_from_index(self.count - 1).map_err(unwritten)?;
        match candidate {
            Ok(line) => write_line(sheet, self.row, &line, &self.amount),
            Err(blocked) => write_blocked(sheet, self.row, &blocked).map_err(unwritten),
        }
    }

    fn begin(&mut self, book: &mut Workbook) -> Result<(), XlsxError> {
        self.count += 1;
        self.row = 0;
        let sheet = book.add_worksheet_with_constant_memory();
        let number = if self.count == 1 { String::new() } else { format!(" ({})", self.count) };
        sheet.set_name(format!("{}{number}", self.title))?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, (name, width)) in (0u16..).zip(HEADINGS) {
            sheet.set_column_width(column, width)?;
            sheet.write_string_with_format(0, column, name, &self.bold)?;
        }
        Ok(())
    }

    fn total(mut self, book: &mut Workbook) -> Result<()> {
        if self.count == 0 {
            self.begin(book).map_err(unwritten)?;
        }
        let sheet = book.worksheet_from_index(self.count - 1).map_err(unwritten)?;
        sheet.write_string_with_format(self.row + 1, 0, "total", &self.bold).map_err(unwritten)?;
        write_amount(sheet, self.row + 1, 15, self.total_minor, &self.amount).map_err(unwritten)
    }
}

fn write_line(sheet: &mut Worksheet, row: u32, line: &Line, amount: &Format) -> Result<()> {
    let explanation = line.explanation()?;
    write_cells(sheet, row, line, &explanation, amount).map_err(unwritten)
}

fn write_cells(
    sheet: &mut Worksheet,
    row: u32,
    line: &Line,
    explanation: &Explanation,
    amount: &Format,
) -> Result<(), XlsxError> {
    sheet.write_string(row, 0, safe_cell(&line.order_no))?;
    sheet.write_number(row, 1, u32::try_from(line.line_no).unwrap_or_default())?;
    for (column, text) in
        (2u16..).zip([&line.order_type, &line.customer_name, &line.product_name, &line.sku_name])
    {
        sheet.write_string(row, column, safe_cell(text))?;
    }
    write_amount(sheet, row, 6, line.deal_minor, amount)?;
    write_amount(sheet, row, 7, line.floor_minor, amount)?;
    for (column, rate) in (8u16..).zip([line.output_tax, line.service_tax, line.ratio]) {
        sheet.write_string(row, column, rate.to_string())?;
    }
    sheet.write_string(row, 11, line.formula.code())?;
    sheet.write_number(row, 12, u32::try_from(line.rule_version).unwrap_or_default())?;
    sheet.write_string(row, 13, &explanation.formula)?;
    sheet.write_string(row, 14, &explanation.unrounded)?;
    write_amount(sheet, row, 15, line.amount_minor, amount)
}

fn write_blocked(sheet: &mut Worksheet, row: u32, line: &Blocked) -> Result<(), XlsxError> {
    sheet.write_string(row, 0, safe_cell(&line.order_no))?;
    sheet.write_number(row, 1, u32::try_from(line.line_no).unwrap_or_default())?;
    sheet.write_string(row, 13, refusal(line))?;
    Ok(())
}

/// A spreadsheet has no other number than a binary fraction; the nearest one to the decimal is
/// written, and shown with two decimals it is the amount again.
fn write_amount(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    minor: i64,
    format: &Format,
) -> Result<(), XlsxError> {
    let number = money::bare(minor).parse().unwrap_or(0.0);
    sheet.write_number_with_format(row, column, number, format)?;
    Ok(())
}
