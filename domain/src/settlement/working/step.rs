//! The steps of the arithmetic, in numbers.

use super::super::Fraction;
use crate::{Rate, codes};

codes! {
    /// What a step of the arithmetic does.
    pub enum StepKind {
        /// Deal price less floor price.
        Margin = "margin",
        /// The deal is not above the floor: nothing is settled.
        BelowFloor = "below_floor",
        /// Without the output tax of the product.
        OutputTax = "output_tax",
        /// With the tax of the service fee.
        ServiceTax = "service_tax",
        /// The share of the one who is settled with.
        Ratio = "ratio",
        /// Taken back by an unsubscription or a refund.
        Reversal = "reversal",
        /// Rounded once, half up.
        Rounded = "rounded",
        /// Less the coupon, or its part that the merchant bears (5.2).
        Coupon = "coupon",
        /// The part of a coupon that the merchant bears (5.2).
        BearRatio = "bear_ratio",
        /// The band of the product's month (5.2): it decides the increment.
        Band = "band",
        /// What the platform's fee leaves, with the increment of the month (5.2, 5.8).
        Fee = "fee",
        /// The increment of a product's month, as a line of its own (5.2).
        Increment = "increment",
        /// Times the pieces.
        Quantity = "quantity",
        /// Times the months or years.
        Duration = "duration",
        /// The discount down to the floor price (5.3).
        FloorDiscount = "floor_discount",
        /// With the tax of the partner's own invoice (5.3).
        PartnerTax = "partner_tax",
        /// The management fee as a part of the revenue (5.3).
        ManagementRatio = "management_ratio",
        /// Less the management fee (5.3).
        ManagementFee = "management_fee",
        /// Less the buyer's withholding tax (5.8).
        CustomerWht = "customer_wht",
        /// Less the buyer's digital service tax (5.8).
        CustomerDst = "customer_dst",
        /// Less the merchant's withholding tax (5.8).
        MerchantWht = "merchant_wht",
        /// Less the merchant's digital service tax (5.8).
        MerchantDst = "merchant_dst",
        /// Times the remaining days (1.6).
        Days = "days",
        /// Times the discount (1.6).
        Discount = "discount",
        /// Less the old price (1.6).
        OldPrice = "old_price",
        /// The shares of the milestones that are accepted up to this one (5.5).
        Milestones = "milestones",
        /// The part of what was paid that went back up to this refund (5.9).
        Refunded = "refunded",
        /// Less what the lines before have of it.
        Before = "before",
    }
}

/// What a step does to the value before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// Adds, in minor units.
    Plus(Fraction),
    /// Takes away, in minor units.
    Less(Fraction),
    /// Times a rate.
    Times(Rate),
    /// Times a whole number.
    TimesCount(i64),
    /// Times a part of a whole, both in minor units.
    TimesPart {
        /// The part.
        part: i64,
        /// The whole; above zero.
        whole: i64,
    },
    /// Times one and a rate: puts a tax on.
    TimesOnePlus(Rate),
    /// Times one less a fee, and an increment.
    TimesRest {
        /// The fee.
        fee: Rate,
        /// The increment, where the rule has one.
        increment: Option<Rate>,
    },
    /// Over one and a rate: takes a tax off.
    OverOnePlus(Rate),
    /// The other sign.
    Negated,
    /// Nothing: an amount stands at or above an edge, both in minor units.
    Reaches {
        /// The amount.
        paid: i64,
        /// The edge.
        edge: i64,
    },
    /// Nothing: an amount stands below an edge, both in minor units.
    Below {
        /// The amount.
        paid: i64,
        /// The edge.
        edge: i64,
    },
    /// Nothing to show: the value says it.
    None,
}

/// One line of the arithmetic, in numbers; [`super::super::written`] puts it into writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it is called.
    pub kind: StepKind,
    /// The value before it, in minor units.
    pub from: Fraction,
    /// What it does to that value.
    pub operand: Operand,
    /// The value after it, in minor units.
    pub value: Fraction,
    /// So many of the steps right before it led to its operand, and not to the value before it.
    pub nested: usize,
}
