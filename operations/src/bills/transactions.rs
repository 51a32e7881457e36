//! Transaction details (`domain.md` 4.8): what was earned in a month, line by line, with where it stands.

use chrono::Duration;
use domain::{
    Currency, Period,
    access::{Actor, Operation},
    bill::{BillKind, BillingState, HeldBack},
    order::PaymentMethod,
    supervision::Node,
};
use sqlx::FromRow;

use super::{
    Billed,
    billing::{BilledRow, billed_fields, in_bills},
    gates,
    list::OWN,
};
use crate::{
    Failure, Office, Result, customers,
    db::{Sql, millis},
    list::{Field, Filter, List, Page, Placed, Sort, Source, Takes, Value, read},
    orders::stands::billing_state,
    search::{Found, find},
};

/// What transactions are narrowed by.
pub static TRANSACTIONS: List = List {
    code: "transactions",
    id: "d.id",
    tab: Some("kind"),
    fields: &[
        Field::new("kind", Takes::Codes { column: "d.kind", all: OWN, read: BillKind::code_of }, ""),
        Field::new(
            "period",
            Takes::Month("d.period"),
            "The month in which it was earned; that of yesterday when neither it nor orders are given",
        ),
        Field::new(
            "order_no",
            Takes::AnyOf("o.order_no"),
            "Numbers of orders, up to 500; several by comma or space",
        ),
        Field::new("customer", Takes::Text, "Id of a customer, or words of the name"),
    ],
    sorts: &[
        Sort { code: "-id", column: "d.id", descending: true },
        Sort { code: "id", column: "d.id", descending: false },
    ],
};

/// What the merchant earns by a line of an order, or by a milestone of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// Row.
    pub id: i64,
    /// Order number.
    pub order_no: String,
    /// Number of the line in the order.
    pub line_no: i64,
    /// The milestone; 0 when it is billed at once.
    pub part: i64,
    /// Which kind of bill it belongs to.
    pub kind: BillKind,
    /// Customer.
    pub customer_name: String,
    /// Product of the line.
    pub product_name: String,
    /// Prepaid or postpaid.
    pub payment: PaymentMethod,
    /// When a postpaid customer repaid in full, in milliseconds since 1970.
    pub repaid_at: Option<i64>,
    /// Where its supervised delivery stands, if it has one.
    pub node: Option<Node>,
    /// Where it stands in bills.
    pub standing: BillingState,
    /// Since when a reason holds, in milliseconds since 1970.
    pub since: i64,
    /// The month in which it was earned, if it was.
    pub period: Option<Period>,
    /// The currency of the amount.
    pub currency: Currency,
    /// The line of a bill; none while a run puts that bill together.
    pub billed: Option<Billed>,
}

impl Transaction {
    /// Why it is in no bill, as far as that is kept; what was earned waits for a run.
    #[must_use]
    pub fn held_back(&self) -> Option<HeldBack> {
        match self.standing {
            BillingState::Billed => None,
            standing => Some(standing.reason().unwrap_or(HeldBack::NotRun)),
        }
    }
}

#[derive(FromRow)]
struct Row {
    id: i64,
    order_no: String,
    line_no: i64,
    part: i64,
    kind: String,
    customer_name: String,
    product_name: String,
    payment: String,
    repaid_at: Option<i64>,
    node: Option<String>,
    standing: String,
    since: i64,
    period: Option<i64>,
    currency: String,
    #[sqlx(flatten)]
    billed: BilledRow,
}

const SOURCE: Source = Source {
    select: concat!(
        "SELECT d.id, o.order_no, d.line_no, d.part, d.kind, c.name AS customer_name, p.name AS product_name, \
         d.payment, o.repaid_at, v.node, ",
        billing_state!(),
        " AS standing, d.since, d.period, d.currency, ",
        billed_fields!()
    ),
    from: concat!(
        " FROM earnings d JOIN orders o ON o.id = d.order_id JOIN customers c ON c.id = o.customer_id \
         JOIN order_lines i ON i.order_id = d.order_id AND i.line_no = d.line_no \
         JOIN products p ON p.id = i.product_id LEFT JOIN supervisions v ON v.order_id = d.order_id",
        in_bills!()
    ),
};

impl Placed for Row {
    fn place(&self, _: &Sort) -> (i64, i64) {
        (self.id, self.id)
    }
}

/// The filter with a month: that of yesterday when it names neither a month nor orders.
#[must_use]
pub fn of_a_month(office: &Office, filter: &Filter) -> Filter {
    if filter.value("period").is_some() || filter.value("order_no").is_some() {
        return filter.clone();
    }
    let yesterday = office.clock.now() - Duration::days(1);
    filter.clone().with("period", Value::Month(office.zone.period(yesterday)))
}

/// Transactions of a month, or of the orders that are named: of orders up to 24:00 of the day before.
///
/// # Errors
/// `Denied`; the agreement in force is not signed.
pub async fn transactions(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Transaction>> {
    actor.may(Operation::ReadBills)?;
    gates::to_see(office).await?;
    let filter = of_a_month(office, filter);
    let customers = match filter.text("customer") {
        Some(given) => Some((given, find(office, customers::NAMES, given).await?)),
        None => None,
    };
    let (today, _) = office.zone.day(office.zone.wall(office.clock.now()).date());
    let kept = |sql: &mut Sql, _: &Filter| {
        sql.push(" AND d.ordered_at < ").arg(millis(today));
        match &customers {
            None => {}
            Some((_, Found::Rows(rows))) => {
                sql.among("o.customer_id", rows);
            }
            Some((given, Found::TooMany)) => customers::NAMES.meets(sql.push(" AND "), "c.", given),
        }
    };
    read::<Row>(office, &filter, SOURCE, kept).await?.try_map(Transaction::try_from)
}

impl TryFrom<Row> for Transaction {
    type Error = Failure;

    fn try_from(row: Row) -> Result<Self> {
        let unknown = || Failure::Internal(format!("what order {} earns has an unknown code", row.order_no));
        let node = row.node.as_deref().map(|code| Node::from_code(code).ok_or_else(unknown));
        Ok(Self {
            kind: BillKind::from_code(&row.kind).ok_or_else(unknown)?,
            payment: PaymentMethod::from_code(&row.payment).ok_or_else(unknown)?,
            node: node.transpose()?,
            standing: BillingState::from_code(&row.standing).ok_or_else(unknown)?,
            currency: Currency::from_code(&row.currency).ok_or_else(unknown)?,
            period: row.period.and_then(Period::from_number),
            id: row.id,
            line_no: row.line_no,
            part: row.part,
            repaid_at: row.repaid_at,
            since: row.since,
            billed: row.billed.read(row.line_no, row.part)?,
            order_no: row.order_no,
            customer_name: row.customer_name,
            product_name: row.product_name,
        })
    }
}
