//! The list of bills, and one of them.

use std::collections::HashMap;

use domain::{
    Period,
    access::{Actor, Operation},
    bill::{BillKind, BillState, Stage},
    order::PaymentMethod,
};
use sqlx::FromRow;

use super::{
    Bill, Listed, gates,
    head::{BillRow, SOURCE, find},
};
use crate::{
    Failure, Office, Result,
    db::Sql,
    list::{Field, Filter, List, Page, Placed, Sort, Source, Takes, read},
    statements,
};

/// Kinds of what the marketplace owes the merchant.
pub(super) const OWN: &[&str] = &[
    BillKind::General.code(),
    BillKind::Joint.code(),
    BillKind::Selected.code(),
    BillKind::SelectedSelfRun.code(),
    BillKind::Incentive.code(),
];

const fn fields(kinds: &'static [&'static str]) -> [Field; 5] {
    [
        Field::new("kind", Takes::Codes { column: "b.kind", all: kinds, read: BillKind::code_of }, ""),
        Field::new(
            "state",
            Takes::Codes { column: "b.state", all: BillState::CODES, read: BillState::code_of },
            "Void ones only where they are asked for",
        ),
        Field::new(
            "payment_method",
            Takes::Codes { column: "b.payment", all: PaymentMethod::CODES, read: PaymentMethod::code_of },
            "",
        ),
        Field::new(
            "stage",
            Takes::Codes { column: "b.stage", all: Stage::CODES, read: Stage::code_of },
            "How far the marketplace is with a locked one",
        ),
        Field::new("period", Takes::Month("b.period"), "The month"),
    ]
}

static FIELDS: [Field; 5] = fields(BillKind::CODES);
static FIELDS_OF_OWN: [Field; 5] = fields(OWN);

const SORTS: &[Sort] = &[
    Sort { code: "-period", column: "b.period", descending: true },
    Sort { code: "period", column: "b.period", descending: false },
    Sort { code: "-created", column: "b.made_at", descending: true },
    Sort { code: "created", column: "b.made_at", descending: false },
];

/// What the list of bills is narrowed and sorted by.
pub static LIST: List =
    List { code: "bills", id: "b.place", tab: Some("kind"), fields: &FIELDS, sorts: SORTS };

/// Bills whose lines are taken away together, narrowed and sorted as their list is.
pub static DETAIL: List =
    List { code: "bill_lines", id: "b.place", tab: Some("kind"), fields: &FIELDS_OF_OWN, sorts: SORTS };

/// The rows of bills and statements together, so that one list has both. Statements stand behind the bills of their
/// month; those that are issued are locked.
macro_rules! both {
    ($bills:literal) => {
        concat!(
            " FROM (SELECT h.id, h.kind, h.payment, h.currency, h.period, h.state, h.stage, h.made_at, h.id AS place",
            $bills,
            " FROM bills h WHERE h.made_at IS NOT NULL"
        )
    };
}

const KEYS: Source = Source {
    select: "SELECT b.id, b.kind, b.period, b.made_at, b.place",
    from: concat!(
        both!(""),
        " UNION ALL SELECT s.id, 'reseller', '', s.currency, s.period, \
         CASE WHEN s.state NOT IN ('issued', 'reversed') THEN s.state WHEN s.paid_on IS NULL THEN 'locked' ELSE 'paid' END, \
         CAST(NULL AS TEXT), s.created_at, s.id - 1000000000000 FROM statements s) b"
    ),
};

const BILLS: Source = Source {
    select: SOURCE.select,
    from: concat!(
        both!(
            ", h.number, h.run_id, h.outdated, h.line_count, h.total_minor, h.sales_minor, h.coupon_minor, h.fee_minor, \
             h.other_minor, h.increment_minor, h.lines_hash, h.submitted_by, h.submitter, \
             h.submitted_at, h.approver, h.approved_at, h.locker, h.locked_at, h.paid_at, h.payer, h.voider, h.voided_at, h.reason, h.carried_by_id, h.stage_at"
        ),
        ") b"
    ),
};

#[derive(FromRow)]
struct Key {
    id: i64,
    kind: String,
    period: i64,
    made_at: i64,
    place: i64,
}

impl Placed for Key {
    fn place(&self, sort: &Sort) -> (i64, i64) {
        (if sort.column == "b.period" { self.period } else { self.made_at }, self.place)
    }
}

impl Placed for BillRow {
    fn place(&self, sort: &Sort) -> (i64, i64) {
        (if sort.column == "b.period" { self.period } else { self.made_at.unwrap_or_default() }, self.id)
    }
}

/// Void ones only where they are asked for.
fn kept(sql: &mut Sql, filter: &Filter) {
    if !filter.codes("state").contains(&BillState::Void.code()) {
        sql.push(" AND b.state <> 'void'");
    }
}

/// Bills and the statements of resellers, the newest month first; void ones only where they are asked for. Statements
/// only for those who may read them.
///
/// # Errors
/// `Denied`; the agreement in force is not signed.
pub async fn list(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Listed>> {
    actor.may(Operation::ReadBills)?;
    gates::to_see(office).await?;
    let and_statements = actor.may(Operation::ReadStatements).is_ok();
    let kept = |sql: &mut Sql, filter: &Filter| {
        kept(sql, filter);
        if !and_statements {
            sql.push(" AND b.kind <> 'reseller'");
        }
    };
    let page = read::<Key>(office, filter, KEYS, kept).await?;
    let (statements, bills): (Vec<_>, Vec<_>) =
        page.rows.iter().partition(|key| key.kind == BillKind::Reseller.code());
    let ids = |keys: Vec<&Key>| keys.into_iter().map(|key| key.id).collect::<Vec<_>>();
    let (bills, statements) = (ids(bills), ids(statements));
    let (bills, statements) =
        futures::future::try_join(with_rows(office, &bills), statements::with_rows(office, &statements))
            .await?;
    let bills = bills.into_iter().map(Listed::from);
    let statements = statements.into_iter().map(|head| Listed::of(office, head));
    let found: HashMap<(bool, i64), Listed> =
        bills.chain(statements).map(|one| ((one.reseller.is_some(), one.id), one)).collect();
    page.try_map(|key| {
        let is_statement = key.kind == BillKind::Reseller.code();
        found.get(&(is_statement, key.id)).cloned().ok_or(Failure::NotFound)
    })
}

/// The bills of rows.
async fn with_rows(office: &Office, rows: &[i64]) -> Result<Vec<Bill>> {
    let mut sql = Sql::new(SOURCE.select);
    sql.push(SOURCE.from).push(" WHERE b.made_at IS NOT NULL").among("b.id", rows);
    sql.fetch_all::<BillRow>(&office.db).await?.into_iter().map(Bill::try_from).collect()
}

/// As [`list`], without the statements of resellers.
///
/// # Errors
/// As [`list`].
pub async fn own(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Bill>> {
    actor.may(Operation::ReadBills)?;
    gates::to_see(office).await?;
    read::<BillRow>(office, filter, BILLS, kept).await?.try_map(Bill::try_from)
}

/// One bill.
///
/// # Errors
/// `Denied`; the agreement in force is not signed; `NotFound`.
pub async fn get(office: &Office, actor: &Actor, id: i64) -> Result<Bill> {
    actor.may(Operation::ReadBills)?;
    gates::to_see(office).await?;
    find(office, id).await
}

/// The bill of a number such as `GB-202610-0001`, or of a row.
///
/// # Errors
/// As [`get`].
pub async fn named(office: &Office, actor: &Actor, given: &str) -> Result<Bill> {
    actor.may(Operation::ReadBills)?;
    let given = domain::text::plain(given);
    if let Ok(row) = given.parse() {
        return get(office, actor, row).await;
    }
    let mut sql = Sql::new("SELECT id FROM bills WHERE number = ");
    sql.arg(given.to_uppercase());
    let found: Option<(i64,)> = sql.fetch_optional(&office.db).await?;
    get(office, actor, found.map_or(0, |(row,)| row)).await
}

/// The month of a bill that `given` names, for those who choose one.
pub(super) fn bounds(year: i32) -> Option<(i64, i64)> {
    let first = Period::from_number(i64::from(year) * 100 + 1)?;
    Some((first.number(), first.number() + 11))
}
