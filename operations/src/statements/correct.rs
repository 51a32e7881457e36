//! Correcting an issued statement: by a supplement for what came late, or by a reversal that takes it back whole.

use domain::{
    access::{Actor, Operation},
    settlement::{Nature, StatementState},
    text,
};
use sqlx::FromRow;

use super::{
    Head, Refused,
    head::{self, IssueStep},
    issue::{AT_ONCE, HEAD_START, ISSUE, work},
    open::{months, of_party},
    reader::Reader,
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    dues::RESELLER,
    jobs,
    journal::{self, Action, Entry, Subject, fields},
};

/// Begins a supplement of an issued statement, or finds the draft of its month: what came late is in it, rather
/// than in the statement of a later month.
///
/// # Errors
/// `Denied`, `NotFound`; [`Refused`] when it is not issued, was reversed, is a reversal, or nothing came late.
pub async fn supplement(office: &Office, actor: &Actor, id: i64) -> Result<i64> {
    actor.may(Operation::DraftStatement)?;
    let mut tx = office.db.begin().await?;
    let of = head::lock(&mut tx, id).await?;
    let number = may_be_corrected(&of)?;
    if let Some(draft) = draft_of_month(&mut tx, &of).await? {
        return Ok(draft);
    }
    let draft = insert(&mut tx, office, actor, &of, Nature::Supplement).await?;
    // As the draft itself would count them: what nobody takes up needs no supplement.
    let begun = head::lock(&mut tx, draft).await?;
    let months = months(&mut Reader::Within(&mut tx), &begun).await?;
    if !has_dues(&mut tx, &begun, &months).await? {
        return Err(Refused::NothingLate { number }.into());
    }
    let after = fields! {
        Nature: Nature::Supplement, Corrects: number, Reseller: of.reseller, Period: of.period.to_string(),
        Currency: of.currency,
    };
    let entry = Entry::new(Action::StatementDrafted, Subject::Statement(draft)).after(after);
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(draft)
}

/// Takes an issued statement back: a reversal with a number of its own names it and has every line with the
/// other sign, and its lines become due again. With very many lines it goes on by itself.
///
/// # Errors
/// `Denied`, `NotFound`; a problem with `reason`; [`Refused`] when it is not issued, was reversed or is a reversal,
/// or while a draft of its month stands.
pub async fn reverse(office: &Office, actor: &Actor, id: i64, reason: &str) -> Result<Head> {
    actor.may(Operation::ReverseStatement)?;
    let reason = text::required(reason, 500).map_err(|p| p.of("reason"))?;
    let mut tx = office.db.begin().await?;
    let of = head::lock(&mut tx, id).await?;
    may_be_corrected(&of)?;
    if draft_of_month(&mut tx, &of).await?.is_some() {
        return Err(Refused::DraftStands { period: of.period }.into());
    }
    if is_being_reversed(&mut tx, id).await? {
        return Err(Refused::Issuing.into());
    }
    let reversal = insert(&mut tx, office, actor, &of, Nature::Reversal).await?;
    let mut sql = Sql::new("UPDATE statements SET reason = ");
    sql.arg(reason).push(", issuing = ").arg(IssueStep::Freezing.code());
    sql.push(", issuing_of = ").arg(of.line_count.unwrap_or_default());
    sql.push(", issuer_kind = ").arg(actor.kind()).push(", issuer_id = ").arg(actor.id());
    sql.push(", issued_by = ").arg(actor.name()).push(" WHERE id = ").arg(reversal);
    sql.execute_in(&mut tx).await?;
    jobs::push(&mut tx, office, &ISSUE, reversal, office.clock.millis() + HEAD_START).await?;
    tx.commit().await?;
    work(office, reversal, Some(AT_ONCE)).await
}

/// The number of a statement that can be corrected.
fn may_be_corrected(head: &Head) -> Result<String, Refused> {
    let number = head.issued_number()?;
    match (head.state, head.nature) {
        (StatementState::Reversed, _) => Err(Refused::Reversed { number }),
        (_, Nature::Reversal) => Err(Refused::IsReversal { number }),
        _ => Ok(number),
    }
}

/// Whether anything of these months waits to be taken up.
async fn has_dues(tx: &mut Tx, head: &Head, months: &[i64]) -> Result<bool> {
    let mut sql = Sql::new("SELECT d.id FROM dues d WHERE ");
    of_party(&mut sql, head.party());
    sql.among("d.period", months).limit(1);
    Ok(sql.fetch_optional_in::<(i64,)>(tx).await?.is_some())
}

async fn draft_of_month(tx: &mut Tx, of: &Head) -> Result<Option<i64>> {
    let sql = head::draft_of_month(of.reseller_id, of.period, of.currency);
    Ok(sql.fetch_optional_in::<(i64,)>(tx).await?.map(|(id,)| id))
}

async fn is_being_reversed(tx: &mut Tx, id: i64) -> Result<bool> {
    let mut sql = Sql::new("SELECT s.id FROM statements s WHERE s.corrects_id = ");
    sql.arg(id).push(" AND s.nature = 'reversal' AND s.state <> 'void'");
    Ok(sql.fetch_optional_in::<(i64,)>(tx).await?.is_some())
}

async fn insert(tx: &mut Tx, office: &Office, actor: &Actor, of: &Head, nature: Nature) -> Result<i64> {
    let mut sql = Sql::new(
        "INSERT INTO statements (kind, reseller_id, period, currency, state, nature, corrects_id, created_at, created_by) \
         VALUES (",
    );
    sql.arg(RESELLER).push(", ").arg(of.reseller_id).push(", ").arg(of.period.number()).push(", ");
    sql.arg(of.currency.code()).push(", ").arg(StatementState::Draft.code()).push(", ").arg(nature.code());
    sql.push(", ").arg(of.id).push(", ").arg(office.clock.millis()).push(", ").arg(actor.name());
    sql.push(") RETURNING id");
    sql.fetch_optional_in::<(i64,)>(tx).await?.map(|(id,)| id).ok_or(Failure::NotFound)
}

/// A statement that supplements or takes back another one.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Correction {
    /// Its row.
    pub id: i64,
    /// Its number; a draft has none.
    pub number: Option<String>,
    /// Whether it supplements or takes back.
    #[sqlx(try_from = "String")]
    pub nature: Nature,
}

/// What supplements or takes back a statement, oldest first.
///
/// # Errors
/// `Denied`.
pub async fn corrections(office: &Office, actor: &Actor, id: i64) -> Result<Vec<Correction>> {
    actor.may(Operation::ReadStatements)?;
    let mut sql = Sql::new("SELECT s.id, s.number, s.nature FROM statements s WHERE s.corrects_id = ");
    sql.arg(id).push(" AND s.state <> 'void' ORDER BY s.id");
    Ok(sql.fetch_all(&office.db).await?)
}
