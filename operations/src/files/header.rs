//! The row of headings of a file: which column is where, by the names that it goes by.

use std::collections::BTreeMap;

use domain::text::folded;

use super::{form::Table, read::Record};

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
    known: usize,
    /// How many look like headings, whatever they mean: with letters, and not beginning with a digit as dates and
    /// amounts do.
    worded: usize,
    /// Whether a file can be read by it.
    pub(crate) is_whole: bool,
}

impl Candidate {
    /// Reads a row as headings. `told` says what some headings mean; see [`super::Told::columns`].
    pub(crate) fn of(columns: &[Column], told: &BTreeMap<String, String>, record: &Record) -> Self {
        let mut headings: Vec<String> = record.cells().map(shown).collect();
        while headings.last().is_some_and(String::is_empty) {
            headings.pop();
        }
        let named = |(heading, key): (&String, String)| match told.get(&key) {
            Some(name) => columns.iter().find(|c| c.name == name),
            None => recognised(columns, heading),
        };
        let named: Vec<_> = headings.iter().zip(keys(&headings)).map(named).collect();
        let known = named.iter().flatten().count();
        let is_worded =
            |h: &&String| h.chars().any(char::is_alphabetic) && !h.starts_with(|c: char| c.is_numeric());
        let worded = headings.iter().filter(is_worded).count();
        let columns_of = named.into_iter().map(|column| column.map(|c| c.name.to_owned())).collect();
        let table = Table { name: String::new(), heading_row: record.row, headings, columns: columns_of };
        Self { known, worded, is_whole: table.check(columns).is_ok(), table }
    }

    /// Whether it is more likely to be that of the headings.
    pub(crate) fn is_better_than(&self, other: &Self) -> bool {
        let rank = |of: &Self| (of.is_whole, of.known, of.worded);
        rank(self) > rank(other)
    }
}

/// The column that a heading names by itself.
#[must_use]
pub fn recognised<'a>(columns: &'a [Column], heading: &str) -> Option<&'a Column> {
    let plain = plain_heading(heading);
    columns.iter().find(|c| c.is_called(&plain))
}

/// What each heading goes by: its plain form, with `#2`, `#3` … behind where it was there before.
pub(super) fn keys(headings: &[String]) -> Vec<String> {
    let mut keys: Vec<String> = Vec::with_capacity(headings.len());
    for heading in headings {
        let plain = plain_heading(heading);
        let mut key = plain.clone();
        let mut n = 1;
        while keys.contains(&key) {
            n += 1;
            key = format!("{plain}#{n}");
        }
        keys.push(key);
    }
    keys
}

impl Column {
    pub(super) fn is_called(&self, plain: &str) -> bool {
        self.name == plain || self.aliases.iter().any(|alias| plain_heading(alias) == plain)
    }
}

/// A heading as it is shown.
pub(super) fn shown(heading: &str) -> String {
    heading.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').chars().take(80).collect()
}

/// Narrow, lower case, with underscores for blanks and hyphens.
#[must_use]
pub fn plain_heading(text: &str) -> String {
    folded(text).replace([' ', '-'], "_")
}
