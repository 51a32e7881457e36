//! An order as programs see it: the names of the import's columns, exact decimals as strings.

use chrono::SecondsFormat;
use domain::{Currency, Moment, Rate, Zone, money, order::Line};
use operations::{
    db::moment,
    orders::{Name, Named},
};
use serde::Serialize;
use utoipa::ToSchema;

/// An order with its lines. Amounts of the order are the sums of its lines; a price of a unit counts times quantity
/// and duration.
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
    /// Whether the buyer has an invoice: `none`, `issued` or `returned`.
    pub invoice: String,
    /// Account of who looks after it.
    pub assignee: Option<String>,
    /// Where its lines stand in bills, each place once: `billed`, `open` (earned, in no bill), or why not, such as
    /// `not_repaid`; null for whoever may not read bills.
    pub billing: Option<Vec<String>>,
    /// It has so many further lines, of products that are not granted; amounts of the order are without them.
    pub hidden_lines: i64,
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
    /// `line` when list, deal and floor price are those of the line, `unit` when quantity and duration multiply them.
    pub price_basis: String,
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
    /// Management fee of a joint product, of the line's deal amount.
    pub management_fee: Option<String>,
    /// Tax of the partner's own invoice, of a joint product that is settled with it.
    pub partner_tax: Option<String>,
    /// Withholding tax of the customer, an amount; on the international site it is taken off, as the next three.
    pub wht1: Option<String>,
    /// Digital service tax of the customer.
    pub dst1: Option<String>,
    /// Withholding tax of the merchant.
    pub wht2: Option<String>,
    /// Digital service tax of the merchant.
    pub dst2: Option<String>,
}

/// `2026-11-22T14:05:09+08:00` of milliseconds since 1970.
#[must_use]
pub fn stamp(zone: Zone, millis: i64) -> String {
    written(zone, moment(millis))
}

fn written(zone: Zone, at: Moment) -> String {
    at.with_timezone(&zone.0).to_rfc3339_opts(SecondsFormat::AutoSi, false)
}

impl Order {
    /// An order with its lines.
    #[must_use]
    pub fn of(zone: Zone, named: Named) -> Self {
        let Named { order, customer, reseller, cancel_reason, assignee, .. } = &named;
        let (head, sums) = (&order.head, order.sums());
        let bare = |minor| money::bare(minor, head.currency);
        let at = |moment: Option<Moment>| moment.map(|at| written(zone, at));
        Self {
            order_no: order.number.clone(),
            order_type: head.order_type.to_string(),
            billing_mode: head.billing_mode.to_string(),
            business_kind: head.business_kind.to_string(),
            delivery_type: order.delivery_type().to_string(),
            sales_channel: head.sales_channel.to_string(),
            reseller: reseller.clone(),
            commission_ratio: head.ratio.map(Rate::bare),
            customer_id: customer.code.clone(),
            customer_name: customer.name.clone(),
            currency: head.currency.code().to_owned(),
            list_price: bare(sums.list_minor),
            deal_price: bare(sums.deal_minor),
            coupon: bare(sums.coupon_minor),
            paid_amount: bare(sums.paid_minor),
            state: head.state.to_string(),
            created_at: written(zone, head.created_at),
            paid_at: at(head.paid_at),
            effective_at: at(head.effective_at),
            completed_at: at(head.completed_at),
            repaid_at: at(head.repaid_at),
            cancelled_at: at(head.cancelled_at),
            cancel_reason: cancel_reason.clone(),
            payment_method: head.payment_method.to_string(),
            invoice: named.invoice.to_string(),
            assignee: assignee.as_ref().map(|person| person.account.clone()),
            billing: named.billing.as_ref().map(|places| places.iter().map(ToString::to_string).collect()),
            hidden_lines: named.hidden_lines,
            lines: named.lines().map(|(line, product)| OrderLine::of(line, product, head.currency)).collect(),
        }
    }
}

impl OrderLine {
    fn of(line: &Line, product: &Name, currency: Currency) -> Self {
        let bare = |minor| money::bare(minor, currency);
        Self {
            line_no: line.line_no,
            product_id: product.code.clone(),
            product_name: product.name.clone(),
            delivery_type: line.delivery_type.to_string(),
            sku_code: line.sku_code.clone(),
            sku_name: line.sku_name.clone(),
            quantity: line.quantity,
            duration: line.duration,
            duration_unit: line.duration_unit.map(|unit| unit.to_string()),
            price_basis: line.price_basis.to_string(),
            list_price: line.list_minor.map(bare),
            deal_price: bare(line.deal_minor),
            floor_price: line.floor_minor.map(bare),
            coupon: bare(line.coupon_minor),
            paid_amount: bare(line.paid_minor),
            output_tax: line.output_tax.map(Rate::bare),
            service_tax: line.service_tax.map(Rate::bare),
            platform_fee: line.platform_fee.map(Rate::bare),
            management_fee: line.management_fee.map(Rate::bare),
            partner_tax: line.partner_tax.map(Rate::bare),
            wht1: line.wht1_minor.map(bare),
            dst1: line.dst1_minor.map(bare),
            wht2: line.wht2_minor.map(bare),
            dst2: line.dst2_minor.map(bare),
        }
    }
}
