//! Writing rows: as CSV, or as plain cells for a workbook.

use std::collections::HashMap;

use domain::{Currency, Rate, Tongue, Zone, text::safe_cell};

use super::{
    columns::{Cell, Column, Name},
    rows::{Row, Rows, number},
    stamp::Stamps,
};
use crate::{
    Failure, Result,
    db::{FIELD, Tx, matching},
};

/// Names of a kind that are kept; when there are more they are looked up again. About 100 bytes each.
const KEPT: usize = 60_000;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Commas, quotes and CRLF.
    Csv,
    /// Behind each cell the sign that stands between fields in the database's answer.
    Cells,
}

impl Style {
    /// What stands in front of the cell of a column.
    pub(super) fn begin_cell(self, column: usize, out: &mut Vec<u8>) {
        if column > 0 && self == Self::Csv {
            out.push(b',');
        }
    }

    /// What stands behind a cell.
    pub(super) fn end_cell(self, out: &mut Vec<u8>) {
        if self == Self::Cells {
            out.push(FIELD as u8);
        }
    }

    /// What stands behind a row.
    pub(super) fn end_row(self, out: &mut Vec<u8>) {
        if self == Self::Csv {
            out.extend_from_slice(b"\r\n");
        }
    }
}

/// Code and name of what rows refer to, by row, written already; the name begins at the number.
type Names = HashMap<i64, (Box<[u8]>, usize)>;

/// Writes rows and keeps what many of them share.
pub(super) struct Writer {
    columns: Vec<Column>,
    /// Fields in front of those of the columns.
    keys: usize,
    style: Style,
    tongue: Tongue,
    stamps: Stamps,
    /// The currency of the row, which stands in front of its amounts.
    currency: Currency,
    names: [Names; Name::ALL.len()],
}

impl Writer {
    pub(super) fn new(columns: Vec<Column>, keys: usize, style: Style, tongue: Tongue, zone: Zone) -> Self {
        Self {
            columns,
            keys,
            style,
            tongue,
            stamps: Stamps::new(zone),
            currency: Currency::CNY,
            names: Default::default(),
        }
    }

    /// The rows, each with its end.
    pub(super) async fn write(&mut self, tx: &mut Tx, rows: &Rows) -> Result<Vec<u8>> {
        for name in Name::ALL {
            if self.columns.iter().any(|column| column.cell.looks_up(name)) {
                self.look_up(tx, rows, name).await?;
            }
        }
        let mut out = Vec::with_capacity(rows.size() + rows.len() * 64);
        for row in rows.iter() {
            self.write_row(row, &mut out)?;
        }
        Ok(out)
    }

    async fn look_up(&mut self, tx: &mut Tx, rows: &Rows, name: Name) -> Result<()> {
        let known = &mut self.names[name as usize];
        if known.len() > KEPT {
            known.clear();
        }
        let mut missing = Vec::new();
        for row in rows.iter() {
            let text = row.text(name.key());
            if !text.is_empty() {
                let id = number(text)?;
                known.entry(id).or_insert_with(|| {
                    missing.push(id);
                    Default::default()
                });
            }
        }
        let found: Vec<(i64, String, String)> = matching(tx, name.query(), &missing, "").await?;
        for (id, code, name) in found {
            let mut written = Vec::new();
            push_text(&mut written, &code, self.style);
            let at = written.len();
            push_text(&mut written, &name, self.style);
            known.insert(id, (written.into(), at));
        }
        Ok(())
    }

    fn write_row(&mut self, row: Row<'_>, out: &mut Vec<u8>) -> Result<()> {
        let mut field = self.keys;
        for n in 0..self.columns.len() {
            self.style.begin_cell(n, out);
            match self.columns[n].cell {
                Cell::Key(key) => out.extend_from_slice(row.text(key).as_bytes()),
                Cell::CodeOf(name) => out.extend_from_slice(self.name(row, name)?.0),
                Cell::NameOf(name) => out.extend_from_slice(self.name(row, name)?.1),
                cell => {
                    self.write_cell(cell, row.text(field), out)?;
                    field += 1;
                }
            }
            self.style.end_cell(out);
        }
        self.style.end_row(out);
        Ok(())
    }

    /// Code and name of what a row refers to; nothing when it refers to none.
    fn name(&self, row: Row<'_>, name: Name) -> Result<(&[u8], &[u8])> {
        let id = row.text(name.key());
        if id.is_empty() {
            return Ok((&[], &[]));
        }
        let known = self.names[name as usize].get(&number(id)?);
        Ok(known.map_or((&[], &[]), |(written, at)| written.split_at(*at)))
    }

    fn write_cell(&mut self, cell: Cell, text: &str, out: &mut Vec<u8>) -> Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        match cell {
            Cell::Currency(_) => {
                if self.currency.code() != text {
                    let unknown = || Failure::Internal(format!("the books have {text:?} for a currency"));
                    self.currency = Currency::from_code(text).ok_or_else(unknown)?;
                }
                out.extend_from_slice(text.as_bytes());
            }
            Cell::Money(_) => push_amount(out, text, self.currency),
            Cell::Rate(_) => self.write_rate(out, number(text)?),
            Cell::Code(_, word) => out.extend_from_slice(word(text, self.tongue).as_bytes()),
            Cell::Time(_) => self.stamps.push(out, number(text)?),
            Cell::Text(_) => push_text(out, text, self.style),
            _ => out.extend_from_slice(text.as_bytes()),
        }
        Ok(())
    }
}

impl Writer {
    /// Programs and workbooks get the fraction, people who read a text `6.00%`.
    fn write_rate(&self, out: &mut Vec<u8>, millionths: i64) {
        match (self.style, self.tongue) {
            (Style::Cells, _) | (_, Tongue::Codes) => push_rate(out, millionths),
            (Style::Csv, _) => {
                let rate = Rate::from_millionths(millionths).map(|rate| rate.to_string());
                out.extend_from_slice(rate.unwrap_or_default().replace(' ', "").as_bytes());
            }
        }
    }
}

/// Appends a text that no spreadsheet takes for a formula.
pub(super) fn push_text(out: &mut Vec<u8>, text: &str, style: Style) {
    let text = safe_cell(text);
    if style == Style::Csv && text.bytes().any(|b| matches!(b, b',' | b'"' | b'\n' | b'\r')) {
        out.push(b'"');
        for b in text.bytes() {
            if b == b'"' {
                out.push(b);
            }
            out.push(b);
        }
        out.push(b'"');
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

/// Appends an amount: the digits of its minor units with a point in front of its decimals.
fn push_amount(out: &mut Vec<u8>, minor: &str, currency: Currency) {
    let decimals = currency.exponent() as usize;
    let digits = match minor.strip_prefix('-') {
        Some(digits) => {
            out.push(b'-');
            digits
        }
        None => minor,
    };
    let (whole, rest) = digits.split_at(digits.len().saturating_sub(decimals));
    out.extend_from_slice(if whole.is_empty() { b"0" } else { whole.as_bytes() });
    if decimals > 0 {
        out.push(b'.');
        out.extend(std::iter::repeat_n(b'0', decimals - rest.len()));
        out.extend_from_slice(rest.as_bytes());
    }
}

/// Appends a rate in millionths as a fraction without needless zeros: `0.06`.
fn push_rate(out: &mut Vec<u8>, millionths: i64) {
    out.extend_from_slice((millionths / 1_000_000).to_string().as_bytes());
    let mut rest = millionths % 1_000_000;
    if rest == 0 {
        return;
    }
    out.push(b'.');
    let mut place = 100_000;
    while rest > 0 {
        out.push(b'0' + (rest / place) as u8);
        rest %= place;
        place /= 10;
    }
}

#[cfg(test)]
mod tests {
    use domain::{Currency, Rate, money};
    use proptest::prelude::*;

    use super::*;

    fn text(push: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        push(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn texts_are_disarmed_and_quoted() {
        let csv = |t: &str| text(|out| push_text(out, t, Style::Csv));
        assert_eq!(csv("华为"), "华为");
        assert_eq!(csv("=1+1"), "'=1+1");
        assert_eq!(csv("+a,\"b\""), "\"'+a,\"\"b\"\"\"");
        assert_eq!(csv("two\nlines"), "\"two\nlines\"");
        assert_eq!(text(|out| push_text(out, "@a,\"b\"", Style::Cells)), "'@a,\"b\"");
    }

    proptest! {
        #[test]
        fn amounts_and_rates_are_those_of_the_domain(minor in prop_oneof![-1_200..1_200_i64, any::<i64>()],
                                                     millionths in 0..=10_000_000_i64) {
            for currency in [Currency::CNY, Currency::JPY, Currency::KWD] {
                let written = text(|out| push_amount(out, &minor.to_string(), currency));
                prop_assert_eq!(written, money::bare(minor, currency));
            }
            let rate = Rate::from_millionths(millionths).unwrap();
            prop_assert_eq!(text(|out| push_rate(out, millionths)), rate.bare());
        }
    }
}
