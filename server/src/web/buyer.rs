//! The page that a buyer opens by a link, and what is done there. No session, no cookie: the key in the address says
//! who it is, and nothing but that one delivery can be reached by it.

use app::{
    forms::{Flash, Form},
    lang::Lang,
    pages::buyer::{self, FORM, Opened},
    visit::Visit,
};
use axum::{
    Router,
    extract::{FromRequest, Multipart, Path, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use operations::{
    Failure, merchant,
    supervisions::{self, Given, Guest},
};

use super::{client, respond};
use crate::desk::{Desk, RequestId};

/// Every route, as `domain::access::DOORS` writes it.
pub(super) const ROUTES: [&str; 2] = ["GET /d/{key}", "POST /d/{key}/act"];

/// The longest text of a field, in bytes.
const LONGEST: usize = 16 * 1024;
/// So many fields are read.
const MOST_FIELDS: usize = 64;

/// A route for each.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/d/{key}", get(page)).route("/d/{key}/act", post(act))
}

/// A visit of somebody who is not known yet.
fn visit(desk: &Desk, request: &Parts) -> Visit {
    Visit {
        office: desk.office.clone(),
        actor: None,
        lang: Lang::accepted(client::header(request, "accept-language")),
        theme: "system".to_owned(),
        density: None,
        shortcuts: false,
        path: request.uri.path().to_owned(),
        query: request.uri.query().unwrap_or_default().to_owned(),
        params: Default::default(),
        flash: None,
        request_id: request.extensions.get::<RequestId>().map(|r| r.0.clone()).unwrap_or_default(),
        session: None,
        demo: false,
        address: client::address(request),
        public_url: desk.config.public_url.clone(),
    }
}

/// Nobody keeps the page, and nobody finds it by a search.
fn sealed(mut response: Response) -> Response {
    let header = HeaderName::from_static("x-robots-tag");
    response.headers_mut().insert(header, HeaderValue::from_static("noindex, nofollow"));
    response
}

/// Whom the key lets in, and a visit as that buyer; otherwise what is said.
async fn opened(desk: &Desk, request: &Parts, key: &str) -> Result<(Visit, Guest), Box<Response>> {
    let mut visit = visit(desk, request);
    match supervisions::guest(&desk.office, key).await {
        Ok(guest) => {
            visit.lang = Lang::from_code(&guest.language).unwrap_or(visit.lang);
            visit.actor = Some(guest.actor.clone());
            Ok((visit, guest))
        }
        Err(failure @ (Failure::NotFound | Failure::Supervision(_))) => {
            let page = buyer::refused(&visit, &failure);
            Err(Box::new(sealed(respond::page(desk, &visit, page, respond::status(&failure)))))
        }
        Err(failure) => Err(Box::new(respond::plain_failure(&failure))),
    }
}

async fn page(State(desk): State<Desk>, Path(key): Path<String>, request: Request) -> Response {
    let (request, _) = request.into_parts();
    let (visit, guest) = match opened(&desk, &request, &key).await {
        Ok(opened) => opened,
        Err(refusal) => return *refusal,
    };
    show(&desk, &visit, key, guest, StatusCode::OK).await
}

async fn show(desk: &Desk, visit: &Visit, key: String, guest: Guest, status: StatusCode) -> Response {
    let merchant = match merchant::read(&desk.office, &domain::access::Actor::System).await {
        Ok(merchant) => Some(merchant.company(visit.lang == Lang::Zh).to_owned()).filter(|n| !n.is_empty()),
        Err(failure) => return respond::plain_failure(&failure),
    };
    match buyer::page(visit, Opened { key, guest, merchant }).await {
        Ok(page) => sealed(respond::page(desk, visit, page, status)),
        Err(failure) => respond::plain_failure(&failure),
    }
}

/// A step, with the files that go with it. What is refused is told on the page itself, with what was entered.
async fn act(State(desk): State<Desk>, Path(key): Path<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let (mut visit, guest) = match opened(&desk, &parts, &key).await {
        Ok(opened) => opened,
        Err(refusal) => return *refusal,
    };
    let request = Request::from_parts(parts, body);
    let mut fields = Form::default();
    match take(&desk, &guest, request, &mut fields).await {
        Ok(()) => Redirect::to(&format!("/d/{key}?done={}", app::visit::encoded(fields.get("action"))))
            .into_response(),
        Err(failure) if failure.is_internal() => respond::plain_failure(&failure),
        Err(failure) => {
            visit.flash = Some(Flash::refusal(FORM, &fields, &failure, visit.lang));
            show(&desk, &visit, key, guest, respond::status(&failure)).await
        }
    }
}

async fn take(desk: &Desk, guest: &Guest, request: Request, fields: &mut Form) -> Result<(), Failure> {
    let broken = || Failure::Internal("the form broke off".to_owned());
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| Failure::NotFound)?;
    while let Some(field) = form.next_field().await.map_err(|_| broken())? {
        let name = field.name().unwrap_or_default().to_owned();
        if fields.0.len() < MOST_FIELDS {
            let text = field.text().await.map_err(|_| broken())?;
            fields.0.push((name, text.chars().take(LONGEST).collect()));
        }
    }
    let given = Given {
        action: fields.get("action").to_owned(),
        comment: fields.get("comment").to_owned(),
        seen: fields.get("seen").parse().ok(),
        ..Given::default()
    };
    supervisions::act(&desk.office, &guest.actor, &guest.order_no, &given).await
}
