//! A message on a ticket with its files, from the form of the page.

use app::{
    forms::{Flash, Form},
    pages::{MESSAGE_FORM, insert_answer, send_message},
    words::failures,
};
use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::access::DoorKind;
use operations::{Failure, documents::give_up};

use crate::{
    admit::{Refusal, admit},
    desk::Desk,
    web::{
        flash, forms, held, respond,
        sent::{sent, texts},
        visits::{arrive, params},
    },
};

/// Its row in `domain::access::DOORS`.
pub(super) const ROUTE: &str = "POST /tickets/{no}/messages";

/// Takes the message and goes back to the ticket.
pub(super) async fn send(State(desk): State<Desk>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let params = params(&mut parts).await;
    let arrival = match arrive(&desk, &parts, params).await {
        Ok(arrival) => arrival,
        Err(failure) => return respond::plain_failure(&failure),
    };
    let (visit, back) = (arrival.visit, forms::back(&parts));
    match admit(DoorKind::File, ROUTE, visit.actor.as_ref()) {
        Ok(()) => {}
        Err(Refusal::Unknown) => {
            // What was written is there again after the sign-in; files have to be chosen once more.
            let fields = texts(Request::from_parts(parts.clone(), body)).await;
            let late = Flash::too_late(MESSAGE_FORM, &fields, visit.lang);
            let held = held::hold(&desk, &parts, late).await;
            let ended = if held.is_some() { "held" } else { "lost" };
            let to = format!("/sign-in?ended={ended}&next={}", app::visit::encoded(&back));
            return with(Redirect::to(&to).into_response(), held);
        }
        Err(refusal) => return respond::failure_page(&desk, &visit, &refusal.into()),
    }
    let no = visit.param("no").to_owned();
    let mut fields = Form::default();
    let done = async {
        let actor = visit.actor().map_err(|failure| (String::new(), failure))?;
        let request = Request::from_parts(parts, body);
        let files = sent(&visit.office, actor, Some(&no), request, &mut fields).await?;
        match insert_answer(&visit, &no, &mut fields).await {
            Ok(false) => {}
            inserted => {
                give_up(&visit.office, &files).await;
                return inserted.map(|_| None).map_err(|failure| (String::new(), failure));
            }
        }
        send_message(&visit, &no, &fields, files).await.map(Some).map_err(|failure| (String::new(), failure))
    };
    let left = match done.await {
        Ok(None) => Flash::going_on(MESSAGE_FORM, &fields),
        Ok(Some(said)) => {
            Flash { form: MESSAGE_FORM.to_owned(), said: Some(said.to_owned()), ..Flash::default() }
        }
        Err((_, failure))
            if failure.is_internal() || matches!(failure, Failure::NotFound | Failure::Denied(_)) =>
        {
            return respond::failure_page(&desk, &visit, &failure);
        }
        Err((file, failure)) => refusal(MESSAGE_FORM, &fields, (&file, &failure), visit.lang),
    };
    let Some(cookie) = flash::leave(&desk, None, &left).await else {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    };
    let own = format!("/tickets/{no}");
    // The way back to the filtered queue stays.
    let to = if left.is_refusal() && back.starts_with(&own) { back } else { own };
    let to = if left.goes_on { format!("{to}#write") } else { to };
    with(Redirect::to(&to).into_response(), Some(cookie))
}

/// What is told of a form of which a file was refused, by its name.
pub(crate) fn refusal(
    form: &str,
    fields: &Form,
    (file, failure): (&str, &Failure),
    lang: app::lang::Lang,
) -> Flash {
    let flash = Flash::refusal(form, fields, failure, lang);
    if file.is_empty() {
        return flash;
    }
    let why = failures::failure(failure, lang);
    Flash { refused: Some(format!("{file}{}{why}", lang.pick("：", ": "))), ..flash }
}

fn with(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
