//! What happens, as a stream of server-sent events: for pages that are open, and for programs. Whoever listens is looked
//! at again every minute, so that rights end when they end.

use std::{collections::HashMap, convert::Infallible, time::Duration};

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, request::Parts},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
    routing::{get, post},
};
use domain::access::{Actor, DoorKind};
use futures::Stream;
use operations::{
    Failure, Office,
    live::{News, Seat},
    tickets, tokens, visits,
};
use tokio::{
    sync::broadcast::error::RecvError,
    time::{Instant, timeout_at},
};

use super::{respond, visits::arrive};
use crate::{
    admit::{Refusal, admit},
    desk::Desk,
};

/// Every route, as `domain::access::DOORS` writes it.
pub(super) const ROUTES: [&str; 2] = ["GET /live", "POST /live/writing"];

/// Whoever listens is looked at again so often.
const AGAIN: Duration = Duration::from_secs(60);
/// Something is sent at least so often, so that what lies between does not end the connection.
const ALIVE: Duration = Duration::from_secs(20);
/// A browser comes back after so long.
const RETRY: Duration = Duration::from_secs(2);
/// One person listens with so many pages at once.
const MOST_EACH: usize = 40;

/// A route for each.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/live", get(page)).route("/live/writing", post(writing))
}

/// By what somebody listens: looked up again and again.
pub(crate) enum Pass {
    /// Hash of a session's id.
    Session(String),
    /// An API token.
    Token(String),
}

impl Pass {
    async fn actor(&self, office: &Office) -> Option<Actor> {
        match self {
            Self::Session(id) => visits::load(office, id).await.ok().flatten()?.actor,
            Self::Token(secret) => tokens::authenticate(office, secret).await.ok().flatten(),
        }
    }
}

async fn page(State(desk): State<Desk>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    match signed_in(&desk, &parts, "GET /live").await {
        Ok((actor, session)) => stream(&desk.office, actor, Pass::Session(session)),
        Err(refusal) => *refusal,
    }
}

/// Somebody writes on the ticket that the query names.
async fn writing(State(desk): State<Desk>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let (actor, _) = match signed_in(&desk, &parts, "POST /live/writing").await {
        Ok(known) => known,
        Err(refusal) => return *refusal,
    };
    let query: HashMap<String, String> =
        serde_urlencoded::from_str(parts.uri.query().unwrap_or_default()).unwrap_or_default();
    let no = query.get("no").map(String::as_str).unwrap_or_default();
    match tickets::writing(&desk.office, &actor, no).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(failure) => respond::plain_failure(&failure),
    }
}

async fn signed_in(desk: &Desk, parts: &Parts, door: &str) -> Result<(Actor, String), Box<Response>> {
    let failed = |failure: Failure| Box::new(respond::plain_failure(&failure));
    let visit = arrive(desk, parts, Default::default()).await.map_err(failed)?.visit;
    match admit(DoorKind::File, door, visit.actor.as_ref()) {
        Ok(()) => {}
        Err(Refusal::Unknown) => {
            return Err(Box::new((StatusCode::UNAUTHORIZED, "sign in\n").into_response()));
        }
        Err(refusal) => return Err(failed(refusal.into())),
    }
    visit.actor.zip(visit.session).ok_or_else(|| failed(Failure::NotFound))
}

/// What happens from now on, as far as it concerns somebody.
pub(crate) fn stream(office: &Office, actor: Actor, pass: Pass) -> Response {
    let who = format!("{} {}", actor.kind(), actor.id().unwrap_or_default());
    let Some(seat) = office.live.seat(who, MOST_EACH) else {
        return respond::plain_failure(&Failure::TooMany { seconds: RETRY.as_secs() });
    };
    let events =
        Sse::new(events(office.clone(), actor, pass, seat)).keep_alive(KeepAlive::new().interval(ALIVE));
    let mut response = events.into_response();
    // A proxy that collects an answer before it passes it on would hold back what is live.
    let header = HeaderName::from_static("x-accel-buffering");
    response.headers_mut().insert(header, HeaderValue::from_static("no"));
    response
}

fn events(
    office: Office,
    actor: Actor,
    pass: Pass,
    seat: Seat,
) -> impl Stream<Item = Result<Event, Infallible>> + Send + 'static {
    let heard = office.live.listen();
    let begin = Some((office, actor, pass, seat, heard, Instant::now() + AGAIN, true));
    futures::stream::unfold(begin, async |state| {
        let (office, mut actor, pass, seat, mut heard, mut again, is_first) = state?;
        if is_first {
            let event = Event::default().retry(RETRY).comment("listening");
            return Some((Ok(event), Some((office, actor, pass, seat, heard, again, false))));
        }
        loop {
            // Also when there is always something to be heard.
            if Instant::now() >= again {
                actor = pass.actor(&office).await?;
                again = Instant::now() + AGAIN;
            }
            match timeout_at(again, heard.recv()).await {
                Ok(Ok(News::End) | Err(RecvError::Closed)) => return None,
                Ok(Ok(news)) if !news.concerns(&actor) => {}
                Ok(Ok(news)) => {
                    return Some((Ok(told(&news)), Some((office, actor, pass, seat, heard, again, false))));
                }
                Ok(Err(RecvError::Lagged(_))) => {
                    let event = told(&News::Missed);
                    return Some((Ok(event), Some((office, actor, pass, seat, heard, again, false))));
                }
                Err(_) => {}
            }
        }
    })
}

/// What a page or a program is told: what to look at again, and nothing that stands behind another door.
fn told(news: &News) -> Event {
    let (name, data) = match news {
        News::Ticket { no, version, .. } => ("ticket", serde_json::json!({ "no": no, "version": version })),
        News::Writing { no, name, .. } => ("writing", serde_json::json!({ "no": no, "name": name })),
        News::Notified { .. } => ("notified", serde_json::json!({})),
        News::Missed | News::End => ("missed", serde_json::json!({})),
    };
    Event::default().event(name).data(data.to_string())
}
