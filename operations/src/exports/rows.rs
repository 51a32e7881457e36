//! Rows that the database has joined to one text, taken apart again.

use super::columns::{COLUMNS, Cell, KEY_COUNT};
use crate::{
    Failure, Result,
    db::dialect::{FIELD, ROW},
};

/// Fields of a row: the keys, and the columns that are no keys.
const WIDTH: usize = {
    let (mut width, mut i) = (KEY_COUNT, 0);
    while i < COLUMNS.len() {
        if !matches!(COLUMNS[i].1, Cell::Line | Cell::CodeOf(_) | Cell::NameOf(_)) {
            width += 1;
        }
        i += 1;
    }
    width
};

/// The signs between fields and rows follow each other: one comparison finds both.
const BETWEEN: std::ops::RangeInclusive<u8> = ROW as u8..=FIELD as u8;

/// Joined rows.
pub(super) struct Rows {
    text: String,
    /// Where each field ends.
    ends: Vec<usize>,
}

/// One of them.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    text: &'a str,
    start: usize,
    ends: &'a [usize],
}

impl Rows {
    /// Finds the fields.
    ///
    /// # Errors
    /// `Internal` when a text in the books has a sign that stands between fields.
    pub(super) fn split(text: String) -> Result<Self> {
        let mut ends = Vec::with_capacity(text.len() / 6);
        if !text.is_empty() {
            ends.extend(text.bytes().enumerate().filter(|(_, b)| BETWEEN.contains(b)).map(|(at, _)| at));
            ends.push(text.len());
        }
        let whole = ends.chunks(WIDTH).all(|row| {
            let last = row.last().and_then(|end| text.as_bytes().get(*end));
            row.len() == WIDTH && last.is_none_or(|b| *b == ROW as u8)
        });
        if whole {
            Ok(Self { text, ends })
        } else {
            Err(Failure::Internal("a text in the books has a control character".to_owned()))
        }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len() / WIDTH
    }

    pub(super) fn size(&self) -> usize {
        self.text.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        let mut start = 0;
        self.ends.chunks(WIDTH).map(move |ends| {
            let row = Row { text: &self.text, start, ends };
            start = ends.last().map_or(0, |end| end + 1);
            row
        })
    }
}

impl<'a> Row<'a> {
    /// A field as text.
    pub(super) fn text(&self, field: usize) -> &'a str {
        let start = if field == 0 { self.start } else { self.ends[field - 1] + 1 };
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

    fn row(value: &str) -> String {
        vec![value; WIDTH].join("\u{1f}")
    }

    #[test]
    fn rows_are_taken_apart() {
        let rows = Rows::split([row("1"), row(""), row("华为")].join("\u{1e}")).unwrap();
        assert_eq!(rows.len(), 3);
        let all: Vec<_> = rows.iter().map(|r| (r.text(0), r.text(WIDTH - 1))).collect();
        assert_eq!(all, [("1", "1"), ("", ""), ("华为", "华为")]);
        assert_eq!(rows.iter().next().unwrap().number(3).unwrap(), 1);
        assert!(rows.iter().last().unwrap().number(3).is_err());
        assert_eq!(Rows::split(String::new()).unwrap().len(), 0);
    }

    #[test]
    fn a_sign_too_many_is_noticed() {
        for bad in [format!("{}\u{1f}", row("1")), row("\u{1e}"), "1".to_owned()] {
            assert!(Rows::split(bad).is_err());
        }
    }
}
