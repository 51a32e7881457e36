//! Where an order stands in bills, or why it does not (`domain.md` 4.4).

use domain::{
    Currency, FieldProblem, Period,
    access::{Actor, Operation},
    bill::{BillState, Earner, HeldBack, Item, Region},
    settlement::formula::value,
};
use sqlx::FromRow;

use super::gates::{self, WorkingDays};
use crate::{Failure, Office, Result, db::Sql, merchant, orders::row::of_rows, rules};

/// A line of a bill that an order stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Billed {
    /// Row of the bill.
    pub bill_id: i64,
    /// Number of the bill, if it has one.
    pub number: Option<String>,
    /// Where the bill stands.
    pub state: BillState,
    /// The month of the bill.
    pub period: Period,
    /// Position of the line in the bill.
    pub position: i64,
    /// Number of the line in the order.
    pub line_no: i64,
    /// The milestone; 0 when it is billed at once.
    pub part: i64,
    /// What it is.
    pub item: Item,
    /// The amount in minor units.
    pub amount_minor: i64,
}

/// A line of an order, or a milestone of it, that is in no bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Number of the line in the order.
    pub line_no: i64,
    /// The milestone; 0 when it is billed at once.
    pub part: i64,
    /// Why.
    pub reason: HeldBack,
    /// Since when, in milliseconds since 1970.
    pub since: i64,
    /// The month in which it was earned, if it was.
    pub period: Option<Period>,
    /// What a rule has against it.
    pub problem: Option<FieldProblem>,
}

/// Where an order stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Billing {
    /// The currency of every amount.
    pub currency: Currency,
    /// Lines of bills.
    pub billed: Vec<Billed>,
    /// What is in none.
    pub held_back: Vec<Held>,
}

#[derive(FromRow)]
struct Row {
    line_no: i64,
    part: i64,
    period: Option<i64>,
    reason: Option<String>,
    since: i64,
    #[sqlx(flatten)]
    billed: BilledRow,
}

/// What is read of the line of a bill: [`BilledRow`].
macro_rules! billed_fields {
    () => {
        "b.id AS bill_id, b.number, b.state, b.period AS bill_period, l.position, l.item, l.amount_minor"
    };
}
/// The line of a bill of earnings `d`; none while a run puts the bill together or takes it apart.
macro_rules! in_bills {
    () => {
        " LEFT JOIN bills b ON b.id = d.bill_id AND b.made_at IS NOT NULL AND b.state <> 'void' \
         LEFT JOIN bill_lines l ON l.bill_id = b.id AND l.position = d.position"
    };
}
pub(super) use {billed_fields, in_bills};

/// The line of a bill, beside what is earned.
#[derive(FromRow)]
pub(super) struct BilledRow {
    bill_id: Option<i64>,
    number: Option<String>,
    state: Option<String>,
    bill_period: Option<i64>,
    position: Option<i64>,
    item: Option<String>,
    amount_minor: Option<i64>,
}

/// Where an order stands in bills, and what of it stands in none.
///
/// # Errors
/// `Denied`; `NotFound`.
pub async fn of_order(office: &Office, actor: &Actor, order_no: &str) -> Result<Billing> {
    actor.may(Operation::ReadBills)?;
    let order_no = domain::order::parse_number(order_no).map_err(|_| Failure::NotFound)?;
    let mut sql = Sql::new("SELECT id, currency FROM orders WHERE order_no = ");
    sql.arg(order_no);
    let (id, currency): (i64, String) = sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)?;
    let mut sql = Sql::new(concat!(
        "SELECT d.line_no, d.part, d.period, d.reason, d.since, ",
        billed_fields!(),
        " FROM earnings d",
        in_bills!(),
        " WHERE d.order_id = "
    ));
    sql.arg(id).push(" ORDER BY d.line_no, d.part");
    let rows: Vec<Row> = sql.fetch_all(&office.db).await?;
    let mut billing = Billing {
        currency: Currency::from_code(&currency).unwrap_or(Currency::CNY),
        billed: Vec::new(),
        held_back: Vec::new(),
    };
    let mut asked = Asked { office, order_id: id, open: None };
    for row in rows {
        match row.billed.read(row.line_no, row.part)? {
            Some(billed) => billing.billed.push(billed),
            None => billing.held_back.push(asked.held(&row).await?),
        }
    }
    for row in adjustments(office, id).await? {
        billing.billed.extend(row.billed.read(row.line_no, row.part)?);
    }
    Ok(billing)
}

#[derive(FromRow)]
struct Adjusted {
    line_no: i64,
    part: i64,
    #[sqlx(flatten)]
    billed: BilledRow,
}

/// What was decided about the lines of an order.
async fn adjustments(office: &Office, order: i64) -> Result<Vec<Adjusted>> {
    let mut sql = Sql::new(concat!(
        "SELECT e.line_no, e.part, ",
        billed_fields!(),
        " FROM earnings e JOIN bill_disputes d ON d.bill_id = e.bill_id AND d.position = e.position \
         JOIN bills b ON b.id = d.taken_by_id AND b.made_at IS NOT NULL AND b.state <> 'void' \
         JOIN bill_lines l ON l.bill_id = b.id AND l.position = d.taken_position \
         WHERE d.state = 'accepted' AND e.order_id = "
    ));
    sql.arg(order).push(" ORDER BY d.id");
    Ok(sql.fetch_all(&office.db).await?)
}

impl BilledRow {
    pub(super) fn read(&self, line_no: i64, part: i64) -> Result<Option<Billed>> {
        let (Some(bill_id), Some(position)) = (self.bill_id, self.position) else { return Ok(None) };
        let unknown = || Failure::Internal(format!("bill {bill_id} has a code that is not known"));
        Ok(Some(Billed {
            bill_id,
            number: self.number.clone(),
            state: self.state.as_deref().and_then(BillState::from_code).ok_or_else(unknown)?,
            period: self.bill_period.and_then(Period::from_number).ok_or_else(unknown)?,
            position,
            line_no,
            part,
            item: self.item.as_deref().and_then(Item::from_code).ok_or_else(unknown)?,
            amount_minor: self.amount_minor.unwrap_or_default(),
        }))
    }
}

/// What is looked up once for an order.
struct Asked<'a> {
    office: &'a Office,
    order_id: i64,
    /// Why what could be billed is in no bill, by its month.
    open: Option<(bool, Region, WorkingDays)>,
}

impl Asked<'_> {
    async fn held(&mut self, row: &Row) -> Result<Held> {
        let known = row.reason.as_deref().map(|code| {
            let unknown = || Failure::Internal(format!("'{code}' is no reason that is known"));
            HeldBack::from_code(code).ok_or_else(unknown)
        });
        let period = row.period.and_then(Period::from_number);
        let reason = match (known.transpose()?, period) {
            (Some(reason), _) => reason,
            (None, Some(period)) => self.open(period).await?,
            (None, None) => HeldBack::NotRun,
        };
        let problem = match reason {
            HeldBack::Refused => self.problem(row.line_no).await?,
            _ => None,
        };
        Ok(Held { line_no: row.line_no, part: row.part, reason, since: row.since, period, problem })
    }

    /// Why something of a month is in no bill although nothing of it is missing.
    async fn open(&mut self, period: Period) -> Result<HeldBack> {
        if self.open.is_none() {
            let standing = merchant::recorded(self.office).await?;
            let days = WorkingDays::load(self.office).await?;
            self.open = Some((standing.gates().is_empty(), standing.agreement.site, days));
        }
        let today = gates::day(self.office, self.office.clock.now());
        Ok(match &self.open {
            Some((_, site, days)) if today < days.bill_day(period, *site) => HeldBack::BeforeBillDay,
            Some((false, ..)) => HeldBack::CertificationMissing,
            _ => HeldBack::NotRun,
        })
    }

    /// What the rule has against a line, as the rules are today.
    async fn problem(&self, line_no: i64) -> Result<Option<FieldProblem>> {
        let mut tx = self.office.db.begin().await?;
        let stored = of_rows(&mut tx, &[self.order_id]).await?.pop();
        drop(tx);
        let Some((order, line)) = stored.as_ref().and_then(|of| Some((&of.order, of.order.line(line_no)?)))
        else {
            return Ok(None);
        };
        let rules = rules::versions(self.office).await?;
        let region = rules::region(self.office).await?;
        let earned = Earner { rules: &rules, region }.of(&order.head, line);
        Ok(earned.and_then(|of| value(of.choice.winner, &of.inputs)).err())
    }
}
