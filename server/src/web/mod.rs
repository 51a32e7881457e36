//! What faces the browser.

pub mod client;
pub(crate) mod files;
mod flash;
mod forms;
mod held;
mod pages;
pub(crate) mod received;
pub mod respond;
pub mod security;
mod sessions;
mod site;
mod visits;

use axum::Router;
use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
};

pub(crate) use files::list_file;
pub use files::routes as file_routes;
pub use site::{SiteFiles, router as site_router};

use crate::desk::Desk;

/// Pages, forms and files.
pub fn router(desk: &Desk) -> Router<Desk> {
    Router::new()
        .merge(pages::router())
        .merge(forms::router())
        .merge(files::router())
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
        .and(NotForContentType::const_new("application/pdf"));
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(when)
}
