//! How much is kept for an order, and of what comes by a link: with its delivery and with its tickets.

use domain::access::Actor;

use super::Refused;
use crate::{
    Result,
    db::{Sql, Tx},
    settings::{Setting, Settings},
};

const COLUMNS: &str = "SELECT d.size_bytes, d.actor_kind, d.actor_id FROM ";

/// What documents belong to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Of {
    /// An order.
    Order(i64),
    /// A ticket of no order.
    Ticket(i64),
}

/// Bytes that are kept, and those of them that the actor handed in.
pub(crate) async fn kept(tx: &mut Tx, actor: &Actor, of: Of) -> Result<(i64, i64)> {
    let mut sql = Sql::new(
        "SELECT CAST(COALESCE(SUM(k.size_bytes), 0) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN k.actor_kind = ",
    );
    sql.arg(actor.kind()).push(" AND k.actor_id = ").arg(actor.id().unwrap_or_default());
    sql.push(" THEN k.size_bytes ELSE 0 END), 0) AS BIGINT) FROM (");
    if let Of::Order(id) = of {
        sql.push(COLUMNS).push("supervisions s JOIN supervision_documents sd ON sd.supervision_id = s.id ");
        sql.push("JOIN documents d ON d.id = sd.document_id WHERE s.order_id = ").arg(id).push(" UNION ALL ");
    }
    sql.push(COLUMNS).push("tickets t JOIN ticket_documents td ON td.ticket_id = t.id ");
    sql.push("JOIN documents d ON d.id = td.document_id WHERE ");
    match of {
        Of::Order(id) => sql.push("t.order_id = ").arg(id),
        Of::Ticket(id) => sql.push("t.id = ").arg(id),
    };
    sql.push(") AS k");
    Ok(sql.fetch_optional_in(tx).await?.unwrap_or_default())
}

/// Whether so many bytes more are kept, of everything and of what comes by the link of a buyer.
pub(crate) fn within(actor: &Actor, (all, own): (i64, i64), more: i64, settings: &Settings) -> Result<()> {
    let limit = |kept: i64, setting: Setting| -> Result<()> {
        if kept.saturating_add(more).unsigned_abs() > settings.bytes(setting) {
            return Err(Refused::Quota { most: settings.get(setting).into() }.into());
        }
        Ok(())
    };
    if actor.order_id().is_some() {
        limit(own, Setting::LinkMb)?;
    }
    limit(all, Setting::OrderMb)
}
