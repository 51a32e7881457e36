//! The list of statements.

use domain::{
    access::{Actor, Operation},
    settlement::StatementState,
    text,
};

use super::{
    Head,
    head::{HeadRow, SOURCE},
    months::UNPAID,
    open::with_sums,
};
use crate::{
    Office, Result,
    db::Sql,
    list::{Field, Filter, List, Page, Placed, Sort, Takes, any, read},
    parties::{reseller, spelled},
    search::pattern,
};

domain::codes! {
    /// Whether an issued statement was paid.
    pub enum Payment {
        /// It waits for payment.
        Unpaid = "unpaid" | "未付款",
        /// It was paid.
        Paid = "paid" | "已付款",
    }
}

/// States with a tab of their own; what was discarded has none.
const TABS: &[&str] =
    &[StatementState::Draft.code(), StatementState::Issued.code(), StatementState::Reversed.code()];

/// What the list of statements is narrowed and sorted by.
pub static LIST: List = List {
    code: "statements",
    id: "s.id",
    tab: Some("state"),
    fields: &[
        Field::new("state", Takes::Codes { column: "s.state", all: TABS, read: StatementState::code_of }, ""),
        Field::new(
            "payment",
            Takes::States { all: Payment::CODES, read: Payment::code_of },
            "Whether an issued one was paid",
        ),
        Field::new("reseller", Takes::Text, "Name of the reseller, in any of its spellings"),
        Field::new("period", Takes::Month("s.period"), "The month"),
    ],
    sorts: &[
        Sort { code: "-created", column: "s.id", descending: true },
        Sort { code: "created", column: "s.id", descending: false },
        Sort { code: "-period", column: "s.period", descending: true },
        Sort { code: "period", column: "s.period", descending: false },
    ],
};

impl Placed for HeadRow {
    fn place(&self, sort: &Sort) -> (i64, i64) {
        (if sort.column == LIST.id { self.id } else { self.period }, self.id)
    }
}

/// Statements and drafts, newest first; what was discarded only where it is asked for. The figures of drafts are
/// those of their dues.
///
/// # Errors
/// `Denied`.
pub async fn list(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Head>> {
    actor.may(Operation::ReadStatements)?;
    let of_reseller = match filter.text("reseller") {
        Some(name) => Some(reseller(&office.db, name).await?.map(|(id, _)| id)),
        None => None,
    };
    let kept = |sql: &mut Sql, filter: &Filter| {
        if !filter.codes("state").contains(&StatementState::Void.code()) {
            sql.push(" AND s.state <> 'void'");
        }
        if let Some(id) = of_reseller {
            sql.among("s.reseller_id", id.as_slice());
        }
        any(sql, filter.codes("payment"), |sql, code| {
            sql.push(if code == Payment::Unpaid.code() { UNPAID } else { "s.paid_on IS NOT NULL" });
        });
    };
    let mut page = read::<HeadRow>(office, filter, SOURCE, kept).await?.try_map(Head::try_from)?;
    with_sums(office, &mut page.rows).await?;
    Ok(page)
}

/// The statements of rows, with the figures of drafts.
pub(crate) async fn with_rows(office: &Office, rows: &[i64]) -> Result<Vec<Head>> {
    let mut sql = Sql::new(SOURCE.select);
    sql.push(SOURCE.from).push(" WHERE 1 = 1").among("s.id", rows);
    let rows: Vec<HeadRow> = sql.fetch_all(&office.db).await?;
    let mut heads = rows.into_iter().map(Head::try_from).collect::<Result<Vec<_>>>()?;
    with_sums(office, &mut heads).await?;
    Ok(heads)
}

/// Statements whose number or reseller holds this text, the newest first, but before them the one of which it is
/// the number.
///
/// # Errors
/// `Denied`.
pub async fn named(office: &Office, actor: &Actor, given: &str, most: i64) -> Result<Vec<Head>> {
    actor.may(Operation::ReadStatements)?;
    let mut sql = Sql::new(SOURCE.select);
    sql.push(SOURCE.from).push(" WHERE s.state <> 'void'");
    for word in given.split_whitespace() {
        sql.push(" AND (LOWER(s.number) LIKE ").arg(pattern(&text::folded(word))).push(" ESCAPE '!' OR ");
        spelled(&mut sql, "s.reseller_id", word);
        sql.push(")");
    }
    sql.push(" ORDER BY CASE WHEN s.number = ").arg(text::plain(given).to_ascii_uppercase());
    sql.push(" THEN 0 ELSE 1 END, s.id DESC").limit(most);
    let rows: Vec<HeadRow> = sql.fetch_all(&office.db).await?;
    let mut heads = rows.into_iter().map(Head::try_from).collect::<Result<Vec<_>>>()?;
    with_sums(office, &mut heads).await?;
    Ok(heads)
}
