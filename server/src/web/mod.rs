//! What faces the browser.

mod buyer;
pub mod client;
pub(crate) mod files;
mod flash;
mod forms;
mod held;
pub(crate) mod live;
mod pages;
pub(crate) mod received;
pub mod respond;
pub mod security;
pub(crate) mod sent;
mod sessions;
mod site;
mod uploads;
mod visits;

use axum::Router;
use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
};

pub(crate) use files::{document, list_file};
pub(crate) use sessions::{layer as sessions, person};
pub use site::{SiteFiles, router as site_router};

use crate::desk::Desk;

/// Every way in that is neither a page nor a form, as `domain::access::DOORS` writes it.
#[must_use]
pub fn file_routes() -> Vec<String> {
    files::routes()
        .into_iter()
        .chain(buyer::ROUTES.map(str::to_owned))
        .chain(live::ROUTES.map(str::to_owned))
        .chain(uploads::ROUTES.map(str::to_owned))
        .collect()
}

/// Pages, forms and files.
pub fn router(desk: &Desk) -> Router<Desk> {
    Router::new()
        .merge(pages::router())
        .merge(forms::router())
        .merge(files::router())
        .merge(uploads::router())
        .merge(live::router())
        .merge(buyer::router())
        .fallback(pages::not_found)
        .layer(sessions::layer(desk))
        .layer(compression())
}

/// Answers are compressed on the fly at the fastest level: the default level costs more than a page.
/// Browsers that know zstd get it: as small as brotli at a quarter of the work. Excel files and PDFs
/// are compressed already.
pub(crate) fn compression() -> CompressionLayer<impl Predicate> {
    let when = DefaultPredicate::new()
        .and(NotForContentType::const_new("application/vnd.openxmlformats"))
        .and(NotForContentType::const_new("application/pdf"))
        .and(NotForContentType::const_new("application/zip"));
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(when)
}
