//! Answers of the protocol.

use app::words::failures;
use axum::{
    http::{HeaderName, HeaderValue, StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use operations::{
    Failure, documents,
    settings::{Setting, Settings},
    uploads::{self, Upload},
};

use super::{VERSION, who::Who};
use crate::{desk::RequestId, web::respond};

fn put(response: &mut Response, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(HeaderName::from_static(name), value);
    }
}

fn with(mut response: Response) -> Response {
    put(&mut response, "tus-resumable", VERSION);
    response
}

/// What is spoken here, and how large a file may be.
pub(super) fn options(settings: &Settings) -> Response {
    let mut response = with(StatusCode::NO_CONTENT.into_response());
    put(&mut response, "tus-version", VERSION);
    put(&mut response, "tus-extension", "creation,termination,checksum,expiration");
    put(&mut response, "tus-checksum-algorithm", "sha1,sha256");
    put(&mut response, "tus-max-size", &settings.bytes(Setting::DocumentMb).to_string());
    response
}

/// A refusal of the protocol itself.
pub(super) fn plain(status: StatusCode, text: &'static str) -> Response {
    let mut response = with((status, format!("{text}\n")).into_response());
    put(&mut response, "tus-version", VERSION);
    response
}

/// Done, and there is nothing to say.
pub(super) fn answered() -> Response {
    with(StatusCode::NO_CONTENT.into_response())
}

/// An upload began here.
pub(super) fn created(upload: &Upload, place: &str) -> Response {
    let mut response = with(StatusCode::CREATED.into_response());
    put(&mut response, "location", place);
    expires(&mut response, upload);
    response
}

/// How far it is.
pub(super) fn stands(upload: &Upload) -> Response {
    let mut response = with(StatusCode::OK.into_response());
    how_far(&mut response, upload);
    put(&mut response, "upload-length", &upload.size().to_string());
    let (name, order) = (STANDARD.encode(upload.name()), STANDARD.encode(&upload.order_no));
    put(&mut response, "upload-metadata", &format!("filename {name},order_no {order}"));
    response
}

/// A piece was taken; with the last one it became a document.
pub(super) fn appended(upload: &Upload) -> Response {
    let mut response = answered();
    how_far(&mut response, upload);
    response
}

fn how_far(response: &mut Response, upload: &Upload) {
    put(response, "upload-offset", &upload.received().to_string());
    if let Some(id) = upload.document_id {
        put(response, "upload-document", &id.to_string());
    }
    expires(response, upload);
}

fn expires(response: &mut Response, upload: &Upload) {
    let at = operations::db::moment(upload.expires_at);
    put(response, "upload-expires", &at.format("%a, %d %b %Y %H:%M:%S GMT").to_string());
}

/// Why not, as the protocol numbers it and in the words of who reads it.
pub(super) fn refused(who: &Who, failure: &Failure, parts: &Parts) -> Response {
    let request = parts.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    respond::note(failure, &request);
    let status = match failure {
        Failure::Upload(uploads::Refused::Busy) => StatusCode::LOCKED,
        Failure::Upload(uploads::Refused::TooMuch)
        | Failure::Document(documents::Refused::TooLarge { .. } | documents::Refused::Quota { .. }) => {
            StatusCode::PAYLOAD_TOO_LARGE
        }
        Failure::Upload(uploads::Refused::Checksum) => {
            StatusCode::from_u16(460).unwrap_or(StatusCode::BAD_REQUEST)
        }
        failure => respond::status(failure),
    };
    with((status, format!("{}\n", failures::failure(failure, who.lang))).into_response())
}
