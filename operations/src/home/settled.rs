//! What finance wants to know first: what was issued for the month before, and what is still to be paid.

use domain::{
    Currency, Period,
    access::{Actor, Operation},
};

use crate::{Office, Result, db::Sql, dues::RESELLER, statements::UNPAID};

/// The reseller statements in figures, in the currency of most of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The currency of the amounts.
    pub currency: Currency,
    /// There are statements in further currencies, which the amounts leave out.
    pub further_currencies: bool,
    /// The month before the running one.
    pub last: Period,
    /// Statements of that month that were issued, in this currency.
    pub issued: i64,
    /// Their sum in minor units, reversals taken off.
    pub issued_minor: i64,
    /// Issued statements of any month that wait for payment.
    pub unpaid: i64,
    /// What is left to pay, in minor units; below zero when too much was paid.
    pub unpaid_minor: i64,
}

/// Currency, statements, those of the month and their sum, those unpaid and what is left to pay.
type Row = (String, i64, i64, i64, i64, i64);

/// `None` for whoever may not read statements, and before the first was issued.
pub(super) async fn settled(office: &Office, actor: &Actor, this: Period) -> Result<Option<Settled>> {
    if actor.may(Operation::ReadStatements).is_err() {
        return Ok(None);
    }
    let last = this.previous();
    let of_last = |sql: &mut Sql| {
        sql.push("CASE WHEN s.period = ").arg(last.number());
    };
    let mut sql = Sql::new("SELECT s.currency, COUNT(*), COUNT(");
    of_last(&mut sql);
    sql.push(" THEN 1 END), CAST(COALESCE(SUM(");
    of_last(&mut sql);
    sql.push(" THEN s.total_minor END), 0) AS BIGINT), COUNT(CASE WHEN ").push(UNPAID);
    sql.push(
        " THEN 1 END), CAST(COALESCE(SUM(CASE WHEN s.paid_on IS NULL THEN s.total_minor END), 0) AS BIGINT) ",
    );
    sql.push("FROM statements s WHERE s.kind = ").arg(RESELLER);
    sql.push(" AND s.state IN ('issued', 'reversed') GROUP BY s.currency");
    let rows: Vec<Row> = sql.fetch_all(&office.db).await?;
    let most = rows.iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
    let Some(row) = most else { return Ok(None) };
    Ok(Currency::from_code(&row.0).map(|currency| Settled {
        currency,
        further_currencies: rows.len() > 1,
        last,
        issued: row.2,
        issued_minor: row.3,
        unpaid: row.4,
        unpaid_minor: row.5,
    }))
}
