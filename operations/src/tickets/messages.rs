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
    row::{Ticket, held, seen},
};
use crate::{
    Office, Result,
    db::{Sql, Tx},
    journal::{self, Action, Entry, Subject, fields},
    reception::Reception,
    within,
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
}

impl Message {
    /// The customer reads it.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        self.public != 0
    }

    /// Staff recorded what the customer said.
    #[must_use]
    pub fn is_recorded(&self) -> bool {
        self.side == Side::Customer && matches!(self.actor_kind.as_str(), "staff" | "token")
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
}

impl Default for NewMessage {
    fn default() -> Self {
        Self { body: String::new(), public: true, by: String::new(), awaits: true, seen: None, key: None }
    }
}

/// What is kept of a message.
pub(super) struct Written<'a> {
    pub(super) side: Side,
    pub(super) public: bool,
    pub(super) body: &'a str,
    pub(super) key: Option<String>,
}

/// Writes on a ticket.
///
/// # Errors
/// `Denied`; `NotFound`; problems with `body` and `by`; [`Refused`].
pub async fn say(office: &Office, actor: &Actor, no: &str, new: &NewMessage) -> Result<Detail> {
    let reach = actor.may(Operation::ActTicket)?;
    let side = side_of(actor, &new.by)?;
    let body = text::required(&new.body.replace("\r\n", "\n"), MOST_CHARACTERS)
        .map_err(|problem| problem.of(FieldName::Body.code()))?;
    if side == Side::Customer && !new.public {
        return Err(Problem::NotYourSide.of(FieldName::Public.code()).into());
    }
    let reception = Reception::load(office).await?;
    let mut tx = office.db.begin().await?;
    let mut ticket = held(&mut tx, actor, &reach, no).await?;
    let deed = if new.public { Deed::Reply } else { Deed::Note };
    refuse_step(&ticket, deed, side)?;
    let key = new.key.as_ref().map(|key| {
        let who = format!("{} {:?}", actor.kind(), actor.id());
        hex::encode(Sha256::new().chain_update(format!("{who}\0{key}\0{body}")).finalize())
    });
    let written = Written { side, public: new.public, body: &body, key };
    if !write(&mut tx, office, actor, &ticket, &written).await? {
        drop(tx);
        return get(office, actor, no).await;
    }
    // A reply that crossed another one is read again before it goes out; a note reaches colleagues only.
    if new.public && new.seen.is_some_and(|seen| seen != ticket.version) {
        return Err(Refused::ActedMeanwhile.into());
    }
    let now = office.clock.now();
    if new.public {
        let answers = side == Side::Staff;
        if answers && ticket.first_responded_at.is_none() {
            ticket.first_responded_at = Some(crate::db::millis(now));
        }
        ticket.awaits_customer = (answers && new.awaits && ticket.state == State::InProgress).into();
        ticket.wind(&reception.calendar, now);
    }
    ticket.save(&mut tx, now).await?;
    tx.commit().await?;
    get(office, actor, no).await
}

/// Keeps a message and says so in the journal; false: it is there already.
pub(super) async fn write(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    ticket: &Ticket,
    new: &Written<'_>,
) -> Result<bool> {
    let public = i64::from(new.public);
    let row: Option<(i64,)> = within!(tx, |c| {
        sqlx::query_as(
            "INSERT INTO ticket_messages (ticket_id, at, side, public, actor_kind, actor_id, actor_name, body, form_key) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING id",
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
        .fetch_optional(c)
        .await
    })?;
    let Some((id,)) = row else { return Ok(false) };
    let hash = hex::encode(Sha256::digest(new.body.as_bytes()));
    let after = fields! { Id: id, By: new.side, Public: new.public, Sha256: hash };
    let no = ticket.no();
    let entry = Entry::new(Action::TicketWritten, Subject::Ticket(&no)).after(after);
    journal::append(tx, office, actor, entry).await?;
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
        "SELECT m.id, m.ticket_id, m.at, m.side, m.public, m.actor_kind, m.actor_name, m.body FROM ",
    );
    sql.push("ticket_messages m WHERE 1 = 1").among("m.ticket_id", &tickets);
    if actor.order_id().is_some() {
        sql.push(" AND m.public = 1");
    }
    sql.push(" ORDER BY m.at, m.id");
    Ok(sql.fetch_all(&office.db).await?)
}
