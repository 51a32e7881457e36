//! The amount of a line and how it came about.
//!
//! One exact fraction, one rounding at the end of the line; see [`Working`].

use super::{
    Fraction, Given, Inputs, RuleName, RuleVersion,
    arithmetic::{Begin, working},
    checks::{Applied, applied},
    working::{Step, StepKind, TooLarge, Working},
};
use crate::{Currency, FieldProblem, Problem, Rate, money};

/// The amount of a line and how it came about: numbers, which [`super::written`] puts into writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The rule version that settled it.
    pub rule: RuleName,
    /// The ratio that was applied: the share of the one who is settled with, of an increment the increment,
    /// of a management fee the fee, of an upgrade what the discount leaves.
    pub ratio: Rate,
    /// Currency of every value.
    pub currency: Currency,
    /// Minor units; negative for what is taken back.
    pub amount_minor: i64,
    /// The value before the one rounding, in minor units.
    pub exact: Fraction,
    /// The arithmetic, line under line; empty where only the amount was asked for.
    pub steps: Vec<Step>,
}

/// The amount alone, without its steps: what a total over a million lines needs.
///
/// # Errors
/// As [`evaluate`].
pub fn amount(rule: &RuleVersion, inputs: &Inputs) -> Result<i64, FieldProblem> {
    settled(rule, inputs, Working::unexplained).map(|settled| settled.amount_minor)
}

/// The amount and its exact value, without the steps: what a line is frozen with.
///
/// # Errors
/// As [`evaluate`].
pub fn value(rule: &RuleVersion, inputs: &Inputs) -> Result<Settled, FieldProblem> {
    settled(rule, inputs, Working::unexplained)
}

/// The amount with every step that led to it.
///
/// # Errors
/// A value out of its range, a ratio that the rule refuses, values that do not fit together, inputs of another
/// formula, a currency that the bands of the rule are not in, or an amount beyond the books; the problem names
/// the field.
pub fn evaluate(rule: &RuleVersion, inputs: &Inputs) -> Result<Settled, FieldProblem> {
    settled(rule, inputs, Working::explained)
}

fn settled(rule: &RuleVersion, inputs: &Inputs, begin: Begin) -> Result<Settled, FieldProblem> {
    let currency = inputs.currency;
    let applied = applied(rule, inputs)?;
    // Taxes and quantities can lift the amount above what the books hold although every price was within.
    let too_large = |TooLarge| {
        let (field, minor) = inputs.given.main();
        Problem::TooLarge { value: money::bare(minor, currency) }.of(field.code())
    };
    let working = working(inputs, applied, begin).map_err(too_large)?;
    let exact = working.exact();
    let (amount_minor, steps) = working.rounded(StepKind::Rounded).map_err(too_large)?;
    let ratio = shown_ratio(&inputs.given, applied);
    Ok(Settled { rule: rule.id(), ratio, currency, amount_minor, exact, steps })
}

fn shown_ratio(given: &Given, applied: Applied) -> Rate {
    let increment = applied.band.map_or(Rate::ZERO, |reached| reached.band.increment);
    match given {
        Given::General(_) | Given::International(_) => {
            let share = Rate::ONE.millionths() - applied.rate.millionths() + increment.millionths();
            Rate::from_millionths(share).unwrap_or(Rate::ZERO)
        }
        Given::Increment(_) => increment,
        _ => applied.rate,
    }
}
