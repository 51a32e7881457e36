//! Who may use which path: a bearer token, and the row of the path in the permission table.

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use domain::access::{Actor, DOORS, DoorKind, Need, Operation, door};
use operations::{Failure, tokens};
use tower_sessions::Session;

use super::ApiError;
use crate::{
    admit::{Refusal, admit},
    desk::Desk,
    web::person,
};

/// Stands before every route of the API. What has no row in the table is refused.
///
/// # Errors
/// 401 without a good token, 403 without the permission, 405 for a method that the path has not.
pub async fn keep(
    State(desk): State<Desk>,
    path: MatchedPath,
    mut request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
    let way = format!("{method} {}", path.as_str());
    let mut admitted = admit(DoorKind::Api, &way, None);
    if admitted == Err(Refusal::Unknown) {
        let by_token = request.headers().contains_key(header::AUTHORIZATION);
        let session = request.extensions().get::<Session>().filter(|_| !by_token && is_own(&way)).cloned();
        let actor = match person(&desk, session.as_ref()).await? {
            Some(person) => person,
            None => bearer(&desk, request.headers()).await?,
        };
        admitted = admit(DoorKind::Api, &way, Some(&actor));
        request.extensions_mut().insert(actor);
    }
    match admitted {
        Ok(()) => Ok(next.run(request).await),
        Err(Refusal::NoDoor) => Err(no_door(path.as_str())),
        Err(refusal) => Err(Failure::from(refusal).into()),
    }
}

/// Whether it leads to what is a person's own: the session of whoever signed in opens it.
fn is_own(way: &str) -> bool {
    door(DoorKind::Api, way).is_some_and(|door| door.need == Need::May(Operation::OwnNotifications))
}

/// Who sends this token.
async fn bearer(desk: &Desk, headers: &HeaderMap) -> Result<Actor, ApiError> {
    let given = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let secret = match given.split_once(' ') {
        Some((scheme, secret)) if scheme.eq_ignore_ascii_case("bearer") => secret.trim(),
        _ => return Err(ApiError::unauthorized(false)),
    };
    tokens::authenticate(&desk.office, secret).await?.ok_or_else(|| ApiError::unauthorized(true))
}

/// The table has other methods of the path, or nothing at all.
fn no_door(path: &str) -> ApiError {
    let methods: Vec<&str> = DOORS
        .iter()
        .filter(|d| d.kind == DoorKind::Api)
        .filter_map(|d| d.path.split_once(' '))
        .filter(|(_, of)| *of == path)
        .map(|(method, _)| method)
        .collect();
    if methods.is_empty() {
        return ApiError::new(StatusCode::FORBIDDEN, "forbidden", "not allowed");
    }
    let message = format!("this path takes {}", methods.join(", "));
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", message)
        .with(header::ALLOW, methods.join(", "))
}
