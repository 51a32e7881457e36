//! Pictures of the merchant: one comes in, the one that is there, and those on a statement.

use app::{
    forms::{Done, Flash},
    visit::Visit,
    words::{MerchantWords, failures},
};
use axum::{
    body::Body,
    extract::{FromRequest, Multipart, Request, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use operations::{
    Failure,
    merchant::{self, LARGEST, Merchant, Place},
    statements,
};

use super::admitted;
use crate::{
    desk::Desk,
    web::{
        flash,
        received::{Received, Refusal, received_up_to},
        respond,
        visits::Arrival,
    },
};

/// Its row in `domain::access::DOORS`.
pub(super) const ROUTE: &str = "POST /settings/merchant/{place}";
/// The page that the form is on.
const PAGE: &str = "/settings/merchant";

/// The picture that is in a place now.
pub(super) async fn now(visit: &Visit) -> Result<Response, Failure> {
    shown(visit, &merchant::read(&visit.office, visit.actor()?).await?).await
}

/// The picture on a statement: as it was issued, or as it is now for a draft.
pub(super) async fn on_statement(visit: &Visit) -> Result<Response, Failure> {
    let actor = visit.actor()?;
    let head = statements::head_of(&visit.office, actor, visit.row("id")?).await?;
    shown(visit, &statements::merchant(&visit.office, actor, &head).await?).await
}

async fn shown(visit: &Visit, merchant: &Merchant) -> Result<Response, Failure> {
    let picture = place(visit).and_then(|place| merchant.picture(place)).ok_or(Failure::NotFound)?;
    let mut response = Response::new(Body::from(picture.bytes(&visit.office).await?));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(picture.media_type()));
    Ok(response)
}

fn place(visit: &Visit) -> Option<Place> {
    Place::from_code(visit.param("place"))
}

/// Takes the file `file` of a form and goes back to its page.
pub(super) async fn upload(State(desk): State<Desk>, request: Request) -> Response {
    let (Arrival { visit, session, .. }, request) = match admitted(&desk, request, ROUTE).await {
        Ok(admitted) => admitted,
        Err(refusal) => return *refusal,
    };
    let words = MerchantWords::of(visit.lang);
    let (flash, session) = match take(&visit, request).await {
        Ok(()) => {
            let id = session.id().map(|id| id.to_string());
            (Flash::done(PAGE, &Done::back().saying(words.uploaded)), id)
        }
        Err(refusal) => {
            let text = match refusal {
                Refusal::TooLarge => failures::failure(&too_large(&visit), visit.lang),
                Refusal::BrokenOff => words.broken_off.to_owned(),
                Refusal::Failed(failure @ Failure::Invalid(_)) => failures::failure(&failure, visit.lang),
                Refusal::Failed(failure) => return respond::failure_page(&desk, &visit, &failure),
            };
            (Flash { form: PAGE.to_owned(), refused: Some(text), ..Flash::default() }, None)
        }
    };
    let cookie = flash::leave(&desk, session.as_deref(), &flash).await;
    let mut response = Redirect::to(PAGE).into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn too_large(visit: &Visit) -> Failure {
    let field = place(visit).map_or("file", |place| place.field().code());
    domain::Problem::FileTooLarge { most: LARGEST >> 20 }.of(field).into()
}

async fn take(visit: &Visit, request: Request) -> Result<(), Refusal> {
    let actor = visit.actor()?;
    let place = place(visit).ok_or(Failure::NotFound)?;
    let missing = || Refusal::from(domain::Problem::Missing.of("file"));
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| missing())?;
    while let Some(field) = form.next_field().await.map_err(|_| Refusal::BrokenOff)? {
        if field.name() == Some("file") {
            let Received { path, size } = received_up_to(LARGEST, field).await?;
            // A browser sends a file without content when none was chosen.
            if size == 0 {
                return Err(missing());
            }
            return Ok(merchant::set_picture(&visit.office, actor, place, &path).await?);
        }
    }
    Err(missing())
}
