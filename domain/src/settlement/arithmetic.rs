//! The formulas of `domain.md` 5.2–5.8 and 1.6, each as one exact value with its steps.
//!
//! Nothing is rounded here but what the lines before a part of a whole have; see [`Working`].

use super::{
    Back, Basis, General, Given, Inputs, International, Management, MerchantTaxes, Resale, Split, Upgrade,
    checks::{Applied, Reached},
    working::{Operand, StepKind, TooLarge, Working},
};
use crate::{Rate, money};

/// How a value begins: with its steps or without.
pub(super) type Begin = fn(i64) -> Working;

pub(super) type Worked = Result<Working, TooLarge>;

/// The exact value of a line.
pub(super) fn working(inputs: &Inputs, applied: Applied, begin: Begin) -> Worked {
    portion(inputs, of_given(&inputs.given, applied, begin)?)
}

/// What a milestone and a refund leave of a whole.
pub(super) fn portion(inputs: &Inputs, whole: Working) -> Worked {
    let line = match inputs.milestone {
        None => whole,
        Some(part) => {
            let before = whole.exact().times(part.before.millionths(), Rate::ONE.millionths());
            let before = before.and_then(|exact| exact.rounded()).ok_or(TooLarge)?;
            let upto = whole.times(StepKind::Milestones, part.upto)?;
            less_before(upto, before)?
        }
    };
    match inputs.back {
        Back::No => Ok(line),
        Back::All => line.negated(StepKind::Reversal),
        Back::Part(part) => {
            let before = line.exact().times(part.before_minor, part.paid_minor);
            let before = before.and_then(|exact| exact.rounded()).ok_or(TooLarge)?;
            let upto = line.times_part(StepKind::Refunded, part.upto_minor, part.paid_minor)?;
            less_before(upto, before)?.negated(StepKind::Reversal)
        }
    }
}

/// What the lines before have is whole: it was rounded when they were settled.
fn less_before(upto: Working, before: i64) -> Worked {
    match before {
        0 => Ok(upto),
        before if before.abs() > money::MOST_MINOR => Err(TooLarge),
        before => upto.less_whole(StepKind::Before, before),
    }
}

fn of_given(given: &Given, applied: Applied, begin: Begin) -> Worked {
    match given {
        Given::Resale(of) => resale(of, applied.rate, begin),
        Given::General(of) => general(of, applied, begin),
        Given::Increment(of) => {
            let rate = applied.band.map_or(Rate::ZERO, |reached| reached.band.increment);
            banded(begin(of.base_minor), applied.band)?.times(StepKind::Increment, rate)
        }
        Given::JointDeal(of) => split(begin(of.deal_minor), &of.split, applied.rate, begin),
        Given::JointFloor(of) => {
            let price = begin(of.list_minor).times(StepKind::FloorDiscount, of.floor_discount)?;
            split(price, &of.split, applied.rate, begin)
        }
        Given::ManagementFee(of) => management(of, begin),
        Given::Selected(of) => counted(begin(of.floor_minor), of.basis)?.times(StepKind::Ratio, applied.rate),
        Given::Partner(of) => begin(of.deal_minor)
            .over_one_plus(StepKind::OutputTax, of.output_tax)?
            .times(StepKind::Ratio, applied.rate)?
            .times_one_plus(StepKind::ServiceTax, of.service_tax),
        Given::International(of) => international(of, applied.rate, begin),
        Given::MerchantTaxes(of) => merchant_taxes(begin(0), of, begin),
        Given::Upgrade(of) => upgrade(of, applied.rate, begin),
    }
}

/// 5.6.
fn resale(of: &Resale, ratio: Rate, begin: Begin) -> Worked {
    begin(of.deal_minor)
        .less(StepKind::Margin, begin(of.floor_minor))?
        // R10: a deal at or below the floor settles nothing, never a negative amount.
        .above_zero(StepKind::BelowFloor)?
        .over_one_plus(StepKind::OutputTax, of.output_tax)?
        .times_one_plus(StepKind::ServiceTax, of.service_tax)?
        .times(StepKind::Ratio, ratio)
}

/// 5.2, with the coupon in either of its two forms.
fn general(of: &General, applied: Applied, begin: Begin) -> Worked {
    let increment = applied.band.map(|reached| reached.band.increment);
    let share =
        |base: Working| banded(base, applied.band)?.times_rest(StepKind::Fee, applied.rate, increment);
    let (sales, coupon) = (begin(of.sales_minor), begin(of.coupon_minor));
    match of.bear_ratio {
        _ if of.coupon_minor == 0 => share(sales),
        None => share(sales.less(StepKind::Coupon, coupon)?),
        Some(bears) => share(sales)?.less(StepKind::Coupon, coupon.times(StepKind::BearRatio, bears)?),
    }
}

/// Notes the band, which decides the increment.
fn banded(base: Working, reached: Option<Reached>) -> Worked {
    let Some(Reached { band, next, paid }) = reached else { return Ok(base) };
    let operand = match next {
        Some(edge) if band.from_minor == 0 => Operand::Below { paid, edge },
        _ => Operand::Reaches { paid, edge: band.from_minor },
    };
    base.noted(StepKind::Band, operand)
}

/// 5.3.
fn split(price: Working, of: &Split, ratio: Rate, begin: Begin) -> Worked {
    let mut base = counted(price, of.basis)?
        .times(StepKind::Ratio, ratio)?
        .over_one_plus(StepKind::OutputTax, of.output_tax)?;
    if let Some(tax) = of.partner_tax {
        base = base.times_one_plus(StepKind::PartnerTax, tax)?;
    }
    match &of.management {
        Some(fee) => base.less(StepKind::ManagementFee, management(fee, begin)?),
        None => Ok(base),
    }
}

fn management(of: &Management, begin: Begin) -> Worked {
    begin(of.revenue_minor).times(StepKind::ManagementRatio, of.fee)
}

/// A price of a unit times what was bought; a price of the line stays as it is.
pub(super) fn counted(price: Working, basis: Basis) -> Worked {
    match basis {
        Basis::Line => Ok(price),
        Basis::Unit { quantity, duration } => {
            let pieces = price.times_count(StepKind::Quantity, quantity)?;
            duration.map_or(Ok(pieces.clone()), |months| pieces.times_count(StepKind::Duration, months))
        }
    }
}

/// 5.8.
fn international(of: &International, fee: Rate, begin: Begin) -> Worked {
    let base = less(begin(of.sales_minor), StepKind::CustomerWht, begin(of.wht1_minor))?;
    let base = less(base, StepKind::CustomerDst, begin(of.dst1_minor))?;
    merchant_taxes(base.times_rest(StepKind::Fee, fee, None)?, &of.merchant, begin)
}

fn merchant_taxes(from: Working, of: &MerchantTaxes, begin: Begin) -> Worked {
    let from = less(from, StepKind::MerchantWht, begin(of.wht2_minor))?;
    less(from, StepKind::MerchantDst, begin(of.dst2_minor))
}

/// A tax that is nothing is no step.
fn less(from: Working, kind: StepKind, tax: Working) -> Worked {
    if tax.exact().is_positive() { from.less(kind, tax) } else { Ok(from) }
}

/// 1.6.
fn upgrade(of: &Upgrade, discount: Rate, begin: Begin) -> Worked {
    let price =
        |minor| begin(minor).times_count(StepKind::Days, of.days)?.times(StepKind::Discount, discount);
    price(of.new_minor)?.less(StepKind::OldPrice, price(of.old_minor)?)
}
