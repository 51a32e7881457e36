//! The whole program as a service: what faces browsers, what faces programs, and what stands before both.

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::StatusCode,
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    api,
    desk::Desk,
    web::{self, SiteFiles, respond, security},
};

/// The largest body that is read into memory.
const LARGEST: usize = 256 * 1024;

/// Every route.
///
/// # Errors
/// The document of the API cannot be written.
pub fn router(desk: Desk, files: SiteFiles) -> anyhow::Result<Router> {
    Ok(Router::new()
        .merge(web::router(&desk))
        .merge(api::router(&desk)?)
        .route("/health", get(health))
        .merge(web::site_router(files))
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(CatchPanicLayer::custom(respond::panicked))
        .layer(middleware::from_fn_with_state(desk.clone(), security::guard))
        .with_state(desk))
}

/// Whether the program works and its database answers.
async fn health(State(desk): State<Desk>) -> Response {
    match desk.office.db.ping().await {
        Ok(()) => "ok\n".into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response(),
    }
}
