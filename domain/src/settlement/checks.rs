//! What inputs must be before anything is computed from them, and what their rule makes of them.

use super::{
    Back, Field, Formula, General, Given, Inputs, International, Milestone, Ratio, RuleVersion, Upgrade,
    Value,
    field::{Kind, LEAST_COUNT, MOST_COUNT},
    rules::Band,
};
use crate::{Currency, FieldProblem, Problem, Rate, money};

/// What a rule makes of inputs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Applied {
    /// The ratio, or the fee, that was given or that the rule has.
    pub(super) rate: Rate,
    /// The band of the month's total; none where the rule or the line has no part in the scheme.
    pub(super) band: Option<Reached>,
}

/// The band in which a month's total is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reached {
    /// The band.
    pub(super) band: Band,
    /// The edge of the one after it, in minor units.
    pub(super) next: Option<i64>,
    /// The total, in minor units.
    pub(super) paid: i64,
}

/// Looks at every value, and finds the rate that applies.
pub(super) fn applied(rule: &RuleVersion, inputs: &Inputs) -> Result<Applied, FieldProblem> {
    let Inputs { currency, given, .. } = inputs;
    if !given.is_of(rule.formula) {
        let allowed = Formula::ALL.iter().filter(|formula| given.is_of(**formula)).map(|f| f.code());
        let allowed = allowed.collect::<Vec<_>>().join(", ");
        return Err(Problem::UnknownCode { value: rule.formula.to_string(), allowed }.of("formula"));
    }
    let mut wrong = None;
    given.each(&mut |field, value| {
        if wrong.is_none() && field != rule.formula.ratio_field() {
            wrong = value_problem(field, value, *currency).map(|problem| problem.of(field.code()));
        }
    });
    if let Some(problem) = wrong {
        return Err(problem);
    }
    let applied = rated(rule, given, *currency)?;
    match together(given, *currency).or_else(|| part_problem(inputs)) {
        Some(problem) => Err(problem),
        None => Ok(applied),
    }
}

/// What is wrong with a value by itself.
pub(super) fn value_problem(field: Field, value: Value, currency: Currency) -> Option<Problem> {
    match value {
        Value::Amount(minor) if minor < 0 => Some(Problem::Negative { value: money::bare(minor, currency) }),
        Value::Amount(minor) if minor > money::MOST_MINOR => {
            Some(Problem::TooLarge { value: money::bare(minor, currency) })
        }
        Value::Rate(rate) if field.kind() == Kind::Share && rate > Rate::ONE => Some(above(rate, Rate::ONE)),
        Value::Count(count) if !(LEAST_COUNT..=MOST_COUNT).contains(&count) => {
            Some(Problem::NotANumber { value: count.to_string(), least: LEAST_COUNT, most: MOST_COUNT })
        }
        Value::Amount(_) | Value::Rate(_) | Value::Count(_) => None,
    }
}

/// The ratio or fee of a line under a rule version.
///
/// # Errors
/// Missing where it has to be agreed, above the highest one, or given and different where the rule fixes it.
pub(super) fn ratio_under(rule: &RuleVersion, given: Option<Rate>) -> Result<Rate, FieldProblem> {
    let found = match (rule.ratio, given) {
        (Ratio::Fixed(fixed), None) => Ok(fixed),
        (Ratio::Fixed(fixed), Some(given)) if given == fixed => Ok(given),
        (Ratio::Fixed(fixed), Some(given)) => {
            Err(Problem::RatioFixed { value: given.to_string(), fixed: fixed.to_string() })
        }
        (Ratio::AtMost(_), None) => Err(Problem::Missing),
        (Ratio::AtMost(most), Some(given)) if given > most => Err(above(given, most)),
        (Ratio::Usual(usual), None) => Ok(usual),
        (Ratio::Usual(_), Some(given)) if given > Rate::ONE => Err(above(given, Rate::ONE)),
        (Ratio::AtMost(_) | Ratio::Usual(_), Some(given)) => Ok(given),
    };
    found.map_err(|problem| problem.of(rule.formula.ratio_field().code()))
}

fn above(value: Rate, most: Rate) -> Problem {
    Problem::RatioTooHigh { value: value.to_string(), most: most.to_string() }
}

fn rated(rule: &RuleVersion, given: &Given, currency: Currency) -> Result<Applied, FieldProblem> {
    let plain = |rate| Applied { rate, band: None };
    let agreed = |given| ratio_under(rule, given).map(plain);
    match given {
        Given::Resale(of) => agreed(of.ratio),
        Given::General(of) => {
            let rate = ratio_under(rule, of.fee)?;
            let band = match of.month_paid_minor {
                Some(paid) => reached(rule, rate, currency, paid)?,
                None => None,
            };
            Ok(Applied { rate, band })
        }
        Given::Increment(of) => {
            let rate = ratio_under(rule, of.fee)?;
            Ok(Applied { rate, band: reached(rule, rate, currency, of.month_paid_minor)? })
        }
        Given::JointDeal(of) => agreed(Some(of.split.ratio)),
        Given::JointFloor(of) => agreed(Some(of.split.ratio)),
        Given::ManagementFee(of) => Ok(plain(of.fee)),
        Given::Selected(of) => agreed(of.ratio),
        Given::Partner(of) => agreed(of.ratio),
        Given::International(of) => agreed(of.fee),
        Given::MerchantTaxes(_) => Ok(plain(Rate::ONE)),
        Given::Upgrade(of) => agreed(Some(of.discount)),
    }
}

/// The band of a month's total: only of lines whose fee is exactly that of the scheme (5.2).
fn reached(
    rule: &RuleVersion,
    fee: Rate,
    currency: Currency,
    paid: i64,
) -> Result<Option<Reached>, FieldProblem> {
    let Some(scheme) = rule.scheme.as_ref().filter(|scheme| scheme.fee == fee) else { return Ok(None) };
    if scheme.currency != currency {
        let (value, bands) = (currency.to_string(), scheme.currency.to_string());
        return Err(Problem::OtherBands { value, bands }.of(Field::Currency.code()));
    }
    Ok(scheme.band(paid).map(|(band, next)| Reached { band, next, paid }))
}

/// What does not fit together.
fn together(given: &Given, currency: Currency) -> Option<FieldProblem> {
    let too_large = |field: Field, minor| {
        Some(Problem::TooLarge { value: money::bare(minor, currency) }.of(field.code()))
    };
    match given {
        Given::General(General { sales_minor, coupon_minor, .. }) if coupon_minor > sales_minor => {
            too_large(Field::Coupon, *coupon_minor)
        }
        Given::International(International { sales_minor, wht1_minor, .. }) if wht1_minor > sales_minor => {
            too_large(Field::Wht1, *wht1_minor)
        }
        Given::International(International { sales_minor, wht1_minor, dst1_minor, .. })
            if *dst1_minor > sales_minor - wht1_minor =>
        {
            too_large(Field::Dst1, *dst1_minor)
        }
        Given::Upgrade(Upgrade { new_minor, old_minor, .. }) if old_minor > new_minor => {
            too_large(Field::OldPrice, *old_minor)
        }
        _ => None,
    }
}

/// What is wrong with the part that a line is of the whole.
fn part_problem(inputs: &Inputs) -> Option<FieldProblem> {
    if let Some(Milestone { before, upto }) = inputs.milestone {
        let problem = if upto > Rate::ONE {
            Some(above(upto, Rate::ONE))
        } else if before >= upto {
            Some(above(before, upto))
        } else {
            None
        };
        if let Some(problem) = problem {
            return Some(problem.of("milestone"));
        }
    }
    let Back::Part(refunded) = inputs.back else { return None };
    let (before, upto, paid) = (refunded.before_minor, refunded.upto_minor, refunded.paid_minor);
    if before >= 0 && before < upto && upto <= paid && paid <= money::MOST_MINOR {
        return None;
    }
    let bare = |minor| money::bare(minor, inputs.currency);
    let (value, paid) = (bare(upto.saturating_sub(before)), bare(paid));
    Some(Problem::NotRefundable { value, paid, whole: false }.of("refund"))
}

impl Given {
    /// Whether a rule of this formula settles it.
    #[must_use]
    pub const fn is_of(&self, formula: Formula) -> bool {
        match self {
            Self::Resale(_) => matches!(formula, Formula::Reseller | Formula::ResellerCoSale),
            Self::General(_) | Self::Increment(_) => matches!(formula, Formula::General),
            Self::JointDeal(_) => matches!(formula, Formula::JointDeal),
            Self::JointFloor(_) => matches!(formula, Formula::JointFloor),
            Self::ManagementFee(_) => matches!(formula, Formula::JointDeal | Formula::JointFloor),
            Self::Selected(_) => matches!(formula, Formula::Selected),
            Self::Partner(_) => matches!(formula, Formula::Partner),
            Self::International(_) | Self::MerchantTaxes(_) => matches!(formula, Formula::International),
            Self::Upgrade(_) => matches!(formula, Formula::Upgrade),
        }
    }
}
