//! How much is kept for an order, and of what comes by a link.

use domain::access::Actor;

use super::NewDocument;
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    documents::Refused,
    supervisions::row::Row,
    uploads,
};

/// So much is kept for an order, in bytes,
const OF_ORDER: i64 = 1 << 30;
/// and so much of what comes by one link.
const OF_LINK: i64 = 200 << 20;

/// Whether so many bytes more are kept. Uploads that have not ended count as if they had.
pub(super) async fn quota(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    row: &Row,
    (new, more): (&NewDocument<'_>, i64),
) -> Result<()> {
    let mut sql = Sql::new(
        "SELECT CAST(COALESCE(SUM(d.size_bytes), 0) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN d.actor_kind = 'buyer' \
         AND d.actor_id = ",
    );
    sql.arg(actor.id().unwrap_or_default()).push(" THEN d.size_bytes ELSE 0 END), 0) AS BIGINT) ");
    sql.push("FROM supervision_documents sd JOIN documents d ON d.id = sd.document_id WHERE ");
    sql.push("sd.supervision_id = ").arg(row.id);
    let (all, own): (i64, i64) = sql.fetch_optional_in(tx).await?.unwrap_or_default();
    let but = (new.upload.map(|(id, _)| id), office.clock.millis());
    let (coming, own_coming) = uploads::announced(tx, actor, row.id, but).await?;
    let (all, own) = (all.saturating_add(coming), own.saturating_add(own_coming));
    let full = |most: i64| -> Failure { Refused::Quota { most: (most >> 20).unsigned_abs() }.into() };
    match actor.order_id() {
        Some(_) if own.saturating_add(more) > OF_LINK => Err(full(OF_LINK)),
        _ if all.saturating_add(more) > OF_ORDER => Err(full(OF_ORDER)),
        _ => Ok(()),
    }
}
