//! What a filter has become once its names were looked up.

/// Up to so many orders are collected and sorted; more are found while walking the list.
pub(super) const MOST_ORDERS: i64 = 2_000;

/// What a text means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Order numbers that begin so: from here, up to but without there.
    Numbers(String, String),
    /// These rows.
    Rows { customers: Vec<i64>, products: Vec<i64> },
    /// So many names that it is quicker to look at each order's names in turn. `given` is what was
    /// typed; a side is false when no name on it can match.
    Pattern { given: String, pattern: String, customers: bool, products: bool },
}

/// A filter with its names looked up, and the way to its orders.
#[derive(Clone, Debug, Default)]
pub(crate) struct Resolved {
    pub(crate) meanings: Vec<Meaning>,
    pub(crate) reseller_id: Option<i64>,
    /// Nothing can match.
    pub(crate) nothing: bool,
    /// Whatever the state, so few orders match that they are collected.
    pub(crate) few: bool,
    /// So few orders match that they are collected first and sorted then.
    pub(crate) narrow: bool,
    /// Columns whose index may be walked. Any other condition is written so that it tempts neither
    /// engine to collect and sort a large part of the books (see [`super::ways`]).
    pub(crate) indexed: Vec<&'static str>,
}

impl Resolved {
    /// A number as a condition writes it.
    pub(crate) fn column(&self, column: &'static str) -> String {
        if self.indexed.contains(&column) { column.to_owned() } else { format!("+{column}") }
    }

    /// A code as a condition writes it.
    pub(crate) fn text_column(&self, column: &'static str) -> String {
        if self.indexed.contains(&column) { column.to_owned() } else { format!("({column} || '')") }
    }
}
