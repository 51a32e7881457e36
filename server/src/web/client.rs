//! Where a request comes from.

use std::net::SocketAddr;

use axum::{extract::ConnectInfo, http::request::Parts};

/// Address of the client. Headers that a client could write itself are not believed.
#[must_use]
pub fn address(request: &Parts) -> String {
    request
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or_else(|| "unknown".to_owned(), |ConnectInfo(address)| address.ip().to_string())
}

/// A header as text; empty when it is not there.
#[must_use]
pub fn header<'a>(request: &'a Parts, name: &str) -> &'a str {
    request.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
}

/// A cookie's value.
#[must_use]
pub fn cookie<'a>(request: &'a Parts, name: &str) -> Option<&'a str> {
    header(request, "cookie").split(';').find_map(|pair| {
        let (n, value) = pair.trim().split_once('=')?;
        (n == name).then_some(value)
    })
}
