//! Beginning a statement.

use domain::{
    Currency, Period, Problem,
    access::{Actor, Operation},
    settlement::{Nature, StatementState},
};

use super::{Head, Refused, head};
use crate::{
    Failure, Office, Result,
    db::Sql,
    dues::RESELLER,
    journal::{self, Action, Entry, Subject, fields},
    parties, within,
};

/// Reseller names that a refusal lists.
const NAMES: i64 = 10;

/// Begins the statement of a reseller and month, or finds the one that was begun. Without a
/// currency it is the only one that the month has, `CNY` when it has none.
///
/// # Errors
/// `Denied`; `Invalid` for a reseller that is not known; `SeveralCurrencies`.
pub async fn draft(
    office: &Office,
    actor: &Actor,
    reseller: &str,
    period: Period,
    currency: Option<Currency>,
) -> Result<i64> {
    actor.may(Operation::DraftStatement)?;
    let (reseller_id, name) = find_reseller(office, reseller).await?;
    let currency = the_currency(office, reseller_id, period, currency).await?;
    begin(office, actor, (reseller_id, name), period, currency).await
}

/// Begins the statement of the reseller of a row, or finds it.
///
/// # Errors
/// `Denied`; `NotFound` when there is no such reseller.
pub async fn draft_of(
    office: &Office,
    actor: &Actor,
    reseller_id: i64,
    period: Period,
    currency: Currency,
) -> Result<i64> {
    actor.may(Operation::DraftStatement)?;
    let mut sql = Sql::new("SELECT id, name FROM resellers WHERE id = ");
    sql.arg(reseller_id).push(" AND merged_into IS NULL");
    let reseller = sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)?;
    begin(office, actor, reseller, period, currency).await
}

async fn begin(
    office: &Office,
    actor: &Actor,
    (reseller_id, name): (i64, String),
    period: Period,
    currency: Currency,
) -> Result<i64> {
    if let Some(head) = head::of_month(office, reseller_id, period, currency).await? {
        return Ok(head.id);
    }
    let mut tx = office.db.begin().await?;
    let created: Option<(i64,)> = within!(&mut tx, |c| {
        sqlx::query_as(
            "INSERT INTO statements (kind, reseller_id, period, currency, state, created_at, created_by) \
         VALUES ($1, $2, $3, $4, 'draft', $5, $6) ON CONFLICT DO NOTHING RETURNING id",
        )
        .bind(RESELLER)
        .bind(reseller_id)
        .bind(period.number())
        .bind(currency.code())
        .bind(office.clock.millis())
        .bind(actor.name())
        .fetch_optional(c)
        .await
    })?;
    let Some((id,)) = created else {
        // Somebody else began it in between.
        drop(tx);
        let head = head::of_month(office, reseller_id, period, currency).await?;
        return head.map(|head| head.id).ok_or(Failure::NotFound);
    };
    let after = fields! { Reseller: name, Period: period.to_string(), Currency: currency };
    let entry = Entry::new(Action::StatementDrafted, Subject::Statement(id)).after(after);
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(id)
}

/// The statement of a reseller and month, or what its draft would be, without beginning one: the
/// head has the row 0 then. Without its figures.
///
/// # Errors
/// As [`draft`].
pub async fn find_or_preview(
    office: &Office,
    actor: &Actor,
    reseller: &str,
    period: Period,
    currency: Option<Currency>,
) -> Result<Head> {
    actor.may(Operation::ReadStatements)?;
    let (reseller_id, name) = find_reseller(office, reseller).await?;
    let currency = the_currency(office, reseller_id, period, currency).await?;
    let found = head::of_month(office, reseller_id, period, currency).await?;
    Ok(found.unwrap_or_else(|| Head {
        id: 0,
        number: None,
        reseller_id,
        reseller: name,
        period,
        currency,
        nature: Nature::Regular,
        corrects: None,
        reason: None,
        state: StatementState::Draft,
        issuing: None,
        line_count: None,
        total_minor: None,
        lines_hash: None,
        created_at: office.clock.millis(),
        created_by: actor.name().to_owned(),
        issued_at: None,
        issued_by: None,
        paid: None,
    }))
}

async fn find_reseller(office: &Office, given: &str) -> Result<(i64, String)> {
    let name = given.trim();
    if name.is_empty() {
        return Err(Problem::Missing.of("reseller").into());
    }
    if let Some(found) = parties::reseller(&office.db, name).await? {
        return Ok(found);
    }
    let mut sql = Sql::new("SELECT name FROM resellers WHERE merged_into IS NULL ORDER BY name");
    sql.limit(NAMES);
    let known: Vec<(String,)> = sql.fetch_all(&office.db).await?;
    let allowed = known.into_iter().map(|(name,)| name).collect::<Vec<_>>().join(", ");
    let value = name.chars().take(40).collect();
    Err(Problem::UnknownCode { value, allowed }.of("reseller").into())
}

/// The currency asked for, or the only one in which the month has a statement or an open due.
async fn the_currency(
    office: &Office,
    reseller_id: i64,
    period: Period,
    asked: Option<Currency>,
) -> Result<Currency> {
    if let Some(currency) = asked {
        return Ok(currency);
    }
    let mut sql = Sql::new("SELECT s.currency FROM statements s WHERE s.kind = ");
    sql.arg(RESELLER).push(" AND s.reseller_id = ").arg(reseller_id);
    sql.push(" AND s.period = ").arg(period.number()).push(" AND s.state IN ('draft', 'issued')");
    sql.push(" UNION SELECT d.currency FROM dues d WHERE d.kind = ").arg(RESELLER);
    sql.push(" AND d.party_id = ").arg(reseller_id).push(" AND d.statement_id IS NULL");
    sql.push(" AND d.period = ").arg(period.number()).push(" AND d.period IS NOT NULL");
    let found: Vec<(String,)> = sql.fetch_all(&office.db).await?;
    let mut found: Vec<Currency> = found.iter().filter_map(|(code,)| Currency::from_code(code)).collect();
    found.sort_unstable();
    match found.as_slice() {
        [] => Ok(Currency::CNY),
        [one] => Ok(*one),
        several => {
            let codes: Vec<&str> = several.iter().map(|currency| currency.code()).collect();
            Err(Refused::SeveralCurrencies { currencies: codes.join(", ") }.into())
        }
    }
}
