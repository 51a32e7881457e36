//! One ticket: its conversation, its clocks, what may be done next and why not the rest, and what happened.

use domain::{
    access::{Actor, Operation},
    ticket::{Action, Refusal, STEPS, Side, after},
};

use super::{
    later::{self, Planned},
    messages::{self, Message},
    related::{Related, related},
    row::{Ticket, select},
};
use crate::{
    Failure, Office, Result,
    journal::{self, Event, Subject},
    mail,
    reception::Reception,
};

/// A ticket with everything that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// The ticket.
    pub ticket: Ticket,
    /// Minutes of reception that are left for the solution; `None` once it has ended.
    pub left_minutes: Option<i64>,
    /// What was written, oldest first.
    pub messages: Vec<Message>,
    /// What became of the mails that carried them, or told the customer of a step; nothing for a buyer.
    pub mails: Vec<mail::Sent>,
    /// Replies that wait until their time, the next one first; nothing for a buyer.
    pub planned: Vec<Planned>,
    /// Tickets that stand next to it; nothing for a buyer.
    pub related: Related,
    /// What happened, oldest first; nothing of it for a buyer.
    pub history: Vec<Event>,
    /// Every step: whether it may be taken now, and why not.
    pub actions: Vec<Possible>,
}

/// A step of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Possible {
    /// The step.
    pub action: Action,
    /// Whose it is.
    pub by: Side,
    /// Why it may not be taken now; `None`: it may.
    pub why_not: Option<Refusal>,
}

/// One ticket.
///
/// # Errors
/// `Denied`; `NotFound`.
pub async fn get(office: &Office, actor: &Actor, no: &str) -> Result<Detail> {
    let reach = actor.may(Operation::ReadTicket)?;
    let ticket: Ticket =
        select(actor, &reach, no)?.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)?;
    let no = ticket.no();
    let is_buyer = actor.order_id().is_some();
    let history = async {
        if is_buyer { Ok(Vec::new()) } else { journal::of_subject(office, Subject::Ticket(&no)).await }
    };
    let (messages, planned, related, history, reception) = futures::try_join!(
        messages::of(office, actor, &reach, ticket.id),
        later::planned(office, actor, ticket.id),
        related(office, actor, &reach, &ticket),
        history,
        Reception::load(office)
    )?;
    let mut tickets: Vec<i64> = messages.iter().map(|one| one.ticket_id).chain([ticket.id]).collect();
    tickets.sort_unstable();
    tickets.dedup();
    let mails = if is_buyer { Vec::new() } else { mail::of_tickets(office, &tickets).await? };
    let left_minutes = ticket.left_minutes(&reception.calendar, office.clock.now());
    let actions = actions(&ticket, is_buyer);
    Ok(Detail { ticket, left_minutes, messages, mails, planned, related, history, actions })
}

/// Every step once for each side whose it can be, in the order of the table.
fn actions(ticket: &Ticket, is_buyer: bool) -> Vec<Possible> {
    let mut steps: Vec<(Action, Side)> = Vec::new();
    for (_, action, sides, _) in STEPS {
        for by in sides.iter().filter(|by| **by != Side::System && (!is_buyer || **by == Side::Customer)) {
            if !steps.contains(&(*action, *by)) {
                steps.push((*action, *by));
            }
        }
    }
    let possible = |(action, by)| Possible { action, by, why_not: after(ticket.state, action, by).err() };
    steps.into_iter().map(possible).collect()
}
