//! The lines of a bill, page by page, and what they come to.

use std::collections::{BTreeMap, HashMap};

use domain::{
    access::{Actor, Operation},
    bill::Item,
    order::DeliveryType,
};
use sqlx::FromRow;

use super::{
    Bill, Line, gates,
    head::find,
    line::{LineRow, of_lines},
};
use crate::{
    Office, Result,
    db::Sql,
    list::{Field, Filter, List, Page, Placed, Sort, Source, Takes, read},
};

/// What the lines of a bill are narrowed by.
pub static LINES: List = List {
    code: "bill_lines",
    id: "l.position",
    tab: None,
    fields: &[
        Field::new("item", Takes::Codes { column: "l.item", all: Item::CODES, read: Item::code_of }, ""),
        Field::new(
            "delivery_type",
            Takes::Codes { column: "l.delivery_type", all: DeliveryType::CODES, read: DeliveryType::code_of },
            "",
        ),
        Field::new("product", Takes::Text, "Id of the product"),
        Field::new("order_no", Takes::Text, "Number of the order"),
    ],
    sorts: &[
        Sort { code: "position", column: "l.position", descending: false },
        Sort { code: "-position", column: "l.position", descending: true },
    ],
};

const SOURCE: Source = Source {
    select: "SELECT l.position, l.item, l.earning_id, l.order_id, l.order_no, l.line_no, l.part, l.order_type, \
             l.customer_name, l.product_id, l.product_name, l.delivery_type, l.period, l.formula, l.rule_version, \
             l.inputs, l.numerator, l.denominator, l.amount_minor, l.corrects_bill_id, l.corrects_position, l.reason",
    from: " FROM bill_lines l",
};

impl Placed for LineRow {
    fn place(&self, _: &Sort) -> (i64, i64) {
        (self.position, self.position)
    }
}

/// The lines of a bill.
///
/// # Errors
/// `Denied`; the agreement in force is not signed; `NotFound`.
pub async fn lines(office: &Office, actor: &Actor, id: i64, filter: &Filter) -> Result<(Bill, Page<Line>)> {
    actor.may(Operation::ReadBills)?;
    gates::to_see(office).await?;
    let bill = find(office, id).await?;
    let product = match filter.text("product") {
        Some(code) => Some(product(office, code).await?),
        None => None,
    };
    let positions = match filter.text("order_no") {
        Some(order_no) => Some(positions(office, id, order_no).await?),
        None => None,
    };
    let kept = |sql: &mut Sql, _: &Filter| {
        sql.push(" AND l.bill_id = ").arg(id);
        if let Some(product) = product {
            sql.push(" AND l.product_id = ").arg(product);
        }
        if let Some(positions) = &positions {
            sql.among("l.position", positions);
        }
    };
    let page = read::<LineRow>(office, filter, SOURCE, kept).await?.try_map(Line::try_from)?;
    Ok((bill, page))
}

/// A line of a bill with what its order line says beside its amounts.
pub(crate) struct PlacedLine {
    pub(crate) line: Line,
    /// Pieces.
    pub(crate) quantity: i64,
    /// Months or years.
    pub(crate) duration: Option<i64>,
}

#[derive(FromRow)]
struct PlacedRow {
    bill_id: i64,
    quantity: Option<i64>,
    duration: Option<i64>,
    #[sqlx(flatten)]
    line: LineRow,
}

/// The lines of these bills and positions.
pub(crate) async fn placed(
    office: &Office,
    places: &[(i64, i64)],
) -> Result<HashMap<(i64, i64), PlacedLine>> {
    let mut by_bill: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (bill, position) in places {
        by_bill.entry(*bill).or_default().push(*position);
    }
    let mut found = HashMap::with_capacity(places.len());
    for (bill, positions) in by_bill {
        for positions in positions.chunks(500) {
            let mut sql = Sql::new("SELECT ");
            sql.push(&of_lines()).push(", i.quantity, i.duration FROM bill_lines l ");
            sql.push("LEFT JOIN order_lines i ON i.order_id = l.order_id AND i.line_no = l.line_no WHERE l.bill_id = ");
            sql.arg(bill).among("l.position", positions);
            for row in sql.fetch_all::<PlacedRow>(&office.db).await? {
                let (quantity, duration) = (row.quantity.unwrap_or(1), row.duration);
                let place = (row.bill_id, row.line.position);
                let line = Line::try_from(row.line)?;
                found.insert(place, PlacedLine { line, quantity, duration });
            }
        }
    }
    Ok(found)
}

/// The row of a product; 0 when there is none of this id.
async fn product(office: &Office, code: &str) -> Result<i64> {
    let mut sql = Sql::new("SELECT id FROM products WHERE code = ");
    sql.arg(domain::text::plain(code).into_owned());
    Ok(sql.fetch_optional::<(i64,)>(&office.db).await?.map_or(0, |(id,)| id))
}

/// Where the lines of an order stand in a bill.
async fn positions(office: &Office, bill: i64, order_no: &str) -> Result<Vec<i64>> {
    let mut sql =
        Sql::new("SELECT e.position FROM orders o JOIN earnings e ON e.order_id = o.id WHERE o.order_no = ");
    sql.arg(domain::text::plain(order_no).into_owned())
        .push(" AND e.bill_id = ")
        .arg(bill)
        .push(" ORDER BY e.position");
    let rows: Vec<(Option<i64>,)> = sql.fetch_all(&office.db).await?;
    Ok(rows.into_iter().filter_map(|(position,)| position).collect())
}

/// What the lines of a product, item and delivery type come to.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
pub struct SumRow {
    /// Code of [`DeliveryType`]; empty for what is carried over.
    pub delivery_type: String,
    /// Code of [`Item`].
    pub item: String,
    /// Id of the product; empty for what is carried over.
    pub product_code: String,
    /// Its name today.
    pub product_name: String,
    /// Lines.
    pub lines: i64,
    /// Their sum in minor units.
    pub amount_minor: i64,
}

/// What the lines of a bill come to by product, the largest sum first.
///
/// # Errors
/// As [`lines`].
pub async fn sums(office: &Office, actor: &Actor, id: i64) -> Result<Vec<SumRow>> {
    actor.may(Operation::ReadBills)?;
    gates::to_see(office).await?;
    let mut sql = Sql::new(
        "SELECT s.delivery_type, s.item, COALESCE(p.code, '') AS product_code, COALESCE(p.name, '') AS product_name, \
         CAST(SUM(s.lines) AS BIGINT) AS lines, CAST(SUM(s.amount_minor) AS BIGINT) AS amount_minor \
         FROM bill_sums s LEFT JOIN products p ON p.id = s.product_id WHERE s.bill_id = ",
    );
    sql.arg(id).push(" GROUP BY s.delivery_type, s.item, p.code, p.name ORDER BY 6 DESC, 3, 2");
    Ok(sql.fetch_all(&office.db).await?)
}
