//! Answers: pages, error pages, and what is said when not even a page can be made.

use app::{
    pages,
    shell::render,
    visit::{Layout, Page, Visit},
};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use operations::{Failure, exports, imports, orders, supervisions, uploads};

use super::flash;
use crate::desk::Desk;

/// The status of a failure.
#[must_use]
pub fn status(failure: &Failure) -> StatusCode {
    match failure {
        Failure::Denied(_) | Failure::Export(exports::Refused::Withdrawn) => StatusCode::FORBIDDEN,
        Failure::NotFound => StatusCode::NOT_FOUND,
        Failure::Invalid(_) | Failure::File(_) | Failure::Document(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Failure::Export(exports::Refused::Expired)
        | Failure::Import(imports::Refused::UploadGone)
        | Failure::Desk(orders::Refused::Withdrawn { .. })
        | Failure::Upload(uploads::Refused::Expired)
        | Failure::Supervision(supervisions::Refused::LinkGone) => StatusCode::GONE,
        Failure::Order(_)
        | Failure::Import(_)
        | Failure::Desk(_)
        | Failure::Supervision(_)
        | Failure::Refund(_)
        | Failure::Rule(_)
        | Failure::Ticket(_)
        | Failure::Upload(_)
        | Failure::Statement(_)
        | Failure::Bill(_)
        | Failure::Reconciliation(_)
        | Failure::Export(_)
        | Failure::Staff(_) => StatusCode::CONFLICT,
        Failure::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        f if f.is_full() => StatusCode::INSUFFICIENT_STORAGE,
        f if f.is_unavailable() => StatusCode::SERVICE_UNAVAILABLE,
        Failure::Database(_) | Failure::Documents(_) | Failure::Internal(_) => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

/// Writes a failure that is not the caller's doing to the log.
pub fn note(failure: &Failure, request_id: &str) {
    if failure.is_internal() {
        tracing::error!(request = %request_id, %failure, "an operation failed");
    }
}

/// A page with its headers.
#[must_use]
pub fn page(desk: &Desk, visit: &Visit, page: Page, status: StatusCode) -> Response {
    let rendered = render(visit, &desk.site, page);
    let policy = format!(
        "default-src 'self'; script-src 'nonce-{}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        rendered.nonce
    );
    let mut response = (status, Html(rendered.html)).into_response();
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, value);
    }
    if let Some(ended) = visit.flash.as_ref().and_then(|_| flash::taken(desk)) {
        headers.append(header::SET_COOKIE, ended);
    }
    response
}

/// The error page of a failure.
#[must_use]
pub fn failure_page(desk: &Desk, visit: &Visit, failure: &Failure) -> Response {
    note(failure, &visit.request_id);
    let body = pages::failure::page(visit, failure);
    let body = if visit.actor.is_some() { body } else { body.with(Layout::Door) };
    page(desk, visit, body, status(failure))
}

/// What is said when not even the session could be read.
#[must_use]
pub fn plain_failure(failure: &Failure) -> Response {
    note(failure, "");
    if failure.is_full() {
        let text = "服务器磁盘已满，数据没有改变。\nThe server's disk is full. Nothing was changed.\n";
        return (status(failure), text).into_response();
    }
    let text = "数据库暂时不可用，数据没有改变，请稍后重试。\nThe database is away. Nothing was changed; try again in a moment.\n";
    (status(failure), [(header::RETRY_AFTER, "5")], text).into_response()
}

/// What is said when a handler panicked; the panic itself is in the log.
pub fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    let text = "出错了，数据没有改变。\nSomething went wrong; nothing was changed.\n";
    (StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
}
