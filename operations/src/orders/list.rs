//! The list of orders: a page by keyset, and the numbers on its tabs.

use domain::{
    access::{Actor, Operation, Reach},
    bill::BillingState,
};

use super::{
    count,
    filter::{LIST, PAID},
    names::exact,
    overdue::tell,
    plan::{Plan, Resolved},
    query::conditions,
    resolve::resolve,
    stands::billed,
};
use crate::{
    Office, Result,
    db::{Cells, ROW, Sql, joined_rows},
    list::{Counts, Filter, Page, Placed, Sort},
    settings::Settings,
    staff::StaffState,
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
    /// It has so many further lines, of products that are not granted to whoever looks; what was paid is
    /// without them.
    pub hidden_lines: i64,
    /// Created, in milliseconds since 1970.
    pub created_at: i64,
    /// Name of who looks after it.
    pub assignee_name: Option<String>,
    /// Who looks after it does not work here any more.
    pub assignee_gone: bool,
    /// So many whole days it has been waiting for payment, opening or acceptance.
    pub waits_days: Option<i64>,
    /// So many whole days too long.
    pub overdue_days: Option<i64>,
    /// Where its lines stand in bills, each place once; `None` for whoever may not read bills.
    pub billing: Option<Vec<BillingState>>,
}

impl Placed for OrderRow {
    fn place(&self, sort: &Sort) -> (i64, i64) {
        (if sort.column == PAID { self.paid_minor } else { self.created_at }, self.id)
    }
}

/// What is read of an order, in the order in which [`OrderRow::read`] takes it.
const FIELDS: [&str; 17] = [
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
    "a.name",
    "a.state",
];

impl OrderRow {
    fn read(row: &str) -> Result<Self> {
        let mut cells = Cells::of(row);
        let text = |cells: &mut Cells<'_>| cells.text().map(str::to_owned);
        Ok(Self {
            id: cells.number()?,
            order_no: text(&mut cells)?,
            order_type: text(&mut cells)?,
            billing_mode: text(&mut cells)?,
            business_kind: text(&mut cells)?,
            delivery_type: text(&mut cells)?,
            sales_channel: text(&mut cells)?,
            state: text(&mut cells)?,
            customer_name: text(&mut cells)?,
            product_name: text(&mut cells)?,
            reseller_name: cells.some()?,
            line_count: cells.number()?,
            hidden_lines: 0,
            currency: text(&mut cells)?,
            paid_minor: cells.number()?,
            created_at: cells.number()?,
            assignee_name: cells.some()?,
            assignee_gone: cells.text()? == StaffState::Disabled.code(),
            waits_days: None,
            overdue_days: None,
            billing: None,
        })
    }
}

/// One table each for what every order has; the planner keeps `orders` outermost.
pub(super) const FROM: &str = " FROM orders o JOIN customers c ON c.id = o.customer_id \
     JOIN products p ON p.id = o.product_id LEFT JOIN resellers r ON r.id = o.reseller_id \
     LEFT JOIN staff a ON a.id = o.assignee_id";

/// A page of the list with its counts.
///
/// # Errors
/// `Denied`.
pub async fn list(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<OrderRow>> {
    let reach = actor.may(Operation::ListOrders)?;
    let resolved = resolve(office, actor, &reach, filter).await?;
    let (page, counts) = futures::future::try_join(
        page(office, actor, filter, &resolved, &reach),
        count::counts(office, filter, &resolved, &reach),
    )
    .await?;
    Ok(page.counted(counts))
}

/// A page of the list without counts.
///
/// # Errors
/// As [`list`].
pub async fn list_page(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<OrderRow>> {
    let reach = actor.may(Operation::ListOrders)?;
    let resolved = resolve(office, actor, &reach, filter).await?;
    page(office, actor, filter, &resolved, &reach).await
}

async fn page(
    office: &Office,
    actor: &Actor,
    filter: &Filter,
    resolved: &Resolved,
    reach: &Reach,
) -> Result<Page<OrderRow>> {
    let found = found(office, filter, resolved, reach);
    let (mut page, settings) = futures::future::try_join(found, Settings::load(office)).await?;
    tell(&mut page.rows, office.clock.now(), settings);
    let ids: Vec<i64> = page.rows.iter().map(|row| row.id).collect();
    if let Some(mut stand) = billed(office, actor, &ids).await? {
        for row in &mut page.rows {
            row.billing = Some(stand.remove(&row.id).unwrap_or_default());
        }
    }
    Ok(page)
}

async fn found(
    office: &Office,
    filter: &Filter,
    resolved: &Resolved,
    reach: &Reach,
) -> Result<Page<OrderRow>> {
    if resolved.plan == Plan::Nothing {
        return Ok(Page::empty().counted(Counts::none(&LIST)));
    }
    let Some(given) = filter.text("q") else {
        return Ok(Page::of(filter, rows(office, filter, resolved, reach, |_| {}).await?));
    };
    // The order whose number was typed comes first, whatever its place in the list.
    let Some(id) = exact(office, given).await? else {
        return Ok(Page::of(filter, rows(office, filter, resolved, reach, |_| {}).await?));
    };
    let others = rows(office, filter, resolved, reach, |sql| {
        sql.push(" AND o.id <> ").arg(id);
    });
    let page = Page::of(filter, others.await?);
    if page.previous.is_some() {
        return Ok(page);
    }
    let first = filter.clone().at(None);
    let mut all = rows(office, &first, resolved, reach, |sql| {
        sql.push(" AND o.id = ").arg(id);
    })
    .await?;
    all.extend_from_slice(&page.rows);
    Ok(page.with_rows(all))
}

/// A line that is seen: its order, product, delivery and what was paid.
type SeenLine = (i64, String, String, i64);

/// Of orders with several lines, shows those of granted products only.
async fn show_granted(office: &Office, products: &[i64], rows: &mut [OrderRow]) -> Result<()> {
    let several: Vec<i64> = rows.iter().filter(|row| row.line_count > 1).map(|row| row.id).collect();
    if several.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new(
        "SELECT l.order_id, p.name, l.delivery_type, l.paid_minor FROM order_lines l \
         JOIN products p ON p.id = l.product_id WHERE 1 = 1",
    );
    sql.among("l.order_id", &several).among("l.product_id", products);
    sql.push(" ORDER BY l.order_id, l.line_no");
    let lines: Vec<SeenLine> = sql.fetch_all(&office.db).await?;
    for row in rows.iter_mut().filter(|row| row.line_count > 1) {
        let seen: Vec<&SeenLine> = lines.iter().filter(|line| line.0 == row.id).collect();
        if let Some((_, product, delivery, _)) = seen.first() {
            row.product_name.clone_from(product);
            row.delivery_type.clone_from(delivery);
        }
        let count = i64::try_from(seen.len()).unwrap_or(i64::MAX);
        row.paid_minor = seen.iter().map(|line| line.3).sum();
        row.hidden_lines = row.line_count - count;
        row.line_count = count;
    }
    Ok(())
}

/// The rows of a page, and one more when there is a further page.
async fn rows(
    office: &Office,
    filter: &Filter,
    resolved: &Resolved,
    reach: &Reach,
    more: impl FnOnce(&mut Sql),
) -> Result<Vec<OrderRow>> {
    let mut sql = joined_rows(office.db.is_postgres(), &FIELDS);
    sql.push(FROM);
    conditions(&mut sql, office, filter, resolved, reach);
    more(&mut sql);
    filter.keyset_by(&mut sql, &resolved.sorted(filter.sort.column), resolved.collects());
    sql.push(") AS joined");
    let (text,) = sql.fetch_optional::<(Option<String>,)>(&office.db).await?.unwrap_or_default();
    let text = text.unwrap_or_default();
    let mut rows =
        text.split(ROW).filter(|row| !row.is_empty()).map(OrderRow::read).collect::<Result<Vec<_>>>()?;
    if let Reach::Products(products) = reach {
        show_granted(office, products, &mut rows).await?;
    }
    // The engine was asked for the first ones in this order, but may join them in any.
    rows.sort_by_key(|row| row.place(filter.sort));
    if filter.sort.descending != filter.cursor.is_some_and(|c| c.backwards) {
        rows.reverse();
    }
    Ok(rows)
}
