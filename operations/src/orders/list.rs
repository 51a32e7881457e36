//! The list of orders: a page by keyset, and the numbers on its tabs.

use domain::access::{Actor, Operation, Reach};

use super::{Counts, Cursor, Filter, count, query::conditions, resolved::Resolved, ways::resolve};
use crate::{
    Failure, Office, Result,
    db::{
        Sql,
        dialect::{FIELD, ROW, joined_rows},
    },
};

/// An order as a row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderRow {
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
    /// Code of [`domain::order::OrderState`].
    pub state: String,
    /// Customer.
    pub customer_name: String,
    /// Product of the first line.
    pub product_name: String,
    /// Reseller, if one brought the sale.
    pub reseller_name: Option<String>,
    /// Number of lines.
    pub line_count: i64,
    /// Code of the currency.
    pub currency: String,
    /// Paid, in minor units.
    pub paid_minor: i64,
    /// Created, in milliseconds since 1970.
    pub created_at: i64,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The rows.
    pub rows: Vec<OrderRow>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
    /// Where the previous page ends.
    pub previous: Option<Cursor>,
    /// The numbers on the tabs.
    pub counts: Counts,
}

/// What is read of an order, in the order in which [`OrderRow::read`] takes it.
const FIELDS: [&str; 15] = [
    "o.id",
    "o.order_no",
    "o.order_type",
    "o.billing_mode",
    "o.business_kind",
    "o.delivery_type",
    "o.sales_channel",
    "o.state",
    "c.name",
    "p.name",
    "r.name",
    "o.line_count",
    "o.currency",
    "o.paid_minor",
    "o.created_at",
];

impl OrderRow {
    fn read(row: &str) -> Result<Self> {
        let unreadable = || Failure::Internal(format!("a row of the list: {row:?}"));
        let mut fields = row.split(FIELD);
        let mut text = || fields.next().map(str::to_owned).ok_or_else(unreadable);
        let number = |text: String| text.parse().map_err(|_| unreadable());
        Ok(Self {
            id: number(text()?)?,
            order_no: text()?,
            order_type: text()?,
            billing_mode: text()?,
            business_kind: text()?,
            delivery_type: text()?,
            sales_channel: text()?,
            state: text()?,
            customer_name: text()?,
            product_name: text()?,
            reseller_name: Some(text()?).filter(|name| !name.is_empty()),
            line_count: number(text()?)?,
            currency: text()?,
            paid_minor: number(text()?)?,
            created_at: number(text()?)?,
        })
    }
}

/// One table each for what every order has; the planner keeps `orders` outermost.
pub(super) const FROM: &str = " FROM orders o JOIN customers c ON c.id = o.customer_id \
     JOIN products p ON p.id = o.product_id LEFT JOIN resellers r ON r.id = o.reseller_id";

/// A page of the list with its counts.
///
/// # Errors
/// `Denied`, or what the database said.
pub async fn list(office: &Office, actor: &Actor, filter: &Filter) -> Result<Listing> {
    let reach = actor.may(Operation::ListOrders)?;
    let resolved = resolve(office, filter).await?;
    let (page, counts) = futures::future::try_join(
        page(office, filter, &resolved, &reach),
        count::counts(office, filter, &resolved, &reach),
    )
    .await?;
    Ok(Listing { counts, ..page })
}

/// A page of the list without counts.
///
/// # Errors
/// As [`list`].
pub async fn list_page(office: &Office, actor: &Actor, filter: &Filter) -> Result<Listing> {
    let reach = actor.may(Operation::ListOrders)?;
    let resolved = resolve(office, filter).await?;
    page(office, filter, &resolved, &reach).await
}

async fn page(office: &Office, filter: &Filter, resolved: &Resolved, reach: &Reach) -> Result<Listing> {
    if resolved.nothing {
        return Ok(Listing { rows: vec![], next: None, previous: None, counts: Counts::default() });
    }
    let mut sql = joined_rows(office.db.is_postgres(), &FIELDS);
    sql.push(FROM);
    conditions(&mut sql, office, filter, resolved, reach);
    keyset(&mut sql, filter, resolved.narrow);
    sql.push(") AS joined");
    let (text,) = sql.fetch_optional::<(Option<String>,)>(&office.db).await?.unwrap_or_default();
    let text = text.unwrap_or_default();
    let mut rows =
        text.split(ROW).filter(|row| !row.is_empty()).map(OrderRow::read).collect::<Result<Vec<_>>>()?;
    // The engine was asked for the first ones in this order, but may join them in any.
    rows.sort_by_key(|row| (sort_value(filter, row), row.id));
    let backwards = filter.cursor.is_some_and(|c| c.backwards);
    if filter.sort.column().1 != backwards {
        rows.reverse();
    }
    let size = filter.size as usize;
    let further = rows.len() > size;
    rows.truncate(size);
    if backwards {
        rows.reverse();
    }
    let place = |row: Option<&OrderRow>, backwards| {
        row.map(|r| Cursor { value: sort_value(filter, r), id: r.id, backwards })
    };
    let has_next = if backwards { true } else { further };
    let has_previous = if backwards { further } else { filter.cursor.is_some() };
    Ok(Listing {
        next: if has_next { place(rows.last(), false) } else { None },
        previous: if has_previous { place(rows.first(), true) } else { None },
        rows,
        counts: Counts::default(),
    })
}

fn sort_value(filter: &Filter, row: &OrderRow) -> i64 {
    if filter.sort.column().0 == "o.paid_minor" { row.paid_minor } else { row.created_at }
}

/// Appends the place in the list, the order and the size. A narrow list is collected and sorted; the
/// plus signs keep both engines from walking the whole list in sorted order instead.
pub(super) fn keyset(sql: &mut Sql, filter: &Filter, narrow: bool) {
    let (column, descending) = filter.sort.column();
    let plus = if narrow { "+" } else { "" };
    let backwards = filter.cursor.is_some_and(|c| c.backwards);
    let down = descending != backwards;
    if let Some(cursor) = filter.cursor {
        sql.push(" AND (").push(plus).push(column).push(", ").push(plus).push("o.id) ");
        sql.push(if down { "< (" } else { "> (" }).arg(cursor.value).push(", ").arg(cursor.id).push(")");
    }
    let way = if down { " DESC" } else { "" };
    sql.push(" ORDER BY ").push(plus).push(column).push(way).push(", ").push(plus).push("o.id").push(way);
    sql.push(" LIMIT ").arg(filter.size + 1);
}
