//! The first row of a file: which column is where, by the names that it goes by.

use domain::text::folded;

use super::Refused;
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

/// Where the columns of a file are.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    /// By the place in the list of columns.
    places: Vec<Option<usize>>,
    /// Cells of a row.
    pub(crate) width: usize,
    /// The headings as they stand in the file.
    pub(crate) headings: Vec<String>,
    /// Headings that mean nothing here; they are ignored.
    pub(crate) unknown: Vec<String>,
}

impl Header {
    /// Reads the first row of a file that has these columns.
    ///
    /// # Errors
    /// `MissingColumns`; `UnreadableFile` when two headings mean the same.
    pub(crate) fn parse<'a>(columns: &[Column], cells: impl Iterator<Item = &'a str>) -> Result<Self> {
        let places = vec![None; columns.len()];
        let mut header = Self { places, width: 0, headings: Vec::new(), unknown: Vec::new() };
        for (place, heading) in cells.enumerate() {
            header.width = place + 1;
            let heading = heading.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            header.headings.push(heading.to_owned());
            let plain = plain_heading(heading);
            match columns.iter().position(|c| c.is_called(&plain)) {
                Some(column) if header.places[column].is_some() => {
                    let detail =
                        format!("two columns are called {}: '{heading}' again", columns[column].name);
                    return Err(Refused::Unreadable { detail }.into());
                }
                Some(column) => header.places[column] = Some(place),
                None if heading.is_empty() => {}
                None => header.unknown.push(heading.chars().take(80).collect()),
            }
        }
        header.complete(columns)
    }

    fn complete(self, columns: &[Column]) -> Result<Self> {
        let has = |name| columns.iter().zip(&self.places).any(|(c, place)| c.name == name && place.is_some());
        let missing: Vec<String> = columns
            .iter()
            .filter(|c| c.required && !has(c.name) && !c.instead.is_some_and(has))
            .map(|c| c.instead.map_or(c.name.to_owned(), |instead| format!("{} (or {instead})", c.name)))
            .collect();
        if missing.is_empty() {
            Ok(self)
        } else {
            Err(Refused::MissingColumns { columns: missing.join(", ") }.into())
        }
    }

    /// Where the column with this place in the list of columns is in the file.
    pub(crate) fn place(&self, column: usize) -> Option<usize> {
        self.places.get(column).copied().flatten()
    }
}

impl Column {
    fn is_called(&self, plain: &str) -> bool {
        self.name == plain || self.aliases.iter().any(|alias| plain_heading(alias) == plain)
    }
}

/// Narrow, lower case, with underscores for blanks and hyphens.
pub(crate) fn plain_heading(text: &str) -> String {
    folded(text).replace([' ', '-'], "_")
}
