//! What a list is narrowed to, its sort and its page. All of it stands in the address.

use domain::{Currency, FieldProblem, Problem, text};

use super::{Cursor, Field, List, Sort, Takes, Value};

/// Page sizes that can be chosen.
pub const SIZES: [i64; 4] = [10, 20, 50, 100];
/// Rows on a page unless another size is chosen.
pub const USUAL_SIZE: i64 = 20;
/// The largest page that an address gives.
const MOST: i64 = SIZES[SIZES.len() - 1];
/// The largest page that a program gets.
pub const LARGEST: i64 = 500;

/// A filter of a list.
#[derive(Clone, Debug)]
pub struct Filter {
    /// The list.
    pub list: &'static List,
    given: Vec<(&'static Field, Value)>,
    /// Sorted how.
    pub sort: &'static Sort,
    /// Where the page begins.
    pub cursor: Option<Cursor>,
    /// Rows on a page.
    pub size: i64,
}

impl PartialEq for Filter {
    fn eq(&self, other: &Self) -> bool {
        self.list.code == other.list.code && self.cursor == other.cursor && self.pairs() == other.pairs()
    }
}

impl Filter {
    /// The whole list.
    #[must_use]
    pub const fn of(list: &'static List) -> Self {
        Self { list, given: Vec::new(), sort: &list.sorts[0], cursor: None, size: USUAL_SIZE }
    }

    /// Reads the pairs of a query string. Pairs that are not known are left alone, because the page
    /// has further ones; a value that is wrong is reported and not applied.
    #[must_use]
    pub fn read<'a>(
        list: &'static List,
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> (Self, Vec<FieldProblem>) {
        let mut filter = Self::of(list);
        let mut problems = Vec::new();
        for (name, value) in pairs {
            if let Err(problem) = filter.apply(name, value) {
                problems.push(problem.of(name));
            }
        }
        // Amounts are sorted within one currency, and it is shown which.
        let currency = filter.currency();
        if filter.sorts_amounts()
            && let Some(field) = list.fields.iter().find(|field| matches!(field.takes, Takes::Currency(_)))
        {
            filter.put(field, Value::Currency(currency));
        }
        // The currency of an amount may stand behind it.
        filter.given.retain(|(field, value)| match value {
            Value::Amount(amount) if !matches!(field.takes, Takes::Figure) => {
                amount.minor(currency).map_err(|problem| problems.push(problem.of(field.name))).is_ok()
            }
            _ => true,
        });
        (filter, problems)
    }

    /// The currency of its amounts: amounts of several currencies have no order.
    #[must_use]
    pub fn currency(&self) -> Currency {
        let asked = self.given.iter().find_map(|(_, value)| match value {
            Value::Currency(currency) => Some(*currency),
            _ => None,
        });
        asked.unwrap_or(Currency::CNY)
    }

    /// Whether this field is the currency that a sort by amount needs.
    #[must_use]
    pub fn is_of_sort(&self, field: &Field) -> bool {
        self.sorts_amounts() && matches!(field.takes, Takes::Currency(_))
    }

    fn sorts_amounts(&self) -> bool {
        self.list.fields.iter().any(|field| match field.takes {
            Takes::AtLeast(column) | Takes::AtMost(column) => column == self.sort.column,
            _ => false,
        })
    }

    /// As [`Self::read`], from a query string.
    #[must_use]
    pub fn read_query(list: &'static List, query: &str) -> (Self, Vec<FieldProblem>) {
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_str(query.trim_start_matches('?')).unwrap_or_default();
        Self::read(list, pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    fn apply(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        if let Some(field) = self.list.field(name) {
            if let Some(value) = Value::read(field.takes, value)? {
                self.put(field, value);
            }
            return Ok(());
        }
        let given = value.trim();
        match name {
            _ if given.is_empty() => {}
            "sort" => self.sort = sort(self.list, given)?,
            "after" => self.cursor = Some(cursor(given, false)?),
            "before" => self.cursor = Some(cursor(given, true)?),
            "size" | "limit" => self.size = size(given)?,
            _ => {}
        }
        Ok(())
    }

    /// Codes that are named twice are all meant; of anything else the last one.
    fn put(&mut self, field: &'static Field, value: Value) {
        match (self.given.iter_mut().find(|(f, _)| f.name == field.name), value) {
            (Some((_, Value::Codes(here))), Value::Codes(more)) => {
                for code in more {
                    if !here.contains(&code) {
                        here.push(code);
                    }
                }
            }
            (Some((_, here)), value) => *here = value,
            (None, value) => {
                let before = |name: &str| self.list.fields.iter().position(|f| f.name == name);
                let at = self.given.partition_point(|(f, _)| before(f.name) < before(field.name));
                self.given.insert(at, (field, value));
            }
        }
    }

    /// The pairs that give this filter again, without the page that is shown. Values of one name
    /// are joined by commas.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs: Vec<_> = self.given.iter().map(|(field, value)| (field.name, value.code())).collect();
        if self.sort != &self.list.sorts[0] {
            pairs.push(("sort", self.sort.code.to_owned()));
        }
        if self.size != USUAL_SIZE {
            pairs.push(("size", self.size.to_string()));
        }
        pairs
    }

    /// What narrows it, in the order of its list.
    #[must_use]
    pub fn given(&self) -> &[(&'static Field, Value)] {
        &self.given
    }

    /// What was given for a field.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.given.iter().find(|(field, _)| field.name == name).map(|(_, value)| value)
    }

    /// The codes that were given for a field; none when all are meant.
    #[must_use]
    pub fn codes(&self, name: &str) -> &[&'static str] {
        match self.value(name) {
            Some(Value::Codes(codes)) => codes,
            _ => &[],
        }
    }

    /// The text that was given for a field.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.value(name) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether anything but the tab narrows the list.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.given.iter().any(|(field, _)| Some(field.name) != self.list.tab)
    }

    /// Whether codes of its own columns alone narrow it.
    #[must_use]
    pub fn is_of_codes(&self) -> bool {
        self.given.iter().all(|(field, _)| matches!(field.takes, Takes::Codes { .. }))
    }

    /// The columns that codes narrow, with the codes.
    #[must_use]
    pub fn enumerated(&self) -> Vec<(&'static str, Vec<&'static str>)> {
        let codes = |(field, value): &(&'static Field, Value)| match (field.takes, value) {
            (Takes::Codes { column, .. }, Value::Codes(codes)) => Some((column, codes.clone())),
            _ => None,
        };
        self.given.iter().filter_map(codes).collect()
    }

    /// Narrowed by one more value, which replaces another of its field.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        if let Some(field) = self.list.field(name) {
            self.given.retain(|(f, _)| f.name != name);
            self.put(field, value);
        }
        self
    }

    /// The same filter without a field.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        let mut rest = self.clone();
        rest.given.retain(|(field, _)| field.name != name);
        rest
    }

    /// The same filter without its tab: what every tab counts.
    #[must_use]
    pub fn of_every_tab(&self) -> Self {
        self.list.tab.map_or_else(|| self.clone(), |tab| self.without(tab))
    }

    /// The page of this many rows.
    #[must_use]
    pub fn sized(self, size: i64) -> Self {
        Self { size, ..self }
    }

    /// The page at this place.
    #[must_use]
    pub fn at(self, cursor: Option<Cursor>) -> Self {
        Self { cursor, ..self }
    }
}

fn sort(list: &'static List, given: &str) -> Result<&'static Sort, Problem> {
    list.sorts.iter().find(|sort| sort.code == given).ok_or_else(|| {
        let codes: Vec<&str> = list.sorts.iter().map(|sort| sort.code).collect();
        unknown(given, &codes.join(", "))
    })
}

fn cursor(given: &str, backwards: bool) -> Result<Cursor, Problem> {
    Cursor::parse(given, backwards).ok_or_else(|| unknown(given, "a cursor"))
}

fn size(given: &str) -> Result<i64, Problem> {
    text::plain(given).parse().ok().filter(|n| (1..=MOST).contains(n)).ok_or_else(|| Problem::NotANumber {
        value: given.chars().take(40).collect(),
        least: 1,
        most: MOST,
    })
}

fn unknown(value: &str, allowed: &str) -> Problem {
    Problem::UnknownCode { value: value.chars().take(40).collect(), allowed: allowed.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::LIST;

    #[test]
    fn a_filter_is_read_and_written_back() {
        let given = [
            ("q", "华为"),
            ("state", "processing,completed"),
            ("amount_from", "1,000"),
            ("currency", "jpy"),
            ("sort", "-paid"),
            ("created_to", "2026-10-31"),
            ("size", "50"),
            ("columns", "a,b"),
        ];
        let (filter, problems) = Filter::read(&LIST, given);
        assert!(problems.is_empty());
        let pairs = filter.pairs();
        let names: Vec<_> = pairs.iter().map(|(name, _)| *name).collect();
        assert_eq!(
            names,
            ["state", "q", "created_to", "currency", "amount_from", "sort", "size"],
            "in the list's order"
        );
        let (again, _) = Filter::read(&LIST, pairs.iter().map(|(n, v)| (*n, v.as_str())));
        assert_eq!(again, filter);
        assert_eq!(filter.without("q").text("q"), None);
        assert_eq!(filter.of_every_tab().codes("state"), [""; 0]);
    }

    #[test]
    fn no_page_is_larger_than_those_that_are_offered() {
        for (given, expected) in [("1", Some(1)), ("100", Some(100)), ("101", None), ("500", None)] {
            let (filter, problems) = Filter::read(&LIST, [("size", given)]);
            assert_eq!(filter.size, expected.unwrap_or(USUAL_SIZE), "{given}");
            let refused = Problem::NotANumber { value: given.to_owned(), least: 1, most: 100 }.of("size");
            assert_eq!(problems, if expected.is_some() { vec![] } else { vec![refused] }, "{given}");
        }
    }

    #[test]
    fn wrong_values_are_named_and_not_applied() {
        let (filter, problems) = Filter::read(
            &LIST,
            [
                ("state", "lost"),
                ("created_from", "soon"),
                ("size", "0"),
                ("after", "x"),
                ("sort", "name"),
                ("amount_to", "much"),
                ("amount_from", "10.5"),
                ("currency", "JPY"),
            ],
        );
        let fields: Vec<_> = problems.iter().map(|p| p.field.as_str()).collect();
        assert_eq!(
            fields,
            ["state", "created_from", "size", "after", "sort", "amount_to", "amount_from"],
            "a yen has no decimals"
        );
        assert_eq!(filter, Filter::of(&LIST).with("currency", Value::Currency(Currency::JPY)));
    }
}
