//! Packed rows, taken apart again.

use crate::{Failure, Result, db::dialect::FIELD};

/// Packed rows.
pub(super) struct Rows {
    lines: Vec<String>,
    /// Where each field ends in its line.
    ends: Vec<usize>,
    /// Fields of a row.
    width: usize,
}

/// One of them.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    text: &'a str,
    ends: &'a [usize],
}

impl Rows {
    /// Finds the fields.
    ///
    /// # Errors
    /// `Internal` when a text in the books has the sign that stands between fields.
    pub(super) fn split(lines: Vec<String>, width: usize) -> Result<Self> {
        let mut ends = Vec::with_capacity(lines.len() * width);
        for (n, line) in (1..).zip(&lines) {
            ends.extend(line.bytes().enumerate().filter(|(_, b)| *b == FIELD as u8).map(|(at, _)| at));
            ends.push(line.len());
            if ends.len() != n * width {
                return Err(Failure::Internal("a text in the books has a control character".to_owned()));
            }
        }
        Ok(Self { lines, ends, width })
    }

    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// Bytes of all of them.
    pub(super) fn size(&self) -> usize {
        self.lines.iter().map(String::len).sum()
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = Row<'_>> + ExactSizeIterator {
        self.lines.iter().zip(self.ends.chunks_exact(self.width)).map(|(text, ends)| Row { text, ends })
    }
}

impl<'a> Row<'a> {
    /// A field as text.
    pub(super) fn text(&self, field: usize) -> &'a str {
        let start = if field == 0 { 0 } else { self.ends[field - 1] + 1 };
        &self.text[start..self.ends[field]]
    }

    /// A field that is a number.
    ///
    /// # Errors
    /// `Internal` when it is none.
    pub(super) fn number(&self, field: usize) -> Result<i64> {
        number(self.text(field))
    }
}

/// A number as the database wrote it.
///
/// # Errors
/// `Internal` when it is none.
pub(super) fn number(text: &str) -> Result<i64> {
    text.parse().map_err(|_| Failure::Internal(format!("the database gave {text:?} for a number")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(lines: &[&str]) -> Result<Rows> {
        Rows::split(lines.iter().map(|line| line.replace('|', "\u{1f}")).collect(), 3)
    }

    #[test]
    fn rows_are_taken_apart() {
        let rows = rows(&["1|2|华为", "||", "a|-7|b"]).unwrap();
        assert_eq!(rows.len(), 3);
        let all: Vec<_> = rows.iter().map(|r| (r.text(0), r.text(2))).collect();
        assert_eq!(all, [("1", "华为"), ("", ""), ("a", "b")]);
        assert_eq!(rows.iter().next_back().unwrap().number(1).unwrap(), -7);
        assert!(rows.iter().nth(1).unwrap().number(1).is_err());
    }

    #[test]
    fn a_sign_too_many_is_noticed() {
        // Also where another row has one too few.
        for bad in [&["1|2|3|4"][..], &["1"], &["1|2|3|4", "1|2"]] {
            assert!(rows(bad).is_err(), "{bad:?}");
        }
    }
}
