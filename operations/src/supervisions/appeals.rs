//! Objections of the buyer or the merchant, each decided by the operator (`domain.md` 2.9).

use domain::{FieldName, Problem, supervision::Node};
use sqlx::FromRow;

use super::{
    deed::Deed,
    row::{Row, field},
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
};

/// An objection. Moments are milliseconds since 1970.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
#[expect(missing_docs, reason = "as the columns of the table")]
pub struct Appeal {
    pub id: i64,
    pub side: String,
    pub reason: String,
    pub opened_at: i64,
    pub decided_at: Option<i64>,
    pub outcome: Option<String>,
    pub comment: Option<String>,
}

/// Opens one; the flow is frozen by the caller.
pub(super) async fn open(tx: &mut Tx, office: &Office, row: &Row, deed: &Deed) -> Result<()> {
    let mut sql =
        Sql::new("INSERT INTO supervision_appeals (supervision_id, side, reason, opened_at) VALUES (");
    sql.arg(row.id).push(", ").arg(deed.by.code()).push(", ").arg(deed.comment.clone().unwrap_or_default());
    sql.push(", ").arg(office.clock.millis()).push(")");
    sql.execute_in(tx).await?;
    Ok(())
}

/// Decides the open one; where the delivery goes.
pub(super) async fn decide(tx: &mut Tx, office: &Office, row: &Row, deed: &Deed) -> Result<Node> {
    let missing = |problem: Problem| -> Failure { problem.of(field(FieldName::Outcome)).into() };
    let outcome = deed.outcome.ok_or_else(|| missing(Problem::Missing))?;
    let frozen = row.frozen_node().unwrap_or(Node::Implement);
    let next = outcome.next(frozen).ok_or_else(|| missing(Problem::NothingToReturn))?;
    let mut sql = Sql::new("UPDATE supervision_appeals SET decided_at = ");
    sql.arg(office.clock.millis()).push(", outcome = ").arg(outcome.code()).push(", comment = ");
    sql.arg(deed.comment.clone()).push(" WHERE decided_at IS NULL AND supervision_id = ").arg(row.id);
    sql.execute_in(tx).await?;
    Ok(next)
}

/// The objections against a delivery, oldest first.
pub(super) async fn of(office: &Office, supervision_id: i64) -> Result<Vec<Appeal>> {
    let mut sql = Sql::new("SELECT id, side, reason, opened_at, decided_at, outcome, comment ");
    sql.push("FROM supervision_appeals WHERE supervision_id = ").arg(supervision_id).push(" ORDER BY id");
    Ok(sql.fetch_all(&office.db).await?)
}
