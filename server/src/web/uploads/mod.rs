//! Files of deliveries piece by piece, by the tus protocol 1.0 with creation, termination, checksum and expiration:
//! for whoever is signed in, for API tokens, and for buyers by their link.

mod answer;
mod asked;
mod who;

use std::collections::HashMap;

use axum::{
    Router,
    body::Body,
    extract::{MatchedPath, Path, Request, State},
    http::{Method, StatusCode, request::Parts},
    response::Response,
    routing::any,
};
use operations::{
    Failure,
    settings::Settings,
    supervisions::documents::NewDocument,
    uploads::{self, Upload},
};

use self::{
    answer::{answered, created, plain, refused, stands},
    asked::{checksum, length, metadata, number},
    who::{Who, who},
};
use super::{client::header, document::replaces, respond};
use crate::desk::Desk;

/// The protocol that is spoken.
const VERSION: &str = "1.0.0";

/// Every route, as `domain::access::DOORS` writes it.
pub(super) const ROUTES: [&str; 14] = [
    "OPTIONS /uploads",
    "POST /uploads",
    "OPTIONS /uploads/{id}",
    "POST /uploads/{id}",
    "HEAD /uploads/{id}",
    "PATCH /uploads/{id}",
    "DELETE /uploads/{id}",
    "OPTIONS /d/{key}/uploads",
    "POST /d/{key}/uploads",
    "OPTIONS /d/{key}/uploads/{id}",
    "POST /d/{key}/uploads/{id}",
    "HEAD /d/{key}/uploads/{id}",
    "PATCH /d/{key}/uploads/{id}",
    "DELETE /d/{key}/uploads/{id}",
];

/// A route for each.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/uploads", any(serve))
        .route("/uploads/{id}", any(serve))
        .route("/d/{key}/uploads", any(serve))
        .route("/d/{key}/uploads/{id}", any(serve))
}

async fn serve(
    State(desk): State<Desk>,
    Path(places): Path<HashMap<String, String>>,
    door: MatchedPath,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    // For clients behind something that lets no other methods through.
    let named = header(&parts, "x-http-method-override").parse::<Method>().ok();
    let method = match named {
        Some(named) if parts.method == Method::POST && places.contains_key("id") => named,
        _ => parts.method.clone(),
    };
    let route = format!("{method} {}", door.as_str());
    if !ROUTES.contains(&route.as_str()) {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "this method is not for this address");
    }
    if method == Method::OPTIONS {
        return match Settings::load(&desk.office).await {
            Ok(settings) => answer::options(&settings),
            Err(failure) => respond::plain_failure(&failure),
        };
    }
    let who = match who(&desk, &parts, &route, places.get("key")).await {
        Ok(who) => who,
        Err(response) => return *response,
    };
    if header(&parts, "tus-resumable") != VERSION {
        return plain(StatusCode::PRECONDITION_FAILED, "Tus-Resumable: 1.0.0 is spoken here");
    }
    let id = places.get("id").map(String::as_str);
    let done = match (method.as_str(), id) {
        ("POST", None) => begin(&desk, &who, &parts).await,
        ("HEAD", Some(id)) => uploads::look(&desk.office, &who.actor, id).await.map(|upload| stands(&upload)),
        ("PATCH", Some(id)) => append(&desk, &who, id, &parts, body).await,
        ("DELETE", Some(id)) => uploads::terminate(&desk.office, &who.actor, id).await.map(|()| answered()),
        _ => Ok(plain(StatusCode::METHOD_NOT_ALLOWED, "say with X-HTTP-Method-Override what is meant")),
    };
    done.unwrap_or_else(|failure| refused(&who, &failure, &parts))
}

async fn begin(desk: &Desk, who: &Who, parts: &Parts) -> Result<Response, Failure> {
    let Some(size) = length(parts) else {
        return Ok(plain(StatusCode::BAD_REQUEST, "Upload-Length has to say how long the file is"));
    };
    let Some(said) = metadata(header(parts, "upload-metadata")) else {
        return Ok(plain(
            StatusCode::BAD_REQUEST,
            "Upload-Metadata is not pairs of a key and its value in Base64",
        ));
    };
    let text = |name: &str| said.get(name).map(String::as_str).unwrap_or_default();
    let name = if text("filename").is_empty() { text("name") } else { text("filename") };
    let order_no = who.order_no.as_deref().unwrap_or_else(|| text("order_no"));
    if order_no.is_empty() {
        return Err(domain::Problem::Missing.of("order_no").into());
    }
    let new = NewDocument {
        request: text("request"),
        by: text("by"),
        name,
        replaces: replaces(text("replaces"))?,
        upload: None,
    };
    let upload = uploads::begin(&desk.office, &who.actor, order_no, &new, size).await?;
    Ok(created(&upload, &format!("{}/{}", parts.uri.path().trim_end_matches('/'), upload.id)))
}

async fn append(desk: &Desk, who: &Who, id: &str, parts: &Parts, body: Body) -> Result<Response, Failure> {
    if header(parts, "content-type") != "application/offset+octet-stream" {
        let text = "Content-Type has to be application/offset+octet-stream";
        return Ok(plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, text));
    }
    let Some(offset) = number(header(parts, "upload-offset")) else {
        return Ok(plain(StatusCode::BAD_REQUEST, "Upload-Offset has to say where the piece begins"));
    };
    let Some(checksum) = checksum(header(parts, "upload-checksum")) else {
        return Ok(plain(
            StatusCode::BAD_REQUEST,
            "Upload-Checksum: sha1 or sha256, and its value in Base64",
        ));
    };
    let (office, actor, id) = (desk.office.clone(), who.actor.clone(), id.to_owned());
    let pieces = body.into_data_stream();
    // A task of its own: whoever hangs up takes away neither what came nor the lease.
    let task =
        tokio::spawn(async move { uploads::append(&office, &actor, &id, offset, checksum, pieces).await });
    let upload: Upload =
        task.await.map_err(|error| Failure::Internal(format!("an upload broke off: {error}")))??;
    Ok(answer::appended(&upload))
}
