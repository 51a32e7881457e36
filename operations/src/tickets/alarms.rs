//! Before a clock breaks somebody is told, the ticket is handed over, and it is escalated; then it is noted as broken.

use domain::{
    FieldName,
    access::{Actor, Reach},
    ticket::{Action as Deed, Alarm, Clock, Side, next_alarm},
};

use super::{
    act::Read,
    duty, give,
    noted::{Noted, note},
    row::{Ticket, held, number},
};
use crate::{
    Office, Result,
    db::{Sql, Tx, millis},
    journal::{self, Action, Entry, Fields, Subject},
    reception::Reception,
};

/// Raises what is due; how many alarms it were.
///
/// # Errors
/// What the database said; those that were raised stay so.
pub async fn raise_alarms(office: &Office) -> Result<u64> {
    const SLICE: i64 = 50;
    let reception = Reception::load(office).await?;
    let mut count = 0;
    loop {
        let mut sql = Sql::new("SELECT id FROM tickets WHERE alarm_at IS NOT NULL AND alarm_at <= ");
        sql.arg(office.clock.millis()).push(" ORDER BY alarm_at, id").limit(SLICE);
        let due: Vec<(i64,)> = sql.fetch_all(&office.db).await?;
        let before = count;
        for (id,) in due {
            count += u64::from(one(office, &reception, id).await?);
        }
        // Several may be due of one ticket; what another server raised meanwhile is none of this one's.
        if count == before {
            return Ok(count);
        }
    }
}

/// The alarm of a ticket that is due, in a transaction of its own; false: it is not due any more.
async fn one(office: &Office, reception: &Reception, id: i64) -> Result<bool> {
    let mut tx = office.db.begin().await?;
    let mut ticket = held(&mut tx, &Actor::System, &Reach::All, &number(id)).await?;
    let now = office.clock.now();
    let over = usize::try_from(ticket.alarms).unwrap_or_default();
    let is_due = ticket.alarm_at.is_some_and(|at| at <= millis(now));
    let Some((clock, (alarm, _))) = ticket.alarm_clock().filter(|_| is_due).zip(next_alarm(over, 0)) else {
        return Ok(false);
    };
    raise(&mut tx, office, &mut ticket, (clock, alarm)).await?;
    ticket.alarms += 1;
    ticket.wind(&reception.calendar, now);
    ticket.save(&mut tx, office).await?;
    tx.commit().await?;
    Ok(true)
}

async fn raise(
    tx: &mut Tx,
    office: &Office,
    ticket: &mut Ticket,
    (clock, alarm): (Clock, Alarm),
) -> Result<()> {
    let no = ticket.no();
    let mut told = Fields::default();
    told.set(FieldName::Alarm, alarm.code());
    told.set(FieldName::Clock, clock.code());
    told.set(FieldName::Severity, ticket.severity.code());
    let entry = Entry::new(Action::TicketAlarm, Subject::Ticket(&no)).after(told);
    journal::append(tx, office, &Actor::System, entry).await?;
    match (alarm, clock) {
        (Alarm::HandOver, _) => hand_over(tx, office, ticket).await,
        (Alarm::Break, Clock::FirstResponse) => {
            ticket.first_broken_at = Some(ticket.first_response_due_at);
            Ok(())
        }
        (Alarm::Break, Clock::Resolution) => {
            ticket.resolution_broken_at = ticket.resolution_due_at;
            Ok(())
        }
        (Alarm::Warn | Alarm::Escalate, _) => Ok(()),
    }
}

/// To the next one on duty; it stays where it is when nobody has room.
async fn hand_over(tx: &mut Tx, office: &Office, ticket: &mut Ticket) -> Result<()> {
    let Some(next) = duty::next(tx, office, ticket).await? else { return Ok(()) };
    let (before, was) = (ticket.state, ticket.assignee_name.clone());
    give::to(ticket, Some(next));
    let read = Read::default();
    let noted = Noted { deed: Deed::Transfer, by: Side::System, before, was, read: &read, to: "" };
    note(tx, office, &Actor::System, ticket, &noted).await
}
