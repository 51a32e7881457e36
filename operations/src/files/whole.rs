//! Whether the columns of a file are all there, and each of them once.

use super::{Form, Refused, Table, Unreadable, header::Column};
use crate::Result;

impl Form {
    /// That it can be read: every column that is needed is there, and none twice.
    ///
    /// # Errors
    /// `MissingColumns`; `Unreadable` when two headings mean the same.
    pub fn check(&self, columns: &[Column]) -> Result<()> {
        self.tables.iter().try_for_each(|table| table.check(columns))
    }
}

impl Table {
    /// Columns that cannot be done without and that no heading names.
    pub fn missing<'a>(&'a self, columns: &'a [Column]) -> impl Iterator<Item = &'a Column> + use<'a> {
        let has = |name: &str| self.columns.iter().flatten().any(|known| known == name);
        columns.iter().filter(move |c| c.required && !has(c.name) && !c.instead.is_some_and(has))
    }

    /// Places of headings that mean the same as one before them.
    pub fn again(&self) -> impl Iterator<Item = usize> + use<'_> {
        let first = |column: &String| self.columns.iter().position(|other| other.as_ref() == Some(column));
        (0..self.columns.len())
            .filter(move |n| self.columns[*n].as_ref().is_some_and(|c| first(c) != Some(*n)))
    }

    pub(crate) fn check(&self, columns: &[Column]) -> Result<()> {
        if let Some(again) = self.again().next() {
            let column = self.columns[again].clone().unwrap_or_default();
            return Err(Unreadable::ColumnTwice { column, heading: self.headings[again].clone() }.into());
        }
        let missing: Vec<String> = self.missing(columns).map(Column::or_instead).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let found: Vec<&str> = self.headings.iter().map(String::as_str).filter(|h| !h.is_empty()).collect();
        let (columns, row) = (missing.join(", "), self.heading_row);
        Err(Refused::MissingColumns { columns, row, found: found.join(", ") }.into())
    }
}

impl Column {
    /// Its name, with that of the column that does instead.
    #[must_use]
    pub fn or_instead(&self) -> String {
        self.instead.map_or(self.name.to_owned(), |instead| format!("{} (or {instead})", self.name))
    }
}
