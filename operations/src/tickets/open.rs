//! A ticket begins.

use domain::{
    FieldName, Problem,
    access::{Actor, Operation, Reach},
    text,
    ticket::{Severity, Side, limits},
};

use super::{
    Refused, clocks,
    detail::{Detail, get},
    messages::{Written, write},
    row::{Ticket, number, select},
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    journal::{self, Action, Entry, Subject, fields},
    reception::Reception,
};

/// The longest subject, in characters.
pub const MOST_SUBJECT: u32 = 200;
const MOST_NAME: u32 = 200;

/// What a ticket begins with, as it was given. What is empty is not said.
#[derive(Clone, Debug, Default)]
pub struct NewTicket {
    /// What it is about.
    pub subject: String,
    /// The first message.
    pub description: String,
    /// Id of the customer.
    pub customer_id: String,
    /// Who writes, when it is nobody with an id, or somebody there.
    pub buyer: String,
    /// Where an answer goes.
    pub email: String,
    /// Id of the product.
    pub product_id: String,
    /// Number of the order, which says customer and product, too.
    pub order_no: String,
    /// Code of [`Severity`]; `normal` when nothing is said.
    pub severity: String,
}

/// Rows and names that a new ticket is about.
#[derive(Default)]
struct About {
    product: Option<(i64, String)>,
    order: Option<i64>,
    customer: Option<(i64, String)>,
}

/// Opens a ticket for a buyer.
///
/// # Errors
/// `Denied`; a problem with each field; [`Refused::NotReceived`].
pub async fn open(office: &Office, actor: &Actor, new: &NewTicket) -> Result<Detail> {
    let reach = actor.may(Operation::OpenTicket)?;
    let reception = Reception::load(office).await?;
    if !reception.wanted.receives {
        return Err(Refused::NotReceived.into());
    }
    let mut problems = Vec::new();
    let mut required = |field: FieldName, given: &str, most: u32| {
        text::required(&given.replace("\r\n", "\n"), most).unwrap_or_else(|problem| {
            problems.push(problem.of(field.code()));
            String::new()
        })
    };
    let subject = required(FieldName::Subject, &new.subject, MOST_SUBJECT);
    let description = required(FieldName::Description, &new.description, super::MOST_CHARACTERS);
    let severity = match new.severity.trim() {
        "" => Some(Severity::Normal),
        code => Severity::parse(code).map_err(|problem| problems.push(problem.of("severity"))).ok(),
    };
    let email = match new.email.trim() {
        "" => None,
        given => text::mail_address(given).map_err(|problem| problems.push(problem.of("email"))).ok(),
    };
    let mut tx = office.db.begin().await?;
    let about = match about(&mut tx, actor, &reach, new).await {
        Err(Failure::Invalid(wrong)) => {
            problems.extend(wrong);
            About::default()
        }
        about => about?,
    };
    let said = text::optional(&new.buyer, MOST_NAME).unwrap_or_else(|problem| {
        problems.push(problem.of(FieldName::Buyer.code()));
        None
    });
    let known = about.customer.as_ref().map(|(_, name)| name.clone());
    let buyer = said.or(known).or_else(|| email.clone()).unwrap_or_default();
    if buyer.is_empty() && problems.is_empty() {
        problems.push(Problem::Missing.of(FieldName::Buyer.code()));
    }
    let Some(severity) = severity.filter(|_| problems.is_empty()) else {
        return Err(Failure::Invalid(problems));
    };
    let no = insert(&mut tx, office, &reception, (&subject, severity, buyer, email), &about).await?;
    let entry = Entry::new(Action::TicketOpened, Subject::Ticket(&no));
    let after = fields! { Subject: subject, Severity: severity, State: domain::ticket::State::Pending };
    journal::append(&mut tx, office, actor, entry.after(after)).await?;
    let mut ticket: Ticket =
        select(actor, &reach, &no)?.fetch_optional_in(&mut tx).await?.ok_or(Failure::NotFound)?;
    let first = Written { side: Side::Customer, public: true, body: &description, key: None };
    write(&mut tx, office, actor, &ticket, &first).await?;
    let now = office.clock.now();
    ticket.wind(&reception.calendar, now);
    ticket.save(&mut tx, now).await?;
    tx.commit().await?;
    get(office, actor, &no).await
}

/// What it is about, as far as the actor sees that; a buyer writes about the order of the link.
async fn about(tx: &mut Tx, actor: &Actor, reach: &Reach, new: &NewTicket) -> Result<About> {
    let mut about = About::default();
    let order_no = new.order_no.trim();
    if !order_no.is_empty() || actor.order_id().is_some() {
        let mut sql = Sql::new(
            "SELECT o.id, c.id, c.name, p.id, p.code FROM orders o JOIN customers c ON c.id = \
             o.customer_id JOIN order_lines l ON l.order_id = o.id AND l.line_no = (SELECT MIN(f.line_no) FROM order_lines f \
             WHERE f.order_id = o.id) JOIN products p ON p.id = l.product_id WHERE ",
        );
        match actor.order_id() {
            Some(id) => sql.push("o.id = ").arg(id),
            None => sql.push("o.order_no = ").arg(order_no.to_uppercase()),
        };
        if let (None, Reach::Products(products)) = (actor.order_id(), reach) {
            sql.among("p.id", products);
        }
        let found: Option<(i64, i64, String, i64, String)> = sql.fetch_optional_in(tx).await?;
        let (order, customer, name, product, code) =
            found.ok_or_else(|| not_known(FieldName::OrderNo, order_no))?;
        about =
            About { product: Some((product, code)), order: Some(order), customer: Some((customer, name)) };
    }
    let product = new.product_id.trim();
    if !product.is_empty() && actor.order_id().is_none() {
        let mut sql = Sql::new("SELECT p.id, p.code FROM products p WHERE p.code = ");
        sql.arg(product);
        if let Reach::Products(products) = reach {
            sql.among("p.id", products);
        }
        let found: Option<(i64, String)> = sql.fetch_optional_in(tx).await?;
        about.product = Some(found.ok_or_else(|| not_known(FieldName::ProductId, product))?);
    }
    let customer = new.customer_id.trim();
    if !customer.is_empty() && about.customer.is_none() {
        let mut sql = Sql::new("SELECT id, name FROM customers WHERE code = ");
        sql.arg(customer);
        let found: Option<(i64, String)> = sql.fetch_optional_in(tx).await?;
        about.customer = Some(found.ok_or_else(|| not_known(FieldName::CustomerId, customer))?);
    }
    Ok(about)
}

fn not_known(field: FieldName, value: &str) -> Failure {
    Problem::NotKnown { value: value.chars().take(80).collect() }.of(field.code()).into()
}

async fn insert(
    tx: &mut Tx,
    office: &Office,
    reception: &Reception,
    (subject, severity, buyer, email): (&str, Severity, String, Option<String>),
    about: &About,
) -> Result<String> {
    let now = office.clock.now();
    let product = about.product.as_ref().map(|(_, code)| code.as_str());
    let limits = limits(&reception.wanted.limits, product, severity);
    let (first, left) = clocks::begin(&reception.calendar, limits, now);
    let at = crate::db::millis(now);
    let mut sql = Sql::new(
        "INSERT INTO tickets (state, place, severity, subject, product_id, order_id, customer_id, \
         buyer, email, created_at, changed_at, first_response_due_at, resolution_left_ms) VALUES ('pending', 'unassigned', ",
    );
    sql.arg(severity.code())
        .push(", ")
        .arg(subject)
        .push(", ")
        .arg(about.product.as_ref().map(|(id, _)| *id));
    sql.push(", ").arg(about.order).push(", ").arg(about.customer.as_ref().map(|(id, _)| *id)).push(", ");
    sql.arg(buyer).push(", ").arg(email).push(", ").arg(at).push(", ").arg(at).push(", ").arg(first);
    sql.push(", ").arg(left).push(") RETURNING id");
    let (id,): (i64,) = sql.fetch_optional_in(tx).await?.ok_or(Failure::NotFound)?;
    Ok(number(id))
}
