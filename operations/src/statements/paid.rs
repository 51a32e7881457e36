//! What was paid of what was issued.

use chrono::NaiveDate;
use domain::{
    Currency, Problem,
    access::{Actor, Operation},
    settlement::StatementState,
    text,
};
use sqlx::FromRow;

use super::{Head, Paid, Refused, head, months::UNPAID, open::added};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    dues::RESELLER,
    journal::{self, Action, Entry, Subject, fields},
};

/// Notes that an issued statement was paid, on which day, and what the bank calls the payment.
///
/// # Errors
/// `Denied`, `NotFound`; a problem with `paid_on` when it is to come, or with `reference`; [`Refused`] when it is
/// not issued, was paid already, or when there is nothing to pay.
pub async fn pay(office: &Office, actor: &Actor, id: i64, on: NaiveDate, reference: &str) -> Result<Head> {
    actor.may(Operation::PayStatement)?;
    if on > office.zone.wall(office.clock.now()).date() {
        return Err(Problem::NotYet { value: on.to_string() }.of("paid_on").into());
    }
    let reference = text::optional(reference, 100).map_err(|p| p.of("reference"))?;
    let mut tx = office.db.begin().await?;
    let head = head::lock(&mut tx, id).await?;
    let number = head.issued_number()?;
    if let Some(paid) = &head.paid {
        return Err(Refused::Paid { number, on: paid.on }.into());
    }
    if !is_unpaid(&mut tx, id).await? {
        return Err(Refused::NothingToPay { number }.into());
    }
    let paid = Paid { on, reference };
    save(&mut tx, id, Some(&paid)).await?;
    let after = fields! {
        PaidOn: on, Reference: paid.reference, Number: number,
        Total: domain::money::bare(head.total_minor.unwrap_or_default(), head.currency), Currency: head.currency,
    };
    let entry = Entry::new(Action::StatementPaid, Subject::Statement(id)).after(after);
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(Head { paid: Some(paid), ..head })
}

/// Takes back that a statement was paid.
///
/// # Errors
/// `Denied`, `NotFound`; a problem with `reason`; [`Refused`] when it was not paid, or was reversed since.
pub async fn take_payment_back(office: &Office, actor: &Actor, id: i64, reason: &str) -> Result<Head> {
    actor.may(Operation::PayStatement)?;
    let reason = text::required(reason, 500).map_err(|p| p.of("reason"))?;
    let mut tx = office.db.begin().await?;
    let head = head::lock(&mut tx, id).await?;
    let number = head.issued_number()?;
    let Some(paid) = &head.paid else { return Err(Refused::NotPaid { number }.into()) };
    if head.state == StatementState::Reversed {
        return Err(Refused::ReversedSince { number }.into());
    }
    save(&mut tx, id, None).await?;
    let before = fields! { PaidOn: paid.on, Reference: paid.reference, Number: number };
    let entry = Entry::new(Action::StatementPaymentTakenBack, Subject::Statement(id)).before(before);
    journal::append(&mut tx, office, actor, entry.because(&reason)).await?;
    tx.commit().await?;
    Ok(Head { paid: None, ..head })
}

async fn is_unpaid(tx: &mut Tx, id: i64) -> Result<bool> {
    let mut sql = Sql::new("SELECT s.id FROM statements s WHERE s.id = ");
    sql.arg(id).push(" AND ").push(UNPAID);
    Ok(sql.fetch_optional_in::<(i64,)>(tx).await?.is_some())
}

async fn save(tx: &mut Tx, id: i64, paid: Option<&Paid>) -> Result<()> {
    let mut sql = Sql::new("UPDATE statements SET paid_on = ");
    sql.arg(paid.map(|paid| paid.on.to_string())).push(", paid_reference = ");
    sql.arg(paid.and_then(|paid| paid.reference.clone())).push(" WHERE id = ").arg(id);
    sql.execute_in(tx).await?;
    Ok(())
}

/// What a reseller is owed over all months, in a currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    /// Row of the reseller.
    pub reseller_id: i64,
    /// Name of the reseller.
    pub reseller: String,
    /// The currency.
    pub currency: Currency,
    /// What was issued, reversals taken off, in minor units.
    pub issued_minor: i64,
    /// What of it was paid.
    pub paid_minor: i64,
}

impl Balance {
    /// What is left to pay; below zero when too much was paid.
    #[must_use]
    pub const fn left_minor(&self) -> i64 {
        self.issued_minor - self.paid_minor
    }
}

#[derive(FromRow)]
struct BalanceRow {
    reseller_id: i64,
    reseller: String,
    currency: String,
    issued_minor: i64,
    paid_minor: i64,
}

/// What every reseller with an issued statement is owed, by name; or one of them.
///
/// # Errors
/// `Denied`.
pub async fn balances(office: &Office, actor: &Actor, reseller_id: Option<i64>) -> Result<Vec<Balance>> {
    actor.may(Operation::ReadStatements)?;
    let mut sql = Sql::new(
        "SELECT s.reseller_id, r.name AS reseller, s.currency, CAST(SUM(s.total_minor) AS BIGINT) AS issued_minor, \
         CAST(SUM(CASE WHEN s.paid_on IS NULL THEN 0 ELSE s.total_minor END) AS BIGINT) AS paid_minor \
         FROM statements s JOIN resellers r ON r.id = s.reseller_id WHERE s.kind = ",
    );
    sql.arg(RESELLER).push(" AND s.state IN ('issued', 'reversed')");
    if let Some(id) = reseller_id {
        sql.push(" AND s.reseller_id = ").arg(id);
    }
    sql.push(" GROUP BY s.reseller_id, r.name, s.currency ORDER BY r.name, s.currency");
    let rows: Vec<BalanceRow> = sql.fetch_all(&office.db).await?;
    rows.into_iter()
        .map(|row| {
            let unknown =
                || Failure::Internal(format!("reseller {} has an unknown currency", row.reseller_id));
            added(row.issued_minor, -row.paid_minor)?;
            Ok(Balance {
                currency: Currency::from_code(&row.currency).ok_or_else(unknown)?,
                reseller_id: row.reseller_id,
                reseller: row.reseller,
                issued_minor: row.issued_minor,
                paid_minor: row.paid_minor,
            })
        })
        .collect()
}
