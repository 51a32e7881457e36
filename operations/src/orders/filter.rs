//! What a list of orders is narrowed to. All of it stands in the URL.

use chrono::NaiveDate;
use domain::{
    FieldProblem, Problem, money,
    order::{BillingMode, BusinessKind, DeliveryType, OrderState, OrderType, SalesChannel},
    text,
};

/// Page sizes that can be chosen.
pub const SIZES: [i64; 4] = [10, 20, 50, 100];

/// The largest page that the API gives.
pub const LARGEST: i64 = 500;

/// How the list is sorted; the row breaks ties, so that pages neither skip nor repeat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Newest first.
    #[default]
    NewestFirst,
    /// Oldest first.
    OldestFirst,
    /// Largest paid amount first.
    LargestFirst,
    /// Smallest paid amount first.
    SmallestFirst,
}

impl Sort {
    /// As it stands in the URL.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NewestFirst => "-created",
            Self::OldestFirst => "created",
            Self::LargestFirst => "-paid",
            Self::SmallestFirst => "paid",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::NewestFirst, Self::OldestFirst, Self::LargestFirst, Self::SmallestFirst]
            .into_iter()
            .find(|s| s.code() == text)
    }

    /// The column, and whether it descends.
    #[must_use]
    pub const fn column(self) -> (&'static str, bool) {
        match self {
            Self::NewestFirst => ("o.created_at", true),
            Self::OldestFirst => ("o.created_at", false),
            Self::LargestFirst => ("o.paid_minor", true),
            Self::SmallestFirst => ("o.paid_minor", false),
        }
    }
}

/// A place in the sorted list: the sort value and the row.
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
    /// As it stands in the URL.
    #[must_use]
    pub fn code(&self) -> String {
        format!("{}.{}", self.value, self.id)
    }

    fn parse(text: &str, backwards: bool) -> Option<Self> {
        let (value, id) = text.split_once('.')?;
        Some(Self { value: value.parse().ok()?, id: id.parse().ok()?, backwards })
    }
}

/// The filter, its sort and its page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Any of these states; empty: all.
    pub states: Vec<OrderState>,
    /// Any of these types.
    pub order_types: Vec<OrderType>,
    /// Any of these billing modes.
    pub billing_modes: Vec<BillingMode>,
    /// Any of these kinds.
    pub business_kinds: Vec<BusinessKind>,
    /// Any of these delivery types.
    pub delivery_types: Vec<DeliveryType>,
    /// Any of these channels.
    pub sales_channels: Vec<SalesChannel>,
    /// Name of the reseller.
    pub reseller: Option<String>,
    /// Product: its id, or a part of its name.
    pub product: Option<String>,
    /// Customer: its id, or a part of its name.
    pub customer: Option<String>,
    /// The one search box: beginning of the number, or a part of a customer's or product's name.
    pub q: Option<String>,
    /// Created on this day or later, in the business time zone.
    pub created_from: Option<NaiveDate>,
    /// Created on this day or earlier.
    pub created_to: Option<NaiveDate>,
    /// Paid at least this much, in minor units.
    pub paid_from: Option<i64>,
    /// Paid at most this much, in minor units.
    pub paid_to: Option<i64>,
    /// Sorted how.
    pub sort: Sort,
    /// Where the page begins.
    pub cursor: Option<Cursor>,
    /// Rows on a page.
    pub size: i64,
}

impl Filter {
    /// Reads the pairs of a query string. Pairs that are not known are left alone, because the page
    /// has further ones; a value that is wrong is reported and not applied.
    #[must_use]
    pub fn parse<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Self, Vec<FieldProblem>) {
        let mut filter = Self { size: 20, ..Self::default() };
        let mut problems = Vec::new();
        for (name, value) in pairs {
            if let Err(problem) = filter.apply(name, value) {
                problems.push(problem.of(name));
            }
        }
        (filter, problems)
    }

    fn apply(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        if value.trim().is_empty() {
            return Ok(());
        }
        match name {
            "state" => codes(value, OrderState::parse, &mut self.states)?,
            "order_type" => codes(value, OrderType::parse, &mut self.order_types)?,
            "billing_mode" => codes(value, BillingMode::parse, &mut self.billing_modes)?,
            "business_kind" => codes(value, BusinessKind::parse, &mut self.business_kinds)?,
            "delivery_type" => codes(value, DeliveryType::parse, &mut self.delivery_types)?,
            "sales_channel" => codes(value, SalesChannel::parse, &mut self.sales_channels)?,
            "reseller" => self.reseller = text::optional(value, 200)?,
            "product" => self.product = text::optional(value, 200)?,
            "customer" => self.customer = text::optional(value, 200)?,
            "q" => self.q = text::optional(value, 200)?,
            "created_from" => self.created_from = Some(day(value)?),
            "created_to" => self.created_to = Some(day(value)?),
            "amount_from" => self.paid_from = Some(money::parse_minor(value)?),
            "amount_to" => self.paid_to = Some(money::parse_minor(value)?),
            "sort" => {
                self.sort =
                    Sort::parse(value).ok_or_else(|| unknown(value, "-created, created, -paid, paid"))?
            }
            "after" => {
                self.cursor = Some(Cursor::parse(value, false).ok_or_else(|| unknown(value, "a cursor"))?)
            }
            "before" => {
                self.cursor = Some(Cursor::parse(value, true).ok_or_else(|| unknown(value, "a cursor"))?)
            }
            "size" | "limit" => self.size = size(value)?,
            _ => {}
        }
        Ok(())
    }

    /// The pairs that give this filter again, without the page that is shown. Values of one name
    /// are joined by commas.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut add = |name, value: String| {
            if !value.is_empty() {
                pairs.push((name, value));
            }
        };
        add("state", joined(&self.states));
        add("order_type", joined(&self.order_types));
        add("billing_mode", joined(&self.billing_modes));
        add("business_kind", joined(&self.business_kinds));
        add("delivery_type", joined(&self.delivery_types));
        add("sales_channel", joined(&self.sales_channels));
        add("reseller", self.reseller.clone().unwrap_or_default());
        add("product", self.product.clone().unwrap_or_default());
        add("customer", self.customer.clone().unwrap_or_default());
        add("q", self.q.clone().unwrap_or_default());
        add("created_from", self.created_from.map(|d| d.to_string()).unwrap_or_default());
        add("created_to", self.created_to.map(|d| d.to_string()).unwrap_or_default());
        add("amount_from", self.paid_from.map(money::bare).unwrap_or_default());
        add("amount_to", self.paid_to.map(money::bare).unwrap_or_default());
        if self.sort != Sort::default() {
            add("sort", self.sort.code().to_owned());
        }
        if self.size != 20 {
            add("size", self.size.to_string());
        }
        pairs
    }

    /// The enumerated parts that narrow: the column of the order, and its codes.
    #[must_use]
    pub fn enumerated(&self) -> Vec<(&'static str, Vec<&'static str>)> {
        let parts = [
            ("o.state", self.states.iter().map(|c| c.code()).collect::<Vec<_>>()),
            ("o.order_type", self.order_types.iter().map(|c| c.code()).collect()),
            ("o.billing_mode", self.billing_modes.iter().map(|c| c.code()).collect()),
            ("o.business_kind", self.business_kinds.iter().map(|c| c.code()).collect()),
            ("o.delivery_type", self.delivery_types.iter().map(|c| c.code()).collect()),
            ("o.sales_channel", self.sales_channels.iter().map(|c| c.code()).collect()),
        ];
        parts.into_iter().filter(|(_, codes)| !codes.is_empty()).collect()
    }

    /// Whether the counts of the maintained summary answer it: nothing but enumerated filters.
    #[must_use]
    pub const fn is_enumerated(&self) -> bool {
        self.reseller.is_none()
            && self.product.is_none()
            && self.customer.is_none()
            && self.q.is_none()
            && self.created_from.is_none()
            && self.created_to.is_none()
            && self.paid_from.is_none()
            && self.paid_to.is_none()
    }
}

fn codes<T: PartialEq>(
    value: &str,
    parse: fn(&str) -> Result<T, Problem>,
    into: &mut Vec<T>,
) -> Result<(), Problem> {
    for part in value.split(',').filter(|p| !p.trim().is_empty()) {
        let code = parse(part)?;
        if !into.contains(&code) {
            into.push(code);
        }
    }
    Ok(())
}

fn joined<T: ToString>(codes: &[T]) -> String {
    codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

fn day(value: &str) -> Result<NaiveDate, Problem> {
    let plain = text::plain(value);
    let day = plain.get(..10).unwrap_or(&plain);
    ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"]
        .iter()
        .find_map(|f| NaiveDate::parse_from_str(day, f).ok())
        .filter(|d| (1990..2200).contains(&chrono::Datelike::year(d)))
        .ok_or_else(|| Problem::NotATime { value: plain.chars().take(40).collect() })
}

fn size(value: &str) -> Result<i64, Problem> {
    text::plain(value).parse().ok().filter(|n| (1..=LARGEST).contains(n)).ok_or_else(|| Problem::NotANumber {
        value: value.chars().take(40).collect(),
        least: 1,
        most: LARGEST,
    })
}

fn unknown(value: &str, allowed: &str) -> Problem {
    Problem::UnknownCode { value: value.chars().take(40).collect(), allowed: allowed.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_read_and_written_back() {
        let given = [
            ("state", "processing,completed"),
            ("q", "华为"),
            ("amount_from", "1,000"),
            ("sort", "-paid"),
            ("created_to", "2026-10-31"),
            ("size", "50"),
            ("columns", "a,b"),
        ];
        let (filter, problems) = Filter::parse(given);
        assert!(problems.is_empty());
        let pairs = filter.pairs();
        let (again, _) = Filter::parse(pairs.iter().map(|(n, v)| (*n, v.as_str())));
        assert_eq!(again, filter);
    }

    #[test]
    fn wrong_values_are_named_and_not_applied() {
        let (filter, problems) = Filter::parse([
            ("state", "lost"),
            ("created_from", "soon"),
            ("size", "0"),
            ("after", "x"),
            ("sort", "name"),
            ("amount_to", "much"),
        ]);
        let fields: Vec<_> = problems.iter().map(|p| p.field.as_str()).collect();
        assert_eq!(fields, ["state", "created_from", "size", "after", "sort", "amount_to"]);
        assert_eq!(filter, Filter { size: 20, ..Filter::default() });
    }
}
