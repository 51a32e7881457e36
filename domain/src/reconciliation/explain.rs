//! Why an amount of the marketplace is another one than ours: our own rule, evaluated with one thing changed.

use serde::{Deserialize, Serialize};

use super::Reason;
use crate::{
    Rate,
    settlement::{Basis, Field, Given, Inputs, Ratio, RuleName, RuleVersion, formula::amount, rules::Scheme},
};

/// A line of ours as it was billed.
#[derive(Clone, Debug)]
pub struct Billed<'a> {
    /// The version that settled it.
    pub rule: &'a RuleVersion,
    /// What it was settled from.
    pub inputs: Inputs,
    /// What it came to, in minor units.
    pub amount_minor: i64,
    /// Pieces of its order line.
    pub quantity: i64,
    /// Months or years of its order line.
    pub duration: Option<i64>,
}

/// What is another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A rate: ours, and the one that comes to theirs.
    Rate(Field, Rate, Rate),
    /// A version of the rule.
    Version(RuleName, RuleName),
    /// The increment that is in the line, or that it is of.
    Increment(Rate, Rate),
    /// What of a coupon the merchant bears: 100 % and nothing included.
    Coupon(Rate),
    /// What the price is multiplied with: pieces, and months or years.
    Counted(i64, Option<i64>),
    /// The digits behind the smallest unit are cut off, or rounded up.
    Rounded,
}

impl std::fmt::Display for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rate(field, ours, theirs) => write!(f, "{field}: {ours} here, {theirs} there"),
            Self::Version(ours, theirs) => write!(f, "{} here, {} there", ours.name(), theirs.name()),
            Self::Increment(ours, theirs) => write!(f, "increment: {ours} here, {theirs} there"),
            Self::Coupon(rate) => write!(f, "the merchant bears {rate} of the coupon there"),
            Self::Counted(1, None) => write!(f, "the price is counted once there"),
            Self::Counted(quantity, None) => write!(f, "the price is multiplied by {quantity} there"),
            Self::Counted(quantity, Some(duration)) => {
                write!(f, "the price is multiplied by {quantity} and {duration} there")
            }
            Self::Rounded => write!(f, "rounded the other way"),
        }
    }
}

/// A cause that comes to their amount to the smallest unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// What it is called.
    pub reason: Reason,
    /// What is another one.
    pub cause: Cause,
}

/// Tax rates that there are or were, in percent.
const TAXES: [u16; 9] = [0, 1, 3, 5, 6, 9, 13, 16, 17];
/// Explanations that are named.
const MOST: usize = 4;

/// What explains their amount to the smallest unit, the likeliest first; nothing where no rule of ours comes to it.
/// The arithmetic is that of the rule itself, with one thing changed.
#[must_use]
pub fn explain(ours: &Billed<'_>, theirs_minor: i64, rules: &[RuleVersion]) -> Vec<Explanation> {
    if theirs_minor == ours.amount_minor {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut take = |reason: Reason, cause: Cause, rule: &RuleVersion, inputs: &Inputs| {
        let comes = amount(rule, inputs).is_ok_and(|minor| minor == theirs_minor);
        if comes && found.len() < MOST {
            found.push(Explanation { reason, cause });
        }
    };
    versions(ours, rules, &mut take);
    taxes(ours, &mut take);
    coupons(ours, &mut take);
    counted(ours, &mut take);
    bands(ours, &mut take);
    rates(ours, theirs_minor, &mut take);
    if theirs_minor.abs_diff(ours.amount_minor) == 1 {
        // One smallest unit is nearer to a way of rounding than to anything else.
        found.insert(0, Explanation { reason: Reason::Rounding, cause: Cause::Rounded });
        found.truncate(MOST);
    }
    found
}

type Take<'t> = dyn FnMut(Reason, Cause, &RuleVersion, &Inputs) + 't;

fn versions(ours: &Billed<'_>, rules: &[RuleVersion], take: &mut Take<'_>) {
    for rule in rules.iter().filter(|rule| rule.formula == ours.rule.formula && rule.id() != ours.rule.id()) {
        take(Reason::RuleVersion, Cause::Version(ours.rule.id(), rule.id()), rule, &ours.inputs);
    }
}

fn taxes(ours: &Billed<'_>, take: &mut Take<'_>) {
    for field in [Field::OutputTax, Field::ServiceTax, Field::PartnerTax] {
        let Some(now) = rate_of(&ours.inputs.given, field) else { continue };
        for rate in TAXES.map(Rate::percent).into_iter().filter(|rate| *rate != now) {
            let given = with_rate(ours.inputs.given, field, rate);
            let cause = Cause::Rate(field, now, rate);
            take(Reason::TaxRate, cause, ours.rule, &Inputs { given, ..ours.inputs });
        }
    }
}

fn rate_of(given: &Given, wanted: Field) -> Option<Rate> {
    let mut found = None;
    given.each(&mut |field, value| {
        if let (true, crate::settlement::Value::Rate(rate)) = (field == wanted, value) {
            found = Some(rate);
        }
    });
    found
}

fn with_rate(given: Given, field: Field, rate: Rate) -> Given {
    let mut given = given;
    let split = match &mut given {
        Given::JointDeal(of) => Some(&mut of.split),
        Given::JointFloor(of) => Some(&mut of.split),
        _ => None,
    };
    match (field, split) {
        (Field::OutputTax, Some(split)) => split.output_tax = rate,
        (Field::PartnerTax, Some(split)) => split.partner_tax = Some(rate),
        _ => {}
    }
    match (field, &mut given) {
        (Field::OutputTax, Given::Partner(of)) => of.output_tax = rate,
        (Field::ServiceTax, Given::Partner(of)) => of.service_tax = rate,
        (Field::OutputTax, Given::Resale(of)) => of.output_tax = rate,
        (Field::ServiceTax, Given::Resale(of)) => of.service_tax = rate,
        _ => {}
    }
    given
}

fn coupons(ours: &Billed<'_>, take: &mut Take<'_>) {
    let Given::General(of) = ours.inputs.given else { return };
    if of.coupon_minor == 0 {
        return;
    }
    let usual = Rate::from_millionths(1_000_000 - of.fee.unwrap_or(ours.rule.ratio.rate()).millionths());
    let borne = of.bear_ratio.or(usual).unwrap_or(Rate::ONE);
    for percent in [0, 50, 95, 100].map(Rate::percent).into_iter().filter(|rate| *rate != borne) {
        let given = Given::General(crate::settlement::General { bear_ratio: Some(percent), ..of });
        take(Reason::Coupon, Cause::Coupon(percent), ours.rule, &Inputs { given, ..ours.inputs });
    }
}

fn counted(ours: &Billed<'_>, take: &mut Take<'_>) {
    let (quantity, duration) = (ours.quantity, ours.duration);
    let all = [
        Basis::Line,
        Basis::Unit { quantity, duration: None },
        Basis::Unit { quantity: 1, duration },
        Basis::Unit { quantity, duration },
    ];
    for basis in all {
        let mut given = ours.inputs.given;
        let now = match &mut given {
            Given::JointDeal(of) => &mut of.split.basis,
            Given::JointFloor(of) => &mut of.split.basis,
            Given::Selected(of) => &mut of.basis,
            _ => return,
        };
        if *now == basis {
            continue;
        }
        *now = basis;
        let cause = match basis {
            Basis::Line => Cause::Counted(1, None),
            Basis::Unit { quantity, duration } => Cause::Counted(quantity, duration),
        };
        take(Reason::Quantity, cause, ours.rule, &Inputs { given, ..ours.inputs });
    }
}

fn bands(ours: &Billed<'_>, take: &mut Take<'_>) {
    let Some(scheme) = &ours.rule.scheme else { return };
    match ours.inputs.given {
        Given::General(of) if of.month_paid_minor.is_none() => {
            for band in scheme.bands.iter().filter(|band| band.increment > Rate::ZERO) {
                let given = Given::General(crate::settlement::General {
                    month_paid_minor: Some(band.from_minor),
                    ..of
                });
                let cause = Cause::Increment(Rate::ZERO, band.increment);
                take(Reason::Band, cause, ours.rule, &Inputs { given, ..ours.inputs });
            }
        }
        Given::Increment(of) => {
            let now = increment_at(scheme, of.month_paid_minor);
            for band in scheme.bands.iter().filter(|band| band.increment != now) {
                let given = Given::Increment(crate::settlement::Increment {
                    month_paid_minor: band.from_minor,
                    ..of
                });
                let cause = Cause::Increment(now, band.increment);
                take(Reason::Band, cause, ours.rule, &Inputs { given, ..ours.inputs });
            }
        }
        _ => {}
    }
}

fn increment_at(scheme: &Scheme, paid_minor: i64) -> Rate {
    scheme.band(paid_minor).map_or(Rate::ZERO, |(band, _)| band.increment)
}

/// Another share or fee. Amounts are linear in it, so that two of them say where to look: a whole percent, half of one,
/// a tenth.
fn rates(ours: &Billed<'_>, theirs_minor: i64, take: &mut Take<'_>) {
    let field = ours.rule.formula.ratio_field();
    let reason = if field == Field::Fee { Reason::Fee } else { Reason::Ratio };
    let now = rate_of(&ours.inputs.given, field).unwrap_or(ours.rule.ratio.rate());
    let with = |rate: Rate| {
        let rule = RuleVersion { ratio: Ratio::Fixed(rate), ..ours.rule.clone() };
        (rule, Inputs { given: with_ratio(ours.inputs.given, rate), ..ours.inputs })
    };
    let at = |rate: Rate| {
        let (rule, inputs) = with(rate);
        amount(&rule, &inputs).ok().map(i128::from)
    };
    let Some((none, all)) = at(Rate::ZERO).zip(at(Rate::ONE)) else { return };
    let whole = i128::from(Rate::ONE.millionths());
    let Some(near) = ((i128::from(theirs_minor) - none) * whole).checked_div(all - none) else { return };
    let mut tried = vec![now];
    for grain in [10_000, 5_000, 1_000] {
        let rate = (near + grain / 2).div_euclid(grain) * grain;
        let rate = i64::try_from(rate).ok().and_then(Rate::from_millionths);
        let Some(rate) = rate.filter(|rate| *rate <= Rate::ONE && !tried.contains(rate)) else { continue };
        tried.push(rate);
        let (rule, inputs) = with(rate);
        take(reason, Cause::Rate(field, now, rate), &rule, &inputs);
    }
}

/// With this share or fee: that of the rule where the inputs need none.
fn with_ratio(given: Given, rate: Rate) -> Given {
    let mut given = given;
    match &mut given {
        Given::General(of) => of.fee = None,
        Given::Selected(of) => of.ratio = None,
        Given::Partner(of) => of.ratio = None,
        Given::International(of) => of.fee = None,
        Given::Resale(of) => of.ratio = None,
        Given::JointDeal(of) => of.split.ratio = rate,
        Given::JointFloor(of) => of.split.ratio = rate,
        _ => {}
    }
    given
}
