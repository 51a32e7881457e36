//! Pages: look at the door, ask the page for its data, render it.

use app::{
    pages::{self, PageFn},
    visit::{Layout, Page},
};
use axum::{
    Router,
    extract::{Request, State},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::access::DoorKind;
use operations::Failure;

use super::{
    respond,
    visits::{arrive, params},
};
use crate::{
    admit::{Refusal, admit},
    desk::Desk,
};

/// A route for every page.
pub fn router() -> Router<Desk> {
    let mut router = Router::new();
    for (path, page) in pages::PAGES {
        let serve = move |State(desk): State<Desk>, request: Request| serve(desk, request, path, *page);
        router = router.route(path, get(serve));
    }
    router
}

async fn serve(desk: Desk, request: Request, path: &'static str, page: PageFn) -> Response {
    // Without its body a request can be looked at while something is awaited.
    let (mut request, _) = request.into_parts();
    let params = params(&mut request).await;
    let visit = match arrive(&desk, &request, params).await {
        Ok(arrival) => arrival.visit,
        Err(failure) => return respond::plain_failure(&failure),
    };
    let result = match admit(DoorKind::Page, path, visit.actor.as_ref()) {
        Ok(()) => page(&visit).await,
        Err(Refusal::Unknown) => return to_sign_in(&request),
        Err(refusal) => Err(refusal.into()),
    };
    match result {
        Ok(page) => respond::page(&desk, &visit, page, StatusCode::OK),
        Err(failure) => respond::failure_page(&desk, &visit, &failure),
    }
}

/// To the sign-in, and from there back to where one wanted to go.
fn to_sign_in(request: &Parts) -> Response {
    let wanted = request.uri.path_and_query().map_or("/", |p| p.as_str());
    let to = if wanted == "/" {
        "/sign-in".to_owned()
    } else {
        format!("/sign-in?next={}", app::visit::encoded(wanted))
    };
    Redirect::to(&to).into_response()
}

/// Every path that is not there.
pub async fn not_found(State(desk): State<Desk>, request: Request) -> Response {
    let (request, _) = request.into_parts();
    match arrive(&desk, &request, Default::default()).await {
        Ok(arrival) if arrival.visit.actor.is_some() => {
            respond::failure_page(&desk, &arrival.visit, &Failure::NotFound)
        }
        Ok(arrival) => {
            let page: Page = pages::failure::page(&arrival.visit, &Failure::NotFound);
            respond::page(&desk, &arrival.visit, page.with(Layout::Door), StatusCode::NOT_FOUND)
        }
        Err(failure) => respond::plain_failure(&failure),
    }
}
