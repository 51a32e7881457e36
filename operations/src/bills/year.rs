//! What the bills of a year come to, month by month.

use domain::{
    Currency, Period,
    access::{Actor, Operation},
    bill::BillKind,
};

use super::{gates, list::bounds};
use crate::{Failure, Office, Result, db::Sql};

/// What the bills of a kind and currency come to in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// The month.
    pub period: Period,
    /// The kind.
    pub kind: BillKind,
    /// The currency.
    pub currency: Currency,
    /// Bills that are not void.
    pub bills: i64,
    /// Their sum in minor units; what they carry over stands in the month that it comes from.
    pub total_minor: i64,
}

/// The months of a year that have bills, the oldest first; then those that have issued statements of resellers.
///
/// # Errors
/// `Denied`; the agreement in force is not signed; `NotFound` for a year that has no account periods.
pub async fn year(office: &Office, actor: &Actor, year: i32) -> Result<Vec<Month>> {
    actor.may(Operation::ReadBills)?;
    gates::to_see(office).await?;
    let (first, last) = bounds(year).ok_or(Failure::NotFound)?;
    let mut sql = Sql::new(
        "SELECT h.period, h.kind, h.currency, COUNT(*), CAST(SUM(h.total_minor - COALESCE((SELECT SUM(s.amount_minor) \
         FROM bill_sums s WHERE s.bill_id = h.id AND s.item = 'carry'), 0)) AS BIGINT) FROM bills h \
         WHERE h.made_at IS NOT NULL AND h.state <> 'void' AND h.period BETWEEN ",
    );
    sql.arg(first).push(" AND ").arg(last);
    sql.push(" GROUP BY h.period, h.kind, h.currency ORDER BY h.period, h.kind, h.currency");
    let mut rows: Vec<(i64, String, String, i64, i64)> = sql.fetch_all(&office.db).await?;
    if actor.may(Operation::ReadStatements).is_ok() {
        let mut sql = Sql::new(
            "SELECT s.period, 'reseller', s.currency, COUNT(*), CAST(SUM(s.total_minor) AS BIGINT) FROM statements s \
             WHERE s.state IN ('issued', 'reversed') AND s.period BETWEEN ",
        );
        sql.arg(first).push(" AND ").arg(last);
        sql.push(" GROUP BY s.period, s.currency ORDER BY s.period, s.currency");
        rows.extend(sql.fetch_all::<(i64, String, String, i64, i64)>(&office.db).await?);
    }
    let unknown = || Failure::Internal("a bill has a code that is not known".to_owned());
    rows.into_iter()
        .map(|(period, kind, currency, bills, total_minor)| {
            Ok(Month {
                period: Period::from_number(period).ok_or_else(unknown)?,
                kind: BillKind::from_code(&kind).ok_or_else(unknown)?,
                currency: Currency::from_code(&currency).ok_or_else(unknown)?,
                bills,
                total_minor,
            })
        })
        .collect()
}
