//! What faces the browser.

pub mod client;
mod files;
mod forms;
mod pages;
pub mod respond;
mod security;
mod sessions;
mod site;
mod visits;

use std::sync::Arc;

use app::shell::Site;
use axum::{Router, extract::DefaultBodyLimit, middleware, routing::get};
use operations::{Office, staff::Throttle};
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
};

pub use files::routes as file_routes;
pub use security::RequestId;
pub use site::SiteFiles;

use crate::config::Config;

/// What every handler has at hand.
#[derive(Clone)]
pub struct Desk {
    /// The office.
    pub office: Office,
    /// Configuration.
    pub config: Arc<Config>,
    /// Names of the site's files.
    pub site: Arc<Site>,
    /// Failed sign-ins.
    pub throttle: Arc<Throttle>,
}

/// The whole program as a service.
///
/// # Errors
/// A page, form or file without a row in the permission table.
pub fn router(desk: Desk, files: SiteFiles) -> anyhow::Result<Router> {
    let people = Router::new()
        .merge(pages::router()?)
        .merge(forms::router()?)
        .merge(files::router())
        .fallback(pages::not_found)
        .layer(sessions::layer(&desk));
    Ok(Router::new()
        .merge(people)
        .layer(compression())
        .merge(crate::api::router(&desk)?)
        .route("/health", get(pages::health))
        .merge(site::router(files))
        .layer(DefaultBodyLimit::max(256 * 1024))
        .layer(CatchPanicLayer::custom(respond::panicked))
        .layer(middleware::from_fn_with_state(desk.clone(), security::guard))
        .with_state(desk))
}

/// Pages are compressed on the fly at the fastest level: the default level costs more than the page.
/// Excel files are compressed already.
fn compression() -> CompressionLayer<impl Predicate> {
    let when = DefaultPredicate::new().and(NotForContentType::const_new("application/vnd.openxmlformats"));
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(when)
}
