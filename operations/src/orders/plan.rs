//! The ways to the orders of a filter.

use std::borrow::Cow;

use super::filter::{CURRENCY, PAID};
use crate::list::Column;

/// Name of a column of `orders o`.
pub(super) type Name = &'static str;

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

/// The way to the orders of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// Nothing can match.
    Nothing,
    /// So few match that they are collected first, through the names or through the index of this
    /// column, and sorted then.
    Collect {
        through: Option<Name>,
        /// Few match in every state, not only in those that are asked for.
        every_state: bool,
    },
    /// The list is walked in its order. Only these columns may be looked up in an index; any other
    /// condition is written so that it tempts neither engine to collect and sort a large part of
    /// the books.
    Walk(Vec<Name>),
}

/// A filter with its names looked up, and the way to its orders.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    pub(crate) meanings: Vec<Meaning>,
    pub(crate) reseller_id: Option<i64>,
    pub(crate) plan: Plan,
}

impl Default for Resolved {
    fn default() -> Self {
        Self { meanings: Vec::new(), reseller_id: None, plan: Plan::Walk(Vec::new()) }
    }
}

impl Resolved {
    /// Whether few orders are collected and sorted.
    pub(crate) const fn collects(&self) -> bool {
        matches!(self.plan, Plan::Collect { .. })
    }

    /// A column as a condition writes it: hidden, unless its index is the way.
    pub(crate) fn written(&self, column: Column) -> Cow<'static, str> {
        let (Column::Number(name) | Column::Text(name)) = column;
        // Amounts are looked up within their currency.
        let key = if name == CURRENCY { PAID } else { name };
        let open = match &self.plan {
            Plan::Nothing => false,
            Plan::Collect { through, .. } => *through == Some(key),
            Plan::Walk(along) => along.contains(&key),
        };
        match column {
            _ if open => Cow::Borrowed(name),
            Column::Number(name) => Cow::Owned(format!("+{name}")),
            Column::Text(name) => Cow::Owned(format!("({name} || '')")),
        }
    }
}
