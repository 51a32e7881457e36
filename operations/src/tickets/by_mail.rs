//! What a buyer writes by mail: a new ticket, a message of one that is there, or more about one that has ended.

use domain::{
    access::{Actor, Reach},
    ticket::{Action as Deed, Severity, Side, State, after},
};

use super::{
    act::Read,
    anew::{Back, anew, is_late},
    noted::{Noted, note},
    open::{About, Checked, begin, language},
    row::{Ticket, held, number},
    written::{Written, mailed, write},
};
use crate::{
    Office, Result,
    db::{Sql, Tx, millis},
    documents::Taken,
    mail::Letter,
    reception::Reception,
};

/// So many times a ticket that was put into another is followed.
const MOST_MERGES: usize = 10;

/// What was written, and by whom.
pub(crate) struct Mailed<'a> {
    /// The address, in small letters.
    pub(crate) address: &'a str,
    /// The name beside it; the address when there is none.
    pub(crate) name: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) text: &'a str,
    /// Files that came with it.
    pub(crate) files: &'a [Taken],
    /// Files that are not kept, in JSON.
    pub(crate) left_out: Option<&'a str>,
}

/// Opens a ticket, and says so by mail.
///
/// # Errors
/// What the database said.
pub(crate) async fn open_by_mail(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    reception: &Reception,
    mail: &Mailed<'_>,
) -> Result<Ticket> {
    let language = language("", &format!("{} {}", mail.subject, mail.text));
    let new = Checked {
        subject: mail.subject,
        description: mail.text,
        severity: Severity::Normal,
        buyer: mail.name.to_owned(),
        email: Some(mail.address.to_owned()),
        language,
        sender: Some(mail.address),
        files: mail.files,
        left_out: mail.left_out,
    };
    let ticket = begin(tx, office, actor, reception, new, &About::default()).await?;
    received(tx, office, &ticket).await?;
    Ok(ticket)
}

async fn received(tx: &mut Tx, office: &Office, ticket: &Ticket) -> Result<()> {
    let letter = Letter::Received { no: ticket.no(), subject: ticket.subject.clone() };
    mailed(tx, office, ticket, &letter, None).await
}

/// Adds to a ticket: one that has just ended goes on, and about one that ended long ago begins a new one.
///
/// # Errors
/// What the database said.
pub(crate) async fn add_by_mail(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    reception: &Reception,
    (id, mail): (i64, &Mailed<'_>),
) -> Result<Ticket> {
    let mut ticket = followed(tx, id).await?;
    let now = office.clock.now();
    let at = millis(now);
    if is_late(&ticket, at) {
        let (sender, files, left_out) = (Some(mail.address), mail.files, mail.left_out);
        let back = Back { sender, files, left_out, ..Back::with(mail.text, &ticket) };
        let new = anew(tx, office, actor, reception, (&ticket, back)).await?;
        received(tx, office, &new).await?;
        return Ok(new);
    }
    if ticket.state == State::Closed
        && let Ok(next) = after(ticket.state, Deed::Reopen, Side::Customer)
    {
        let (before, was) = (ticket.state, ticket.assignee_name.clone());
        ticket.state = next;
        (ticket.resolved_at, ticket.ended_at, ticket.merged_into) = (None, None, None);
        ticket.accepted_at.get_or_insert(at);
        let read = Read::default();
        let noted = Noted { deed: Deed::Reopen, by: Side::Customer, before, was, read: &read, to: "" };
        note(tx, office, actor, &ticket, &noted).await?;
    }
    let (sender, files, left_out) = (Some(mail.address), mail.files, mail.left_out);
    let written = Written { sender, files, left_out, ..Written::public(Side::Customer, mail.text) };
    write(tx, office, actor, &ticket, &written).await?;
    ticket.awaits_customer = 0;
    ticket.wind(&reception.calendar, now);
    ticket.save(tx, office).await?;
    Ok(ticket)
}

/// Something that a program wrote: for colleagues, and no answer to anything.
///
/// # Errors
/// What the database said.
pub(crate) async fn note_by_mail(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    (id, mail): (i64, &Mailed<'_>),
) -> Result<Ticket> {
    let mut ticket = followed(tx, id).await?;
    let (sender, files, left_out) = (Some(mail.address), mail.files, mail.left_out);
    let of = Written::public(Side::System, mail.text);
    let written = Written { public: false, sender, files, left_out, with_step: true, ..of };
    write(tx, office, actor, &ticket, &written).await?;
    ticket.save(tx, office).await?;
    Ok(ticket)
}

/// The ticket, or the one that it was put into, held.
async fn followed(tx: &mut Tx, mut id: i64) -> Result<Ticket> {
    for _ in 0..MOST_MERGES {
        let mut sql = Sql::new("SELECT merged_into FROM tickets WHERE merged_into IS NOT NULL AND id = ");
        sql.arg(id);
        match sql.fetch_optional_in::<(i64,)>(tx).await? {
            Some((into,)) => id = into,
            None => break,
        }
    }
    held(tx, &Actor::System, &Reach::All, &number(id)).await
}
