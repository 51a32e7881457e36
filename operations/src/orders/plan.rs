//! The ways to the orders of a filter.

use std::borrow::Cow;

use domain::access::Reach;

use super::{
    assignee::Assigned,
    filter::{CURRENCY, DELIVERY, PAID},
    overdue::Overdue,
    stands::Stands,
};
use crate::{list::Column, search::Found, statements::OrdersOf};

/// Name of a column of `orders o`.
pub(super) type Name = &'static str;

/// Up to so many orders are collected and sorted; more are found while walking the list.
pub(super) const MOST_ORDERS: i64 = 2_000;

/// What a text means: orders that it finds in one of these ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// What was typed.
    pub(crate) given: String,
    /// Order numbers that begin so: from here, up to but without there.
    pub(crate) begin: Option<(String, String)>,
    /// Order numbers that end so.
    pub(crate) end: Option<String>,
    pub(crate) customers: Found,
    pub(crate) products: Found,
    pub(crate) skus: Found,
    /// They have few orders.
    pub(crate) few: bool,
    /// Whose lines are found.
    pub(crate) reach: Reach,
}

/// A way from a text to orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Begin,
    End,
    Customers,
    Products,
    /// Products of further lines.
    Further,
    Skus,
}

impl Meaning {
    /// The ways in which it finds something.
    pub(super) fn ways(&self) -> Vec<Way> {
        let ways = [
            (Way::Begin, self.begin.is_some()),
            (Way::End, self.end.is_some()),
            (Way::Customers, self.customers.is_some()),
            (Way::Products, self.products.is_some()),
            (Way::Further, self.products.is_some()),
            (Way::Skus, self.skus.is_some()),
        ];
        ways.into_iter().filter_map(|(way, finds)| finds.then_some(way)).collect()
    }

    /// Whether it was looked for among numbers and SKUs too, and something was found there.
    pub(super) fn finds_more_than_names(&self) -> bool {
        self.begin.is_some() || self.end.is_some() || self.skus.is_some()
    }
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

impl Plan {
    /// Whether the index of this column may be used.
    pub(super) fn is_along(&self, column: Name) -> bool {
        match self {
            Self::Nothing => false,
            Self::Collect { through, .. } => *through == Some(column),
            Self::Walk(along) => along.contains(&column),
        }
    }
}

/// A filter with its names looked up, and the way to its orders.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    pub(crate) meanings: Vec<Meaning>,
    pub(crate) reseller_id: Option<i64>,
    /// The statement that they stand in.
    pub(crate) statement: Option<OrdersOf>,
    /// Where a line stands in the settlement and in bills.
    pub(crate) stands: Vec<Stands>,
    /// What of them is late.
    pub(crate) overdue: Option<Overdue>,
    /// Who looks after them.
    pub(crate) assigned: Option<Assigned>,
    /// The products whose lines are seen, where some are not.
    pub(crate) granted: Option<Vec<i64>>,
    pub(crate) plan: Plan,
}

impl Default for Resolved {
    fn default() -> Self {
        Self {
            meanings: Vec::new(),
            reseller_id: None,
            statement: None,
            stands: Vec::new(),
            overdue: None,
            assigned: None,
            granted: None,
            plan: Plan::Walk(Vec::new()),
        }
    }
}

impl Resolved {
    /// Whether few orders are collected and sorted.
    pub(crate) const fn collects(&self) -> bool {
        matches!(self.plan, Plan::Collect { .. })
    }

    /// Whether each order's customer has to be looked at, by name.
    pub(crate) fn looks_at_customers(&self) -> bool {
        self.meanings.iter().any(|meaning| !meaning.few && meaning.customers == Found::TooMany)
    }

    /// Whether each order's product has to be looked at, by name.
    pub(crate) fn looks_at_products(&self) -> bool {
        self.meanings.iter().any(|meaning| !meaning.few && meaning.products == Found::TooMany)
    }

    /// A column as far as its lines are seen: what was paid for lines that are not granted, and how they
    /// are delivered, neither finds nor sorts anything.
    pub(crate) fn seen(&self, column: Column) -> Cow<'static, str> {
        let (Column::Number(name) | Column::Text(name)) = column;
        self.of_lines(name).map_or_else(|| self.written(column), Cow::Owned)
    }

    /// What the list is sorted by, as far as its lines are seen.
    pub(crate) fn sorted(&self, column: Name) -> Cow<'static, str> {
        self.of_lines(column).map_or(Cow::Borrowed(column), Cow::Owned)
    }

    fn of_lines(&self, column: Name) -> Option<String> {
        let granted = self.granted.as_ref()?;
        let products: Vec<String> = granted.iter().map(ToString::to_string).collect();
        let of = |what: &str, rest: &str| {
            format!(
                "(CASE WHEN o.line_count > 1 THEN (SELECT {what} FROM order_lines l WHERE l.order_id = o.id \
                 AND l.product_id IN ({}){rest}) ELSE {column} END)",
                if products.is_empty() { "NULL".to_owned() } else { products.join(", ") }
            )
        };
        match column {
            PAID => Some(of("CAST(COALESCE(SUM(l.paid_minor), 0) AS BIGINT)", "")),
            DELIVERY => Some(of("l.delivery_type", " ORDER BY l.line_no LIMIT 1")),
            _ => None,
        }
    }

    /// A column as a condition writes it: hidden, unless its index is the way.
    pub(crate) fn written(&self, column: Column) -> Cow<'static, str> {
        let (Column::Number(name) | Column::Text(name)) = column;
        // Amounts are looked up within their currency.
        let key = if name == CURRENCY { PAID } else { name };
        match column {
            _ if self.plan.is_along(key) => Cow::Borrowed(name),
            Column::Number(name) => Cow::Owned(format!("+{name}")),
            Column::Text(name) => Cow::Owned(format!("({name} || '')")),
        }
    }
}
