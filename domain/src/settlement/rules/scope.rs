//! Which version of a rule settles an order: by its dates and by what it holds for.

use std::cmp::Reverse;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Formula, RuleVersion};
use crate::{
    FieldProblem, Moment, Problem,
    order::{BusinessKind, DeliveryType, Head, OrderType, PartyId},
};

/// What a version holds for. **The precedence**: a later variant beats the ones before it, because it says more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Everything.
    All,
    /// A business kind.
    Kind(BusinessKind),
    /// A delivery type.
    Delivery(DeliveryType),
    /// A product, by its row.
    Product(PartyId),
    /// A reseller, by its row: what was agreed with somebody stands above what holds for things.
    Reseller(PartyId),
}

/// What decides which rule settles a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The formula.
    pub formula: Formula,
    /// The day of the rules; see [`rule_day`].
    pub day: NaiveDate,
    /// Who sells.
    pub kind: BusinessKind,
    /// How the product reaches the customer.
    pub delivery: DeliveryType,
    /// The product, by its row.
    pub product: PartyId,
    /// The reseller, by its row.
    pub reseller: Option<PartyId>,
}

impl Facts {
    fn are_of(&self, scope: Scope) -> bool {
        match scope {
            Scope::All => true,
            Scope::Kind(kind) => kind == self.kind,
            Scope::Delivery(delivery) => delivery == self.delivery,
            Scope::Product(product) => product == self.product,
            Scope::Reseller(reseller) => Some(reseller) == self.reseller,
        }
    }
}

/// The version that settles a line, and those that would have settled it without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice<'a> {
    /// The one that settles it.
    pub winner: &'a RuleVersion,
    /// Those that it beat, the next best first.
    pub beaten: Vec<&'a RuleVersion>,
}

/// The day by which the rule of an order is chosen: that of its effective date, never of its bill (5.2).
///
/// A renewal that was paid before its term begins has the rules of the day on which it was paid; an order whose
/// effective date is not in the books that of its payment, or of its creation. Days begin at 00:00 +08:00, as the
/// marketplace dates its policies, wherever the desk stands.
#[must_use]
pub fn rule_day(head: &Head) -> NaiveDate {
    let effective = head.effective_at.or(head.paid_at).unwrap_or(head.created_at);
    let decided = match head.order_type {
        OrderType::Renew => head.paid_at.map_or(effective, |paid| paid.min(effective)),
        _ => effective,
    };
    beijing_day(decided)
}

/// The day of a moment at +08:00: rules count by it.
#[must_use]
pub fn beijing_day(moment: Moment) -> NaiveDate {
    let beijing = FixedOffset::east_opt(8 * 3_600);
    beijing
        .map_or_else(|| moment.date_naive(), |offset| DateTime::with_timezone(&moment, &offset).date_naive())
}

/// The version that settles a line: of those of its formula that hold on its day and for it, the one with the
/// narrowest [`Scope`]. Their order does not matter; `None` when there is none.
#[must_use]
pub fn choose<'a>(rules: impl IntoIterator<Item = &'a RuleVersion>, facts: &Facts) -> Option<Choice<'a>> {
    let mut begun: Vec<&RuleVersion> = rules
        .into_iter()
        .filter(|rule| rule.formula == facts.formula && facts.are_of(rule.scope))
        .filter(|rule| rule.effective_from <= facts.day)
        .collect();
    begun.sort_by_key(|rule| Reverse((rule.scope, rule.effective_from, rule.version)));
    // A version ends where the next of its scope begins.
    begun.dedup_by_key(|rule| rule.scope);
    begun.retain(|rule| rule.effective_until.is_none_or(|until| facts.day < until));
    let mut standing = begun.into_iter();
    let winner = standing.next()?;
    Some(Choice { winner, beaten: standing.collect() })
}

/// The version of a formula that holds for exactly this scope on a day, whatever beats it.
#[must_use]
pub fn in_force<'a>(
    rules: impl IntoIterator<Item = &'a RuleVersion>,
    formula: Formula,
    scope: Scope,
    day: NaiveDate,
) -> Option<&'a RuleVersion> {
    let of_scope = rules.into_iter().filter(|rule| rule.formula == formula && rule.scope == scope);
    let begun = of_scope.filter(|rule| rule.effective_from <= day);
    let last = begun.max_by_key(|rule| (rule.effective_from, rule.version))?;
    last.effective_until.is_none_or(|until| day < until).then_some(last)
}

/// Two versions of one scope that would settle the same day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap<'a> {
    /// The one that begins first.
    pub one: &'a RuleVersion,
    /// The other.
    pub other: &'a RuleVersion,
}

impl Overlap<'_> {
    /// Says so of the field in which a version begins.
    #[must_use]
    pub fn problem(&self) -> FieldProblem {
        let named = |rule: &RuleVersion| {
            let until = rule.effective_until.map(|day| day.to_string()).unwrap_or_default();
            format!("{} ({} – {until})", rule.name(), rule.effective_from)
        };
        Problem::Overlaps { one: named(self.one), other: named(self.other) }.of("effective_from")
    }
}

/// The first two versions of the same formula and scope that overlap: they begin on the same day, or one begins
/// before the stated end of the other. Without a stated end a version makes room for the next.
#[must_use]
pub fn overlap<'a>(rules: impl IntoIterator<Item = &'a RuleVersion>) -> Option<Overlap<'a>> {
    let mut sorted: Vec<&RuleVersion> = rules.into_iter().collect();
    sorted.sort_by_key(|rule| (rule.formula, rule.scope, rule.effective_from, rule.version));
    sorted.windows(2).find_map(|pair| {
        let [one, other] = pair else { return None };
        let same = one.formula == other.formula && one.scope == other.scope;
        let meet = one.effective_from == other.effective_from
            || one.effective_until.is_some_and(|until| other.effective_from < until);
        (same && meet).then_some(Overlap { one, other })
    })
}
