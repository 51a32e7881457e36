//! Loading what a batch of rows is about.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{
    Currency,
    order::{
        BillingMode, BusinessKind, DeliveryType, DurationUnit, OrderState, OrderType, PaymentMethod,
        SalesChannel,
    },
};
use sqlx::FromRow;

use super::{
    books::{Books, Head, Held, HeldLine, Item, Totals},
    parties::{Kind, Known, Parties},
};
use crate::{
    Failure, Result,
    db::{Tx, dialect, matching},
    imports::row::Line,
};

#[derive(FromRow)]
struct OrderRow {
    id: i64,
    order_no: String,
    order_type: String,
    billing_mode: String,
    business_kind: String,
    delivery_type: String,
    sales_channel: String,
    reseller_id: Option<i64>,
    commission_ratio: Option<i64>,
    state: String,
    customer_id: i64,
    product_id: i64,
    line_count: i64,
    currency: String,
    list_minor: i64,
    deal_minor: i64,
    coupon_minor: i64,
    paid_minor: i64,
    payment_method: String,
    created_at: i64,
    paid_at: Option<i64>,
    effective_at: Option<i64>,
    completed_at: Option<i64>,
    repaid_at: Option<i64>,
    cancelled_at: Option<i64>,
    import_id: Option<i64>,
}

#[derive(FromRow)]
struct LineRow {
    id: i64,
    order_id: i64,
    line_no: i64,
    product_id: i64,
    delivery_type: String,
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
}

const ORDERS: &str = "SELECT id, order_no, order_type, billing_mode, business_kind, delivery_type, sales_channel, \
    reseller_id, commission_ratio, state, customer_id, product_id, line_count, currency, list_minor, deal_minor, \
    coupon_minor, paid_minor, payment_method, created_at, paid_at, effective_at, completed_at, repaid_at, \
    cancelled_at, import_id FROM orders WHERE order_no IN";

const LINES: &str = "SELECT id, order_id, line_no, product_id, delivery_type, sku_code, sku_name, quantity, \
    duration, duration_unit, list_minor, deal_minor, floor_minor, coupon_minor, paid_minor, output_tax, \
    service_tax, platform_fee FROM order_lines WHERE order_id IN";

/// One that is only being issued has no number yet.
const SETTLED: &str = "SELECT l.id, COALESCE(s.number, '') FROM dues d CROSS JOIN statements s CROSS JOIN order_lines l \
    WHERE s.id = d.statement_id AND l.order_id = d.order_id AND l.line_no = d.line_no AND d.order_id IN";

/// Customers, products and resellers of earlier batches of the slice.
#[derive(Debug, Default)]
pub(super) struct Cache {
    customers: Known,
    products: Known,
    resellers: Known,
}

impl Cache {
    /// Remembers those of a batch that was written.
    pub(super) fn remember(&mut self, books: Books) {
        self.customers.remember(books.customers);
        self.products.remember(books.products);
        self.resellers.remember(books.resellers);
    }
}

impl Books {
    /// Loads the orders of these rows, and whom and what they name.
    pub(super) async fn load(tx: &mut Tx, rows: &[&Line], cache: &Cache, import_id: i64) -> Result<Self> {
        let numbers: BTreeSet<&str> = rows.iter().map(|r| r.order_no.as_str()).collect();
        let numbers: Vec<&str> = numbers.into_iter().collect();
        // No ORDER BY here: the database could walk through all orders in that order. It looks the
        // sorted numbers up one after the other, so two writers lock in the same order anyway.
        let orders: Vec<OrderRow> = matching(tx, ORDERS, &numbers, dialect::for_update(tx)).await?;
        let ids: Vec<i64> = orders.iter().map(|o| o.id).collect();
        let mut lines: Vec<LineRow> = matching(tx, LINES, &ids, "").await?;
        lines.sort_unstable_by_key(|line| (line.order_id, line.line_no));
        let sold: Vec<i64> = orders.iter().filter(|o| o.reseller_id.is_some()).map(|o| o.id).collect();
        let settled: Vec<(i64, String)> = matching(tx, SETTLED, &sold, "").await?;
        let customers = rows.iter().filter_map(|r| r.customer_code.as_deref().or(r.customer_name.as_deref()));
        let products = rows.iter().filter_map(|r| r.product_code.as_deref().or(r.product_name.as_deref()));
        let resellers = rows.iter().filter_map(|r| r.reseller.as_deref());
        let of_lines =
            lines.iter().map(|l| l.product_id).chain(orders.iter().map(|o| o.product_id)).collect();
        let mut books = Self {
            customers: Parties::load(
                tx,
                Kind::Customers,
                &cache.customers,
                customers.collect(),
                orders.iter().map(|o| o.customer_id).collect(),
            )
            .await?,
            products: Parties::load(tx, Kind::Products, &cache.products, products.collect(), of_lines)
                .await?,
            resellers: Parties::load(
                tx,
                Kind::Resellers,
                &cache.resellers,
                resellers.collect(),
                orders.iter().filter_map(|o| o.reseller_id).collect(),
            )
            .await?,
            orders: BTreeMap::new(),
        };
        books.hold(orders, lines, settled.into_iter().collect(), import_id)?;
        Ok(books)
    }

    fn hold(
        &mut self,
        orders: Vec<OrderRow>,
        lines: Vec<LineRow>,
        mut settled: HashMap<i64, String>,
        import_id: i64,
    ) -> Result<()> {
        let mut of_order: HashMap<i64, Vec<HeldLine>> = HashMap::with_capacity(orders.len());
        for row in lines {
            let item = self.item(&row)?;
            let settled = settled.remove(&row.id);
            let line = HeldLine { was: Some(item.clone()), item, settled };
            of_order.entry(row.order_id).or_default().push(line);
        }
        for row in orders {
            let was = (self.head(&row)?, self.totals(&row)?);
            let lines = of_order.remove(&row.id).unwrap_or_default();
            let ours = row.import_id == Some(import_id);
            let held = Held { id: Some(row.id), head: was.0, was: Some(was), ours, lines };
            self.orders.insert(row.order_no, held);
        }
        Ok(())
    }

    fn head(&self, row: &OrderRow) -> Result<Head> {
        Ok(Head {
            order_type: known(OrderType::from_code(&row.order_type), &row.order_type)?,
            billing_mode: known(BillingMode::from_code(&row.billing_mode), &row.billing_mode)?,
            business_kind: known(BusinessKind::from_code(&row.business_kind), &row.business_kind)?,
            sales_channel: known(SalesChannel::from_code(&row.sales_channel), &row.sales_channel)?,
            reseller: row.reseller_id.map(|id| self.resellers.of_id(id)).transpose()?,
            ratio: row.commission_ratio,
            state: known(OrderState::from_code(&row.state), &row.state)?,
            customer: self.customers.of_id(row.customer_id)?,
            currency: known(Currency::from_code(&row.currency), &row.currency)?,
            payment_method: known(PaymentMethod::from_code(&row.payment_method), &row.payment_method)?,
            created_at: row.created_at,
            paid_at: row.paid_at,
            effective_at: row.effective_at,
            completed_at: row.completed_at,
            repaid_at: row.repaid_at,
            cancelled_at: row.cancelled_at,
        })
    }

    fn totals(&self, row: &OrderRow) -> Result<Totals> {
        Ok(Totals {
            delivery_type: known(DeliveryType::from_code(&row.delivery_type), &row.delivery_type)?,
            product: self.products.of_id(row.product_id)?,
            lines: row.line_count,
            list: row.list_minor,
            deal: row.deal_minor,
            coupon: row.coupon_minor,
            paid: row.paid_minor,
        })
    }

    fn item(&self, row: &LineRow) -> Result<Item> {
        let unit = row.duration_unit.as_deref();
        Ok(Item {
            line_no: row.line_no,
            product: self.products.of_id(row.product_id)?,
            delivery_type: known(DeliveryType::from_code(&row.delivery_type), &row.delivery_type)?,
            sku_code: row.sku_code.clone(),
            sku_name: row.sku_name.clone(),
            quantity: row.quantity,
            duration: row.duration,
            duration_unit: unit.map(|u| known(DurationUnit::from_code(u), u)).transpose()?,
            list: row.list_minor,
            deal: row.deal_minor,
            floor: row.floor_minor,
            coupon: row.coupon_minor,
            paid: row.paid_minor,
            output_tax: row.output_tax,
            service_tax: row.service_tax,
            platform_fee: row.platform_fee,
        })
    }
}

fn known<T>(value: Option<T>, code: &str) -> Result<T, Failure> {
    value.ok_or_else(|| super::broken(code))
}
