//! Pages: look at the door, ask the page for its data, render it.

use app::{
    pages::{self, PageFn},
    visit::Page,
};
use axum::{
    Router,
    extract::{Request, State},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::access::{DoorKind, Need, door};
use operations::Failure;

use super::{
    Desk, respond,
    visits::{arrive, params},
};

/// A route for every page.
///
/// # Errors
/// A page without a row in the permission table.
pub fn router() -> anyhow::Result<Router<Desk>> {
    let mut router = Router::new();
    for (path, page) in pages::PAGES {
        let need = door(DoorKind::Page, path)
            .ok_or_else(|| anyhow::anyhow!("page {path} has no row in domain::access::DOORS"))?
            .need;
        router = router.route(
            path,
            get(move |State(desk): State<Desk>, request: Request| serve(desk, request, need, *page)),
        );
    }
    Ok(router)
}

async fn serve(desk: Desk, request: Request, need: Need, page: PageFn) -> Response {
    // Without its body a request can be looked at while something is awaited.
    let (mut request, _) = request.into_parts();
    let params = params(&mut request).await;
    let arrival = match arrive(&desk, &request, params).await {
        Ok(arrival) => arrival,
        Err(failure) => return respond::plain_failure(&failure),
    };
    let visit = arrival.visit;
    let result = match (need, &visit.actor) {
        (Need::Nothing, _) => page(&visit).await,
        (Need::May(_), None) => return to_sign_in(&request),
        (Need::May(operation), Some(actor)) => match actor.may(operation) {
            Ok(_) => page(&visit).await,
            Err(denied) => Err(Failure::Denied(denied)),
        },
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
            respond::page(&desk, &arrival.visit, page.with(app::visit::Layout::Door), StatusCode::NOT_FOUND)
        }
        Err(failure) => respond::plain_failure(&failure),
    }
}

/// Whether the program works and its database answers.
pub async fn health(State(desk): State<Desk>) -> Response {
    match desk.office.db.ping().await {
        Ok(()) => "ok\n".into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response(),
    }
}
