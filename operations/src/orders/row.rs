//! Orders as their tables have them.

use std::collections::HashMap;

use domain::{
    Currency, Rate,
    order::{
        BillingMode, BusinessKind, DeliveryType, DurationUnit, Head, Line, Order, OrderState, OrderType,
        PaymentMethod, SalesChannel,
    },
    settlement::PriceBasis,
};
use sqlx::FromRow;

use crate::{
    Failure, Result,
    db::{Cells, Sql, Tx, dialect::for_update, matching, moment},
};

/// What a [`HeadRow`] is read from, of `orders o`.
pub(crate) const HEAD: &str = "o.id, o.order_no, o.order_type, o.billing_mode, o.business_kind, o.sales_channel, \
     o.reseller_id, o.commission_ratio, o.state, o.customer_id, o.currency, o.payment_method, o.created_at, \
     o.paid_at, o.effective_at, o.completed_at, o.repaid_at, o.cancelled_at, \
     COALESCE(o.cancel_reason, '') = 'payment_timeout' AS timed_out, \
     o.completed_here = 1 AS completed_here, o.import_id";

/// What a [`LineRow`] is read from, of `order_lines l`.
pub(crate) const LINE: &str = "l.order_id, l.line_no, l.product_id, l.delivery_type, l.sku_code, l.sku_name, l.quantity, \
     l.duration, l.duration_unit, l.list_minor, l.deal_minor, l.floor_minor, l.coupon_minor, l.paid_minor, \
     l.output_tax, l.service_tax, l.platform_fee, l.price_basis, l.management_fee, l.partner_tax, l.wht1_minor, \
     l.dst1_minor, l.wht2_minor, l.dst2_minor";

/// What a line of `order_lines l` comes to by its deal price, as `Line::deal_of_line_minor` says it.
pub(crate) const DEAL_OF_LINE: &str = "CASE l.price_basis WHEN 'unit' \
     THEN l.deal_minor * l.quantity * COALESCE(l.duration, 1) ELSE l.deal_minor END";

/// The columns of [`HEAD`] without their names, for a row that is handed over as one text.
pub(crate) const HEAD_CELLS: [&str; 21] = [
    "o.id",
    "o.order_no",
    "o.order_type",
    "o.billing_mode",
    "o.business_kind",
    "o.sales_channel",
    "o.reseller_id",
    "o.commission_ratio",
    "o.state",
    "o.customer_id",
    "o.currency",
    "o.payment_method",
    "o.created_at",
    "o.paid_at",
    "o.effective_at",
    "o.completed_at",
    "o.repaid_at",
    "o.cancelled_at",
    "COALESCE(o.cancel_reason, '') = 'payment_timeout'",
    "o.completed_here = 1",
    "o.import_id",
];

/// As [`HEAD_CELLS`], of [`LINE`].
pub(crate) const LINE_CELLS: [&str; 24] = [
    "l.order_id",
    "l.line_no",
    "l.product_id",
    "l.delivery_type",
    "l.sku_code",
    "l.sku_name",
    "l.quantity",
    "l.duration",
    "l.duration_unit",
    "l.list_minor",
    "l.deal_minor",
    "l.floor_minor",
    "l.coupon_minor",
    "l.paid_minor",
    "l.output_tax",
    "l.service_tax",
    "l.platform_fee",
    "l.price_basis",
    "l.management_fee",
    "l.partner_tax",
    "l.wht1_minor",
    "l.dst1_minor",
    "l.wht2_minor",
    "l.dst2_minor",
];

/// A row of `orders`.
#[derive(FromRow)]
pub(crate) struct HeadRow {
    pub(crate) id: i64,
    pub(crate) order_no: String,
    #[sqlx(try_from = "String")]
    order_type: OrderType,
    #[sqlx(try_from = "String")]
    billing_mode: BillingMode,
    #[sqlx(try_from = "String")]
    business_kind: BusinessKind,
    #[sqlx(try_from = "String")]
    sales_channel: SalesChannel,
    reseller_id: Option<i64>,
    commission_ratio: Option<i64>,
    #[sqlx(try_from = "String")]
    state: OrderState,
    customer_id: i64,
    #[sqlx(try_from = "String")]
    currency: Currency,
    #[sqlx(try_from = "String")]
    payment_method: PaymentMethod,
    created_at: i64,
    paid_at: Option<i64>,
    effective_at: Option<i64>,
    completed_at: Option<i64>,
    repaid_at: Option<i64>,
    cancelled_at: Option<i64>,
    timed_out: bool,
    completed_here: bool,
    pub(crate) import_id: Option<i64>,
}

/// A row of `order_lines`.
#[derive(FromRow)]
pub(crate) struct LineRow {
    pub(crate) order_id: i64,
    pub(crate) line_no: i64,
    product_id: i64,
    #[sqlx(try_from = "String")]
    delivery_type: DeliveryType,
    sku_code: String,
    sku_name: String,
    quantity: i64,
    duration: Option<i64>,
    duration_unit: Option<String>,
    list_minor: Option<i64>,
    deal_minor: i64,
    floor_minor: Option<i64>,
    coupon_minor: i64,
    paid_minor: i64,
    output_tax: Option<i64>,
    service_tax: Option<i64>,
    platform_fee: Option<i64>,
    #[sqlx(try_from = "String")]
    price_basis: PriceBasis,
    management_fee: Option<i64>,
    partner_tax: Option<i64>,
    wht1_minor: Option<i64>,
    dst1_minor: Option<i64>,
    wht2_minor: Option<i64>,
    dst2_minor: Option<i64>,
}

/// A rate of a table.
pub(crate) fn rate(order_id: i64, millionths: Option<i64>) -> Result<Option<Rate>> {
    let unreadable = |m: i64| unreadable(order_id, &m.to_string());
    millionths.map(|m| Rate::from_millionths(m).ok_or_else(|| unreadable(m))).transpose()
}

fn unreadable(order_id: i64, what: &str) -> Failure {
    Failure::Internal(format!("the order in row {order_id} holds '{what}', which is not known"))
}

impl HeadRow {
    /// Of [`HEAD_CELLS`].
    pub(crate) fn read(cells: &mut Cells<'_>) -> Result<Self> {
        Ok(Self {
            id: cells.number()?,
            order_no: cells.text()?.to_owned(),
            order_type: cells.code(OrderType::from_code)?,
            billing_mode: cells.code(BillingMode::from_code)?,
            business_kind: cells.code(BusinessKind::from_code)?,
            sales_channel: cells.code(SalesChannel::from_code)?,
            reseller_id: cells.maybe()?,
            commission_ratio: cells.maybe()?,
            state: cells.code(OrderState::from_code)?,
            customer_id: cells.number()?,
            currency: cells.code(Currency::from_code)?,
            payment_method: cells.code(PaymentMethod::from_code)?,
            created_at: cells.number()?,
            paid_at: cells.maybe()?,
            effective_at: cells.maybe()?,
            completed_at: cells.maybe()?,
            repaid_at: cells.maybe()?,
            cancelled_at: cells.maybe()?,
            timed_out: cells.flag()?,
            completed_here: cells.flag()?,
            import_id: cells.maybe()?,
        })
    }

    /// What the lines of the order share.
    pub(crate) fn head(&self) -> Result<Head> {
        Ok(Head {
            order_type: self.order_type,
            billing_mode: self.billing_mode,
            business_kind: self.business_kind,
            sales_channel: self.sales_channel,
            reseller: self.reseller_id,
            ratio: rate(self.id, self.commission_ratio)?,
            state: self.state,
            customer: self.customer_id,
            currency: self.currency,
            payment_method: self.payment_method,
            created_at: moment(self.created_at),
            paid_at: self.paid_at.map(moment),
            effective_at: self.effective_at.map(moment),
            completed_at: self.completed_at.map(moment),
            repaid_at: self.repaid_at.map(moment),
            cancelled_at: self.cancelled_at.map(moment),
            timed_out: self.timed_out,
            completed_here: self.completed_here,
        })
    }
}

impl LineRow {
    /// Of [`LINE_CELLS`].
    pub(crate) fn read(cells: &mut Cells<'_>) -> Result<Self> {
        Ok(Self {
            order_id: cells.number()?,
            line_no: cells.number()?,
            product_id: cells.number()?,
            delivery_type: cells.code(DeliveryType::from_code)?,
            sku_code: cells.text()?.to_owned(),
            sku_name: cells.text()?.to_owned(),
            quantity: cells.number()?,
            duration: cells.maybe()?,
            duration_unit: cells.some()?,
            list_minor: cells.maybe()?,
            deal_minor: cells.number()?,
            floor_minor: cells.maybe()?,
            coupon_minor: cells.number()?,
            paid_minor: cells.number()?,
            output_tax: cells.maybe()?,
            service_tax: cells.maybe()?,
            platform_fee: cells.maybe()?,
            price_basis: cells.code(PriceBasis::from_code)?,
            management_fee: cells.maybe()?,
            partner_tax: cells.maybe()?,
            wht1_minor: cells.maybe()?,
            dst1_minor: cells.maybe()?,
            wht2_minor: cells.maybe()?,
            dst2_minor: cells.maybe()?,
        })
    }

    /// The line.
    pub(crate) fn line(self) -> Result<Line> {
        let unit =
            |code: String| DurationUnit::from_code(&code).ok_or_else(|| unreadable(self.order_id, &code));
        Ok(Line {
            line_no: self.line_no,
            product: self.product_id,
            delivery_type: self.delivery_type,
            sku_code: self.sku_code,
            sku_name: self.sku_name,
            quantity: self.quantity,
            duration: self.duration,
            duration_unit: self.duration_unit.map(unit).transpose()?,
            price_basis: self.price_basis,
            list_minor: self.list_minor,
            deal_minor: self.deal_minor,
            floor_minor: self.floor_minor,
            coupon_minor: self.coupon_minor,
            paid_minor: self.paid_minor,
            output_tax: rate(self.order_id, self.output_tax)?,
            service_tax: rate(self.order_id, self.service_tax)?,
            platform_fee: rate(self.order_id, self.platform_fee)?,
            management_fee: rate(self.order_id, self.management_fee)?,
            partner_tax: rate(self.order_id, self.partner_tax)?,
            wht1_minor: self.wht1_minor,
            dst1_minor: self.dst1_minor,
            wht2_minor: self.wht2_minor,
            dst2_minor: self.dst2_minor,
        })
    }
}

/// An order and its row.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) id: i64,
    /// The import that brought it.
    pub(crate) import_id: Option<i64>,
    pub(crate) order: Order,
}

/// The orders with these numbers, held until the transaction ends.
///
/// No ORDER BY here: the database could walk through all orders in that order. It looks sorted numbers up
/// one after the other, so two writers lock in the same order anyway.
pub(crate) async fn numbered(tx: &mut Tx, numbers: &[&str]) -> Result<Vec<Stored>> {
    let head = format!("SELECT {HEAD} FROM orders o WHERE o.order_no IN");
    let heads = matching(tx, &head, numbers, for_update(tx)).await?;
    with_lines(tx, heads).await
}

/// The orders of these rows.
pub(crate) async fn of_rows(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Stored>> {
    let head = format!("SELECT {HEAD} FROM orders o WHERE o.id IN");
    let heads = matching(tx, &head, ids, "").await?;
    with_lines(tx, heads).await
}

/// The orders that `rest` leaves, in its order: what follows `SELECT … FROM orders o`.
pub(crate) async fn chosen(tx: &mut Tx, rest: impl FnOnce(&mut Sql)) -> Result<Vec<Stored>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(HEAD).push(" FROM orders o ");
    rest(&mut sql);
    let heads = sql.fetch_all_in(tx).await?;
    with_lines(tx, heads).await
}

async fn with_lines(tx: &mut Tx, heads: Vec<HeadRow>) -> Result<Vec<Stored>> {
    let ids: Vec<i64> = heads.iter().map(|head| head.id).collect();
    let sql = format!("SELECT {LINE} FROM order_lines l WHERE l.order_id IN");
    let mut of_order: HashMap<i64, Vec<Line>> = HashMap::with_capacity(heads.len());
    for row in matching::<LineRow, _>(tx, &sql, &ids, "").await? {
        of_order.entry(row.order_id).or_default().push(row.line()?);
    }
    let stored = |row: HeadRow| {
        let mut lines = of_order.remove(&row.id).unwrap_or_default();
        lines.sort_unstable_by_key(|line| line.line_no);
        let head = row.head()?;
        let order = Order { number: row.order_no, head, lines };
        Ok(Stored { id: row.id, import_id: row.import_id, order })
    };
    heads.into_iter().map(stored).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_the_columns_in_their_order() {
        let unnamed = HEAD.replace(" AS timed_out", "").replace(" AS completed_here", "");
        assert_eq!(HEAD_CELLS.join(", "), unnamed);
        assert_eq!(LINE_CELLS.join(", "), LINE);
    }
}
