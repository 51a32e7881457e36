//! What a buyer opens by the link of an order: the same twice is one ticket, and there are not many in an hour.

use domain::access::Actor;

use super::row::number;
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, dialect::for_update},
};

const MINUTE: i64 = 60_000;
/// The same words within so long are the same ticket: somebody pressed twice, or went back and sent it again.
const SAME: i64 = 10 * MINUTE;
/// So many tickets of an order are opened by its link within an hour.
const MOST: usize = 10;
const HOUR: i64 = 60 * MINUTE;

/// The ticket that a buyer has just opened with the same words.
///
/// # Errors
/// `TooMany` when many were opened in the last hour.
pub(super) async fn same(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    (subject, description): (&str, &str),
) -> Result<Option<String>> {
    let Some(order_id) = actor.order_id() else { return Ok(None) };
    // Two that come at once are looked at one after the other.
    let mut sql = Sql::new("SELECT id FROM orders WHERE id = ");
    sql.arg(order_id).push(for_update(tx));
    let _: Vec<(i64,)> = sql.fetch_all_in(tx).await?;
    let now = office.clock.millis();
    let mut sql = Sql::new(
        "SELECT t.id, t.created_at, t.subject, m.body FROM tickets t JOIN ticket_messages m ON m.ticket_id = t.id AND \
         m.id = (SELECT MIN(f.id) FROM ticket_messages f WHERE f.ticket_id = t.id) WHERE m.actor_kind = ",
    );
    sql.arg(actor.kind()).push(" AND t.order_id = ").arg(order_id);
    sql.push(" AND t.changed_at > ").arg(now - HOUR).push(" AND t.created_at > ").arg(now - HOUR);
    sql.push(" ORDER BY t.id DESC").limit(100);
    let opened: Vec<(i64, i64, String, String)> = sql.fetch_all_in(tx).await?;
    let is_same = |(_, at, about, said): &&(i64, i64, String, String)| {
        *at > now - SAME && about == subject && said == description
    };
    if let Some((id, ..)) = opened.iter().find(is_same) {
        return Ok(Some(number(*id)));
    }
    if opened.len() >= MOST {
        let oldest = opened.iter().map(|(_, at, ..)| *at).min().unwrap_or(now);
        let seconds = (oldest + HOUR - now).max(0) / 1_000 + 1;
        return Err(Failure::TooMany { seconds: seconds.unsigned_abs() });
    }
    Ok(None)
}
