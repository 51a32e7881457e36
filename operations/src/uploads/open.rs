//! Uploads that have not ended, as the documents of a delivery see them.

use domain::access::Actor;

use super::Refused;
use crate::{
    Result,
    db::{Sql, Tx},
};

/// Bytes that were announced for a delivery and have not become documents: all of them, and those of the actor. The
/// upload that just becomes one is left out.
pub(crate) async fn announced(
    tx: &mut Tx,
    actor: &Actor,
    supervision_id: i64,
    (without, now): (Option<&str>, i64),
) -> Result<(i64, i64)> {
    let mut sql = Sql::new("SELECT CAST(COALESCE(SUM(size_bytes), 0) AS BIGINT), ");
    sql.push("CAST(COALESCE(SUM(CASE WHEN owner_kind = ").arg(actor.kind()).push(" AND owner_id = ");
    sql.arg(actor.id().unwrap_or_default()).push(" THEN size_bytes ELSE 0 END), 0) AS BIGINT) ");
    sql.push("FROM uploads WHERE document_id IS NULL AND supervision_id = ").arg(supervision_id);
    sql.push(" AND expires_at > ").arg(now).push(" AND id <> ").arg(without.unwrap_or_default());
    Ok(sql.fetch_optional_in(tx).await?.unwrap_or_default())
}

/// Remembers which document an upload became, in the transaction that makes the document.
///
/// # Errors
/// [`Refused::Busy`] when somebody else holds it by now.
pub(crate) async fn remember(tx: &mut Tx, (id, lease): (&str, &str), document_id: i64) -> Result<()> {
    let mut sql = Sql::new("UPDATE uploads SET lease = NULL, lease_until = NULL, pieces = 0, document_id = ");
    sql.arg(document_id).push(" WHERE id = ").arg(id).push(" AND lease = ").arg(lease);
    match sql.execute_in(tx).await? {
        0 => Err(Refused::Busy.into()),
        _ => Ok(()),
    }
}
