//! A reply that goes out later: it waits in its ticket, and is held back when the customer wrote meanwhile.

use domain::{
    FieldName, Moment, Problem,
    access::{Actor, Operation, Reach},
    ticket::{Action as Deed, Side},
};
use sqlx::FromRow;

use super::{
    act::refuse_step,
    documents,
    messages::{NewMessage, keep},
    row::{Ticket, held, number},
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, millis},
    jobs::{self, Kind, Lease},
    journal::{self, Action, Entry, Subject, fields},
    reception::Reception,
    settings::Settings,
    staff,
};

/// A reply is planned no further ahead than so many days.
pub const MOST_DAYS: i64 = 90;
/// So many replies wait in a ticket.
const MOST: u32 = 20;

domain::codes! {
    /// Why a planned reply did not go out.
    pub enum Held {
        /// The customer wrote after it was planned.
        CustomerWrote = "customer_wrote",
        /// The ticket is in a state in which nothing is written to the customer.
        NotNow = "not_now",
        /// Whoever planned it does not work here any more, or has not the product any more.
        NotAllowed = "not_allowed",
    }
}

/// A reply that waits. Moments are milliseconds since 1970.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
#[expect(missing_docs, reason = "as the columns of the table")]
pub struct Planned {
    pub id: i64,
    pub staff_id: i64,
    pub staff_name: String,
    pub body: String,
    awaits: i64,
    seen_message: i64,
    pub send_at: i64,
    held: Option<String>,
    /// Names of the documents that go out with it.
    #[sqlx(skip)]
    pub documents: Vec<String>,
}

impl Planned {
    /// The clock of the solution stands still then until the customer has answered.
    #[must_use]
    pub const fn awaits(&self) -> bool {
        self.awaits != 0
    }

    /// Why it did not go out at its time.
    #[must_use]
    pub fn held(&self) -> Option<Held> {
        self.held.as_deref().and_then(Held::from_code)
    }
}

const SELECT: &str = "SELECT q.id, q.staff_id, s.name AS staff_name, q.body, q.awaits, q.seen_message, q.send_at, q.held \
     FROM ticket_planned q JOIN staff s ON s.id = q.staff_id WHERE ";

/// Sends a planned reply at its time.
pub(crate) const SEND_LATER: Kind = Kind {
    code: "tickets.send_later",
    lease: 60_000,
    attempts: 20,
    every: None,
    run: |office, lease| Box::pin(due(office, lease)),
    gave_up: |_, _, _, _| Box::pin(std::future::ready(Ok(()))),
};

/// When it is to go out: within the next days.
fn moment_of(office: &Office, given: &str) -> Result<Moment> {
    let field = FieldName::SendAt.code();
    let at = office.zone.parse(given).map_err(|problem| problem.of(field))?;
    let (now, value) = (office.clock.now(), || given.trim().chars().take(40).collect());
    if at <= now {
        return Err(Problem::NotInTheFuture { value: value() }.of(field).into());
    }
    if millis(at) - millis(now) > MOST_DAYS * 86_400_000 {
        return Err(Problem::TooFarAhead { value: value(), days: MOST_DAYS }.of(field).into());
    }
    Ok(at)
}

/// Keeps a reply until its time, in the transaction that holds the ticket.
pub(super) async fn plan(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    ticket: &mut Ticket,
    (new, body): (&NewMessage, &str),
) -> Result<()> {
    let send_at = millis(moment_of(office, &new.send_at)?);
    let only = |_| Problem::NotForLater.of(FieldName::SendAt.code());
    let staff = actor.staff_id().ok_or(()).map_err(only)?;
    if new.by.trim() == Side::Customer.code() || !new.public {
        return Err(only(()).into());
    }
    let waiting: Vec<Planned> = of_ticket(ticket.id).fetch_all_in(tx).await?;
    if waiting.len() >= MOST as usize {
        return Err(Problem::TooMany { most: MOST }.of(FieldName::SendAt.code()).into());
    }
    let mut sql = Sql::new(
        "INSERT INTO ticket_planned (ticket_id, staff_id, body, awaits, seen_message, send_at, created_at) \
         SELECT ",
    );
    sql.arg(ticket.id).push(", ").arg(staff).push(", ").arg(body).push(", ").arg(i64::from(new.awaits));
    sql.push(", COALESCE(MAX(m.id), 0), ").arg(send_at).push(", ").arg(office.clock.millis());
    sql.push(" FROM ticket_messages m WHERE m.ticket_id = ").arg(ticket.id).push(" RETURNING id");
    let (id,): (i64,) = sql.fetch_optional_in(tx).await?.ok_or(Failure::NotFound)?;
    let files = attach(tx, office, actor, ticket, new).await?;
    documents::plan(tx, actor, ticket, id, &files).await?;
    let at = office.zone.minute(crate::db::moment(send_at));
    note(tx, office, actor, ticket, (Action::TicketPlanned, fields! { Id: id, SendAt: at })).await?;
    jobs::push(tx, office, &SEND_LATER, id, send_at).await?;
    // Nothing that the customer sees has changed; whoever looks at the ticket sees what waits.
    ticket.save(tx, office).await
}

/// The rows of its documents: those that were handed in, and those that come with it.
async fn attach(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    ticket: &Ticket,
    new: &NewMessage,
) -> Result<Vec<i64>> {
    documents::few(new.documents.len() + new.files.len())?;
    let mut rows = new.documents.clone();
    if !new.files.is_empty() {
        let settings = Settings::load(office).await?;
        for file in &new.files {
            rows.push(documents::attach(tx, office, actor, ticket, (file, &settings)).await?);
        }
    }
    Ok(rows)
}

async fn note(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    ticket: &Ticket,
    (action, after): (Action, journal::Fields),
) -> Result<()> {
    let no = ticket.no();
    journal::append(tx, office, actor, Entry::new(action, Subject::Ticket(&no)).after(after)).await
}

/// The query of what waits in a ticket, the next one first.
fn of_ticket(ticket: i64) -> Sql {
    let mut sql = Sql::new(SELECT);
    sql.push("q.ticket_id = ").arg(ticket).push(" ORDER BY q.send_at, q.id");
    sql
}

/// What waits in a ticket, the next one first; a buyer sees nothing of it.
pub(super) async fn planned(office: &Office, actor: &Actor, ticket: i64) -> Result<Vec<Planned>> {
    if actor.order_id().is_some() {
        return Ok(Vec::new());
    }
    let mut planned: Vec<Planned> = of_ticket(ticket).fetch_all(&office.db).await?;
    for one in &mut planned {
        let mut sql = Sql::new(
            "SELECT d.name FROM ticket_documents td JOIN documents d ON d.id = td.document_id WHERE ",
        );
        sql.push("td.planned_id = ").arg(one.id).push(" ORDER BY d.id");
        let names: Vec<(String,)> = sql.fetch_all(&office.db).await?;
        one.documents = names.into_iter().map(|(name,)| name).collect();
    }
    Ok(planned)
}

/// Takes a reply back that has not gone out, so that it can be written anew; its documents are given up.
///
/// # Errors
/// `Denied`; `NotFound`: it is not of this ticket, or went out.
pub async fn take_back(office: &Office, actor: &Actor, no: &str, id: i64) -> Result<Planned> {
    let reach = actor.may(Operation::ActTicket)?;
    let mut tx = office.db.begin().await?;
    let mut ticket = held(&mut tx, actor, &reach, no).await?;
    let taken = planned(office, actor, ticket.id).await?.into_iter().find(|one| one.id == id);
    let taken = taken.ok_or(Failure::NotFound)?;
    remove(&mut tx, id).await?;
    note(&mut tx, office, actor, &ticket, (Action::TicketTakenBack, fields! { Id: id })).await?;
    ticket.save(&mut tx, office).await?;
    tx.commit().await?;
    Ok(taken)
}

/// Sends a reply now that waits or was held back, as the words of whoever asks for it.
///
/// # Errors
/// As [`take_back`]; the state of the ticket.
pub async fn send_now(office: &Office, actor: &Actor, no: &str, id: i64) -> Result<()> {
    let reach = actor.may(Operation::ActTicket)?;
    let mut tx = office.db.begin().await?;
    let mut ticket = held(&mut tx, actor, &reach, no).await?;
    send(&mut tx, office, actor, &mut ticket, id).await?;
    Ok(tx.commit().await?)
}

/// Takes its row away; documents that did not go out belong to nothing then.
async fn remove(tx: &mut Tx, id: i64) -> Result<()> {
    let mut sql = Sql::new("UPDATE ticket_documents SET planned_id = NULL WHERE planned_id = ");
    sql.arg(id);
    sql.execute_in(tx).await?;
    let mut sql = Sql::new("DELETE FROM ticket_planned WHERE id = ");
    sql.arg(id);
    sql.execute_in(tx).await?;
    Ok(())
}

/// In one transaction the row goes and the message comes.
async fn send(tx: &mut Tx, office: &Office, actor: &Actor, ticket: &mut Ticket, id: i64) -> Result<()> {
    refuse_step(actor, ticket, Deed::Reply, Side::Staff)?;
    let waiting: Vec<Planned> = of_ticket(ticket.id).fetch_all_in(tx).await?;
    let planned = waiting.into_iter().find(|one| one.id == id).ok_or(Failure::NotFound)?;
    let new = NewMessage { awaits: planned.awaits(), ..NewMessage::default() };
    let reception = Reception::load(office).await?;
    keep(tx, office, actor, (&reception, ticket), (Side::Staff, &planned.body, &new), Some(id)).await?;
    remove(tx, id).await
}

/// Its time has come.
async fn due(office: &Office, lease: &Lease) -> Result<()> {
    let id = lease.subject_id;
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("SELECT ticket_id, staff_id FROM ticket_planned WHERE held IS NULL AND id = ");
    sql.arg(id);
    let found: Option<(i64, i64)> = sql.fetch_optional_in(&mut tx).await?;
    // It was taken back, or sent by hand.
    let Some((ticket_id, staff_id)) = found else { return Ok(()) };
    let mut ticket = held(&mut tx, &Actor::System, &Reach::All, &number(ticket_id)).await?;
    let waiting: Vec<Planned> = of_ticket(ticket_id).fetch_all_in(&mut tx).await?;
    let Some(planned) = waiting.into_iter().find(|one| one.id == id) else { return Ok(()) };
    let author = staff::load_actor(office, staff_id).await?;
    let sees =
        author.as_ref().and_then(|author| author.may(Operation::ActTicket).ok()).is_some_and(|reach| {
            match reach {
                Reach::All => true,
                Reach::Products(products) => ticket.product_id.is_none_or(|id| products.contains(&id)),
            }
        });
    let Some(author) = author.filter(|_| sees) else {
        return hold(tx, office, &mut ticket, id, Held::NotAllowed).await;
    };
    if wrote_since(&mut tx, &ticket, planned.seen_message).await? {
        return hold(tx, office, &mut ticket, id, Held::CustomerWrote).await;
    }
    if refuse_step(&author, &ticket, Deed::Reply, Side::Staff).is_err() {
        return hold(tx, office, &mut ticket, id, Held::NotNow).await;
    }
    send(&mut tx, office, &author, &mut ticket, id).await?;
    Ok(tx.commit().await?)
}

/// Whether the customer wrote after this message.
async fn wrote_since(tx: &mut Tx, ticket: &Ticket, seen: i64) -> Result<bool> {
    let mut sql = Sql::new("SELECT id FROM ticket_messages WHERE side = 'customer' AND ticket_id = ");
    sql.arg(ticket.id).push(" AND id > ").arg(seen).limit(1);
    let found: Option<(i64,)> = sql.fetch_optional_in(tx).await?;
    Ok(found.is_some())
}

/// It stays where it is, with the reason, until somebody sends it or takes it back.
async fn hold(mut tx: Tx, office: &Office, ticket: &mut Ticket, id: i64, why: Held) -> Result<()> {
    let mut sql = Sql::new("UPDATE ticket_planned SET held = ");
    sql.arg(why.code()).push(" WHERE id = ").arg(id);
    sql.execute_in(&mut tx).await?;
    let told = fields! { Id: id, Held: why };
    note(&mut tx, office, &Actor::System, ticket, (Action::TicketHeldBack, told)).await?;
    ticket.save(&mut tx, office).await?;
    Ok(tx.commit().await?)
}
