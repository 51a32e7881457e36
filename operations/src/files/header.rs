//! The row of headings of a file: which column is where, by the names that it goes by.

use std::collections::BTreeMap;

use domain::text::folded;

use super::{Refused, Unreadable, form::Table, read::Record};
use crate::Result;

/// A column of a file.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name in the header, in the API and in rejections.
    pub name: &'static str,
    /// Other headings that are understood, beside upper case, blanks and hyphens.
    pub aliases: &'static [&'static str],
    /// The file cannot do without it.
    pub required: bool,
    /// A column that does instead of a required one.
    pub instead: Option<&'static str>,
}

/// Where the columns of a table are.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    /// By the place in the list of columns.
    places: Vec<Option<usize>>,
    /// Cells of a row.
    pub(crate) width: usize,
}

impl Header {
    /// That of a table whose headings were found.
    pub(crate) fn of(columns: &[Column], table: &Table) -> Self {
        let place = |name: &str| table.columns.iter().position(|column| column.as_deref() == Some(name));
        Self { places: columns.iter().map(|c| place(c.name)).collect(), width: table.headings.len() }
    }

    /// Where the column with this place in the list of columns is in the file.
    pub(crate) fn place(&self, column: usize) -> Option<usize> {
        self.places.get(column).copied().flatten()
    }
}

/// A row that may be that of the headings.
pub(crate) struct Candidate {
    /// What it says.
    pub(crate) table: Table,
    /// How many of its headings name a column.
    pub(crate) known: usize,
    /// Names of columns that cannot be done without and are not there.
    missing: Vec<String>,
    twice: Option<Unreadable>,
}

impl Candidate {
    /// Reads a row as headings. `told` says what some headings mean; see [`super::Told::columns`].
    pub(crate) fn of(columns: &[Column], told: &BTreeMap<String, String>, record: &Record) -> Self {
        let mut headings: Vec<String> = record.cells().map(shown).collect();
        while headings.last().is_some_and(String::is_empty) {
            headings.pop();
        }
        let mut twice = None;
        let mut named: Vec<Option<String>> = Vec::with_capacity(headings.len());
        for heading in &headings {
            let plain = plain_heading(heading);
            let column = match told.get(&plain) {
                Some(name) => columns.iter().find(|c| c.name == name),
                None => columns.iter().find(|c| c.is_called(&plain)),
            };
            if let Some(column) = column.filter(|c| named.iter().flatten().any(|name| name == c.name)) {
                twice = Some(Unreadable::ColumnTwice {
                    column: column.name.to_owned(),
                    heading: heading.clone(),
                });
            }
            named.push(column.map(|c| c.name.to_owned()));
        }
        let has = |name: &str| named.iter().flatten().any(|known| known == name);
        let missing = columns
            .iter()
            .filter(|c| c.required && !has(c.name) && !c.instead.is_some_and(has))
            .map(|c| c.instead.map_or(c.name.to_owned(), |instead| format!("{} (or {instead})", c.name)))
            .collect();
        let known = named.iter().flatten().count();
        let table = Table { name: String::new(), heading_row: record.row, headings, columns: named };
        Self { table, known, missing, twice }
    }

    /// Whether a file can be read by it.
    pub(crate) const fn is_whole(&self) -> bool {
        self.missing.is_empty() && self.twice.is_none()
    }

    /// The table, or why it is none.
    ///
    /// # Errors
    /// `MissingColumns`; `Unreadable` when two headings mean the same.
    pub(crate) fn table(self) -> Result<Table> {
        if let Some(twice) = self.twice {
            return Err(twice.into());
        }
        if self.missing.is_empty() {
            return Ok(self.table);
        }
        let found: Vec<String> = self.table.headings.into_iter().filter(|h| !h.is_empty()).collect();
        let (columns, row) = (self.missing.join(", "), self.table.heading_row);
        Err(Refused::MissingColumns { columns, row, found: found.join(", ") }.into())
    }
}

impl Column {
    fn is_called(&self, plain: &str) -> bool {
        self.name == plain || self.aliases.iter().any(|alias| plain_heading(alias) == plain)
    }
}

/// A heading as it is shown.
fn shown(heading: &str) -> String {
    heading.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').chars().take(80).collect()
}

/// Narrow, lower case, with underscores for blanks and hyphens.
#[must_use]
pub fn plain_heading(text: &str) -> String {
    folded(text).replace([' ', '-'], "_")
}
