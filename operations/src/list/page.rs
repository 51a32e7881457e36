//! A page of a list, by keyset: it begins where the page before it ended.

use super::{Counts, Filter, Sort};

/// A place in a sorted list: the value of the sort column and the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Value of the sort column.
    pub value: i64,
    /// Row.
    pub id: i64,
    /// The page before this place, not after it.
    pub backwards: bool,
}

impl Cursor {
    /// As it stands in an address. A list that is sorted by its row has one number.
    #[must_use]
    pub fn code(&self) -> String {
        if self.value == self.id { self.id.to_string() } else { format!("{}.{}", self.value, self.id) }
    }

    /// The name in an address under which it stands.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        if self.backwards { "before" } else { "after" }
    }

    pub(super) fn parse(text: &str, backwards: bool) -> Option<Self> {
        let (value, id) = text.split_once('.').unwrap_or((text, text));
        Some(Self { value: value.parse().ok()?, id: id.parse().ok()?, backwards })
    }
}

/// A row that has a place in its list.
pub trait Placed {
    /// Value of the sort column, and the row.
    fn place(&self, sort: &Sort) -> (i64, i64);
}

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
    /// Where the previous page ends.
    pub previous: Option<Cursor>,
    /// The numbers on the tabs; empty when nobody asked for them.
    pub counts: Counts,
    /// More rows may be meant by what was searched: of the texts that have the words the newest alone were looked at.
    pub partial: bool,
}

impl<T> Page<T> {
    /// A page with nothing on it.
    #[must_use]
    pub fn empty() -> Self {
        Self { rows: Vec::new(), next: None, previous: None, counts: Counts::default(), partial: false }
    }

    /// The same page with the numbers on its tabs.
    #[must_use]
    pub fn counted(self, counts: Counts) -> Self {
        Self { counts, ..self }
    }

    /// The same page, of which more rows may be meant.
    #[must_use]
    pub(crate) fn partly(self, partial: bool) -> Self {
        Self { partial, ..self }
    }

    /// The same page with each row read further.
    ///
    /// # Errors
    /// The first that cannot be read.
    pub(crate) fn try_map<U, E>(self, see: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        let rows = self.rows.into_iter().map(see).collect::<Result<_, E>>()?;
        Ok(Page {
            rows,
            next: self.next,
            previous: self.previous,
            counts: self.counts,
            partial: self.partial,
        })
    }

    /// The same page with each row seen otherwise.
    #[must_use]
    pub fn map<U>(self, see: impl FnMut(T) -> U) -> Page<U> {
        let rows = self.rows.into_iter().map(see).collect();
        Page { rows, next: self.next, previous: self.previous, counts: self.counts, partial: self.partial }
    }

    /// The same page with these rows in place of its own.
    #[must_use]
    pub fn with_rows<U>(self, rows: Vec<U>) -> Page<U> {
        Page { rows, next: self.next, previous: self.previous, counts: self.counts, partial: self.partial }
    }
}

impl<T: Placed> Page<T> {
    /// From the rows that [`Filter::keyset`] leaves, in its order: one more than the page has when
    /// there is a further page that way.
    #[must_use]
    pub fn of(filter: &Filter, mut rows: Vec<T>) -> Self {
        let backwards = filter.cursor.is_some_and(|c| c.backwards);
        let size = usize::try_from(filter.size).unwrap_or_default();
        let further = rows.len() > size;
        rows.truncate(size);
        if backwards {
            rows.reverse();
        }
        let place = |row: Option<&T>, backwards| {
            row.map(|row| row.place(filter.sort)).map(|(value, id)| Cursor { value, id, backwards })
        };
        let has_next = backwards || further;
        let has_previous = if backwards { further } else { filter.cursor.is_some() };
        Self {
            next: place(rows.last().filter(|_| has_next), false),
            previous: place(rows.first().filter(|_| has_previous), true),
            rows,
            counts: Counts::default(),
            partial: false,
        }
    }
}
