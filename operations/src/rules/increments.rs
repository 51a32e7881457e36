//! The increments of a replayed month (`domain.md` 5.2): as a bill run makes them, of the lines of that month.

use std::collections::BTreeMap;

use domain::{
    Currency,
    order::PaymentMethod,
    settlement::{Given, Increment, Inputs, RuleName, RuleVersion, formula::amount},
};

use super::earning::{Earned, Earning};

/// A product, and the currency of its lines.
type Product = (Currency, i64);

/// What takes part in increments, by product, rule and way of payment: as many as there are products.
#[derive(Default)]
pub(super) struct Increments {
    bases: BTreeMap<(Product, RuleName, PaymentMethod), i64>,
}

impl Increments {
    /// Adds a line.
    pub(super) fn add(&mut self, earning: &Earning<'_>, earned: &Earned) {
        let (Some(base), Some(rule)) = (earned.base_minor, earned.side.rule) else { return };
        let head = earning.head();
        let key = ((head.currency, earning.line.product), rule, head.payment_method);
        let sum = self.bases.entry(key).or_default();
        *sum = sum.saturating_add(base);
    }

    /// What they come to in each currency: the band is that of all that was paid for a product.
    pub(super) fn totals(&self, rules: &[RuleVersion]) -> BTreeMap<Currency, i128> {
        let mut paid: BTreeMap<Product, i64> = BTreeMap::new();
        for ((product, ..), base) in &self.bases {
            let sum = paid.entry(*product).or_default();
            *sum = sum.saturating_add(*base);
        }
        let mut totals = BTreeMap::new();
        for ((product, name, _), base_minor) in &self.bases {
            let rule = rules.iter().find(|rule| rule.id() == *name);
            let fee = rule.and_then(|rule| rule.scheme.as_ref()).map(|scheme| scheme.fee);
            let month_paid_minor = paid.get(product).copied().unwrap_or_default();
            let given = Increment { base_minor: *base_minor, fee, month_paid_minor };
            let inputs = Inputs::of(product.0, Given::Increment(given));
            let minor = rule.and_then(|rule| amount(rule, &inputs).ok()).unwrap_or_default();
            *totals.entry(product.0).or_default() += i128::from(minor);
        }
        totals
    }
}
