//! What stands before every request: where it came from, and the headers of every answer.

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::client;
use crate::desk::{Desk, RequestId};

/// Refuses changes that another site asks for, and sets the headers of every answer.
pub async fn guard(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let (mut request, body) = request.into_parts();
    let id =
        desk.office.random.bytes::<8>().map(|b| b.iter().map(|x| format!("{x:02x}")).collect::<String>());
    let id = id.unwrap_or_default();
    request.extensions.insert(RequestId(id.clone()));
    let changes = !matches!(request.method, Method::GET | Method::HEAD | Method::OPTIONS);
    // A call of the API with a token has no use for cookies, so that a browser cannot be misused to make it.
    let by_token =
        request.uri.path().starts_with("/api/") && request.headers.contains_key(header::AUTHORIZATION);
    let mut response = if changes && !by_token && !is_ours(&request, &desk.config.public_url) {
        tracing::warn!(request = %id, address = %client::address(&request), path = request.uri.path(), "refused: another site asked for a change");
        (StatusCode::FORBIDDEN, "This request came from another site and was refused.\n").into_response()
    } else {
        next.run(Request::from_parts(request, body)).await
    };
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=()",
    );
    set(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; sandbox");
    set(header::CACHE_CONTROL, "no-store");
    if desk.config.is_https() {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
    response
}

/// Whether a browser says that one of our own pages asks. A program that is no browser sends neither
/// header; it has no cookie of ours to misuse either.
fn is_ours(request: &Parts, public_url: &str) -> bool {
    match client::header(request, "sec-fetch-site") {
        "" => match client::header(request, "origin") {
            "" => true,
            origin => {
                let host = client::header(request, "host");
                origin == public_url
                    || origin.split_once("://").is_some_and(|(_, o)| !host.is_empty() && o == host)
            }
        },
        "same-origin" | "none" => true,
        _ => false,
    }
}
