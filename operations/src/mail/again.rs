//! What became of the mails of a ticket, and sending one again.

use domain::access::{Actor, Operation};
use sqlx::FromRow;

use super::{Letter, send::SEND};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    jobs,
    journal::{self, Action, Entry, Subject, fields},
    tickets,
};

/// What became of a mail. Moments are milliseconds since 1970.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
#[expect(missing_docs, reason = "as the columns of the table")]
pub struct Sent {
    pub id: i64,
    pub ticket_message_id: Option<i64>,
    pub recipient: String,
    pub state: String,
    pub problem: Option<String>,
    pub sent_at: Option<i64>,
    letter_json: String,
}

impl Sent {
    /// What it says; `None` when a newer program wrote it.
    #[must_use]
    pub fn letter(&self) -> Option<Letter> {
        serde_json::from_str(&self.letter_json).ok()
    }

    /// Somebody has to decide whether it goes out again.
    #[must_use]
    pub fn is_stuck(&self) -> bool {
        matches!(self.state.as_str(), "failed" | "doubtful")
    }
}

/// The mails of these tickets, oldest first.
pub(crate) async fn of_tickets(office: &Office, tickets: &[i64]) -> Result<Vec<Sent>> {
    let mut sql = Sql::new(
        "SELECT id, ticket_message_id, recipient, state, problem, sent_at, letter_json FROM mails WHERE ticket_id IS NOT NULL",
    );
    sql.among("ticket_id", tickets).push(" ORDER BY id");
    Ok(sql.fetch_all(&office.db).await?)
}

/// The last mail to somebody of what happened, when it did not go out.
///
/// # Errors
/// `Denied`.
pub async fn trouble(office: &Office, actor: &Actor) -> Result<Option<Sent>> {
    actor.may(Operation::OwnAccount)?;
    let Some(staff) = actor.staff_id() else { return Ok(None) };
    let mut sql = Sql::new(
        "SELECT id, ticket_message_id, recipient, state, problem, sent_at, letter_json FROM mails WHERE ticket_id IS NULL \
         AND recipient = (SELECT account FROM staff WHERE id = ",
    );
    sql.arg(staff).push(") ORDER BY id DESC").limit(1);
    let last: Option<Sent> = sql.fetch_optional(&office.db).await?;
    Ok(last.filter(|mail| mail.state != "sent" && mail.problem.is_some()))
}

/// Sends a mail of a ticket again that did not go out.
///
/// # Errors
/// `Denied`; `NotFound` for a mail that is not of this ticket, or not stuck.
pub async fn again(office: &Office, actor: &Actor, no: &str, id: i64) -> Result<()> {
    actor.may(Operation::ActTicket)?;
    let ticket = tickets::get(office, actor, no).await?.ticket;
    let mut tx = office.db.begin().await?;
    requeue(&mut tx, office, actor, (&ticket, id)).await?;
    Ok(tx.commit().await?)
}

async fn requeue(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    (ticket, id): (&tickets::Ticket, i64),
) -> Result<()> {
    let mut sql = Sql::new("UPDATE mails SET state = 'queued', problem = NULL, recipient = ");
    match &ticket.email {
        Some(email) => sql.arg(email.as_str()),
        None => sql.push("recipient"),
    };
    sql.push(" WHERE state IN ('failed', 'doubtful') AND ticket_id = ").arg(ticket.id);
    sql.push(" AND id = ").arg(id).push(" RETURNING recipient");
    let (recipient,): (String,) = sql.fetch_optional_in(tx).await?.ok_or(Failure::NotFound)?;
    let no = ticket.no();
    let told = fields! { Id: id, Email: recipient };
    let entry = Entry::new(Action::TicketMailAgain, Subject::Ticket(&no)).after(told);
    journal::append(tx, office, actor, entry).await?;
    jobs::push(tx, office, &SEND, id, office.clock.millis()).await
}
