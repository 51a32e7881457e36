//! How much is kept for an order, and of what comes by a link.

use domain::access::Actor;

use super::NewDocument;
use crate::{
    Office, Result,
    db::Tx,
    documents::quota::{Of, kept, within},
    settings::Settings,
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
    let (all, own) = kept(tx, actor, Of::Order(row.order_id)).await?;
    let but = (new.upload.map(|(id, _)| id), office.clock.millis());
    let (coming, own_coming) = uploads::announced(tx, actor, row.id, but).await?;
    within(actor, (all.saturating_add(coming), own.saturating_add(own_coming)), more, settings)
}
