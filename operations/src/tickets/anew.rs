//! What comes back long after a ticket ended is a new ticket, which is linked to the old one.

use domain::{
    access::Actor,
    ticket::{Action as Deed, REOPEN_DAYS, Severity, Side, State},
};

use super::{
    act::Read,
    noted::{Noted, note},
    open::{About, Checked, begin},
    related::link,
    row::Ticket,
};
use crate::{Office, Result, db::Tx, documents::Taken, reception::Reception};

const DAY: i64 = 86_400_000;

/// Whether it is too late to go on with the ticket itself.
pub(super) fn is_late(ticket: &Ticket, now: i64) -> bool {
    let late = |ended: i64| now > ended + REOPEN_DAYS * DAY;
    ticket.state == State::Withdrawn || ticket.state.is_over() && ticket.ended_at.is_some_and(late)
}

/// What is written about something that had ended.
pub(super) struct Back<'a> {
    pub(super) text: &'a str,
    /// The address of the mail that it came by.
    pub(super) sender: Option<&'a str>,
    pub(super) severity: Severity,
    /// Files that came with it.
    pub(super) files: &'a [Taken],
    /// Files that are not kept, in JSON.
    pub(super) left_out: Option<&'a str>,
}

impl<'a> Back<'a> {
    /// Words alone.
    pub(super) const fn with(text: &'a str, old: &Ticket) -> Self {
        Self { text, sender: None, severity: old.severity, files: &[], left_out: None }
    }
}

/// A new ticket about the same; both say in their history that they belong together.
pub(super) async fn anew(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    reception: &Reception,
    (old, back): (&Ticket, Back<'_>),
) -> Result<Ticket> {
    let about = About {
        product: old.product_id.zip(old.product.clone()),
        order: old.order_id,
        customer: old.customer_id.zip(old.customer_name.clone()),
    };
    let new = Checked {
        subject: &old.subject,
        description: back.text,
        severity: back.severity,
        buyer: old.buyer.clone(),
        email: old.email.clone(),
        language: &old.language,
        sender: back.sender,
        files: back.files,
        left_out: back.left_out,
    };
    let ticket = begin(tx, office, actor, reception, new, &about).await?;
    link(tx, ticket.id, old.id).await?;
    for (one, other) in [(&ticket, old), (old, &ticket)] {
        let read = Read::default();
        let to = other.no();
        let (before, was) = (one.state, one.assignee_name.clone());
        let noted = Noted { deed: Deed::Link, by: Side::System, before, was, read: &read, to: &to };
        note(tx, office, actor, one, &noted).await?;
    }
    Ok(ticket)
}
