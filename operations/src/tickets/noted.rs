//! What the journal is told of a step of a ticket.

use domain::{
    FieldName,
    access::Actor,
    ticket::{Action as Deed, Side, State},
};

use super::{act::Read, row::Ticket};
use crate::{
    Office, Result,
    db::Tx,
    journal::{self, Action, Entry, Fields, Subject},
};

/// What the journal is told of a step.
pub(super) struct Noted<'a> {
    pub(super) deed: Deed,
    pub(super) by: Side,
    pub(super) before: State,
    pub(super) was: Option<String>,
    pub(super) read: &'a Read,
    pub(super) to: &'a str,
}

/// Tells the journal of a step.
pub(super) async fn note(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    ticket: &Ticket,
    noted: &Noted<'_>,
) -> Result<()> {
    let (mut was, mut told) = (Fields::default(), Fields::default());
    told.set(FieldName::Action, noted.deed.code());
    told.set(FieldName::By, noted.by.code());
    if noted.before != ticket.state {
        was.set(FieldName::State, noted.before.code());
        told.set(FieldName::State, ticket.state.code());
    }
    if noted.was != ticket.assignee_name {
        was.set(FieldName::Assignee, noted.was.clone());
        told.set(FieldName::Assignee, ticket.assignee_name.clone());
    }
    for (field, text) in [(FieldName::Cause, &noted.read.cause), (FieldName::Solution, &noted.read.solution)]
    {
        if let Some(text) = text {
            told.set(field, text.as_str());
        }
    }
    if let Some(rating) = noted.read.rating {
        told.set(FieldName::Rating, rating);
    }
    let other = match noted.deed {
        Deed::Merge => Some(FieldName::MergedInto),
        Deed::Link => Some(FieldName::Number),
        _ => None,
    };
    if let Some(field) = other {
        told.set(field, noted.to.trim().to_uppercase());
    }
    let no = ticket.no();
    let entry = Entry::new(Action::TicketActed, Subject::Ticket(&no)).changed(was, told);
    let entry = match &noted.read.reason {
        Some(reason) => entry.because(reason),
        None => entry,
    };
    journal::append(tx, office, actor, entry).await
}
