//! Tickets: open one, write on it, take it further.

use axum::{
    Extension, Json,
    extract::{Path, State},
    http::StatusCode,
};
use domain::access::Actor;
use operations::tickets::{self, Given as Step, LIST, NewMessage, NewTicket};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    ApiError, ErrorBody,
    listing::list_handler,
    request::{Given, text_or_number},
    ticket_shape::{Ticket, TicketRow},
};
use crate::desk::Desk;

list_handler! {
    /// Tickets, the one in which something happened last first.
    "/tickets" of "tickets": LIST, tickets::list => TicketRow
}

/// What a buyer writes about.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Wanted {
    /// What it is about, up to 200 characters.
    #[serde(default, deserialize_with = "text_or_number")]
    subject: String,
    /// The first message, up to 20,000 characters.
    #[serde(default, deserialize_with = "text_or_number")]
    description: String,
    /// Id of the customer.
    #[serde(default, deserialize_with = "text_or_number")]
    customer_id: String,
    /// Who writes; the customer's name when absent.
    #[serde(default, deserialize_with = "text_or_number")]
    buyer: String,
    /// Where an answer goes.
    #[serde(default, deserialize_with = "text_or_number")]
    email: String,
    /// Id of the product.
    #[serde(default, deserialize_with = "text_or_number")]
    product_id: String,
    /// Number of the order, which says customer and product, too.
    #[serde(default, deserialize_with = "text_or_number")]
    order_no: String,
    /// `low`, `normal` (when absent), `high` or `urgent`.
    #[serde(default, deserialize_with = "text_or_number")]
    severity: String,
}

/// Opens a ticket for a buyer.
#[utoipa::path(
    post,
    path = "/tickets",
    tag = "tickets",
    request_body = Wanted,
    responses(
        (status = CREATED, body = Ticket),
        (status = CONFLICT, description = "Tickets are not received", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "What was given is wrong; `field` names it", body = ErrorBody)
    )
)]
pub(super) async fn open(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Given(wanted): Given<Wanted>,
) -> Result<(StatusCode, Json<Ticket>), ApiError> {
    let Wanted { subject, description, customer_id, buyer, email, product_id, order_no, severity } = wanted;
    let new = NewTicket {
        subject,
        description,
        customer_id,
        buyer,
        email,
        product_id,
        order_no,
        severity,
        language: String::new(),
        files: Vec::new(),
    };
    let detail = tickets::open(&desk.office, &actor, &new).await?;
    Ok((StatusCode::CREATED, Json(Ticket::of(&desk.office, detail))))
}

/// One ticket with its conversation.
#[utoipa::path(
    get,
    path = "/tickets/{no}",
    tag = "tickets",
    params(("no" = String, Path, description = "Number of the ticket, such as `T100042`")),
    responses((status = OK, body = Ticket), (status = NOT_FOUND, body = ErrorBody))
)]
pub(super) async fn get(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(no): Path<String>,
) -> Result<Json<Ticket>, ApiError> {
    let detail = tickets::get(&desk.office, &actor, &no).await?;
    Ok(Json(Ticket::of(&desk.office, detail)))
}

/// What is written.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Text {
    /// The text, up to 20,000 characters, with Markdown; may be empty when documents go with it.
    #[serde(default, deserialize_with = "text_or_number")]
    body: String,
    /// Rows of documents that were handed in for it, 20 at most.
    #[serde(default)]
    documents: Vec<i64>,
    /// The customer reads it; true when absent.
    #[serde(default)]
    public: Option<bool>,
    /// Whose it is: `staff` (when absent) or `customer`, whose words are recorded.
    #[serde(default, deserialize_with = "text_or_number")]
    by: String,
    /// The clock of the solution stands still until the customer has answered; true when absent.
    #[serde(default)]
    awaits_customer: Option<bool>,
    /// When it goes out, at most 90 days ahead; at once when absent. Only a reply of a member of staff waits.
    #[serde(default, deserialize_with = "text_or_number")]
    send_at: String,
}

/// Writes on a ticket: to the other side, or to colleagues alone.
#[utoipa::path(
    post,
    path = "/tickets/{no}/messages",
    tag = "tickets",
    params(("no" = String, Path, description = "Number of the ticket")),
    request_body = Text,
    responses(
        (status = OK, description = "The ticket as it is now", body = Ticket),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "Not possible in its state", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "What was given is wrong; `field` names it", body = ErrorBody)
    )
)]
pub(super) async fn say(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(no): Path<String>,
    Given(given): Given<Text>,
) -> Result<Json<Ticket>, ApiError> {
    let new = NewMessage {
        body: given.body,
        public: given.public.unwrap_or(true),
        by: given.by,
        awaits: given.awaits_customer.unwrap_or(true),
        send_at: given.send_at,
        documents: given.documents,
        ..NewMessage::default()
    };
    let detail = tickets::say(&desk.office, &actor, &no, &new).await?;
    Ok(Json(Ticket::of(&desk.office, detail)))
}

/// Sends a reply now that was to go out later.
#[utoipa::path(
    post,
    path = "/tickets/{no}/planned/{id}",
    tag = "tickets",
    params(
        ("no" = String, Path, description = "Number of the ticket"),
        ("id" = i64, Path, description = "`id` of a planned reply")
    ),
    responses(
        (status = OK, description = "The ticket as it is now", body = Ticket),
        (status = NOT_FOUND, description = "It went out, or was taken back", body = ErrorBody),
        (status = CONFLICT, description = "Not possible in its state", body = ErrorBody)
    )
)]
pub(super) async fn send_now(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path((no, id)): Path<(String, i64)>,
) -> Result<Json<Ticket>, ApiError> {
    tickets::send_now(&desk.office, &actor, &no, id).await?;
    Ok(Json(Ticket::of(&desk.office, tickets::get(&desk.office, &actor, &no).await?)))
}

/// Takes a reply back that was to go out later.
#[utoipa::path(
    delete,
    path = "/tickets/{no}/planned/{id}",
    tag = "tickets",
    params(
        ("no" = String, Path, description = "Number of the ticket"),
        ("id" = i64, Path, description = "`id` of a planned reply")
    ),
    responses(
        (status = OK, description = "The ticket as it is now", body = Ticket),
        (status = NOT_FOUND, description = "It went out, or was taken back", body = ErrorBody)
    )
)]
pub(super) async fn take_back(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path((no, id)): Path<(String, i64)>,
) -> Result<Json<Ticket>, ApiError> {
    tickets::take_back(&desk.office, &actor, &no, id).await?;
    Ok(Json(Ticket::of(&desk.office, tickets::get(&desk.office, &actor, &no).await?)))
}

/// A step of a ticket.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct TicketAction {
    /// `accept`, `assign`, `transfer`, `resolve`, `confirm`, `reject`, `withdraw`, `urge`, `reopen`, `rate`, `merge` or
    /// `link`.
    #[serde(default, deserialize_with = "text_or_number")]
    action: String,
    /// Whose it is: `staff` (when absent) or `customer`, whose step is recorded.
    #[serde(default, deserialize_with = "text_or_number")]
    by: String,
    /// Needed to transfer, to reject and to reopen.
    #[serde(default, deserialize_with = "text_or_number")]
    reason: String,
    /// What was wrong: needed to resolve.
    #[serde(default, deserialize_with = "text_or_number")]
    cause: String,
    /// What solved it: needed to resolve.
    #[serde(default, deserialize_with = "text_or_number")]
    solution: String,
    /// Account of who gets it, `me` or `nobody`; the number of another ticket to merge into or to link.
    #[serde(default, deserialize_with = "text_or_number")]
    to: String,
    /// 1 to 5.
    #[serde(default, deserialize_with = "text_or_number")]
    #[schema(value_type = Option<i64>)]
    rating: String,
}

/// Takes a ticket a step further.
#[utoipa::path(
    post,
    path = "/tickets/{no}/actions",
    tag = "tickets",
    params(("no" = String, Path, description = "Number of the ticket")),
    request_body = TicketAction,
    responses(
        (status = OK, description = "The ticket as it is now", body = Ticket),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "`not_now`, or something else stands against it", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "What was given is wrong; `field` names it", body = ErrorBody)
    )
)]
pub(super) async fn act(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(no): Path<String>,
    Given(given): Given<TicketAction>,
) -> Result<Json<Ticket>, ApiError> {
    let TicketAction { action, by, reason, cause, solution, to, rating } = given;
    let step = Step { action, by, reason, cause, solution, to, rating, seen: None };
    let detail = tickets::act(&desk.office, &actor, &no, &step).await?;
    Ok(Json(Ticket::of(&desk.office, detail)))
}
