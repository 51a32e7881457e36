//! A statement as XLSX: amounts are numbers that a spreadsheet adds up, with the formula that they came from, and
//! the calculation stands beside them in words.

use std::io::Write;

use domain::{
    Currency, Tongue,
    access::{Actor, Operation},
    money,
    order::OrderType,
    settlement::Settled,
};

use super::{COLUMNS, refusal};
use crate::{
    Office, Result,
    exports::headings::heading,
    sheets::{Cell, Sheets},
    statements::{Blocked, Head, Line, candidates::Candidate, lines::each},
};

/// Columns that are added up: deal, floor and amount.
const SUMS: [usize; 3] = [9, 10, 19];

/// Writes the lines of a statement, draft or preview, with what it is above them and the sums below.
///
/// # Errors
/// `Denied`, what the database said, or `Internal` when `out` does not take it.
pub async fn write_xlsx<W: Write + Send>(
    office: &Office,
    actor: &Actor,
    head: &Head,
    tongue: Tongue,
    out: W,
) -> Result<()> {
    actor.may(Operation::ReadStatements)?;
    let name = format!("{} {}", head.period.dashed(), head.currency);
    let columns = COLUMNS.map(|(name, width)| (heading(name, tongue), width));
    let mut sheets = Sheets::titled(&name, titles(head, tongue), columns)?;
    each(office, head, |candidate: Candidate| match candidate {
        Ok(line) => write_line(&mut sheets, head, &line, tongue),
        Err(blocked) => write_blocked(&mut sheets, head, &blocked, tongue),
    })
    .await?;
    sheets.total(tongue.pick("合计", "Total"), SUMS)?;
    sheets.save(out)
}

/// What it is, and by which hash its lines are known.
fn titles(head: &Head, tongue: Tongue) -> Vec<String> {
    let number = head.number.as_deref().unwrap_or(tongue.pick("草稿", "Draft"));
    let (reseller, month, currency) = (&head.reseller, head.period.dashed(), head.currency);
    let what = tongue.pick("经销商结算单", "Statement");
    let mut titles = vec![format!("{what} {number} · {reseller} · {month} · {currency}")];
    if let Some(hash) = &head.lines_hash {
        titles.push(format!("{}: {hash}", tongue.pick("明细哈希（SHA-256）", "SHA-256 of its lines")));
    }
    titles
}

fn write_line(sheets: &mut Sheets, head: &Head, line: &Line, tongue: Tongue) -> Result<()> {
    let currency = head.currency;
    let [line_no, rule_version] = [line.line_no, line.rule_version].map(|number| number.to_string());
    let [deal, floor, amount] =
        [line.deal_minor, line.floor_minor, line.amount_minor].map(|minor| money::bare(minor, currency));
    let [output_tax, service_tax, ratio] =
        [line.output_tax, line.service_tax, line.ratio].map(domain::Rate::bare);
    let settled = line.explanation(currency)?;
    let (calculation, unrounded) = (settled.formula(), settled.exact.bare(currency));
    let (period, rule) = (head.period.in_words(tongue), settled.rule.in_words(tongue));
    let worked = worked(&settled, line.reversal);
    sheets.row([
        Cell::Text(&head.reseller),
        Cell::Text(&period),
        Cell::Text(currency.code()),
        Cell::Text(&line.order_no),
        Cell::Number(&line_no),
        Cell::Text(&OrderType::worded(&line.order_type, tongue)),
        Cell::Text(&line.customer_name),
        Cell::Text(&line.product_name),
        Cell::Text(&line.sku_name),
        Cell::Money(&deal),
        Cell::Money(&floor),
        Cell::Rate(&output_tax),
        Cell::Rate(&service_tax),
        Cell::Rate(&ratio),
        Cell::Text(&line.formula.in_words(tongue)),
        Cell::Text(&rule),
        Cell::Number(&rule_version),
        Cell::Text(&calculation),
        Cell::Exact(unrounded.trim_end_matches('…')),
        worked.as_ref().map_or(Cell::Money(&amount), |formula| Cell::Worked(&amount, formula)),
    ])
}

/// The formula that a spreadsheet works the amount out with; `None` where its binary fractions could round another
/// way than the one exact fraction does: very near a half, or among very large numbers.
fn worked(settled: &Settled, reversal: bool) -> Option<String> {
    const LARGEST: i64 = 100_000_000_000;
    let (numerator, denominator) = (settled.exact.numerator(), settled.exact.denominator());
    let rest = numerator.checked_abs()?.checked_rem(denominator)?;
    let from_half = rest.checked_mul(2)?.checked_sub(denominator)?.checked_abs()?;
    if settled.amount_minor.abs() > LARGEST || from_half.checked_mul(500)? < denominator {
        return None;
    }
    let bound = if reversal { "MIN" } else { "MAX" };
    let places = places(settled.currency);
    Some(format!("=ROUND({bound}(0,J{{row}}-K{{row}})/(1+L{{row}})*(1+M{{row}})*N{{row}},{places})"))
}

const fn places(currency: Currency) -> u32 {
    currency.exponent()
}

fn write_blocked(sheets: &mut Sheets, head: &Head, line: &Blocked, tongue: Tongue) -> Result<()> {
    let (line_no, period) = (line.line_no.to_string(), head.period.in_words(tongue));
    let why = refusal(line, tongue);
    let mut cells = [Cell::Empty; COLUMNS.len()];
    (cells[0], cells[1], cells[2]) =
        (Cell::Text(&head.reseller), Cell::Text(&period), Cell::Text(head.currency.code()));
    (cells[3], cells[4], cells[17]) = (Cell::Text(&line.order_no), Cell::Number(&line_no), Cell::Text(&why));
    sheets.row(cells)
}
