//! The tickets of a buyer's order: asked, read, answered by the link.

use app::{
    forms::Form,
    pages::buyer::{self, NEW_TICKET, Opened, TICKET_ACT},
    visit::Visit,
    words::BuyerWords,
};
use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use operations::{
    Failure,
    documents::Taken,
    orders::Guest,
    tickets::{self, Given, NewMessage, NewTicket, Refused},
};

use super::{merchant_of, opened, sealed, show};
use crate::{
    desk::Desk,
    web::{files::message::refusal, respond, sent::sent},
};

/// One ticket of the order.
pub(super) async fn page(
    State(desk): State<Desk>,
    Path((key, no)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (request, _) = request.into_parts();
    match opened(&desk, &request, &key).await {
        Ok((visit, guest)) => one(&desk, &visit, (key, guest), &no, StatusCode::OK).await,
        Err(refusal) => *refusal,
    }
}

async fn one(
    desk: &Desk,
    visit: &Visit,
    (key, guest): (String, Guest),
    no: &str,
    status: StatusCode,
) -> Response {
    let merchant = match merchant_of(desk, visit).await {
        Ok(merchant) => merchant,
        Err(failure) => return respond::plain_failure(&failure),
    };
    match buyer::ticket(visit, Opened { key, guest, merchant }, no).await {
        Ok(page) => sealed(respond::page(desk, visit, page, status)),
        Err(failure) => nothing(desk, visit, &failure),
    }
}

/// There is no such ticket of this order.
fn nothing(desk: &Desk, visit: &Visit, failure: &Failure) -> Response {
    match failure {
        Failure::NotFound => {
            let page = buyer::refused(visit, failure);
            sealed(respond::page(desk, visit, page, StatusCode::NOT_FOUND))
        }
        failure => respond::plain_failure(failure),
    }
}

/// A new ticket. What is refused is told on the page of the order, with what was entered.
pub(super) async fn open(State(desk): State<Desk>, Path(key): Path<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let (mut visit, guest) = match opened(&desk, &parts, &key).await {
        Ok(opened) => opened,
        Err(refusal) => return *refusal,
    };
    let mut fields = Form::default();
    let done = async {
        let request = Request::from_parts(parts, body);
        let files = sent(&desk.office, &guest.actor, None, request, &mut fields).await?;
        asked(&desk, &guest, &fields, files).await.map_err(|failure| (String::new(), failure))
    };
    match done.await {
        Ok(no) => Redirect::to(&format!("/d/{key}/tickets/{no}?done=open")).into_response(),
        Err((_, failure)) if failure.is_internal() => respond::plain_failure(&failure),
        Err((file, failure)) => {
            let mut flash = refusal(NEW_TICKET, &fields, (&file, &failure), visit.lang);
            if matches!(failure, Failure::Ticket(Refused::NotReceived)) {
                flash.refused = Some(BuyerWords::of(visit.lang).tickets_closed.to_owned());
            }
            visit.flash = Some(flash);
            show(&desk, &visit, key, guest, respond::status(&failure)).await
        }
    }
}

/// Its number. A buyer says what is wrong; whom and what it is about the link says.
async fn asked(desk: &Desk, guest: &Guest, fields: &Form, files: Vec<Taken>) -> Result<String, Failure> {
    let new = NewTicket {
        subject: fields.get("subject").to_owned(),
        description: fields.get("description").to_owned(),
        severity: fields.get("severity").to_owned(),
        files,
        ..NewTicket::default()
    };
    Ok(tickets::open(&desk.office, &guest.actor, &new).await?.ticket.no())
}

/// A message or a step. What is refused is told on the page of the ticket, with what was entered.
pub(super) async fn act(
    State(desk): State<Desk>,
    Path((key, no)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let (mut visit, guest) = match opened(&desk, &parts, &key).await {
        Ok(opened) => opened,
        Err(refusal) => return *refusal,
    };
    let mut fields = Form::default();
    let done = async {
        let request = Request::from_parts(parts, body);
        let files = sent(&desk.office, &guest.actor, Some(&no), request, &mut fields).await?;
        taken(&desk, &guest, &no, &fields, files).await.map_err(|failure| (String::new(), failure))
    };
    match done.await {
        Ok(()) => {
            let done = app::visit::encoded(fields.get("action"));
            Redirect::to(&format!("/d/{key}/tickets/{no}?done={done}")).into_response()
        }
        Err((_, failure @ Failure::NotFound)) => nothing(&desk, &visit, &failure),
        Err((_, failure)) if failure.is_internal() => respond::plain_failure(&failure),
        Err((file, failure)) => {
            visit.flash = Some(refusal(TICKET_ACT, &fields, (&file, &failure), visit.lang));
            one(&desk, &visit, (key, guest), &no, respond::status(&failure)).await
        }
    }
}

async fn taken(
    desk: &Desk,
    guest: &Guest,
    no: &str,
    fields: &Form,
    files: Vec<Taken>,
) -> Result<(), Failure> {
    let text = |name: &str| fields.get(name).to_owned();
    let seen = fields.get("seen").parse().ok();
    if fields.get("action") == domain::ticket::Action::Reply.code() {
        let key = Some(text("key")).filter(|key| !key.is_empty());
        let new = NewMessage { body: text("body"), seen, key, files, ..NewMessage::default() };
        tickets::say(&desk.office, &guest.actor, no, &new).await?;
        return Ok(());
    }
    // Files go with a message only.
    operations::documents::give_up(&desk.office, &files).await;
    let given = Given {
        action: text("action"),
        reason: text("reason"),
        rating: text("rating"),
        seen,
        ..Given::default()
    };
    tickets::act(&desk.office, &guest.actor, no, &given).await?;
    Ok(())
}
