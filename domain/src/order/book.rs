//! The order and its lines, as the books have them (`domain.md` 1.5).

use serde::{Deserialize, Serialize};

use super::{
    BillingMode, BusinessKind, DeliveryType, DurationUnit, OrderState, OrderType, PaymentMethod, SalesChannel,
};
use crate::{Currency, Moment, Rate, settlement::PriceBasis};

/// A customer, product or reseller, by its row in the books.
pub type PartyId = i64;

/// An order with its lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Order number.
    pub number: String,
    /// What its lines share.
    pub head: Head,
    /// By line number; never empty.
    pub lines: Vec<Line>,
}

/// What all lines of an order share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// What the order does.
    pub order_type: OrderType,
    /// How its price is counted.
    pub billing_mode: BillingMode,
    /// Who sells.
    pub business_kind: BusinessKind,
    /// Who brought the sale.
    pub sales_channel: SalesChannel,
    /// The reseller that brought it.
    pub reseller: Option<PartyId>,
    /// The agreed ratio of a co-sale.
    pub ratio: Option<Rate>,
    /// How far it has come.
    pub state: OrderState,
    /// Who bought.
    pub customer: PartyId,
    /// Currency of every amount.
    pub currency: Currency,
    /// When the customer pays.
    pub payment_method: PaymentMethod,
    /// Created.
    pub created_at: Moment,
    /// Paid.
    pub paid_at: Option<Moment>,
    /// The term begins.
    pub effective_at: Option<Moment>,
    /// Provisioned or accepted.
    pub completed_at: Option<Moment>,
    /// Repaid in full by a postpaid customer.
    pub repaid_at: Option<Moment>,
    /// Cancelled.
    pub cancelled_at: Option<Moment>,
    /// It was this desk's own time-out that cancelled it.
    pub timed_out: bool,
    /// Its delivery was accepted at this desk, which completed it.
    #[serde(default)]
    pub completed_here: bool,
}

/// A line of an order. Amounts are in minor units of the order's currency; those of an unsubscription
/// are negative. List, deal and floor price are as they were said: [`Line::deal_of_line_minor`] and its like are
/// the amounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Counts from 1.
    pub line_no: i64,
    /// What was bought.
    pub product: PartyId,
    /// How it reaches the customer.
    pub delivery_type: DeliveryType,
    /// Id of the SKU; may be empty.
    pub sku_code: String,
    /// Its name; may be empty.
    pub sku_name: String,
    /// Quantity, at least 1.
    pub quantity: i64,
    /// Duration in its unit, at least 1.
    pub duration: Option<i64>,
    /// Unit of the duration.
    pub duration_unit: Option<DurationUnit>,
    /// Whether list, deal and floor price are those of the line or of a unit; coupon, paid and taxes are always of
    /// the line.
    #[serde(default)]
    pub price_basis: PriceBasis,
    /// List price.
    pub list_minor: Option<i64>,
    /// Deal price.
    pub deal_minor: i64,
    /// Floor price.
    pub floor_minor: Option<i64>,
    /// Coupon.
    pub coupon_minor: i64,
    /// Paid.
    pub paid_minor: i64,
    /// Output tax, when it is not that of the product.
    pub output_tax: Option<Rate>,
    /// Tax of the service fee, when it is not the usual one.
    pub service_tax: Option<Rate>,
    /// Fee of the platform.
    pub platform_fee: Option<Rate>,
    /// Management fee of a joint product, of what the line comes to by its deal price (5.3).
    pub management_fee: Option<Rate>,
    /// Tax of the partner's own invoice, of a joint product that is settled with it (5.3).
    pub partner_tax: Option<Rate>,
    /// Withholding tax of the customer (5.8).
    pub wht1_minor: Option<i64>,
    /// Digital service tax of the customer (5.8).
    pub dst1_minor: Option<i64>,
    /// Withholding tax of the merchant (5.8).
    pub wht2_minor: Option<i64>,
    /// Digital service tax of the merchant (5.8).
    pub dst2_minor: Option<i64>,
}

/// What follows from the lines of an order. Amounts are in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sums {
    /// List amount; a line without a list price counts with its deal price.
    pub list_minor: i64,
    /// Deal amount.
    pub deal_minor: i64,
    /// Coupon.
    pub coupon_minor: i64,
    /// Paid.
    pub paid_minor: i64,
}

impl Order {
    /// The line with this number.
    #[must_use]
    pub fn line(&self, line_no: i64) -> Option<&Line> {
        let place = self.lines.binary_search_by_key(&line_no, |line| line.line_no).ok()?;
        self.lines.get(place)
    }

    /// How the product of the first line reaches the customer: that of the order (1.4).
    #[must_use]
    pub fn delivery_type(&self) -> DeliveryType {
        self.lines.first().map_or(DeliveryType::SaasAuto, |line| line.delivery_type)
    }

    /// Whether it is delivered under supervision: a new order of a supervised type (2.1).
    #[must_use]
    pub fn supervised(&self) -> bool {
        self.head.order_type == OrderType::New && self.delivery_type().supervised()
    }

    /// Whether the floor price of every line is known.
    #[must_use]
    pub fn has_floor(&self) -> bool {
        self.lines.iter().all(|line| line.floor_minor.is_some())
    }

    /// The amounts of its lines together.
    #[must_use]
    pub fn sums(&self) -> Sums {
        let sum = |of: fn(&Line) -> i64| self.lines.iter().map(of).fold(0, i64::saturating_add);
        Sums {
            list_minor: sum(Line::list_or_deal),
            deal_minor: sum(Line::deal_of_line_minor),
            coupon_minor: sum(|line| line.coupon_minor),
            paid_minor: sum(|line| line.paid_minor),
        }
    }

    /// The list amounts together, where each line has one.
    #[must_use]
    pub fn list_minor(&self) -> Option<i64> {
        self.lines.iter().try_fold(0_i64, |sum, line| Some(sum.saturating_add(line.list_of_line_minor()?)))
    }
}

impl Line {
    /// What the line comes to by its deal price, in minor units.
    #[must_use]
    pub const fn deal_of_line_minor(&self) -> i64 {
        self.of_line(self.deal_minor)
    }

    /// What the line comes to by its list price, in minor units.
    #[must_use]
    pub fn list_of_line_minor(&self) -> Option<i64> {
        self.list_minor.map(|minor| self.of_line(minor))
    }

    /// What the line comes to by its floor price, in minor units.
    #[must_use]
    pub fn floor_of_line_minor(&self) -> Option<i64> {
        self.floor_minor.map(|minor| self.of_line(minor))
    }

    const fn of_line(&self, price_minor: i64) -> i64 {
        self.price_basis.amount_minor(price_minor, self.quantity, self.duration)
    }

    /// The list amount, or the deal amount where there is none.
    pub(super) fn list_or_deal(&self) -> i64 {
        self.list_of_line_minor().unwrap_or_else(|| self.deal_of_line_minor())
    }
}
