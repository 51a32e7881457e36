//! What the amount of a line is made of: the columns of the head of a bill (`domain.md` 4.3).

use serde::{Deserialize, Serialize};

use super::{
    General, Given, Inputs,
    arithmetic::{Worked, counted, portion},
    working::{StepKind, Working},
};
use crate::money;

/// What an amount is made of, in minor units: `sales − coupon − fee − other + increment`. What is taken back is below
/// zero throughout, so that columns add up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    /// What the buyer owed for the product: the price times quantity and duration.
    pub sales_minor: i64,
    /// What the merchant bears of the coupon.
    pub coupon_minor: i64,
    /// The fee of the platform, where the formula has one.
    pub fee_minor: i64,
    /// Taxes, and what stays with the provider.
    pub other_minor: i64,
    /// The increment of a product's month.
    pub increment_minor: i64,
}

impl Parts {
    /// The parts of an amount that was settled from these inputs. Sales, coupon and taxes are rounded as the amount is,
    /// the fee is what is between them and the amount: so the parts come to the amount to the smallest unit. `None`
    /// where a part is more than the books can hold.
    #[must_use]
    pub fn of(inputs: &Inputs, amount_minor: i64) -> Option<Self> {
        let part = |whole: Worked| {
            let exact = portion(inputs, whole.ok()?).ok()?.exact();
            exact.rounded().filter(|minor| minor.abs() <= money::MOST_MINOR)
        };
        let whole = |minor| part(Ok(Working::unexplained(minor)));
        let priced = |minor, basis| part(counted(Working::unexplained(minor), basis));
        let shared = |sales_minor: i64| {
            let other_minor = sales_minor.checked_sub(amount_minor)?;
            Some(Self { sales_minor, other_minor, ..Self::default() })
        };
        match inputs.given {
            Given::General(of) => {
                let (sales_minor, coupon_minor) = (whole(of.sales_minor)?, part(borne(&of))?);
                let fee_minor = sales_minor.checked_sub(coupon_minor)?.checked_sub(amount_minor)?;
                Some(Self { sales_minor, coupon_minor, fee_minor, ..Self::default() })
            }
            Given::Increment(_) => Some(Self { increment_minor: amount_minor, ..Self::default() }),
            Given::JointDeal(of) => shared(priced(of.deal_minor, of.split.basis)?),
            Given::JointFloor(of) => shared(priced(of.list_minor, of.split.basis)?),
            Given::Selected(of) => shared(priced(of.floor_minor, of.basis)?),
            Given::Partner(of) => shared(whole(of.deal_minor)?),
            Given::Resale(of) => shared(whole(of.deal_minor)?),
            Given::International(of) => {
                let taxes = [of.wht1_minor, of.dst1_minor, of.merchant.wht2_minor, of.merchant.dst2_minor];
                let taxes = taxes.into_iter().try_fold(0_i64, i64::checked_add)?;
                let (sales_minor, other_minor) = (whole(of.sales_minor)?, whole(taxes)?);
                let fee_minor = sales_minor.checked_sub(other_minor)?.checked_sub(amount_minor)?;
                Some(Self { sales_minor, other_minor, fee_minor, ..Self::default() })
            }
            // No line of a bill but taxes by themselves.
            Given::MerchantTaxes(_) | Given::ManagementFee(_) | Given::Upgrade(_) => shared(0),
        }
    }

    /// What they come to; `None` where no number holds it.
    #[must_use]
    pub fn sum(self) -> Option<i64> {
        let less = |sum: i64, minor| sum.checked_sub(minor);
        let sum = less(less(less(self.sales_minor, self.coupon_minor)?, self.fee_minor)?, self.other_minor)?;
        sum.checked_add(self.increment_minor)
    }

    /// Both together; `None` where no number holds one of them.
    #[must_use]
    pub fn plus(self, more: Self) -> Option<Self> {
        Some(Self {
            sales_minor: self.sales_minor.checked_add(more.sales_minor)?,
            coupon_minor: self.coupon_minor.checked_add(more.coupon_minor)?,
            fee_minor: self.fee_minor.checked_add(more.fee_minor)?,
            other_minor: self.other_minor.checked_add(more.other_minor)?,
            increment_minor: self.increment_minor.checked_add(more.increment_minor)?,
        })
    }
}

/// The coupon, or its part that the merchant bears (5.2).
fn borne(of: &General) -> Worked {
    let coupon = Working::unexplained(of.coupon_minor);
    match of.bear_ratio {
        Some(bears) => coupon.times(StepKind::BearRatio, bears),
        None => Ok(coupon),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Currency, Rate,
        settlement::{Back, Basis, JointDeal, Management, Milestone, Refunded, Split},
    };

    fn general(sales_minor: i64, coupon_minor: i64, bear_ratio: Option<Rate>) -> Inputs {
        let of = General { sales_minor, coupon_minor, bear_ratio, fee: None, month_paid_minor: None };
        Inputs::of(Currency::CNY, Given::General(of))
    }

    fn numbers(parts: Option<Parts>) -> [i64; 5] {
        let of = parts.unwrap_or_default();
        [of.sales_minor, of.coupon_minor, of.fee_minor, of.other_minor, of.increment_minor]
    }

    #[test]
    fn a_coupon_in_either_form_and_a_fee() {
        assert_eq!(
            numbers(Parts::of(&general(100_000, 10_000, None), 85_500)),
            [100_000, 10_000, 4_500, 0, 0]
        );
        let half = Some(Rate::percent(50));
        assert_eq!(
            numbers(Parts::of(&general(100_000, 10_000, half), 90_000)),
            [100_000, 5_000, 5_000, 0, 0]
        );
    }

    #[test]
    fn what_is_taken_back_is_below_zero() {
        let back = general(100_000, 10_000, None).taken_back(Back::All);
        assert_eq!(numbers(Parts::of(&back, -85_500)), [-100_000, -10_000, -4_500, 0, 0]);
    }

    #[test]
    fn milestones_and_refunds_come_to_the_whole() {
        let whole = general(10_001, 333, None);
        let shares = [(0, 300_000), (300_000, 800_000), (800_000, 1_000_000)];
        let rate = |millionths| Rate::from_millionths(millionths).unwrap_or(Rate::ZERO);
        let of = |(before, upto)| Inputs {
            milestone: Some(Milestone { before: rate(before), upto: rate(upto) }),
            ..whole
        };
        let sum = shares
            .iter()
            .filter_map(|share| Parts::of(&of(*share), 0))
            .try_fold(Parts::default(), Parts::plus);
        assert_eq!(numbers(sum), [10_001, 333, 9_668, 0, 0]);
        let refunds = [(0, 3_334), (3_334, 6_667), (6_667, 9_668)];
        let of = |(before_minor, upto_minor)| {
            whole.taken_back(Back::Part(Refunded { before_minor, upto_minor, paid_minor: 9_668 }))
        };
        let sum = refunds
            .iter()
            .filter_map(|part| Parts::of(&of(*part), 0))
            .try_fold(Parts::default(), Parts::plus);
        assert_eq!(numbers(sum), [-10_001, -333, -9_668, 0, 0]);
    }

    #[test]
    fn what_stays_with_the_provider_is_between_sales_and_amount() {
        let split = Split {
            basis: Basis::Unit { quantity: 2, duration: Some(12) },
            ratio: Rate::percent(70),
            output_tax: Rate::percent(6),
            partner_tax: None,
            management: Some(Management { revenue_minor: 2_160_000, fee: Rate::percent(3) }),
        };
        let joint = Inputs::of(Currency::CNY, Given::JointDeal(JointDeal { deal_minor: 90_000, split }));
        let parts = Parts::of(&joint, 1_361_615);
        assert_eq!(numbers(parts), [2_160_000, 0, 0, 798_385, 0]);
        assert_eq!(parts.and_then(Parts::sum), Some(1_361_615));
    }

    #[test]
    fn what_the_books_cannot_hold_is_none() {
        assert_eq!(Parts::of(&general(money::MOST_MINOR + 1, 0, None), 0), None);
        assert_eq!(Parts::of(&general(1, 0, None), i64::MIN), None);
    }
}
