//! The page that a buyer opens by a link, and what is done there. No session, no cookie: the key in the address says
//! who it is, and nothing but that one order can be reached by it.

mod tickets;

use app::{
    forms::{Flash, Form},
    lang::Lang,
    pages::buyer::{self, FORM, Opened},
    visit::Visit,
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use operations::{
    Failure,
    documents::{Refused, read::read},
    merchant,
    orders::{self, Guest},
    supervisions::{
        self, Given,
        documents::{NewDocument, hand_in},
    },
};

use super::{
    client,
    files::document::{attached, broken, reader, text},
    respond,
};
use crate::desk::{Desk, RequestId};

/// Every route, as `domain::access::DOORS` writes it.
pub(super) const ROUTES: [&str; 6] = [
    "GET /d/{key}",
    "POST /d/{key}/act",
    "GET /d/{key}/documents/{id}",
    "GET /d/{key}/tickets/{no}",
    "POST /d/{key}/tickets",
    "POST /d/{key}/tickets/{no}/act",
];

/// The longest text of a field, in bytes.
const LONGEST: usize = 16 * 1024;
/// So many fields are read.
const MOST_FIELDS: usize = 64;
/// So many files come with a step,
const MOST_FILES: usize = 20;
/// and so many have come before it, piece by piece.
const MOST_BEFORE: usize = 200;

/// A route for each.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/d/{key}", get(page))
        .route("/d/{key}/act", post(act).layer(DefaultBodyLimit::disable()))
        .route("/d/{key}/documents/{id}", get(document))
        .route("/d/{key}/tickets", post(tickets::open).layer(DefaultBodyLimit::disable()))
        .route("/d/{key}/tickets/{no}", get(tickets::page))
        .route("/d/{key}/tickets/{no}/act", post(tickets::act).layer(DefaultBodyLimit::disable()))
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
        unread: 0,
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
    match orders::guest(&desk.office, key).await {
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

/// Who delivers, in the buyer's language.
async fn merchant_of(desk: &Desk, visit: &Visit) -> Result<Option<String>, Failure> {
    let merchant = merchant::read(&desk.office, &domain::access::Actor::System).await?;
    Ok(Some(merchant.company(visit.lang == Lang::Zh).to_owned()).filter(|name| !name.is_empty()))
}

async fn show(desk: &Desk, visit: &Visit, key: String, guest: Guest, status: StatusCode) -> Response {
    let merchant = match merchant_of(desk, visit).await {
        Ok(merchant) => merchant,
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

/// A document of that delivery, and of no other.
async fn document(
    State(desk): State<Desk>,
    Path((key, id)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (request, _) = request.into_parts();
    let (visit, guest) = match opened(&desk, &request, &key).await {
        Ok(opened) => opened,
        Err(refusal) => return *refusal,
    };
    let found = async {
        let id = id.parse().map_err(|_| Failure::NotFound)?;
        read(&desk.office, &guest.actor, id).await
    };
    match found.await {
        Ok(found) => sealed(attached(found)),
        Err(failure @ Failure::NotFound) => {
            let page = buyer::refused(&visit, &failure);
            sealed(respond::page(&desk, &visit, page, StatusCode::NOT_FOUND))
        }
        Err(failure) => respond::plain_failure(&failure),
    }
}

async fn take(desk: &Desk, guest: &Guest, request: Request, fields: &mut Form) -> Result<(), Failure> {
    let (mut documents, mut before) = (Vec::new(), Vec::new());
    let mut form =
        Multipart::from_request(request, &()).await.map_err(|_| Failure::from(Refused::BrokenOff))?;
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            // A browser sends a file without a name when none was chosen.
            Some(file) if file.is_empty() => {}
            Some(_) if documents.len() >= MOST_FILES => {
                return Err(Refused::TooMany { most: MOST_FILES as i64 }.into());
            }
            Some(file) => {
                let request = name.split_once('.').map_or("", |(_, id)| id);
                let new = NewDocument { request, name: &file, ..NewDocument::default() };
                let (office, order_no) = (&desk.office, &guest.order_no);
                let done = hand_in(office, &guest.actor, order_no, &new, reader(field)).await?;
                documents.push(done.id);
            }
            None if fields.0.len() < MOST_FIELDS => {
                let text = text(field).await?;
                // A file that went up before the step, piece by piece.
                if name == "documents"
                    && let Ok(id) = text.parse()
                {
                    if before.len() >= MOST_BEFORE {
                        return Err(Refused::TooMany { most: MOST_BEFORE as i64 }.into());
                    }
                    before.push(id);
                    continue;
                }
                fields.0.push((name, text.chars().take(LONGEST).collect()));
            }
            None => {}
        }
    }
    documents.append(&mut before);
    let given = Given {
        action: fields.get("action").to_owned(),
        comment: fields.get("comment").to_owned(),
        seen: fields.get("seen").parse().ok(),
        documents,
        ..Given::default()
    };
    supervisions::act(&desk.office, &guest.actor, &guest.order_no, &given).await
}
