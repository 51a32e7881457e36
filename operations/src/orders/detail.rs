//! One order: its blocks, its lines, its history, its neighbours in the list.

use domain::{
    Currency,
    access::{Actor, Operation, Reach},
};
use sqlx::FromRow;

use super::{
    count::joined_names,
    filter::PAID,
    query::{conditions, granted},
    resolve::resolve,
};
use crate::{
    Failure, Office, Result,
    db::Sql,
    journal,
    list::{Cursor, Filter},
};

/// An order with everything that its page shows (`domain.md` 1.5).
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
pub struct Head {
    /// Row.
    pub id: i64,
    /// Order number.
    pub order_no: String,
    /// Code of [`domain::order::OrderType`].
    pub order_type: String,
    /// Code of [`domain::order::BillingMode`].
    pub billing_mode: String,
    /// Code of [`domain::order::BusinessKind`].
    pub business_kind: String,
    /// Code of [`domain::order::DeliveryType`], of the first line.
    pub delivery_type: String,
    /// Code of [`domain::order::SalesChannel`].
    pub sales_channel: String,
    /// Row of the reseller, if one brought the sale.
    pub reseller_id: Option<i64>,
    /// Its name.
    pub reseller_name: Option<String>,
    /// Agreed commission ratio of a co-sale, in millionths.
    pub commission_ratio: Option<i64>,
    /// Code of [`domain::order::OrderState`].
    pub state: String,
    /// Id of the customer.
    pub customer_code: String,
    /// Customer.
    pub customer_name: String,
    /// Number of lines.
    pub line_count: i64,
    /// Currency of every amount.
    #[sqlx(try_from = "String")]
    pub currency: Currency,
    /// List amount, in minor units.
    pub list_minor: i64,
    /// Deal amount, in minor units.
    pub deal_minor: i64,
    /// Coupon, in minor units.
    pub coupon_minor: i64,
    /// Paid, in minor units.
    pub paid_minor: i64,
    /// Code of [`domain::order::PaymentMethod`].
    pub payment_method: String,
    /// Created, in milliseconds since 1970; so are the following.
    pub created_at: i64,
    /// Paid.
    pub paid_at: Option<i64>,
    /// The term begins.
    pub effective_at: Option<i64>,
    /// Provisioned or accepted.
    pub completed_at: Option<i64>,
    /// Repaid in full by a postpaid customer.
    pub repaid_at: Option<i64>,
    /// Cancelled.
    pub cancelled_at: Option<i64>,
    /// Why; `payment_timeout` when the system did it.
    pub cancel_reason: Option<String>,
    /// The import that brought it.
    pub import_id: Option<i64>,
}

/// A line of an order.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
pub struct LineRow {
    /// Row.
    pub id: i64,
    /// Counts from 1.
    pub line_no: i64,
    /// Id of the product.
    pub product_code: String,
    /// Product.
    pub product_name: String,
    /// Code of [`domain::order::DeliveryType`].
    pub delivery_type: String,
    /// SKU.
    pub sku_code: String,
    /// Its name.
    pub sku_name: String,
    /// Quantity.
    pub quantity: i64,
    /// Duration in its unit.
    pub duration: Option<i64>,
    /// Code of [`domain::order::DurationUnit`].
    pub duration_unit: Option<String>,
    /// List price, in minor units; so are the following.
    pub list_minor: Option<i64>,
    /// Deal price.
    pub deal_minor: i64,
    /// Floor price.
    pub floor_minor: Option<i64>,
    /// Coupon.
    pub coupon_minor: i64,
    /// Paid.
    pub paid_minor: i64,
    /// Output tax in millionths; so are the following.
    pub output_tax: Option<i64>,
    /// Tax of the service fee.
    pub service_tax: Option<i64>,
    /// Platform fee.
    pub platform_fee: Option<i64>,
}

/// The order before and the order after in the filtered list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// Number of the order above.
    pub previous: Option<String>,
    /// Number of the order below.
    pub next: Option<String>,
}

/// An order with its lines and history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// The order.
    pub head: Head,
    /// Its lines.
    pub lines: Vec<LineRow>,
    /// Its entries in the journal, oldest first.
    pub events: Vec<journal::Event>,
    /// Its import, if one brought it: when and by whom.
    pub import: Option<(i64, String)>,
}

pub(super) const HEAD: &str = "SELECT o.id, o.order_no, o.order_type, o.billing_mode, o.business_kind, o.delivery_type, \
     o.sales_channel, o.reseller_id, r.name AS reseller_name, o.commission_ratio, o.state, c.code AS customer_code, \
     c.name AS customer_name, o.line_count, o.currency, o.list_minor, o.deal_minor, o.coupon_minor, o.paid_minor, \
     o.payment_method, o.created_at, o.paid_at, o.effective_at, o.completed_at, o.repaid_at, o.cancelled_at, \
     o.cancel_reason, o.import_id FROM orders o JOIN customers c ON c.id = o.customer_id \
     LEFT JOIN resellers r ON r.id = o.reseller_id";

/// What stands between `SELECT` and `WHERE`.
pub(super) const LINES: &str = "l.id, l.line_no, p.code AS product_code, p.name AS product_name, l.delivery_type, \
     l.sku_code, l.sku_name, l.quantity, l.duration, l.duration_unit, l.list_minor, l.deal_minor, l.floor_minor, \
     l.coupon_minor, l.paid_minor, l.output_tax, l.service_tax, l.platform_fee \
     FROM order_lines l JOIN products p ON p.id = l.product_id";

/// One order with its lines and history.
///
/// # Errors
/// `Denied`; `NotFound` when it is not there or not among the products granted to the actor.
pub async fn get(office: &Office, actor: &Actor, order_no: &str) -> Result<Detail> {
    let head = head(office, actor, order_no).await?;
    let mut lines = Sql::new("SELECT ");
    lines.push(LINES).push(" WHERE l.order_id = ").arg(head.id).push(" ORDER BY l.line_no");
    let import = async {
        let mut sql = Sql::new("SELECT created_at, actor_name FROM imports WHERE id = ");
        sql.arg(head.import_id);
        Ok(if head.import_id.is_some() {
            sql.fetch_optional::<(i64, String)>(&office.db).await?
        } else {
            None
        })
    };
    let (lines, events, import) = futures::future::try_join3(
        async { Ok::<_, Failure>(lines.fetch_all(&office.db).await?) },
        journal::of_subject(office, journal::Subject::Order(order_no)),
        import,
    )
    .await?;
    Ok(Detail { head, lines, events, import })
}

async fn head(office: &Office, actor: &Actor, order_no: &str) -> Result<Head> {
    let reach = actor.may(Operation::ReadOrder)?;
    // What is no order number is no order: nothing strange reaches the database.
    let order_no = domain::order::parse_number(order_no).map_err(|_| Failure::NotFound)?;
    let mut sql = Sql::new(HEAD);
    sql.push(" WHERE o.order_no = ").arg(order_no);
    if let Reach::Products(products) = &reach {
        granted(&mut sql, products);
    }
    sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)
}

/// The orders next to this one in the filtered list.
///
/// # Errors
/// `Denied`.
pub async fn neighbours(office: &Office, actor: &Actor, filter: &Filter, head: &Head) -> Result<Neighbours> {
    let reach = actor.may(Operation::ListOrders)?;
    let resolved = resolve(office, filter).await?;
    let value = if filter.sort.column == PAID { head.paid_minor } else { head.created_at };
    let mut sql = Sql::new("SELECT ");
    for (backwards, before) in [(true, "("), (false, "), (")] {
        let one = filter.clone().sized(0).at(Some(Cursor { value, id: head.id, backwards }));
        sql.push(before).push("SELECT o.order_no FROM orders o");
        joined_names(&mut sql, &resolved);
        conditions(&mut sql, office, &one, &resolved, &reach);
        one.keyset(&mut sql, resolved.collects());
    }
    sql.push(")");
    let (previous, next) = sql.fetch_optional(&office.db).await?.unwrap_or_default();
    Ok(Neighbours { previous, next })
}
