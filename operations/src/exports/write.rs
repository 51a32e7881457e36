//! Writing rows: as CSV, or as plain cells for a workbook.

use std::collections::HashMap;

use domain::{Zone, text::safe_cell};

use super::{
    columns::{COLUMNS, Cell, KEY_COUNT, LINE_KEY, Name},
    rows::{Row, Rows, number},
    stamp::Stamps,
};
use crate::{
    Result,
    db::{
        Tx,
        dialect::{FIELD, ROW},
        matching,
    },
};

/// Names that are kept; more are looked up again.
const KEPT: usize = 20_000;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Commas, quotes and CRLF.
    Csv,
    /// The signs that stand between fields and rows in the database's answer.
    Cells,
}

/// Code and name of what rows refer to, by row, written already.
type Names = HashMap<i64, (Vec<u8>, Vec<u8>)>;

/// Writes rows and keeps what many of them share.
pub(super) struct Writer {
    style: Style,
    stamps: Stamps,
    /// Code and name of what a row refers to, written already.
    names: [Names; 2],
}

impl Writer {
    pub(super) fn new(style: Style, zone: Zone) -> Self {
        Self { style, stamps: Stamps::new(zone), names: Default::default() }
    }

    /// The rows, each with its end.
    pub(super) async fn write(&mut self, tx: &mut Tx, rows: &Rows) -> Result<Vec<u8>> {
        for name in Name::ALL {
            self.look_up(tx, rows, name).await?;
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
                    (Vec::new(), Vec::new())
                });
            }
        }
        let found: Vec<(i64, String, String)> = matching(tx, name.query(), &missing, "").await?;
        for (id, code, name) in found {
            let written = |text: &str| {
                let mut out = Vec::new();
                push_text(&mut out, text, self.style);
                out
            };
            known.insert(id, (written(&code), written(&name)));
        }
        Ok(())
    }

    fn write_row(&mut self, row: Row<'_>, out: &mut Vec<u8>) -> Result<()> {
        let (between, end): (u8, &[u8]) = match self.style {
            Style::Csv => (b',', b"\r\n"),
            Style::Cells => (FIELD as u8, &[ROW as u8]),
        };
        let mut field = KEY_COUNT;
        for (i, (_, cell, _)) in COLUMNS.iter().enumerate() {
            if i > 0 {
                out.push(between);
            }
            let name = |name: Name| {
                let id = row.text(name.key());
                if id.is_empty() { Ok(None) } else { number(id).map(|id| self.names[name as usize].get(&id)) }
            };
            match cell {
                Cell::Line => out.extend_from_slice(row.text(LINE_KEY).as_bytes()),
                Cell::CodeOf(of) => out.extend_from_slice(name(*of)?.map_or(&[], |(code, _)| code)),
                Cell::NameOf(of) => out.extend_from_slice(name(*of)?.map_or(&[], |(_, name)| name)),
                _ => {
                    self.write_cell(*cell, row.text(field), out)?;
                    field += 1;
                }
            }
        }
        out.extend_from_slice(end);
        Ok(())
    }

    fn write_cell(&mut self, cell: Cell, text: &str, out: &mut Vec<u8>) -> Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        match cell {
            Cell::Money(_) => push_hundredths(out, text),
            Cell::Rate(_) => push_rate(out, number(text)?),
            Cell::Time(_) => self.stamps.push(out, number(text)?),
            Cell::Text(_) => push_text(out, text, self.style),
            _ => out.extend_from_slice(text.as_bytes()),
        }
        Ok(())
    }
}

/// Appends a text that no spreadsheet takes for a formula.
fn push_text(out: &mut Vec<u8>, text: &str, style: Style) {
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

/// Appends an amount: the digits of its minor units with a point in front of the last two.
fn push_hundredths(out: &mut Vec<u8>, minor: &str) {
    let digits = match minor.strip_prefix('-') {
        Some(digits) => {
            out.push(b'-');
            digits
        }
        None => minor,
    };
    let point = digits.len().saturating_sub(2);
    let (whole, rest) = digits.split_at(point);
    out.extend_from_slice(if whole.is_empty() { b"0" } else { whole.as_bytes() });
    out.extend_from_slice(if rest.len() == 1 { b".0" } else { b"." });
    out.extend_from_slice(rest.as_bytes());
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
    use domain::{Rate, money};
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
            prop_assert_eq!(text(|out| push_hundredths(out, &minor.to_string())), money::bare(minor));
            let rate = Rate::from_millionths(millionths).unwrap();
            prop_assert_eq!(text(|out| push_rate(out, millionths)), rate.bare());
        }
    }
}
