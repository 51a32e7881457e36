//! The tickets of an order.

use domain::access::{Actor, Operation};

use super::row::{COLUMNS, TABLES, Ticket, seen};
use crate::{Office, Result, db::Sql, reception::Reception};

/// So many of them are shown.
pub const MOST_OF_ORDER: usize = 20;

/// The tickets of an order that the actor sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfOrder {
    /// Those in which something happened last, [`MOST_OF_ORDER`] at most.
    pub tickets: Vec<Ticket>,
    /// There are more.
    pub more: bool,
    /// A new one can be opened.
    pub receives: bool,
}

/// The tickets of an order; a buyer's are those of the order of the link.
///
/// # Errors
/// `Denied`.
pub async fn of_order(office: &Office, actor: &Actor, order_no: &str) -> Result<OfOrder> {
    let is_buyer = actor.order_id().is_some();
    let reach = actor.may(if is_buyer { Operation::ReadTicket } else { Operation::ListTickets })?;
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(TABLES);
    sql.push(" WHERE t.order_id = (SELECT f.id FROM orders f WHERE f.order_no = ").arg(order_no).push(")");
    seen(&mut sql, actor, &reach);
    sql.push(" ORDER BY t.changed_at DESC, t.id DESC").limit(MOST_OF_ORDER as i64 + 1);
    let mut tickets: Vec<Ticket> = sql.fetch_all(&office.db).await?;
    let more = tickets.len() > MOST_OF_ORDER;
    tickets.truncate(MOST_OF_ORDER);
    let receives = Reception::load(office).await?.wanted.receives;
    Ok(OfOrder { tickets, more, receives })
}
