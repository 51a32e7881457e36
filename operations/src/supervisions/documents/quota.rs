//! How much is kept for an order, and of what comes by a link.

use domain::access::Actor;

use super::NewDocument;
use crate::{
    Office, Result,
    db::{Sql, Tx},
    documents::Refused,
    settings::{Setting, Settings},
    supervisions::row::Row,
    uploads,
};

/// Whether so many bytes more are kept. Uploads that have not ended count as if they had.
pub(super) async fn quota(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    row: &Row,
    (new, more): (&NewDocument<'_>, i64),
    settings: &Settings,
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
    let within = |kept: i64, setting: Setting| -> Result<()> {
        if kept.saturating_add(more).unsigned_abs() > settings.bytes(setting) {
            return Err(Refused::Quota { most: settings.get(setting).into() }.into());
        }
        Ok(())
    };
    if actor.order_id().is_some() {
        within(own, Setting::LinkMb)?;
    }
    within(all, Setting::OrderMb)
}
