//! A message is kept, with its documents; the buyer is told by mail.

use domain::{FieldName, Tongue, access::Actor, ticket::Side};
use sha2::{Digest, Sha256};

use super::{documents, row::Ticket, texts};
use crate::{
    Office, Result,
    db::Tx,
    documents::Taken,
    journal::{self, Action, Entry, Subject, fields},
    mail::{Letter, Outgoing, queue},
    orders,
    settings::Settings,
    within,
};

/// What is kept of a message.
pub(crate) struct Written<'a> {
    /// Whose it is.
    pub(crate) side: Side,
    /// The customer reads it.
    pub(crate) public: bool,
    /// The text.
    pub(crate) body: &'a str,
    /// What tells it from the same text by another form.
    pub(crate) key: Option<String>,
    /// The address of a mail that it came by.
    pub(crate) sender: Option<&'a str>,
    /// What the ticket is about, with its first message: both are searched together.
    pub(crate) subject: Option<&'a str>,
    /// It belongs to a step, of which the journal tells.
    pub(crate) with_step: bool,
    /// Rows of documents that the same actor handed in for it.
    pub(crate) documents: &'a [i64],
    /// The planned reply that it was, with the documents that were put aside for it.
    pub(crate) planned: Option<i64>,
    /// Files that come with it.
    pub(crate) files: &'a [Taken],
    /// Attachments that are not kept, in JSON.
    pub(crate) left_out: Option<&'a str>,
}

impl<'a> Written<'a> {
    /// A text that the customer reads, and nothing else.
    pub(crate) const fn public(side: Side, body: &'a str) -> Self {
        Self {
            side,
            public: true,
            body,
            key: None,
            sender: None,
            subject: None,
            with_step: false,
            documents: &[],
            planned: None,
            files: &[],
            left_out: None,
        }
    }
}

/// Tells the buyer by mail, where there is an address.
pub(super) async fn mailed(
    tx: &mut Tx,
    office: &Office,
    ticket: &Ticket,
    letter: &Letter,
    message_id: Option<i64>,
) -> Result<()> {
    let Some(to) = &ticket.email else { return Ok(()) };
    let tongue = Tongue::of_locale(&ticket.language).unwrap_or(Tongue::Zh);
    queue(tx, office, Outgoing { to, tongue, letter, ticket_id: Some(ticket.id), message_id }).await
}

/// Keeps a message with its documents and says so in the journal; its row, or `None` when it is there already and its
/// files are not needed.
pub(crate) async fn write(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    ticket: &Ticket,
    new: &Written<'_>,
) -> Result<Option<i64>> {
    let public = i64::from(new.public);
    let row: Option<(i64,)> = within!(tx, |c| {
        sqlx::query_as(
            "INSERT INTO ticket_messages (ticket_id, at, side, public, actor_kind, actor_id, actor_name, body, form_key, \
             sender, left_out) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING RETURNING id",
        )
        .bind(ticket.id)
        .bind(office.clock.millis())
        .bind(new.side.code())
        .bind(public)
        .bind(actor.kind())
        .bind(actor.id())
        .bind(actor.name())
        .bind(new.body)
        .bind(&new.key)
        .bind(new.sender)
        .bind(new.left_out)
        .fetch_optional(c)
        .await
    })?;
    let Some((id,)) = row else { return Ok(None) };
    let whole = texts::whole(new.subject, new.body);
    texts::index(tx, &[(id, ticket.product_id, &whole)]).await?;
    documents::few(new.documents.len() + new.files.len())?;
    let mut sent = new.documents.to_vec();
    if !new.files.is_empty() {
        let settings = Settings::load(office).await?;
        for file in new.files {
            sent.push(documents::attach(tx, office, actor, ticket, (file, &settings)).await?);
        }
    }
    documents::send(tx, actor, ticket, id, &sent).await?;
    if let Some(planned) = new.planned {
        documents::send_planned(tx, planned, id).await?;
    }
    orders::link_used(tx, office, actor).await?;
    let hash = hex::encode(Sha256::digest(new.body.as_bytes()));
    let mut after = fields! { Id: id, By: new.side, Public: new.public, Sha256: hash };
    if !sent.is_empty() {
        after.set(FieldName::Documents, sent);
    }
    let no = ticket.no();
    let entry = Entry::new(Action::TicketWritten, Subject::Ticket(&no)).after(after);
    let entry = if new.with_step { entry.quietly() } else { entry };
    journal::append(tx, office, actor, entry).await?;
    Ok(Some(id))
}
