//! The head of a statement.

use chrono::NaiveDate;
use domain::{
    Currency, Period,
    settlement::{Nature, StatementState},
};
use sqlx::FromRow;

use super::{Cursor, Refused, open::Party};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, dialect},
    dues::RESELLER,
    list::Source,
};

domain::codes! {
    /// What is done with a draft that somebody issues.
    pub enum IssueStep {
        /// Its lines are being frozen, slice by slice.
        Freezing = "freezing",
        /// It was refused; the lines that were frozen are let go again.
        Releasing = "releasing",
        /// It is an issued reversal, and the lines of what it takes back become due again.
        Reopening = "reopening",
    }
}

/// A draft that is being issued, or a reversal whose lines become due again. Nobody takes a draft for issued before
/// the last line is frozen.
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

/// The statement that another one supplements or takes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corrects {
    /// Its row.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// Whether it was paid, so that a reversal has something to bring back.
    pub is_paid: bool,
}

/// That an issued statement was paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// On which day.
    pub on: NaiveDate,
    /// What the bank calls the payment.
    pub reference: Option<String>,
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
    /// What it is beside the others of its month.
    pub nature: Nature,
    /// The statement that it supplements or takes back.
    pub corrects: Option<Corrects>,
    /// Why it takes that back.
    pub reason: Option<String>,
    /// How far it has come.
    pub state: StatementState,
    /// How far issuing it is, if somebody issues it.
    pub issuing: Option<Issuing>,
    /// Number of lines; `None` for a draft whose dues were not added up.
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
    /// When it was paid, if it was.
    pub paid: Option<Paid>,
}

#[derive(FromRow)]
pub(super) struct HeadRow {
    pub(super) id: i64,
    number: Option<String>,
    reseller_id: i64,
    reseller: String,
    pub(super) period: i64,
    currency: String,
    nature: String,
    corrects_id: Option<i64>,
    corrects_number: Option<String>,
    corrects_paid_on: Option<String>,
    reason: Option<String>,
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
    paid_on: Option<String>,
    paid_reference: Option<String>,
}

pub(super) const SOURCE: Source = Source {
    select: "SELECT s.id, s.number, s.reseller_id, r.name AS reseller, s.period, s.currency, s.nature, s.corrects_id, \
             (SELECT c.number FROM statements c WHERE c.id = s.corrects_id) AS corrects_number, \
             (SELECT c.paid_on FROM statements c WHERE c.id = s.corrects_id) AS corrects_paid_on, s.reason, s.state, \
             s.issuing, s.issuing_of, s.line_count, s.total_minor, s.lines_hash, s.created_at, s.created_by, s.issued_at, s.issued_by, \
             s.paid_on, s.paid_reference",
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
        let issued = state.is_frozen();
        let step = row.issuing.as_deref().map(|code| IssueStep::from_code(code).ok_or_else(unknown));
        let issuing = step.transpose()?.map(|step| Issuing {
            step,
            lines: row.line_count,
            of: row.issuing_of.unwrap_or_default(),
            total_minor: row.total_minor,
            hash: row.lines_hash.clone().unwrap_or_default(),
        });
        let paid = row.paid_on.map(|day| match day.parse() {
            Ok(on) => Ok(Paid { on, reference: row.paid_reference.clone() }),
            Err(_) => Err(unknown()),
        });
        Ok(Self {
            period: Period::from_number(row.period).ok_or_else(unknown)?,
            currency: Currency::from_code(&row.currency).ok_or_else(unknown)?,
            id: row.id,
            number: row.number,
            reseller_id: row.reseller_id,
            reseller: row.reseller,
            nature: Nature::from_code(&row.nature).ok_or_else(unknown)?,
            corrects: row.corrects_id.zip(row.corrects_number).map(|(id, number)| Corrects {
                id,
                number,
                is_paid: row.corrects_paid_on.is_some(),
            }),
            reason: row.reason,
            state,
            issuing,
            line_count: issued.then_some(row.line_count),
            total_minor: issued.then_some(row.total_minor),
            lines_hash: row.lines_hash.filter(|_| issued),
            created_at: row.created_at,
            created_by: row.created_by,
            issued_at: row.issued_at,
            issued_by: row.issued_by.filter(|_| issued),
            paid: paid.transpose()?,
        })
    }
}

impl Head {
    /// Its number, if it was issued.
    pub(super) fn issued_number(&self) -> Result<String, Refused> {
        match (self.state, &self.number) {
            (StatementState::Void, _) => Err(Refused::Discarded),
            (state, Some(number)) if state.is_frozen() => Ok(number.clone()),
            _ => Err(Refused::NotIssued),
        }
    }

    /// Whose dues it is about.
    pub(super) const fn party(&self) -> Party {
        Party { reseller_id: self.reseller_id, currency: self.currency }
    }

    /// What it is called in a list of results: its reseller, month and currency, or its number.
    pub(crate) fn called(&self) -> String {
        self.number.clone().unwrap_or_else(|| called(&self.reseller, self.period, self.currency))
    }

    /// Lines of a draft that are frozen by now, and their sum in minor units.
    pub(super) fn frozen(&self) -> (i64, i64) {
        self.issuing.as_ref().map_or((0, 0), |issuing| (issuing.lines, issuing.total_minor))
    }

    /// Where the lines of a draft go on that are not frozen, seen from this one.
    pub(super) fn behind_frozen(&self, after: Cursor) -> Cursor {
        Cursor { position: after.position.max(self.frozen().0), ..after }
    }
}

/// What the draft of a reseller, month and currency is called.
pub(super) fn called(reseller: &str, period: Period, currency: Currency) -> String {
    format!("{reseller} {} {currency}", period.dashed())
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

/// Every statement that was ever issued, with a row after this one, oldest first.
pub(super) async fn issued_after(office: &Office, id: i64, limit: i64) -> Result<Vec<Head>> {
    let mut sql = select();
    sql.push(" WHERE s.id > ")
        .arg(id)
        .push(" AND s.state IN ('issued', 'reversed') ORDER BY s.id")
        .limit(limit);
    sql.fetch_all::<HeadRow>(&office.db).await?.into_iter().map(Head::try_from).collect()
}

/// The statement of a reseller, month and currency, if somebody has drafted it; a supplement only where the month
/// has no other one.
pub(super) async fn of_month(
    office: &Office,
    reseller_id: i64,
    period: Period,
    currency: Currency,
) -> Result<Option<Head>> {
    let mut sql = select();
    sql.push(" WHERE s.kind = ").arg(RESELLER).push(" AND s.reseller_id = ").arg(reseller_id);
    sql.push(" AND s.period = ").arg(period.number()).push(" AND s.currency = ").arg(currency.code());
    sql.push(
        " AND (s.state = 'draft' AND s.nature <> 'reversal' OR s.state = 'issued' AND s.nature = 'regular')",
    );
    sql.push(" ORDER BY s.nature").limit(1);
    sql.fetch_optional::<HeadRow>(&office.db).await?.map(Head::try_from).transpose()
}

/// The statements and drafts of a month, in the order in which they were begun.
pub(super) async fn of_period(office: &Office, period: Period) -> Result<Vec<Head>> {
    let mut sql = select();
    sql.push(" WHERE s.kind = ").arg(RESELLER).push(" AND s.period = ").arg(period.number());
    sql.push(" AND s.state <> 'void' ORDER BY s.id");
    sql.fetch_all::<HeadRow>(&office.db).await?.into_iter().map(Head::try_from).collect()
}

/// The statements of these rows, oldest first.
pub(super) async fn of_rows(office: &Office, rows: &[i64]) -> Result<Vec<Head>> {
    let mut sql = select();
    sql.push(" WHERE 1 = 1").among("s.id", rows).push(" ORDER BY s.id");
    sql.fetch_all::<HeadRow>(&office.db).await?.into_iter().map(Head::try_from).collect()
}

/// The draft of a reseller, month and currency, regular or supplement.
pub(super) fn draft_of_month(reseller_id: i64, period: Period, currency: Currency) -> Sql {
    let mut sql = Sql::new("SELECT s.id FROM statements s WHERE s.kind = ");
    sql.arg(RESELLER).push(" AND s.reseller_id = ").arg(reseller_id);
    sql.push(" AND s.period = ").arg(period.number()).push(" AND s.currency = ").arg(currency.code());
    sql.push(" AND s.state = 'draft' AND s.nature <> 'reversal'");
    sql
}
