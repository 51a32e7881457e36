//! Orders with what their customer, reseller and products are called.

use std::collections::HashMap;

use domain::{
    access::{Actor, Operation, Reach},
    bill::BillingState,
    order::{Invoice, Line, Order},
};
use sqlx::FromRow;

use super::{
    query::{granted, granted_lines},
    row::{HEAD, HeadRow, LINE, LineRow},
    stands::billed,
};
use crate::{Failure, Office, Result, db::Sql, staff::StaffState};

/// An order and what its parties are called (`domain.md` 1.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Row.
    pub id: i64,
    /// The order.
    pub order: Order,
    /// Who bought.
    pub customer: Name,
    /// Who brought the sale.
    pub reseller: Option<String>,
    /// The product of each line.
    pub products: Vec<Name>,
    /// Why it was cancelled; `payment_timeout` when the system did it.
    pub cancel_reason: Option<String>,
    /// The import that brought it.
    pub import_id: Option<i64>,
    /// Whether the buyer has an invoice for it.
    pub invoice: Invoice,
    /// Who looks after it.
    pub assignee: Option<Assignee>,
    /// Where its lines stand in bills, each place once; `None` for whoever may not read bills.
    pub billing: Option<Vec<BillingState>>,
    /// It has so many further lines, of products that are not granted to whoever looks. Amounts of the order
    /// are without them.
    pub hidden_lines: i64,
}

/// Who looks after an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignee {
    /// Mail address.
    pub account: String,
    /// Name.
    pub name: String,
    /// Does not work here any more.
    pub gone: bool,
}

/// What a customer or a product goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its id; its name where the marketplace gave none.
    pub code: String,
    /// Its name.
    pub name: String,
}

impl Named {
    /// Its lines with their products.
    pub fn lines(&self) -> impl Iterator<Item = (&Line, &Name)> {
        self.order.lines.iter().zip(&self.products)
    }
}

#[derive(FromRow)]
struct Row {
    #[sqlx(flatten)]
    head: HeadRow,
    customer_code: String,
    customer_name: String,
    reseller_name: Option<String>,
    cancel_reason: Option<String>,
    line_count: i64,
    invoice: Option<String>,
    assignee_account: Option<String>,
    assignee_name: Option<String>,
    assignee_state: Option<String>,
}

#[derive(FromRow)]
struct NamedLine {
    #[sqlx(flatten)]
    line: LineRow,
    product_code: String,
    product_name: String,
}

impl NamedLine {
    fn read(self) -> Result<(Line, Name)> {
        Ok((self.line.line()?, Name { code: self.product_code, name: self.product_name }))
    }
}

impl Row {
    fn with(self, lines: Vec<(Line, Name)>) -> Result<Named> {
        let head = self.head.head()?;
        let (lines, products): (Vec<Line>, Vec<Name>) = lines.into_iter().unzip();
        let hidden_lines = self.line_count - i64::try_from(lines.len()).unwrap_or(i64::MAX);
        let assignee = self.assignee_account.map(|account| Assignee {
            account,
            name: self.assignee_name.unwrap_or_default(),
            gone: self.assignee_state.as_deref() == Some(StaffState::Disabled.code()),
        });
        Ok(Named {
            id: self.head.id,
            order: Order { number: self.head.order_no, head, lines },
            customer: Name { code: self.customer_code, name: self.customer_name },
            reseller: self.reseller_name,
            products,
            cancel_reason: self.cancel_reason,
            import_id: self.head.import_id,
            invoice: self.invoice.as_deref().and_then(Invoice::from_code).unwrap_or(Invoice::None),
            assignee,
            billing: None,
            hidden_lines,
        })
    }
}

/// The orders of these rows, in the order of the rows, each with the lines that are granted. Rows that are not there, or not
/// granted to the actor, are left out.
///
/// # Errors
/// `Denied`.
pub async fn of_rows(office: &Office, actor: &Actor, rows: &[i64]) -> Result<Vec<Named>> {
    let reach = actor.may(Operation::ListOrders)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let heads = heads(&reach, |sql| {
        sql.push("o.id IN ").list(rows.iter().copied());
    });
    let lines = lines(&reach, |sql| {
        sql.push("l.order_id IN ").list(rows.iter().copied());
    });
    let stand = billed(office, actor, rows);
    let rows_of = async { Ok(heads.fetch_all::<Row>(&office.db).await?) };
    let lines_of = async { Ok(lines.fetch_all::<NamedLine>(&office.db).await?) };
    let (heads, lines, mut stand) = futures::future::try_join3(rows_of, lines_of, stand).await?;
    let mut of: HashMap<i64, Vec<(Line, Name)>> = HashMap::new();
    for line in lines {
        of.entry(line.line.order_id).or_default().push(line.read()?);
    }
    let mut heads: HashMap<i64, Row> = heads.into_iter().map(|row| (row.head.id, row)).collect();
    let found = rows.iter().filter_map(|id| heads.remove(id));
    found
        .map(|row| {
            let lines = of.remove(&row.head.id).unwrap_or_default();
            let billing = stand.as_mut().map(|stand| stand.remove(&row.head.id).unwrap_or_default());
            Ok(Named { billing, ..row.with(lines)? })
        })
        .collect()
}

/// One order by its number, with the lines that are granted.
pub(super) async fn numbered(office: &Office, reach: &Reach, order_no: &str) -> Result<Named> {
    // What is no order number is no order: nothing strange reaches the database.
    let order_no = domain::order::parse_number(order_no).map_err(|_| Failure::NotFound)?;
    let sql = heads(reach, |sql| {
        sql.push("o.order_no = ").arg(order_no);
    });
    let row: Row = sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)?;
    let sql = lines(reach, |sql| {
        sql.push("l.order_id = ").arg(row.head.id);
    });
    let lines: Vec<NamedLine> = sql.fetch_all(&office.db).await?;
    row.with(lines.into_iter().map(NamedLine::read).collect::<Result<_>>()?)
}

fn heads(reach: &Reach, chosen: impl FnOnce(&mut Sql)) -> Sql {
    let mut sql = Sql::new("SELECT ");
    sql.push(HEAD).push(
        ", c.code AS customer_code, c.name AS customer_name, r.name AS reseller_name, o.cancel_reason, o.line_count, o.invoice, \
         a.account AS assignee_account, a.name AS assignee_name, a.state AS assignee_state FROM orders o \
         JOIN customers c ON c.id = o.customer_id LEFT JOIN resellers r ON r.id = o.reseller_id \
         LEFT JOIN staff a ON a.id = o.assignee_id WHERE ",
    );
    chosen(&mut sql);
    if let Reach::Products(products) = reach {
        granted(&mut sql, products);
    }
    sql
}

fn lines(reach: &Reach, chosen: impl FnOnce(&mut Sql)) -> Sql {
    let mut sql = Sql::new("SELECT ");
    sql.push(LINE).push(
        ", p.code AS product_code, p.name AS product_name FROM order_lines l JOIN products p ON p.id = l.product_id WHERE ",
    );
    chosen(&mut sql);
    granted_lines(&mut sql, reach);
    sql.push(" ORDER BY l.order_id, l.line_no");
    sql
}
