//! What the customer does not answer is closed by the clock.

use domain::{
    access::{Actor, Reach},
    ticket::{AUTO_CLOSE_DAYS, Action as Deed, Side, after},
};

use super::{
    act::Read,
    noted::{Noted, note},
    row::{held, number},
    written::mailed,
};
use crate::{
    Office, Result,
    db::{Sql, millis},
    mail::Letter,
    reception::Reception,
};

const DAY: i64 = 86_400_000;

/// Closes what no customer has answered for seven days (`domain.md` 3.3); how many it were.
///
/// # Errors
/// What the database said; those that were closed stay so.
pub async fn close_unanswered(office: &Office) -> Result<u64> {
    const SLICE: i64 = 50;
    let reception = Reception::load(office).await?;
    let mut count = 0;
    loop {
        let now = office.clock.now();
        let late = millis(now) - AUTO_CLOSE_DAYS * DAY;
        let mut sql = Sql::new(
            "SELECT id FROM tickets WHERE state = 'awaiting_confirmation' AND awaits_customer = 1 AND resolved_at <= ",
        );
        sql.arg(late).push(" ORDER BY resolved_at, id").limit(SLICE);
        let due: Vec<(i64,)> = sql.fetch_all(&office.db).await?;
        for (id,) in &due {
            let mut tx = office.db.begin().await?;
            let (actor, no) = (Actor::System, number(*id));
            let mut ticket = held(&mut tx, &actor, &Reach::All, &no).await?;
            let Ok(next) = after(ticket.state, Deed::Close, Side::System) else { continue };
            if ticket.awaits_customer == 0 || ticket.resolved_at.is_none_or(|at| at > late) {
                continue;
            }
            let (before, was) = (ticket.state, ticket.assignee_name.clone());
            ticket.state = next;
            ticket.ended_at = Some(millis(now));
            ticket.wind(&reception.calendar, now);
            ticket.save(&mut tx, office).await?;
            let letter = Letter::Closed { no: no.clone(), subject: ticket.subject.clone() };
            mailed(&mut tx, office, &ticket, &letter, None).await?;
            let read = Read::default();
            let noted = Noted { deed: Deed::Close, by: Side::System, before, was, read: &read, to: "" };
            note(&mut tx, office, &actor, &ticket, &noted).await?;
            tx.commit().await?;
            count += 1;
        }
        if due.len() < SLICE as usize {
            return Ok(count);
        }
    }
}
