//! The tickets that nobody has, that the person works on, and whose clock breaks soon.

use domain::access::{Actor, Operation};

use super::{
    Waiting,
    waiting::{EXACT, counted},
};
use crate::{
    Office, Result,
    db::Sql,
    tickets::{SOON_HOURS, seen},
};

const HOUR: i64 = 3_600_000;

/// What waits of the tickets that are seen, the most urgent first; nothing for whoever does not handle any.
pub(super) async fn tickets(office: &Office, actor: &Actor) -> Result<Vec<Waiting>> {
    let Ok(reach) = actor.may(Operation::ActTicket) else { return Ok(Vec::new()) };
    let soon = office.clock.millis() + SOON_HOURS * HOUR;
    let mut sql = Sql::new("SELECT ");
    for at in 0..3 {
        sql.push(if at > 0 { ", " } else { "" });
        sql.push("(SELECT COUNT(*) FROM (SELECT 1 AS one FROM tickets t WHERE ");
        match at {
            0 => sql.push("t.due_at < ").arg(soon),
            1 => {
                sql.push("t.assignee_id = ").arg(actor.staff_id().unwrap_or(0)).push(" AND t.place = 'ours'")
            }
            _ => sql.push("t.place = 'unassigned'"),
        };
        seen(&mut sql, actor, &reach);
        sql.limit(EXACT + 1).push(") AS found)");
    }
    let (due, mine, unassigned) =
        sql.fetch_optional::<(i64, i64, i64)>(&office.db).await?.unwrap_or_default();
    let due = (due > 0).then(|| Waiting::TicketsDue { count: counted(due) });
    let mine = (mine > 0).then(|| Waiting::TicketsMine { count: counted(mine) });
    let unassigned = (unassigned > 0).then(|| Waiting::TicketsUnassigned { count: counted(unassigned) });
    Ok(due.into_iter().chain(mine).chain(unassigned).collect())
}
