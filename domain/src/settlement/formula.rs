//! `(deal − floor) / (1 + output tax) × (1 + service tax) × ratio` (`domain.md` 5.6).
//!
//! One exact fraction, one rounding at the end of the line; see [`Working`].

use serde::{Deserialize, Serialize};

use super::{
    Formula, Fraction, RuleVersion,
    working::{Step, StepKind, TooLarge, Working},
};
use crate::{Currency, FieldProblem, Problem, Rate, money};

/// What a line is settled from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    /// Currency of both prices and of the amount.
    pub currency: Currency,
    /// Deal price of the line in minor units; zero or more.
    pub deal_minor: i64,
    /// Floor price of the line in minor units; zero or more.
    pub floor_minor: i64,
    /// Output tax of the product.
    pub output_tax: Rate,
    /// Tax of the reseller's service fee.
    pub service_tax: Rate,
    /// The agreed commission ratio; only for a co-sale.
    pub ratio: Option<Rate>,
    /// An unsubscription takes the amount back: the result is negative.
    pub reversal: bool,
}

impl Inputs {
    /// Deal and floor price as they are shown and frozen: what is taken back is negative, as its amount is, so
    /// that a column of prices adds up.
    #[must_use]
    pub const fn signed(&self) -> (i64, i64) {
        if self.reversal {
            (-self.deal_minor, -self.floor_minor)
        } else {
            (self.deal_minor, self.floor_minor)
        }
    }
}

/// The amount of a line and how it came about: numbers, which [`super::written`] puts into writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The rule version that settled it.
    pub rule: RuleVersion,
    /// The ratio that was applied.
    pub ratio: Rate,
    /// Currency of every value.
    pub currency: Currency,
    /// Minor units; negative for a reversal.
    pub amount_minor: i64,
    /// The value before the one rounding, in minor units.
    pub exact: Fraction,
    /// The arithmetic, line under line; empty where only the amount was asked for.
    pub steps: Vec<Step>,
}

/// The ratio of a line under a rule version.
///
/// # Errors
/// `ratio` missing for a co-sale or above the rule's cap; given and different for a reseller alone.
pub fn ratio_under(rule: &RuleVersion, given: Option<Rate>) -> Result<Rate, FieldProblem> {
    match (rule.formula, given) {
        (Formula::Reseller, None) => Ok(rule.ratio),
        (Formula::Reseller, Some(given)) if given == rule.ratio => Ok(given),
        (Formula::Reseller, Some(given)) => {
            Err(Problem::RatioFixed { value: given.to_string(), fixed: rule.ratio.to_string() }.of("ratio"))
        }
        (Formula::ResellerCoSale, None) => Err(Problem::Missing.of("ratio")),
        (Formula::ResellerCoSale, Some(given)) if given > rule.ratio => {
            Err(Problem::RatioTooHigh { value: given.to_string(), most: rule.ratio.to_string() }.of("ratio"))
        }
        (Formula::ResellerCoSale, Some(given)) => Ok(given),
    }
}

/// The amount alone, without its steps: what a total over a million lines needs.
///
/// # Errors
/// As [`evaluate`].
pub fn amount(rule: &RuleVersion, inputs: &Inputs) -> Result<i64, FieldProblem> {
    settled(rule, inputs, Working::unexplained).map(|settled| settled.amount_minor)
}

/// The amount with every step that led to it.
///
/// # Errors
/// A negative price, a ratio that the rule refuses, or an amount beyond the books; the problem
/// names the field.
pub fn evaluate(rule: &RuleVersion, inputs: &Inputs) -> Result<Settled, FieldProblem> {
    settled(rule, inputs, Working::explained)
}

fn settled(
    rule: &RuleVersion,
    inputs: &Inputs,
    working: fn(i64) -> Working,
) -> Result<Settled, FieldProblem> {
    let currency = inputs.currency;
    let too_large = |minor| Problem::TooLarge { value: money::bare(minor, currency) };
    for (field, minor) in [("deal", inputs.deal_minor), ("floor", inputs.floor_minor)] {
        if minor < 0 {
            return Err(Problem::Negative { value: money::bare(minor, currency) }.of(field));
        }
        if minor > money::MOST_MINOR {
            return Err(too_large(minor).of(field));
        }
    }
    let ratio = ratio_under(rule, inputs.ratio)?;
    // Taxes can lift the amount above what the books hold although both prices were within.
    let too_large = |TooLarge| too_large(inputs.deal_minor).of("deal");
    let working = reseller(inputs, ratio, working).map_err(too_large)?;
    let exact = working.exact();
    let (amount_minor, steps) = working.rounded(StepKind::Rounded).map_err(too_large)?;
    Ok(Settled { rule: *rule, ratio, currency, amount_minor, exact, steps })
}

fn reseller(inputs: &Inputs, ratio: Rate, working: fn(i64) -> Working) -> Result<Working, TooLarge> {
    let share = working(inputs.deal_minor)
        .less(StepKind::Margin, working(inputs.floor_minor))?
        // R10: a deal at or below the floor settles nothing, never a negative amount.
        .above_zero(StepKind::BelowFloor)?
        .over_one_plus(StepKind::OutputTax, inputs.output_tax)?
        .times_one_plus(StepKind::ServiceTax, inputs.service_tax)?
        .times(StepKind::Ratio, ratio)?;
    if inputs.reversal { share.negated(StepKind::Reversal) } else { Ok(share) }
}
