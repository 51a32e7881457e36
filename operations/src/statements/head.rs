//! The head of a statement.

use domain::{Currency, Period};
use sqlx::FromRow;

use super::Cursor;
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, dialect},
    dues::RESELLER,
    list::Source,
};

domain::codes! {
    /// How far a statement has come.
    pub enum StatementState {
        /// Stands on the dues of its month as they are.
        Draft = "draft" | "草稿",
        /// Frozen and numbered.
        Issued = "issued" | "已出账",
    }
}

domain::codes! {
    /// What is done with a draft that somebody issues.
    pub enum IssueStep {
        /// Its lines are being frozen, slice by slice.
        Freezing = "freezing",
        /// It was refused; the lines that were frozen are let go again.
        Releasing = "releasing",
    }
}

/// A draft that is being issued. Nobody takes it for issued before the last line is frozen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuing {
    /// What is being done.
    pub step: IssueStep,
    /// Lines that are frozen by now.
    pub lines: i64,
    /// Lines that there were when it was begun.
    pub of: i64,
    /// Their sum in minor units.
    pub total_minor: i64,
    /// Hash over them.
    pub(super) hash: String,
}

/// The head of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Row; 0 for a preview that nobody has drafted.
    pub id: i64,
    /// Number; a draft has none.
    pub number: Option<String>,
    /// Row of the reseller.
    pub reseller_id: i64,
    /// Name of the reseller.
    pub reseller: String,
    /// The month.
    pub period: Period,
    /// The currency of every amount in it.
    pub currency: Currency,
    /// How far it has come.
    pub state: StatementState,
    /// How far issuing it is, if somebody issues it.
    pub issuing: Option<Issuing>,
    /// Number of lines; `None` in a list for a draft, whose lines are not computed there.
    pub line_count: Option<i64>,
    /// Sum of the lines in minor units; `None` like `line_count`.
    pub total_minor: Option<i64>,
    /// SHA-256 over every line; a draft has none.
    pub lines_hash: Option<String>,
    /// Drafted, in milliseconds since 1970.
    pub created_at: i64,
    /// Who drafted it.
    pub created_by: String,
    /// Issued, in milliseconds since 1970.
    pub issued_at: Option<i64>,
    /// Who issued it.
    pub issued_by: Option<String>,
}

#[derive(FromRow)]
pub(super) struct HeadRow {
    pub(super) id: i64,
    number: Option<String>,
    reseller_id: i64,
    reseller: String,
    pub(super) period: i64,
    currency: String,
    state: String,
    issuing: Option<String>,
    issuing_of: Option<i64>,
    line_count: i64,
    total_minor: i64,
    lines_hash: Option<String>,
    created_at: i64,
    created_by: String,
    issued_at: Option<i64>,
    issued_by: Option<String>,
}

pub(super) const SOURCE: Source = Source {
    select: "SELECT s.id, s.number, s.reseller_id, r.name AS reseller, s.period, s.currency, s.state, s.issuing, \
             s.issuing_of, s.line_count, s.total_minor, s.lines_hash, s.created_at, s.created_by, s.issued_at, s.issued_by",
    from: " FROM statements s JOIN resellers r ON r.id = s.reseller_id",
};

fn select() -> Sql {
    let mut sql = Sql::new(SOURCE.select);
    sql.push(SOURCE.from);
    sql
}

impl TryFrom<HeadRow> for Head {
    type Error = Failure;

    fn try_from(row: HeadRow) -> Result<Self> {
        let unknown = || Failure::Internal(format!("statement {} has a code that is not known", row.id));
        let state = StatementState::from_code(&row.state).ok_or_else(unknown)?;
        let issued = state == StatementState::Issued;
        let step = row.issuing.as_deref().map(|code| IssueStep::from_code(code).ok_or_else(unknown));
        let issuing = step.transpose()?.map(|step| Issuing {
            step,
            lines: row.line_count,
            of: row.issuing_of.unwrap_or_default(),
            total_minor: row.total_minor,
            hash: row.lines_hash.clone().unwrap_or_default(),
        });
        Ok(Self {
            period: Period::from_number(row.period).ok_or_else(unknown)?,
            currency: Currency::from_code(&row.currency).ok_or_else(unknown)?,
            id: row.id,
            number: row.number,
            reseller_id: row.reseller_id,
            reseller: row.reseller,
            state,
            issuing,
            line_count: issued.then_some(row.line_count),
            total_minor: issued.then_some(row.total_minor),
            lines_hash: row.lines_hash.filter(|_| issued),
            created_at: row.created_at,
            created_by: row.created_by,
            issued_at: row.issued_at,
            issued_by: row.issued_by.filter(|_| issued),
        })
    }
}

impl Head {
    /// Lines of a draft that are frozen by now, and their sum in minor units.
    pub(super) fn frozen(&self) -> (i64, i64) {
        self.issuing.as_ref().map_or((0, 0), |issuing| (issuing.lines, issuing.total_minor))
    }

    /// Where the lines of a draft go on that are not frozen, seen from this one.
    pub(super) fn behind_frozen(&self, after: Cursor) -> Cursor {
        Cursor { position: after.position.max(self.frozen().0), ..after }
    }
}

/// The statement of a row.
pub(super) async fn find(office: &Office, id: i64) -> Result<Head> {
    let mut sql = select();
    sql.push(" WHERE s.id = ").arg(id);
    sql.fetch_optional::<HeadRow>(&office.db).await?.ok_or(Failure::NotFound)?.try_into()
}

/// The statement of a row, locked until the transaction ends.
pub(super) async fn lock(tx: &mut Tx, id: i64) -> Result<Head> {
    let mut lock = Sql::new("SELECT id FROM statements WHERE id = ");
    lock.arg(id).push(dialect::for_update(tx));
    lock.fetch_optional_in::<(i64,)>(tx).await?.ok_or(Failure::NotFound)?;
    let mut sql = select();
    sql.push(" WHERE s.id = ").arg(id);
    sql.fetch_optional_in::<HeadRow>(tx).await?.ok_or(Failure::NotFound)?.try_into()
}

/// Every issued statement with a row after this one, oldest first.
pub(super) async fn issued_after(office: &Office, id: i64, limit: i64) -> Result<Vec<Head>> {
    let mut sql = select();
    sql.push(" WHERE s.id > ").arg(id).push(" AND s.state = 'issued' ORDER BY s.id").limit(limit);
    sql.fetch_all::<HeadRow>(&office.db).await?.into_iter().map(Head::try_from).collect()
}

/// The statement of a reseller, month and currency, if somebody has drafted it.
pub(super) async fn of_month(
    office: &Office,
    reseller_id: i64,
    period: Period,
    currency: Currency,
) -> Result<Option<Head>> {
    let mut sql = select();
    sql.push(" WHERE s.kind = ").arg(RESELLER).push(" AND s.reseller_id = ").arg(reseller_id);
    sql.push(" AND s.state <> 'void' AND s.period = ").arg(period.number());
    sql.push(" AND s.currency = ").arg(currency.code());
    sql.fetch_optional::<HeadRow>(&office.db).await?.map(Head::try_from).transpose()
}

/// The months that were issued for a reseller and currency, in order, from this number on.
pub(super) async fn issued_from(
    office: &Office,
    reseller_id: i64,
    currency: Currency,
    period: i64,
) -> Result<Vec<Period>> {
    let mut sql = Sql::new("SELECT s.period FROM statements s WHERE s.kind = ");
    sql.arg(RESELLER).push(" AND s.reseller_id = ").arg(reseller_id);
    sql.push(" AND s.period >= ").arg(period).push(" AND s.currency = ").arg(currency.code());
    sql.push(" AND s.state = 'issued' AND s.state <> 'void' ORDER BY s.period");
    let months: Vec<(i64,)> = sql.fetch_all(&office.db).await?;
    Ok(months.into_iter().filter_map(|(month,)| Period::from_number(month)).collect())
}

/// The month in whose statement a due of `period` comes: its own, or when that was issued the first
/// later one that was not.
pub(super) fn month_of(period: Period, issued: &[Period]) -> Period {
    let mut month = period;
    while issued.contains(&month) {
        month = month.next();
    }
    month
}
