//! When the reception changes, the clocks of open tickets are reckoned again, and their history says so.

use chrono::Duration;
use domain::{
    FieldName, Moment,
    access::{Actor, Reach},
    ticket::limits,
};

use super::row::{Ticket, held, number};
use crate::{
    Office, Result,
    db::{Sql, millis, moment},
    jobs::{Kind, Lease},
    journal::{self, Action, Entry, Fields, Subject},
    reception::Reception,
};

/// So many between two reports of the job.
const SLICE: i64 = 50;

/// The clocks of open tickets, after a change of the reception.
pub(crate) const RECKON: Kind = Kind {
    code: "tickets.reckon",
    lease: 10 * 60_000,
    attempts: 10,
    every: None,
    run: |office, lease| Box::pin(reckon(office, lease)),
    gave_up: |_, _, _, _| Box::pin(std::future::ready(Ok(()))),
};

async fn reckon(office: &Office, lease: &mut Lease) -> Result<()> {
    let reception = Reception::load(office).await?;
    let (mut last, mut done) = (0, 0);
    loop {
        let mut sql = Sql::new("SELECT id FROM tickets WHERE place <> 'ended' AND id > ");
        sql.arg(last).push(" ORDER BY id").limit(SLICE);
        let open: Vec<(i64,)> = sql.fetch_all(&office.db).await?;
        let Some((end,)) = open.last().copied() else { return Ok(()) };
        for (id,) in &open {
            again(office, &reception, *id).await?;
        }
        (last, done) = (end, done + open.len() as i64);
        lease.report(done, 0).await?;
    }
}

/// Sets the first alarm of open tickets from before there were alarms; of how many.
///
/// # Errors
/// What the database said; those that were set stay so.
pub async fn set_first_alarms(office: &Office) -> Result<u64> {
    let reception = Reception::load(office).await?;
    let (mut last, mut count) = (0, 0);
    loop {
        let mut sql = Sql::new("SELECT id FROM tickets WHERE alarm_clock IS NULL AND place IN ");
        sql.list(["unassigned", "ours", "customer"]).push(" AND id > ").arg(last);
        sql.push(" ORDER BY id").limit(SLICE);
        let open: Vec<(i64,)> = sql.fetch_all(&office.db).await?;
        let Some((end,)) = open.last().copied() else { return Ok(count) };
        for (id,) in &open {
            again(office, &reception, *id).await?;
        }
        (last, count) = (end, count + open.len() as u64);
    }
}

/// Reckons one again, in a transaction of its own: nobody waits for the others.
async fn again(office: &Office, reception: &Reception, id: i64) -> Result<()> {
    let mut tx = office.db.begin().await?;
    let no = number(id);
    let mut ticket = held(&mut tx, &Actor::System, &Reach::All, &no).await?;
    if ticket.state.is_over() {
        return Ok(());
    }
    let before = moments(&ticket);
    ticket.reckon(reception, office.clock.now());
    let after = moments(&ticket);
    let (before, after) = before.differing(after);
    if !after.is_empty() {
        let entry = Entry::new(Action::TicketReckoned, Subject::Ticket(&no)).changed(before, after);
        journal::append(&mut tx, office, &Actor::System, entry).await?;
        ticket.save(&mut tx, office).await?;
    } else if ticket.alarm_at.is_some() {
        // One from before there were alarms has its first one now.
        let mut sql = Sql::new("UPDATE tickets SET alarm_at = ");
        sql.arg(ticket.alarm_at).push(", alarm_clock = ").arg(ticket.alarm_clock.clone());
        sql.push(" WHERE alarm_at IS NULL AND id = ").arg(id);
        sql.execute_in(&mut tx).await?;
    }
    Ok(tx.commit().await?)
}

/// What a change shows in.
fn moments(ticket: &Ticket) -> Fields {
    let mut told = Fields::default();
    let at = |at: Option<i64>| at.map(|at| moment(at).to_rfc3339());
    let first = Some(ticket.first_response_due_at).filter(|_| ticket.first_responded_at.is_none());
    told.set(FieldName::FirstResponseDueAt, at(first));
    told.set(FieldName::ResolutionDueAt, at(ticket.resolution_due_at));
    told
}

impl Ticket {
    /// Both clocks by the reception that is in force now. What ran before is counted by it, too, as far as the present
    /// run goes; what was spent in earlier runs stays spent.
    fn reckon(&mut self, reception: &Reception, now: Moment) {
        let limits = limits(&reception.wanted.limits, self.product.as_deref(), self.severity);
        let long = |minutes: u32| Duration::minutes(minutes.into()).num_milliseconds();
        let (first, resolution) = (long(limits.first_response), long(limits.resolution));
        if self.first_responded_at.is_none() {
            let created = moment(self.created_at);
            let due = reception.calendar.over(created, Duration::milliseconds(first)).unwrap_or(created);
            self.first_response_due_at = millis(due);
        }
        self.resolution_left_ms += resolution - self.resolution_limit_ms;
        (self.first_limit_ms, self.resolution_limit_ms) = (first, resolution);
        self.wind(&reception.calendar, now);
    }
}
