//! Tickets that stand next to one: linked ones, and others of the same customer.

use domain::access::{Actor, Reach};

use super::row::{COLUMNS, TABLES, Ticket, seen};
use crate::{
    Office, Result,
    db::{Sql, Tx},
};

/// So many of the customer's other tickets are shown.
pub const MOST_EARLIER: i64 = 5;
/// And so many linked ones.
const MOST_LINKED: i64 = 50;

/// Tickets that stand next to one, as far as the actor sees them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Related {
    /// Those that somebody linked, oldest first.
    pub linked: Vec<Ticket>,
    /// Others of the same customer, or of the same address, the one in which something happened last first.
    pub others: Vec<Ticket>,
}

/// Says that two belong together; a second time it stays as it is.
pub(super) async fn link(tx: &mut Tx, one: i64, other: i64) -> Result<()> {
    let mut sql = Sql::new("INSERT INTO ticket_links (ticket_id, other_id) VALUES (");
    sql.arg(one.min(other)).push(", ").arg(one.max(other)).push(") ON CONFLICT DO NOTHING");
    sql.execute_in(tx).await?;
    Ok(())
}

/// What stands next to a ticket; nothing for a buyer.
pub(super) async fn related(office: &Office, actor: &Actor, reach: &Reach, of: &Ticket) -> Result<Related> {
    if actor.order_id().is_some() {
        return Ok(Related::default());
    }
    let begin = || {
        let mut sql = Sql::new("SELECT ");
        sql.push(COLUMNS).push(TABLES);
        sql
    };
    let mut sql = begin();
    sql.push(" WHERE t.id IN (SELECT other_id FROM ticket_links WHERE ticket_id = ").arg(of.id);
    sql.push(" UNION SELECT ticket_id FROM ticket_links WHERE other_id = ").arg(of.id).push(")");
    seen(&mut sql, actor, reach);
    sql.push(" ORDER BY t.id").limit(MOST_LINKED);
    let linked = sql.fetch_all(&office.db);
    let others = async {
        let mut sql = begin();
        match (of.customer_id, &of.email) {
            (Some(customer), _) => sql.push(" WHERE t.customer_id = ").arg(customer),
            (None, Some(email)) => sql.push(" WHERE t.email = ").arg(email.as_str()),
            (None, None) => return Ok(Vec::new()),
        };
        sql.push(" AND t.id <> ").arg(of.id);
        seen(&mut sql, actor, reach);
        sql.push(" ORDER BY t.changed_at DESC, t.id DESC").limit(MOST_EARLIER + 1);
        sql.fetch_all(&office.db).await
    };
    let (linked, others) = futures::future::try_join(linked, others).await?;
    Ok(Related { linked, others })
}
