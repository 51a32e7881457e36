//! An order as programs see it: the names of the import's columns, exact decimals as strings.

use chrono::SecondsFormat;
use domain::{Currency, Rate, Zone, money};
use operations::{
    db::moment,
    orders::{Head, LineRow},
};
use serde::Serialize;
use utoipa::ToSchema;

/// An order with its lines. Amounts of the order are the sums of its lines.
#[derive(Debug, Serialize, ToSchema)]
pub struct Order {
    /// Order number.
    pub order_no: String,
    /// `NEW`, `TRIAL`, `TRIAL_TO_FORMAL`, `RENEW`, `CHANGE` or `UNSUBSCRIBE`.
    pub order_type: String,
    /// `PERIOD`, `ONE_TIME`, `ON_DEMAND` or `ON_DEMAND_PKG`.
    pub billing_mode: String,
    /// `general`, `joint`, `selected`, `selected_self_run` or `provider`.
    pub business_kind: String,
    /// Of the first line, such as `saas_auto`.
    pub delivery_type: String,
    /// `direct`, `reseller` or `co_sale`.
    pub sales_channel: String,
    /// Reseller, if one brought the sale.
    pub reseller: Option<String>,
    /// Agreed ratio of a co-sale, such as `0.6`.
    pub commission_ratio: Option<String>,
    /// Id of the customer.
    pub customer_id: String,
    /// Customer.
    pub customer_name: String,
    /// Code of the currency of every amount.
    pub currency: String,
    /// List amount.
    pub list_price: String,
    /// Deal amount.
    pub deal_price: String,
    /// Coupon.
    pub coupon: String,
    /// Paid.
    pub paid_amount: String,
    /// `pending_payment`, `processing`, `completed` or `cancelled`.
    pub state: String,
    /// Created.
    pub created_at: String,
    /// Paid.
    pub paid_at: Option<String>,
    /// The term begins.
    pub effective_at: Option<String>,
    /// Provisioned or accepted.
    pub completed_at: Option<String>,
    /// Repaid in full by a postpaid customer.
    pub repaid_at: Option<String>,
    /// Cancelled.
    pub cancelled_at: Option<String>,
    /// Why; `payment_timeout` when the clock did it.
    pub cancel_reason: Option<String>,
    /// `prepaid` or `postpaid`.
    pub payment_method: String,
    /// Its lines, by number.
    pub lines: Vec<OrderLine>,
}

/// A line of an order.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderLine {
    /// Counts from 1.
    pub line_no: i64,
    /// Id of the product.
    pub product_id: String,
    /// Product.
    pub product_name: String,
    /// How it reaches the customer.
    pub delivery_type: String,
    /// SKU.
    pub sku_code: String,
    /// Its name.
    pub sku_name: String,
    /// Quantity.
    pub quantity: i64,
    /// Duration in its unit.
    pub duration: Option<i64>,
    /// `year`, `month` or `day`.
    pub duration_unit: Option<String>,
    /// List price.
    pub list_price: Option<String>,
    /// Deal price.
    pub deal_price: String,
    /// Floor price.
    pub floor_price: Option<String>,
    /// Coupon.
    pub coupon: String,
    /// Paid.
    pub paid_amount: String,
    /// Output tax, such as `0.06`.
    pub output_tax: Option<String>,
    /// Tax of the service fee.
    pub service_tax: Option<String>,
    /// Platform fee.
    pub platform_fee: Option<String>,
}

/// `2026-11-22T14:05:09+08:00` of milliseconds since 1970.
#[must_use]
pub fn stamp(zone: Zone, millis: i64) -> String {
    moment(millis).with_timezone(&zone.0).to_rfc3339_opts(SecondsFormat::AutoSi, false)
}

fn rate(millionths: Option<i64>) -> Option<String> {
    millionths.and_then(Rate::from_millionths).map(Rate::bare)
}

impl Order {
    /// An order with its lines.
    #[must_use]
    pub fn of(zone: Zone, head: Head, lines: Vec<LineRow>) -> Self {
        let currency = head.currency;
        let bare = |minor| money::bare(minor, currency);
        let at = |millis: Option<i64>| millis.map(|m| stamp(zone, m));
        Self {
            order_no: head.order_no,
            order_type: head.order_type,
            billing_mode: head.billing_mode,
            business_kind: head.business_kind,
            delivery_type: head.delivery_type,
            sales_channel: head.sales_channel,
            reseller: head.reseller_name,
            commission_ratio: rate(head.commission_ratio),
            customer_id: head.customer_code,
            customer_name: head.customer_name,
            currency: currency.code().to_owned(),
            list_price: bare(head.list_minor),
            deal_price: bare(head.deal_minor),
            coupon: bare(head.coupon_minor),
            paid_amount: bare(head.paid_minor),
            state: head.state,
            created_at: stamp(zone, head.created_at),
            paid_at: at(head.paid_at),
            effective_at: at(head.effective_at),
            completed_at: at(head.completed_at),
            repaid_at: at(head.repaid_at),
            cancelled_at: at(head.cancelled_at),
            cancel_reason: head.cancel_reason,
            payment_method: head.payment_method,
            lines: lines.into_iter().map(|line| OrderLine::of(line, currency)).collect(),
        }
    }
}

impl OrderLine {
    fn of(line: LineRow, currency: Currency) -> Self {
        let bare = |minor| money::bare(minor, currency);
        Self {
            line_no: line.line_no,
            product_id: line.product_code,
            product_name: line.product_name,
            delivery_type: line.delivery_type,
            sku_code: line.sku_code,
            sku_name: line.sku_name,
            quantity: line.quantity,
            duration: line.duration,
            duration_unit: line.duration_unit,
            list_price: line.list_minor.map(bare),
            deal_price: bare(line.deal_minor),
            floor_price: line.floor_minor.map(bare),
            coupon: bare(line.coupon_minor),
            paid_amount: bare(line.paid_minor),
            output_tax: rate(line.output_tax),
            service_tax: rate(line.service_tax),
            platform_fee: rate(line.platform_fee),
        }
    }
}
