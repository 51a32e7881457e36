//! Many rows as one text: handing over a row or a column costs much more than its bytes.

use std::str::Split;

use super::{Sql, Tx};
use crate::{Failure, Result};

/// Stands between the fields of [`joined_rows`]. No text in the books holds it: control
/// characters are taken out where texts come in.
pub(crate) const FIELD: char = '\u{1f}';
/// Stands between the rows of [`joined_rows`].
pub(crate) const ROW: char = '\u{1e}';

/// Begins a query that gives all its rows as one text, NULL as nothing: handing over a row or a column
/// costs much more than its bytes. At most 98 fields, because functions of PostgreSQL take 100 arguments.
/// The caller appends `FROM …` with its order, the limit, and `) AS joined`.
/// The rows come in that order on both engines, although neither promises it; asking for the order
/// again costs as much as everything else together, so the caller looks whether it was kept.
pub(crate) fn joined_rows(postgres: bool, fields: &[&str]) -> Sql {
    let mut sql = Sql::new(if postgres { "SELECT string_agg(" } else { "SELECT group_concat(" });
    sql.push("line, '").push(ROW.encode_utf8(&mut [0; 4])).push("') FROM (SELECT format('");
    // The same function on both engines, and much faster than a chain of `||`.
    for i in 0..fields.len() {
        if i > 0 {
            sql.push(FIELD.encode_utf8(&mut [0; 4]));
        }
        sql.push("%s");
    }
    sql.push("', ").push(&fields.join(", ")).push(") AS line");
    sql
}

/// The fields of a row, one after the other.
pub(crate) struct Cells<'a> {
    row: &'a str,
    cells: Split<'a, char>,
}

impl<'a> Cells<'a> {
    /// Begins with the first field of a row.
    pub(crate) fn of(row: &'a str) -> Self {
        Self { row, cells: row.split(FIELD) }
    }

    fn unreadable(&self) -> Failure {
        Failure::Internal(format!("a row in the books: {:?}", self.row))
    }

    /// A text; NULL as nothing.
    pub(crate) fn text(&mut self) -> Result<&'a str> {
        self.cells.next().ok_or_else(|| self.unreadable())
    }

    /// A text, or none where it is empty.
    pub(crate) fn some(&mut self) -> Result<Option<String>> {
        Ok(Some(self.text()?).filter(|text| !text.is_empty()).map(str::to_owned))
    }

    /// A whole number.
    pub(crate) fn number(&mut self) -> Result<i64> {
        self.maybe()?.ok_or_else(|| self.unreadable())
    }

    /// A whole number or NULL.
    pub(crate) fn maybe(&mut self) -> Result<Option<i64>> {
        match self.text()? {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| self.unreadable()),
        }
    }

    /// True or false, as either engine writes it.
    pub(crate) fn flag(&mut self) -> Result<bool> {
        match self.text()? {
            "1" | "t" | "true" => Ok(true),
            "0" | "f" | "false" => Ok(false),
            _ => Err(self.unreadable()),
        }
    }

    /// A code.
    pub(crate) fn code<T>(&mut self, read: fn(&str) -> Option<T>) -> Result<T> {
        read(self.text()?).ok_or_else(|| self.unreadable())
    }
}

/// The rows of these fields, in no order that is promised; `rest` appends what follows them, from ` FROM …` on.
///
/// # Errors
/// What the database said; a row that cannot be read.
pub(crate) async fn fetch_joined<T>(
    tx: &mut Tx,
    fields: &[&str],
    rest: impl FnOnce(&mut Sql),
    read: fn(&mut Cells<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let mut sql = joined_rows(tx.is_postgres(), fields);
    rest(&mut sql);
    sql.push(") AS joined");
    let (text,) = sql.fetch_optional_in::<(Option<String>,)>(tx).await?.unwrap_or_default();
    let text = text.unwrap_or_default();
    text.split(ROW).filter(|row| !row.is_empty()).map(|row| read(&mut Cells::of(row))).collect()
}
