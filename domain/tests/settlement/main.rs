//! The tables of `domain.md` 5 and 1.6, and what must hold for every figure.

#![expect(clippy::unwrap_used, reason = "a test ends where it is surprised")]

mod any;
mod general;
mod international;
mod joint;
mod others;
mod parts;
mod properties;
mod reseller;

use domain::{
    Currency, FieldProblem, Rate,
    money::parse_minor,
    settlement::{Formula, Given, Inputs, RuleVersion, Settled, evaluate},
};

/// Renminbi.
fn yuan(text: &str) -> i64 {
    parse_minor(text, Currency::CNY).unwrap()
}

fn rate(text: &str) -> Rate {
    Rate::parse(text).unwrap()
}

fn newest(formula: Formula) -> &'static RuleVersion {
    RuleVersion::newest(formula).unwrap()
}

/// A whole line in renminbi under the newest rule.
fn settled(formula: Formula, given: Given) -> Settled {
    tried(formula, given).unwrap()
}

fn tried(formula: Formula, given: Given) -> Result<Settled, FieldProblem> {
    evaluate(newest(formula), &Inputs::of(Currency::CNY, given))
}
