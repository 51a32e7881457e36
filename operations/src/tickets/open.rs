//! A ticket begins.

use domain::{
    FieldName, Problem,
    access::{Actor, Operation, Reach},
    text,
    ticket::{Severity, Side, limits},
};

use super::{
    Refused, by_link, clocks,
    detail::{Detail, get},
    duty, give,
    row::{Ticket, number, select},
    written::{Written, write},
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    documents::{Taken, give_up},
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
    /// What the buyer is written to in, `zh-CN` or `en`; guessed from what was written when nothing is said.
    pub language: String,
    /// Files that come with the first message; they are given up when no ticket begins.
    pub files: Vec<Taken>,
}

/// Rows and names that a new ticket is about.
#[derive(Default)]
pub(super) struct About {
    pub(super) product: Option<(i64, String)>,
    pub(super) order: Option<i64>,
    pub(super) customer: Option<(i64, String)>,
}

/// What a ticket begins with, checked.
pub(super) struct Checked<'a> {
    pub(super) subject: &'a str,
    pub(super) description: &'a str,
    pub(super) severity: Severity,
    pub(super) buyer: String,
    pub(super) email: Option<String>,
    pub(super) language: &'a str,
    /// The address of the mail that it came by.
    pub(super) sender: Option<&'a str>,
    /// Files that come with the first message.
    pub(super) files: &'a [Taken],
    /// Files that are not kept, in JSON.
    pub(super) left_out: Option<&'a str>,
}

/// Opens a ticket for a buyer.
///
/// # Errors
/// `Denied`; a problem with each field; [`Refused::NotReceived`]; more than is kept for an order.
pub async fn open(office: &Office, actor: &Actor, new: &NewTicket) -> Result<Detail> {
    let opened = opened(office, actor, new).await;
    if opened.is_err() {
        give_up(office, &new.files).await;
    }
    get(office, actor, &opened?).await
}

/// Its number.
async fn opened(office: &Office, actor: &Actor, new: &NewTicket) -> Result<String> {
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
    if let Some(same) = by_link::same(&mut tx, office, actor, (&subject, &description)).await? {
        give_up(office, &new.files).await;
        return Ok(same);
    }
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
    let language = language(&new.language, &format!("{subject} {description}"));
    let checked = Checked {
        subject: &subject,
        description: &description,
        severity,
        buyer,
        email,
        language,
        sender: None,
        files: &new.files,
        left_out: None,
    };
    let no = begin(&mut tx, office, actor, &reception, checked, &about).await?.no();
    tx.commit().await?;
    Ok(no)
}

/// A ticket with its first message.
pub(super) async fn begin(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    reception: &Reception,
    new: Checked<'_>,
    about: &About,
) -> Result<Ticket> {
    let no = insert(tx, office, reception, &new, about).await?;
    let entry = Entry::new(Action::TicketOpened, Subject::Ticket(&no));
    let after =
        fields! { Subject: new.subject, Severity: new.severity, State: domain::ticket::State::Pending };
    journal::append(tx, office, actor, entry.after(after)).await?;
    let found = select(&Actor::System, &Reach::All, &no)?.fetch_optional_in(tx).await?;
    let mut ticket: Ticket = found.ok_or(Failure::NotFound)?;
    let (sender, files, left_out) = (new.sender, new.files, new.left_out);
    let first = Written {
        sender,
        files,
        left_out,
        with_step: true,
        subject: Some(new.subject),
        ..Written::public(Side::Customer, new.description)
    };
    write(tx, office, actor, &ticket, &first).await?;
    if let Some(next) = duty::next(tx, office, &ticket).await? {
        give::to(&mut ticket, Some(next));
    }
    ticket.wind(&reception.calendar, office.clock.now());
    ticket.save(tx, office).await?;
    Ok(ticket)
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

/// The language that is said; otherwise Chinese where a Chinese character stands, and English where none does.
pub(super) fn language(said: &str, text: &str) -> &'static str {
    let is_han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
    match said.trim() {
        "en" => "en",
        "" if !text.contains(is_han) => "en",
        _ => "zh-CN",
    }
}

fn not_known(field: FieldName, value: &str) -> Failure {
    Problem::NotKnown { value: value.chars().take(80).collect() }.of(field.code()).into()
}

async fn insert(
    tx: &mut Tx,
    office: &Office,
    reception: &Reception,
    new: &Checked<'_>,
    about: &About,
) -> Result<String> {
    let now = office.clock.now();
    let product = about.product.as_ref().map(|(_, code)| code.as_str());
    let limits = limits(&reception.wanted.limits, product, new.severity);
    let (first, first_ms, left) = clocks::begin(&reception.calendar, limits, now);
    let at = crate::db::millis(now);
    let mut sql = Sql::new(
        "INSERT INTO tickets (state, place, severity, subject, product_id, order_id, customer_id, \
         buyer, email, language, created_at, changed_at, first_response_due_at, first_limit_ms, resolution_limit_ms, resolution_left_ms) VALUES ('pending', 'unassigned', ",
    );
    sql.arg(new.severity.code())
        .push(", ")
        .arg(new.subject)
        .push(", ")
        .arg(about.product.as_ref().map(|(id, _)| *id));
    sql.push(", ").arg(about.order).push(", ").arg(about.customer.as_ref().map(|(id, _)| *id)).push(", ");
    sql.arg(new.buyer.as_str()).push(", ").arg(new.email.clone()).push(", ").arg(new.language);
    sql.push(", ").arg(at).push(", ").arg(at).push(", ").arg(first);
    sql.push(", ").arg(first_ms).push(", ").arg(left).push(", ").arg(left).push(") RETURNING id");
    let (id,): (i64,) = sql.fetch_optional_in(tx).await?.ok_or(Failure::NotFound)?;
    Ok(number(id))
}
