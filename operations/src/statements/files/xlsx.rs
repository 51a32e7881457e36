//! A statement as XLSX: amounts are numbers that a spreadsheet can add up, and the calculation
//! stands beside them in words.

use std::io::Write;

use domain::{
    Currency,
    access::{Actor, Operation},
    money,
};

use super::refusal;
use crate::{
    Office, Result,
    sheets::{Cell, Sheets},
    statements::{Blocked, Head, Line, candidates::Candidate, lines::each, open::added},
};

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

/// Writes the lines of a statement, draft or preview, with the total below them.
///
/// # Errors
/// `Denied`, what the database said, or `Internal` when `out` does not take it.
pub async fn write_xlsx<W: Write + Send>(office: &Office, actor: &Actor, head: &Head, out: W) -> Result<()> {
    actor.may(Operation::ReadStatements)?;
    let title = format!("{} {}", head.period.dashed(), head.currency);
    let mut sheets = Sheets::new(&title, HEADINGS)?;
    let mut total_minor = 0;
    each(office, head, |candidate: Candidate| match candidate {
        Ok(line) => {
            total_minor = added(total_minor, line.amount_minor)?;
            write_line(&mut sheets, head.currency, &line)
        }
        Err(blocked) => write_blocked(&mut sheets, &blocked),
    })
    .await?;
    let mut total = [Cell::Empty; HEADINGS.len()];
    let amount = money::bare(total_minor, head.currency);
    (total[0], total[15]) = (Cell::Bold("total"), Cell::Money(&amount));
    sheets.row(total)?;
    sheets.save(out)
}

fn write_line(sheets: &mut Sheets, currency: Currency, line: &Line) -> Result<()> {
    let [line_no, rule_version] = [line.line_no, line.rule_version].map(|number| number.to_string());
    let [deal, floor, amount] =
        [line.deal_minor, line.floor_minor, line.amount_minor].map(|minor| money::bare(minor, currency));
    let [output_tax, service_tax, ratio] =
        [line.output_tax, line.service_tax, line.ratio].map(|rate| rate.to_string());
    let settled = line.explanation(currency)?;
    let (calculation, unrounded) = (settled.formula(), settled.exact.grouped(currency));
    sheets.row([
        Cell::Text(&line.order_no),
        Cell::Number(&line_no),
        Cell::Text(&line.order_type),
        Cell::Text(&line.customer_name),
        Cell::Text(&line.product_name),
        Cell::Text(&line.sku_name),
        Cell::Money(&deal),
        Cell::Money(&floor),
        Cell::Text(&output_tax),
        Cell::Text(&service_tax),
        Cell::Text(&ratio),
        Cell::Text(line.formula.code()),
        Cell::Number(&rule_version),
        Cell::Text(&calculation),
        Cell::Text(&unrounded),
        Cell::Money(&amount),
    ])
}

fn write_blocked(sheets: &mut Sheets, line: &Blocked) -> Result<()> {
    let (line_no, why) = (line.line_no.to_string(), refusal(line));
    let mut cells = [Cell::Empty; HEADINGS.len()];
    (cells[0], cells[1], cells[13]) = (Cell::Text(&line.order_no), Cell::Number(&line_no), Cell::Text(&why));
    sheets.row(cells)
}
