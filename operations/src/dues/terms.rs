//! What decides the amount of a line that was sold with a reseller, read beside its due.

use domain::{
    Currency,
    order::{BillingMode, DeliveryType, OrderType, PaymentMethod, SalesChannel},
    settlement::{PriceBasis, Terms},
};
use sqlx::FromRow;

use crate::{Result, orders::row::rate};

/// What a [`TermsRow`] is read from, of `orders o` and `order_lines l`: only what a statement needs, because
/// it may have a million lines.
pub(crate) const COLUMNS: &str = "o.id AS order_id, l.line_no, o.currency, o.sales_channel, o.order_type, \
     o.payment_method, o.billing_mode, o.effective_at, o.completed_at, o.repaid_at, o.commission_ratio, \
     l.delivery_type, l.quantity, l.duration, l.price_basis, l.deal_minor, l.floor_minor, l.output_tax, l.service_tax";

/// A line with everything that decides its amount.
#[derive(Debug, FromRow)]
pub(crate) struct TermsRow {
    pub(crate) order_id: i64,
    pub(crate) line_no: i64,
    #[sqlx(try_from = "String")]
    currency: Currency,
    #[sqlx(try_from = "String")]
    sales_channel: SalesChannel,
    #[sqlx(try_from = "String")]
    pub(crate) order_type: OrderType,
    #[sqlx(try_from = "String")]
    payment_method: PaymentMethod,
    #[sqlx(try_from = "String")]
    billing_mode: BillingMode,
    effective_at: Option<i64>,
    completed_at: Option<i64>,
    repaid_at: Option<i64>,
    commission_ratio: Option<i64>,
    #[sqlx(try_from = "String")]
    delivery_type: DeliveryType,
    quantity: i64,
    duration: Option<i64>,
    #[sqlx(try_from = "String")]
    price_basis: PriceBasis,
    deal_minor: i64,
    floor_minor: Option<i64>,
    output_tax: Option<i64>,
    service_tax: Option<i64>,
}

impl TermsRow {
    /// What decides its amount.
    pub(crate) fn terms(&self) -> Result<Terms> {
        let of_line = |minor| self.price_basis.amount_minor(minor, self.quantity, self.duration);
        Ok(Terms {
            currency: self.currency,
            channel: self.sales_channel,
            order_type: self.order_type,
            billing_mode: self.billing_mode,
            delivery_type: self.delivery_type,
            ratio: rate(self.order_id, self.commission_ratio)?,
            deal_minor: of_line(self.deal_minor),
            floor_minor: self.floor_minor.map(of_line),
            output_tax: rate(self.order_id, self.output_tax)?,
            service_tax: rate(self.order_id, self.service_tax)?,
        })
    }

    /// The moment that decided its month, as `domain::settlement::period_of` took it.
    pub(crate) fn settled_at(&self) -> i64 {
        let renewal = self.order_type == OrderType::Renew;
        let earned = if renewal { self.effective_at } else { self.completed_at }.unwrap_or_default();
        let postpaid = self.payment_method == PaymentMethod::Postpaid;
        if postpaid { earned.max(self.repaid_at.unwrap_or_default()) } else { earned }
    }
}
