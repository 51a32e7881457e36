//! What is written on a ticket: to the other side, or to colleagues alone.

use domain::{
    FieldName, Problem,
    access::{Actor, Operation, Reach},
    text,
    ticket::{Action as Deed, Side, State},
};
use sha2::{Digest, Sha256};
use sqlx::FromRow;

use super::{
    MOST_CHARACTERS, Refused,
    act::{refuse_step, side_of},
    detail::{Detail, get},
    documents::{self, Document},
    later,
    row::{Ticket, held, seen},
    written::{Written, mailed, write},
};
use crate::{
    Office, Result,
    db::{Sql, Tx},
    documents::{Taken, give_up},
    mail::{LeftOut, Letter},
    reception::Reception,
};

/// The conversations of so many tickets that were put into one are shown there.
const MOST_MERGED: i64 = 100;

/// A message. Moments are milliseconds since 1970.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
#[expect(missing_docs, reason = "as the columns of the table")]
pub struct Message {
    pub id: i64,
    pub ticket_id: i64,
    pub at: i64,
    #[sqlx(try_from = "String")]
    pub side: Side,
    public: i64,
    pub actor_kind: String,
    pub actor_name: String,
    pub body: String,
    /// The address of the mail that it came by.
    pub sender: Option<String>,
    /// Whose account that address is: anybody can write any address, so it counts as the customer's all the same.
    pub sender_staff: Option<String>,
    left_out: Option<String>,
    /// What was sent with it.
    #[sqlx(skip)]
    pub documents: Vec<Document>,
}

impl Message {
    /// Attachments that are not kept, with the reason.
    #[must_use]
    pub fn left_out(&self) -> Vec<LeftOut> {
        self.left_out.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// The customer reads it.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        self.public != 0
    }

    /// Staff recorded what the customer said.
    #[must_use]
    pub fn is_recorded(&self) -> bool {
        self.side == Side::Customer
            && self.sender.is_none()
            && matches!(self.actor_kind.as_str(), "staff" | "token")
    }
}

/// What is written, as it was given.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// The text.
    pub body: String,
    /// The customer reads it.
    pub public: bool,
    /// Code of [`Side`]: whose it is; the merchant's when nothing is said, a buyer's own always.
    pub by: String,
    /// The clock of the solution stands still until the customer has answered.
    pub awaits: bool,
    /// The version of the ticket that was seen; refused when something came in between.
    pub seen: Option<i64>,
    /// Of the form or request that it came by: the same text by the same key is there already.
    pub key: Option<String>,
    /// When it goes out, as it was typed; empty: at once.
    pub send_at: String,
    /// Rows of documents that were handed in for it.
    pub documents: Vec<i64>,
    /// Files that come with it; they are given up when it is not kept.
    pub files: Vec<Taken>,
}

impl Default for NewMessage {
    fn default() -> Self {
        Self {
            body: String::new(),
            public: true,
            by: String::new(),
            awaits: true,
            seen: None,
            key: None,
            send_at: String::new(),
            documents: Vec::new(),
            files: Vec::new(),
        }
    }
}

/// Writes on a ticket.
///
/// # Errors
/// `Denied`; `NotFound`; problems with `body`, `by` and `documents`; [`Refused`]; more than is kept for an order.
pub async fn say(office: &Office, actor: &Actor, no: &str, new: &NewMessage) -> Result<Detail> {
    let said = said(office, actor, no, new).await;
    if !matches!(said, Ok(true)) {
        give_up(office, &new.files).await;
    }
    said?;
    get(office, actor, no).await
}

/// The text of a message, which may be empty when something comes with it.
fn text_of(new: &NewMessage) -> Result<String> {
    match text::required(&new.body.replace("\r\n", "\n"), MOST_CHARACTERS) {
        Err(Problem::Missing) if !(new.documents.is_empty() && new.files.is_empty()) => Ok(String::new()),
        read => Ok(read.map_err(|problem| problem.of(FieldName::Body.code()))?),
    }
}

/// False: it is there already.
async fn said(office: &Office, actor: &Actor, no: &str, new: &NewMessage) -> Result<bool> {
    let reach = actor.may(Operation::ActTicket)?;
    let side = side_of(actor, &new.by)?;
    let body = text_of(new)?;
    if side == Side::Customer && !new.public {
        return Err(Problem::NotYourSide.of(FieldName::Public.code()).into());
    }
    let reception = Reception::load(office).await?;
    let mut tx = office.db.begin().await?;
    let mut ticket = held(&mut tx, actor, &reach, no).await?;
    let deed = if new.public { Deed::Reply } else { Deed::Note };
    refuse_step(actor, &ticket, deed, side)?;
    // A reply that crossed another one is read again before it goes out; a note reaches colleagues only.
    let crossed = new.public && new.seen.is_some_and(|seen| seen != ticket.version);
    let sent = if new.send_at.trim().is_empty() {
        keep(&mut tx, office, actor, (&reception, &mut ticket), (side, &body, new), None).await?
    } else {
        later::plan(&mut tx, office, actor, &mut ticket, (new, &body)).await?;
        true
    };
    // The same message by the same key is no other one, whatever happened since.
    if sent && crossed {
        return Err(Refused::ActedMeanwhile.into());
    }
    if sent {
        tx.commit().await?;
    }
    Ok(sent)
}

/// Keeps a message on a ticket that is held, winds its clocks, and tells the customer; false: it is there already.
/// `planned`: the row of the planned reply that it was.
pub(super) async fn keep(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    (reception, ticket): (&Reception, &mut Ticket),
    (side, body, new): (Side, &str, &NewMessage),
    planned: Option<i64>,
) -> Result<bool> {
    let key = new.key.as_ref().map(|key| {
        let who = format!("{} {:?}", actor.kind(), actor.id());
        hex::encode(Sha256::new().chain_update(format!("{who}\0{key}\0{body}")).finalize())
    });
    let (documents, files) = (new.documents.as_slice(), new.files.as_slice());
    let written =
        Written { public: new.public, key, documents, planned, files, ..Written::public(side, body) };
    let Some(message) = write(tx, office, actor, ticket, &written).await? else { return Ok(false) };
    let now = office.clock.now();
    if new.public {
        let answers = side == Side::Staff;
        if answers {
            ticket.respond(&reception.calendar, now);
        }
        let says_solved = ticket.state == State::AwaitingConfirmation;
        if answers && says_solved && ticket.awaits_customer == 0 {
            // The days until it closes by itself begin with the last word of the merchant.
            ticket.resolved_at = Some(crate::db::millis(now));
        }
        let awaits = says_solved || new.awaits && ticket.state == State::InProgress;
        ticket.awaits_customer = (answers && awaits).into();
        ticket.wind(&reception.calendar, now);
        if answers {
            let letter =
                Letter::Reply { no: ticket.no(), subject: ticket.subject.clone(), body: body.to_owned() };
            mailed(tx, office, ticket, &letter, Some(message)).await?;
        }
    }
    ticket.save(tx, office).await?;
    Ok(true)
}

/// The messages of a ticket and of those that were put into it, oldest first; only what a buyer reads.
pub(super) async fn of(office: &Office, actor: &Actor, reach: &Reach, id: i64) -> Result<Vec<Message>> {
    let mut sql = Sql::new("SELECT t.id FROM tickets t WHERE t.merged_into = ");
    sql.arg(id);
    // It may be of another product, or of another order.
    seen(&mut sql, actor, reach);
    sql.push(" ORDER BY t.id").limit(MOST_MERGED);
    let merged: Vec<(i64,)> = sql.fetch_all(&office.db).await?;
    let tickets: Vec<i64> = std::iter::once(id).chain(merged.into_iter().map(|(id,)| id)).collect();
    let mut sql = Sql::new(
        "SELECT m.id, m.ticket_id, m.at, m.side, m.public, m.actor_kind, m.actor_name, m.body, m.sender, m.left_out, \
         (SELECT s.name FROM staff s WHERE s.account = m.sender) AS sender_staff FROM ",
    );
    sql.push("ticket_messages m WHERE 1 = 1").among("m.ticket_id", &tickets);
    if actor.order_id().is_some() {
        sql.push(" AND m.public = 1");
    }
    sql.push(" ORDER BY m.at, m.id");
    let mut messages: Vec<Message> = sql.fetch_all(&office.db).await?;
    let ids: Vec<i64> = messages.iter().map(|one| one.id).collect();
    for document in documents::of(office, &ids).await? {
        if let Some(one) = messages.iter_mut().find(|one| Some(one.id) == document.message_id) {
            one.documents.push(document);
        }
    }
    Ok(messages)
}
