//! The refunds that were asked for.

use domain::{
    access::{Actor, Operation},
    refund::State,
};

use super::{Refund, row};
use crate::{Office, Result, db::Sql, supervisions::row::within};

/// So many refunds on a page.
const PAGE: i64 = 50;

/// Refunds, the newest first: those in a state, and those before a row. With the row after which more follow.
///
/// # Errors
/// `Denied`.
pub async fn list(
    office: &Office,
    actor: &Actor,
    state: Option<State>,
    before: Option<i64>,
) -> Result<(Vec<Refund>, Option<i64>)> {
    let reach = actor.may(Operation::ReadRefunds)?;
    let mut sql = Sql::new("SELECT ");
    sql.push(row::COLUMNS).push(row::TABLES).push(" WHERE 1 = 1");
    if let Some(state) = state {
        sql.push(" AND f.state = ").arg(state.code());
    }
    if let Some(before) = before {
        sql.push(" AND f.id < ").arg(before);
    }
    within(&mut sql, actor, &reach);
    sql.push(" ORDER BY f.id DESC").limit(PAGE + 1);
    let mut refunds: Vec<Refund> = sql.fetch_all(&office.db).await?;
    let more = refunds.len() > PAGE as usize;
    refunds.truncate(PAGE as usize);
    let next = refunds.last().filter(|_| more).map(|refund| refund.id);
    Ok((refunds, next))
}

/// One refund.
///
/// # Errors
/// `Denied`; `NotFound`.
pub async fn get(office: &Office, actor: &Actor, id: i64) -> Result<Refund> {
    let reach = actor.may(Operation::ReadRefunds)?;
    let mut tx = office.db.begin().await?;
    row::read(&mut tx, actor, &reach, id, false).await
}
