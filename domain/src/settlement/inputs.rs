//! What lines are settled from: one set of values for each shape of formula.

mod basis;
mod values;

use serde::{Deserialize, Serialize};

use super::Milestone;
use crate::{Currency, Rate};

pub use basis::{Basis, PriceBasis};
pub use values::Value;

/// Everything that decides the amount of a line, beside the version of its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    /// Currency of every amount.
    pub currency: Currency,
    /// What the formula is given.
    pub given: Given,
    /// The milestone that is settled; without one it is all of it (5.5).
    pub milestone: Option<Milestone>,
    /// Whether it settles or takes back.
    pub back: Back,
}

/// Whether a line settles something or takes it back (5.9): an unsubscription or a refund has the values, and so
/// the ratio and the band, of the line that it takes back, and the version of its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Back {
    /// It settles.
    No,
    /// It takes all of it back.
    All,
    /// It takes a part of it back.
    Part(Refunded),
}

/// A refund as a part of what was paid. The refunds of a line add up to the line, to the smallest unit: each
/// has what all up to it come to, rounded, less what those before have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refunded {
    /// What went back before it, in minor units.
    pub before_minor: i64,
    /// What went back with it: above that, and at most what was paid.
    pub upto_minor: i64,
    /// What was paid.
    pub paid_minor: i64,
}

/// What a formula is given; amounts in minor units, zero or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// A reseller, alone or together with the provider.
    Resale(Resale),
    /// A general product.
    General(General),
    /// The increment of a general product's month, as a line of its own.
    Increment(Increment),
    /// A joint product by its deal price.
    JointDeal(JointDeal),
    /// A joint product by its list price and floor discount.
    JointFloor(JointFloor),
    /// The management fee of a joint product by itself.
    ManagementFee(Management),
    /// A selected product.
    Selected(Selected),
    /// A customer service partner.
    Partner(Partner),
    /// A product of the international site.
    International(International),
    /// The merchant's own taxes of an international bill, as a line of its own.
    MerchantTaxes(MerchantTaxes),
    /// What an upgrade costs.
    Upgrade(Upgrade),
}

/// `(deal − floor) / (1 + output tax) × (1 + service tax) × ratio` (5.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resale {
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

impl Resale {
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

impl From<Resale> for Inputs {
    fn from(resale: Resale) -> Self {
        let back = if resale.reversal { Back::All } else { Back::No };
        Self { currency: resale.currency, given: Given::Resale(resale), milestone: None, back }
    }
}

impl Inputs {
    /// A whole line that settles.
    #[must_use]
    pub const fn of(currency: Currency, given: Given) -> Self {
        Self { currency, given, milestone: None, back: Back::No }
    }

    /// The line that takes this one back, as a whole or in part: the other sign, and everything else as it was.
    #[must_use]
    pub const fn taken_back(self, back: Back) -> Self {
        Self { back, ..self }
    }
}

/// `(sales − coupon) × (1 − fee + increment)`, or with a bear ratio
/// `sales × (1 − fee + increment) − coupon × bear ratio` (5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct General {
    /// Sales.
    pub sales_minor: i64,
    /// Coupon of the merchant, at most the sales.
    pub coupon_minor: i64,
    /// The part of the coupon that the merchant bears; without one its cost is shared as the sales are.
    pub bear_ratio: Option<Rate>,
    /// The fee of the platform that was agreed; without one the usual one of the rule.
    pub fee: Option<Rate>,
    /// What buyers paid for the product in the month; without it the increment is a line of its own, and this
    /// one has none.
    pub month_paid_minor: Option<i64>,
}

/// `base × increment` (5.2): the lines of a product have none, and this one adds it for all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Increment {
    /// Sales less coupons of the lines that take part, or their sales where the coupon has a bear ratio.
    pub base_minor: i64,
    /// As in [`General`].
    pub fee: Option<Rate>,
    /// What buyers paid for the product in the month: it decides the band.
    pub month_paid_minor: i64,
}

/// How a joint price is split: `× ratio × quantity × duration / (1 + output tax)`, with the tax of the partner's
/// invoice where it is asked for, less the management fee where one is due (5.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// What multiplies the price.
    pub basis: Basis,
    /// The agreed share of the partner.
    pub ratio: Rate,
    /// Output tax of the product.
    pub output_tax: Rate,
    /// Tax of the partner's own invoice, for the amount that includes it.
    pub partner_tax: Option<Rate>,
    /// The management fee.
    pub management: Option<Management>,
}

/// `revenue × management ratio` (5.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Management {
    /// Revenue of the product.
    pub revenue_minor: i64,
    /// The management ratio.
    pub fee: Rate,
}

/// `deal × ratio × quantity × duration / (1 + output tax)` (5.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JointDeal {
    /// Deal price.
    pub deal_minor: i64,
    /// How it is split.
    pub split: Split,
}

/// `list × floor discount × ratio × quantity × duration / (1 + output tax)` (5.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JointFloor {
    /// List price.
    pub list_minor: i64,
    /// The discount down to the floor: what is left of the price.
    pub floor_discount: Rate,
    /// How it is split.
    pub split: Split,
}

/// `floor × quantity × ratio` (5.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selected {
    /// Floor price.
    pub floor_minor: i64,
    /// What multiplies it; there is no duration in the formula.
    pub basis: Basis,
    /// The ratio, which is the rule's; given, it has to be the same.
    pub ratio: Option<Rate>,
}

/// `deal / (1 + output tax) × ratio × (1 + service tax)` (5.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    /// Deal price of the line, with tax.
    pub deal_minor: i64,
    /// The ratio of the product, unless the rule has one.
    pub ratio: Option<Rate>,
    /// Output tax of the product.
    pub output_tax: Rate,
    /// Tax of the service fee.
    pub service_tax: Rate,
}

/// `(sales − WHT1 − DST1) × (1 − fee) − WHT2 − DST2` (5.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct International {
    /// Sales without VAT.
    pub sales_minor: i64,
    /// Withholding tax of the buyer; both together at most the sales.
    pub wht1_minor: i64,
    /// Digital service tax of the buyer.
    pub dst1_minor: i64,
    /// The fee of the platform that was agreed, unless the rule has a usual one.
    pub fee: Option<Rate>,
    /// The merchant's own taxes; nothing where they are a line of their own.
    pub merchant: MerchantTaxes,
}

/// `− WHT2 − DST2` (5.8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MerchantTaxes {
    /// Withholding tax of the merchant.
    pub wht2_minor: i64,
    /// Digital service tax of the merchant.
    pub dst2_minor: i64,
}

/// `new × days × discount − old × days × discount` (1.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upgrade {
    /// Price a day of what it becomes.
    pub new_minor: i64,
    /// Price a day of what it was, at most the new one: otherwise the upgrade is no more to be had.
    pub old_minor: i64,
    /// Days that remain.
    pub days: i64,
    /// What is left of the price.
    pub discount: Rate,
}
