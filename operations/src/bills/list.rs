//! The list of bills, and one of them.

use domain::{
    Period,
    access::{Actor, Operation},
    bill::{BillKind, BillState},
    order::PaymentMethod,
};

use super::{
    Bill, gates,
    head::{BillRow, SOURCE, find},
};
use crate::{
    Office, Result,
    db::Sql,
    list::{Field, Filter, List, Page, Placed, Sort, Takes, read},
};

/// Kinds with a tab of their own. What resellers are owed stands in their statements.
pub(super) const TABS: &[&str] = &[
    BillKind::General.code(),
    BillKind::Joint.code(),
    BillKind::Selected.code(),
    BillKind::SelectedSelfRun.code(),
    BillKind::Incentive.code(),
];

const FIELDS: &[Field] = &[
    Field::new("kind", Takes::Codes { column: "b.kind", all: TABS, read: BillKind::code_of }, ""),
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
    Field::new("period", Takes::Month("b.period"), "The month"),
];

const SORTS: &[Sort] = &[
    Sort { code: "-period", column: "b.period", descending: true },
    Sort { code: "period", column: "b.period", descending: false },
    Sort { code: "-created", column: "b.id", descending: true },
    Sort { code: "created", column: "b.id", descending: false },
];

/// What the list of bills is narrowed and sorted by.
pub static LIST: List = List { code: "bills", id: "b.id", tab: Some("kind"), fields: FIELDS, sorts: SORTS };

/// Bills whose lines are taken away together, narrowed and sorted as their list is.
pub static DETAIL: List =
    List { code: "bill_lines", id: "b.id", tab: Some("kind"), fields: FIELDS, sorts: SORTS };

impl Placed for BillRow {
    fn place(&self, sort: &Sort) -> (i64, i64) {
        (if sort.column == LIST.id { self.id } else { self.period }, self.id)
    }
}

/// Bills, the newest month first; void ones only where they are asked for.
///
/// # Errors
/// `Denied`; the agreement in force is not signed.
pub async fn list(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Bill>> {
    actor.may(Operation::ReadBills)?;
    gates::to_see(office).await?;
    let kept = |sql: &mut Sql, filter: &Filter| {
        sql.push(" AND b.made_at IS NOT NULL");
        if !filter.codes("state").contains(&BillState::Void.code()) {
            sql.push(" AND b.state <> 'void'");
        }
    };
    read::<BillRow>(office, filter, SOURCE, kept).await?.try_map(Bill::try_from)
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
