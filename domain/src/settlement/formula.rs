//! `(deal − floor) / (1 + output tax) × (1 + service tax) × ratio` (`domain.md` 5.6).
//!
//! One exact fraction, one rounding at the end of the line. The explanation is written by the
//! same evaluation, so that what is shown cannot drift from what was computed.

use serde::{Deserialize, Serialize};

use super::{Explanation, Formula, RuleVersion, Step, StepKind, fraction::Fraction};
use crate::{FieldProblem, Problem, Rate, money};

/// What a line is settled from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
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

/// The amount of a line and how it came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Minor units; negative for a reversal.
    pub amount_minor: i64,
    /// The value before the one rounding, in minor units.
    pub exact: Fraction,
    /// The ratio that was applied.
    pub ratio: Rate,
    /// Every step with its numbers.
    pub explanation: Explanation,
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

/// The amount alone, without writing the explanation: what a total over a million lines needs.
///
/// # Errors
/// As [`evaluate`].
pub fn amount(rule: &RuleVersion, inputs: &Inputs) -> Result<i64, FieldProblem> {
    let (_, exact) = value(rule, inputs)?;
    rounded(exact, inputs)
}

/// The amount with its explanation.
///
/// # Errors
/// A negative price, a ratio that the rule refuses, or an amount beyond the books; the problem
/// names the field.
pub fn evaluate(rule: &RuleVersion, inputs: &Inputs) -> Result<Settled, FieldProblem> {
    let (ratio, exact) = value(rule, inputs)?;
    let amount_minor = rounded(exact, inputs)?;
    let explanation = explain(rule, inputs, ratio, exact, amount_minor);
    Ok(Settled { amount_minor, exact, ratio, explanation })
}

/// Rounds once. Taxes can lift the amount above what the books hold although both prices were within.
fn rounded(exact: Fraction, inputs: &Inputs) -> Result<i64, FieldProblem> {
    let within = |amount: &i64| amount.abs() <= money::MOST_MINOR;
    exact.rounded().filter(within).ok_or_else(too_large(inputs))
}

fn too_large(inputs: &Inputs) -> impl Fn() -> FieldProblem {
    let value = money::bare(inputs.deal_minor);
    move || Problem::TooLarge { value: value.clone() }.of("deal")
}

/// The exact value, in minor units.
fn value(rule: &RuleVersion, inputs: &Inputs) -> Result<(Rate, Fraction), FieldProblem> {
    for (field, minor) in [("deal", inputs.deal_minor), ("floor", inputs.floor_minor)] {
        if minor < 0 {
            return Err(Problem::Negative { value: money::bare(minor) }.of(field));
        }
        if minor > money::MOST_MINOR {
            return Err(Problem::TooLarge { value: money::bare(minor) }.of(field));
        }
    }
    let ratio = ratio_under(rule, inputs.ratio)?;
    // R10: a deal at or below the floor settles nothing, never a negative amount.
    let margin = (inputs.deal_minor - inputs.floor_minor).max(0);
    let signed = if inputs.reversal { -margin } else { margin };
    let exact = Fraction::whole(signed)
        .times(one_plus(inputs.service_tax), one_plus(inputs.output_tax))
        .and_then(|f| f.times(ratio.millionths(), Rate::ONE.millionths()))
        .ok_or_else(too_large(inputs))?;
    Ok((ratio, exact))
}

const fn one_plus(rate: Rate) -> i64 {
    Rate::ONE.millionths() + rate.millionths()
}

fn explain(
    rule: &RuleVersion,
    inputs: &Inputs,
    ratio: Rate,
    exact: Fraction,
    amount_minor: i64,
) -> Explanation {
    let (deal, floor) = (money::grouped(inputs.deal_minor), money::grouped(inputs.floor_minor));
    let below = inputs.deal_minor <= inputs.floor_minor;
    let margin = inputs.deal_minor - inputs.floor_minor;
    let mut steps = vec![Step::new(StepKind::Margin, format!("{deal} − {floor}"), money::grouped(margin))];
    if below {
        steps.push(Step::new(StepKind::BelowFloor, String::new(), money::grouped(0)));
    } else {
        let shown = |f: Option<Fraction>| f.map(|f| f.in_hundredths(6)).unwrap_or_default();
        let net = Fraction::whole(margin).times(Rate::ONE.millionths(), one_plus(inputs.output_tax));
        let taxed = Fraction::whole(margin).times(one_plus(inputs.service_tax), one_plus(inputs.output_tax));
        let share = taxed.and_then(|f| f.times(ratio.millionths(), Rate::ONE.millionths()));
        steps.push(Step::new(StepKind::OutputTax, format!("÷ (1 + {})", inputs.output_tax), shown(net)));
        steps.push(Step::new(StepKind::ServiceTax, format!("× (1 + {})", inputs.service_tax), shown(taxed)));
        steps.push(Step::new(StepKind::Ratio, format!("× {ratio}"), shown(share)));
        if inputs.reversal {
            steps.push(Step::new(StepKind::Reversal, "× (−1)".to_owned(), exact.in_hundredths(6)));
        }
    }
    steps.push(Step::new(StepKind::Rounded, String::new(), money::grouped(amount_minor)));
    let formula = format!(
        "{}({deal} − {floor}) ÷ (1 + {}) × (1 + {}) × {ratio}",
        if inputs.reversal { "−" } else { "" },
        inputs.output_tax,
        inputs.service_tax,
    );
    Explanation {
        rule: rule.formula.code().to_owned(),
        rule_version: rule.version,
        formula,
        below_floor: below,
        exact: exact.is_whole(),
        unrounded: exact.in_hundredths(6),
        amount: money::grouped(amount_minor),
        steps,
    }
}
