//! The documents of a conversation: kept as those of deliveries are, sent with a message, read by whoever reads that.

use domain::{
    FieldName, Problem,
    access::{Actor, Operation},
};
use sqlx::FromRow;
use tokio::io::AsyncRead;

use super::row::{Ticket, held, seen, select};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    documents::{
        self, Refused, Taken,
        quota::{Of, kept, within},
        read::Opened,
    },
    journal::{self, Action, Entry, Subject, fields},
    settings::Settings,
    supervisions,
};

/// Where the files lie in the store.
pub(crate) const FOLDER: &str = "tickets";
/// So many documents go with a message.
pub const MOST_DOCUMENTS: usize = 20;
/// What nobody sent is forgotten after so long, in milliseconds.
const UNSENT: i64 = 24 * 3_600_000;

/// A document of a ticket. Moments are milliseconds since 1970.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
#[expect(missing_docs, reason = "as the columns of the tables")]
pub struct Document {
    pub id: i64,
    /// The message that it was sent with; `None`: it is not sent yet.
    pub message_id: Option<i64>,
    pub name: String,
    pub kind: String,
    pub size_bytes: i64,
    pub sha256: String,
    pub scan: String,
    /// What a scanner found; while it waits for one, code of [`crate::documents::Trouble`].
    pub finding: Option<String>,
    pub notices: String,
    pub created_at: i64,
}

impl Document {
    /// Whether it may be opened: a scanner let it through, or there was none.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        matches!(self.scan.as_str(), "clean" | "unscanned")
    }
}

const SELECT: &str = "SELECT d.id, td.message_id, d.name, d.kind, d.size_bytes, d.sha256, d.scan, d.finding, d.notices, \
     d.created_at";
const FROM: &str = " FROM ticket_documents td JOIN documents d ON d.id = td.document_id";

/// Takes a file for a message on a ticket, or, without a number, for a ticket that begins with it. It has no record until
/// the message is kept; whoever keeps none gives it up ([`documents::give_up`]).
///
/// # Errors
/// `Denied`; `NotFound`; [`Refused`].
pub async fn take(
    office: &Office,
    actor: &Actor,
    no: Option<&str>,
    name: &str,
    content: impl AsyncRead + Unpin,
) -> Result<Taken> {
    match no {
        Some(no) => {
            let reach = actor.may(Operation::ActTicket)?;
            let seen: Option<Ticket> = select(actor, &reach, no)?.fetch_optional(&office.db).await?;
            seen.ok_or(Failure::NotFound)?;
        }
        None => drop(actor.may(Operation::OpenTicket)?),
    }
    documents::take(office, &Settings::load(office).await?, (FOLDER, name), content).await
}

/// Keeps files that a message of the same actor names afterwards: all of them or none. What no message names within a
/// day is forgotten. Whoever gets a failure gives the files up.
///
/// # Errors
/// `Denied`; `NotFound`; [`Refused`], when it is more than is kept for an order, too.
pub async fn hand_in(office: &Office, actor: &Actor, no: &str, files: &[Taken]) -> Result<Vec<Document>> {
    let reach = actor.may(Operation::ActTicket)?;
    few(files.len())?;
    let settings = Settings::load(office).await?;
    let mut tx = office.db.begin().await?;
    let ticket = held(&mut tx, actor, &reach, no).await?;
    let mut documents = Vec::new();
    for file in files {
        let id = attach(&mut tx, office, actor, &ticket, (file, &settings)).await?;
        let mut sql = Sql::new(SELECT);
        sql.push(FROM).push(" WHERE d.id = ").arg(id);
        documents.push(sql.fetch_optional_in(&mut tx).await?.ok_or(Failure::NotFound)?);
    }
    tx.commit().await?;
    Ok(documents)
}

/// The record of a file on a ticket that is held.
pub(super) async fn attach(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    ticket: &Ticket,
    (file, settings): (&Taken, &Settings),
) -> Result<i64> {
    let of = ticket.order_id.map_or(Of::Ticket(ticket.id), Of::Order);
    within(actor, kept(tx, actor, of).await?, file.size(), settings)?;
    let id = file.note(tx, office, actor).await?;
    let mut sql = Sql::new("INSERT INTO ticket_documents (document_id, ticket_id) VALUES (");
    sql.arg(id).push(", ").arg(ticket.id).push(")");
    sql.execute_in(tx).await?;
    let after = fields! {
        Documents: [id], Name: file.name.as_str(), Sha256: file.kept.sha256.as_str(), SizeBytes: file.size(),
    };
    let no = ticket.no();
    let entry = Entry::new(Action::TicketDocument, Subject::Ticket(&no)).after(after);
    journal::append(tx, office, actor, entry).await?;
    Ok(id)
}

/// No more documents go with a message than are read by one.
pub(super) fn few(count: usize) -> Result<()> {
    if count > MOST_DOCUMENTS {
        return Err(Refused::TooMany { most: MOST_DOCUMENTS as i64 }.into());
    }
    Ok(())
}

/// Sends documents with a message: those that the same actor handed in for this ticket and that no message has yet.
pub(super) async fn send(
    tx: &mut Tx,
    actor: &Actor,
    ticket: &Ticket,
    message_id: i64,
    documents: &[i64],
) -> Result<()> {
    for id in documents {
        own_unsent(tx, actor, ticket, ("message_id", message_id), *id).await?;
    }
    Ok(())
}

/// Puts documents aside that the same actor handed in for this ticket, for a reply that goes out later.
pub(super) async fn plan(
    tx: &mut Tx,
    actor: &Actor,
    ticket: &Ticket,
    planned: i64,
    documents: &[i64],
) -> Result<()> {
    for id in documents {
        own_unsent(tx, actor, ticket, ("planned_id", planned), *id).await?;
    }
    Ok(())
}

/// Sends the documents of a planned reply with its message; who handed them in stays.
pub(super) async fn send_planned(tx: &mut Tx, planned: i64, message_id: i64) -> Result<()> {
    let mut sql = Sql::new("UPDATE ticket_documents SET planned_id = NULL, message_id = ");
    sql.arg(message_id).push(" WHERE planned_id = ").arg(planned);
    sql.execute_in(tx).await?;
    Ok(())
}

/// Says of a document that the same actor handed in, and that belongs to nothing yet, what it belongs to.
async fn own_unsent(
    tx: &mut Tx,
    actor: &Actor,
    ticket: &Ticket,
    (column, of): (&str, i64),
    id: i64,
) -> Result<()> {
    let mut sql = Sql::new("UPDATE ticket_documents SET ");
    sql.push(column).push(" = ").arg(of);
    sql.push(" WHERE message_id IS NULL AND planned_id IS NULL AND ticket_id = ").arg(ticket.id);
    sql.push(" AND document_id = ").arg(id).push(" AND EXISTS (SELECT 1 FROM documents d WHERE d.id = ");
    sql.push("ticket_documents.document_id AND d.actor_kind = ").arg(actor.kind());
    sql.push(" AND COALESCE(d.actor_id, 0) = ").arg(actor.id().unwrap_or_default()).push(")");
    if sql.execute_in(tx).await? == 0 {
        return Err(Problem::NoSuchDocument { id }.of(FieldName::Documents.code()).into());
    }
    Ok(())
}

/// The documents of messages, oldest first.
pub(super) async fn of(office: &Office, messages: &[i64]) -> Result<Vec<Document>> {
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(SELECT);
    sql.push(FROM).push(" WHERE td.message_id IS NOT NULL").among("td.message_id", messages);
    sql.push(" ORDER BY td.document_id");
    Ok(sql.fetch_all(&office.db).await?)
}

/// A document and where its file lies.
#[derive(FromRow)]
struct Found {
    #[sqlx(flatten)]
    document: Document,
    file: String,
}

/// Opens a document of a message that the actor reads; one that is not sent yet nobody does.
///
/// # Errors
/// `Denied`; `NotFound`; it is being scanned, or was refused.
pub(crate) async fn open_document(office: &Office, actor: &Actor, id: i64) -> Result<Opened> {
    let reach = actor.may(Operation::ReadTicket)?;
    let mut sql = Sql::new(SELECT);
    sql.push(", d.file").push(FROM).push(" JOIN tickets t ON t.id = td.ticket_id JOIN ticket_messages m ON ");
    sql.push("m.id = td.message_id WHERE d.id = ").arg(id);
    if actor.order_id().is_some() {
        sql.push(" AND m.public = 1");
    }
    seen(&mut sql, actor, &reach);
    let Found { document, file } = sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)?;
    if !document.is_readable() {
        let waits = document.scan == "scanning";
        let finding = document.finding.unwrap_or_default();
        return Err(if waits {
            supervisions::Refused::BeingScanned
        } else {
            supervisions::Refused::Infected { finding }
        }
        .into());
    }
    let content = documents::open(&office.documents, &file).await?;
    Ok(Opened { name: document.name, kind: document.kind, content })
}

/// Forgets documents that no message has named within a day; the sweep takes their files.
pub(crate) async fn forget_unsent(office: &Office) -> Result<()> {
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("SELECT d.id");
    sql.push(FROM).push(" WHERE td.message_id IS NULL AND td.planned_id IS NULL AND d.created_at < ");
    sql.arg(office.clock.millis() - UNSENT).push(" ORDER BY d.id").limit(500);
    let old: Vec<(i64,)> = sql.fetch_all_in(&mut tx).await?;
    for (id,) in old {
        let mut sql = Sql::new(
            "DELETE FROM ticket_documents WHERE message_id IS NULL AND planned_id IS NULL AND document_id = ",
        );
        // One that is sent at this moment stays.
        sql.arg(id);
        if sql.execute_in(&mut tx).await? > 0 {
            let mut sql = Sql::new("DELETE FROM documents WHERE id = ");
            sql.arg(id);
            sql.execute_in(&mut tx).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}
