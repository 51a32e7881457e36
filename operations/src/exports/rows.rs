//! Joined rows, taken apart again.

use crate::{
    Failure, Result,
    db::{FIELD, ROW},
};

/// Rows as the database joined them to one text.
pub(super) struct Rows {
    text: String,
    /// Where each field ends.
    ends: Vec<usize>,
    /// Fields of a row.
    width: usize,
}

/// One of them.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    text: &'a str,
    begin: usize,
    ends: &'a [usize],
}

impl Rows {
    /// Finds the fields.
    ///
    /// # Errors
    /// `Internal` when a text in the books has a sign that stands between fields or rows.
    pub(super) fn split(text: String, width: usize) -> Result<Self> {
        let mut ends = Vec::new();
        let mut rows = 0;
        let mut end_row = |ends: &[usize]| {
            rows += 1;
            let whole = ends.len() == rows * width;
            let broken = || Failure::Internal("a text in the books has a control character".to_owned());
            whole.then_some(()).ok_or_else(broken)
        };
        for (at, byte) in text.bytes().enumerate() {
            if byte == FIELD as u8 {
                ends.push(at);
            } else if byte == ROW as u8 {
                ends.push(at);
                end_row(&ends)?;
            }
        }
        if !text.is_empty() {
            ends.push(text.len());
            end_row(&ends)?;
        }
        Ok(Self { text, ends, width })
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len() / self.width
    }

    /// Bytes of all of them.
    pub(super) fn size(&self) -> usize {
        self.text.len()
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = Row<'_>> + ExactSizeIterator {
        self.ends.chunks_exact(self.width).enumerate().map(|(n, ends)| {
            let begin = if n == 0 { 0 } else { self.ends[n * self.width - 1] + 1 };
            Row { text: &self.text, begin, ends }
        })
    }
}

impl<'a> Row<'a> {
    /// A field as text.
    pub(super) fn text(&self, field: usize) -> &'a str {
        let start = if field == 0 { self.begin } else { self.ends[field - 1] + 1 };
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
        Rows::split(lines.join("\u{1e}").replace('|', "\u{1f}"), 3)
    }

    #[test]
    fn rows_are_taken_apart() {
        let rows = rows(&["1|2|华为", "||", "a|-7|b"]).unwrap();
        assert_eq!((rows.len(), Rows::split(String::new(), 3).unwrap().len()), (3, 0));
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
