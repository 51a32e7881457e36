//! Forms: look at the door, call the form's function, send the browser on (303).

use app::{
    forms::{Done, Effect, Flash, Form},
    pages::{FORMS, FormFn},
    visit::encoded,
};
use axum::{
    Router,
    body::to_bytes,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use domain::access::DoorKind;
use operations::Failure;
use tower_sessions::Session;

use super::{client, flash, held, respond, sessions::STAFF, visits::arrive};
use crate::{
    admit::{Refusal, admit},
    desk::Desk,
};

/// The largest form, in bytes.
const LARGEST: usize = 256 * 1024;

/// A route for every form.
pub fn router() -> Router<Desk> {
    let mut router = Router::new();
    for (path, form) in FORMS {
        let take = move |State(desk): State<Desk>, request: Request| take(desk, request, path, *form);
        router = router.route(path, post(take));
    }
    router
}

async fn take(desk: Desk, request: Request, path: &'static str, form: FormFn) -> Response {
    let (request, body) = request.into_parts();
    let back = back(&request);
    let arrival = match arrive(&desk, &request, Default::default()).await {
        Ok(arrival) => arrival,
        Err(failure) => return respond::plain_failure(&failure),
    };
    let Ok(bytes) = to_bytes(body, LARGEST).await else {
        return (StatusCode::PAYLOAD_TOO_LARGE, "The form is too large.\n").into_response();
    };
    let fields = Form(serde_urlencoded::from_bytes(&bytes).unwrap_or_default());
    let visit = arrival.visit;
    let result = match admit(DoorKind::Form, path, visit.actor.as_ref()) {
        Ok(()) => form(&visit, &fields).await,
        Err(Refusal::Unknown) => {
            let held = held::hold(&desk, &request, Flash::too_late(path, &fields, visit.lang)).await;
            let ended = if held.is_some() { "held" } else { "lost" };
            let to = format!("/sign-in?ended={ended}&next={}", encoded(&back));
            return with(Redirect::to(&to).into_response(), held);
        }
        Err(refusal) => Err(refusal.into()),
    };
    match result {
        Ok(done) => carried_out(&desk, &request, &arrival.session, path, done, back).await,
        Err(failure)
            if failure.is_internal() || matches!(failure, Failure::Denied(_) | Failure::NotFound) =>
        {
            respond::failure_page(&desk, &visit, &failure)
        }
        Err(failure) => {
            let refusal = Flash::refusal(path, &fields, &failure, visit.lang);
            let cookie = flash::leave(&desk, None, &refusal).await;
            with(Redirect::to(&back).into_response(), cookie)
        }
    }
}

fn with(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

async fn carried_out(
    desk: &Desk,
    request: &Parts,
    session: &Session,
    path: &str,
    done: Done,
    back: String,
) -> Response {
    let mut cookie = None;
    let year = 365 * 86_400;
    match &done.effect {
        Effect::None | Effect::Fill(..) => {}
        Effect::SignIn(id) => {
            // A new id: whoever knew the old one does not get in with it.
            let signed_in = async {
                session.cycle_id().await?;
                session.insert(STAFF, id).await
            };
            if let Err(error) = signed_in.await {
                tracing::error!(%error, "the session could not be kept");
                return respond::plain_failure(&Failure::Internal("session".into()));
            }
        }
        Effect::SignOut => {
            let _ = session.flush().await;
        }
        Effect::Lang(lang) => {
            cookie = Some(format!("lang={}; Path=/; Max-Age={year}; SameSite=Lax", lang.code()))
        }
        Effect::Theme(theme) => cookie = Some(format!("theme={theme}; Path=/; Max-Age={year}; SameSite=Lax")),
    }
    let mut left = None;
    if done.said.is_some() || done.secret.is_some() {
        // One that ends or changes its id in this answer seals nothing.
        let id = session.id().filter(|_| matches!(done.effect, Effect::None)).map(|id| id.to_string());
        left = flash::leave(desk, id.as_deref(), &Flash::done(path, &done)).await;
    }
    let to = if done.to.is_empty() { back } else { done.to };
    let mut response = with(Redirect::to(&to).into_response(), left);
    if let Effect::SignIn(staff) = done.effect {
        held::signed_in(desk, request, staff, response.headers_mut());
    }
    if done.effect == Effect::SignOut {
        let headers = response.headers_mut();
        headers.insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    }
    if let Some(cookie) = cookie {
        let cookie = if desk.config.is_https() { format!("{cookie}; Secure") } else { cookie };
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

/// The page that the form was on: the path of the referring page, if it is one of ours.
pub(super) fn back(request: &Parts) -> String {
    let referer = client::header(request, "referer");
    let host = client::header(request, "host");
    referer
        .split_once("://")
        .and_then(|(_, rest)| rest.strip_prefix(host))
        .filter(|path| path.starts_with('/') && !path.starts_with("//") && !host.is_empty())
        .map_or_else(|| "/".to_owned(), str::to_owned)
}
