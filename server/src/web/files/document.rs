//! Documents of deliveries: handed in by a form, downloaded, shown in a frame that can do nothing.

use app::{
    forms::Flash,
    visit::Visit,
    words::{DocumentWords, failures, fill},
};
use axum::{
    extract::{
        FromRequest, Multipart, Request, State,
        multipart::{Field, MultipartError},
    },
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{Problem, access::Actor};
use futures::TryStreamExt;
use operations::{
    Failure, Office,
    documents::{
        Refused,
        read::{Opened, read},
    },
    settings::{Setting, Settings},
    supervisions::documents::{self, Document, NewDocument},
};
use tokio_util::io::StreamReader;

use super::{admitted, attachment::Attachment};
use crate::{
    desk::Desk,
    web::{flash, received, respond},
};

/// The way in for files of a form.
pub(super) const ROUTE: &str = "POST /supervisions/{order_no}/documents";
/// So many files come at once.
const MOST: usize = 50;
/// Fields of a form, and what stands around its files.
const AROUND: u64 = 64 * 1024;

/// The name under which a refused form is told.
const FORM: &str = "/supervisions/documents";

/// A field of a form as something that can be read.
pub(crate) fn reader(field: Field<'_>) -> impl tokio::io::AsyncRead + Unpin + '_ {
    StreamReader::new(Box::pin(field.map_err(std::io::Error::other)))
}

/// What a form says of its files: the fields come before them.
#[derive(Debug, Default)]
struct Said {
    request: String,
    by: String,
    replaces: Option<i64>,
}

/// The longest text of a field, in bytes.
const LONGEST: usize = 64 * 1024;

/// A field of a form as text. Of a longer one than anybody writes only the beginning is kept.
pub(crate) async fn text(mut field: Field<'_>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(broken)? {
        bytes.extend_from_slice(&piece[..piece.len().min(LONGEST - bytes.len())]);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A form that broke off.
pub(crate) fn broken(_: MultipartError) -> Failure {
    Refused::BrokenOff.into()
}

/// The row of the document that is replaced, if one is.
pub(crate) fn replaces(text: &str) -> Result<Option<i64>, Failure> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let value = || text.chars().take(20).collect();
    let wrong = |_| Problem::NotANumber { value: value(), least: 1, most: i64::MAX }.of("replaces");
    Ok(Some(text.parse().map_err(wrong)?))
}

/// Hands in every file of a form, one after the other; those that were taken before one was refused stay.
///
/// # Errors
/// Why a file was refused, with its name.
pub(crate) async fn take(
    office: &Office,
    actor: &Actor,
    order_no: &str,
    mut form: Multipart,
) -> Result<Vec<Document>, (String, Failure)> {
    let unnamed = |failure: Failure| (String::new(), failure);
    let (mut said, mut taken) = (Said::default(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(|error| unnamed(broken(error)))? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            // A browser sends a file without a name when none was chosen.
            Some(file) if file.is_empty() => {}
            Some(file) => {
                if taken.len() >= MOST {
                    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
                    return Err((file, Refused::TooMany { most }.into()));
                }
                let new = NewDocument {
                    request: &said.request,
                    by: &said.by,
                    name: &file,
                    replaces: said.replaces,
                    upload: None,
                };
                let done = documents::hand_in(office, actor, order_no, &new, reader(field)).await;
                taken.push(done.map_err(|failure| (file, failure))?);
            }
            None => {
                let text = text(field).await.map_err(unnamed)?;
                match name.as_str() {
                    // What is said of a file comes before it: behind it nobody would know which one it is about.
                    "request" | "request_id" | "by" if !taken.is_empty() && !text.trim().is_empty() => {
                        let late = Problem::BehindItsFile;
                        return Err(unnamed(late.of(&name).into()));
                    }
                    "request" | "request_id" => said.request = text,
                    "by" => said.by = text,
                    "replaces" => said.replaces = replaces(&text).map_err(unnamed)?,
                    _ => {}
                }
            }
        }
    }
    if taken.is_empty() {
        return Err(unnamed(Problem::Missing.of("file").into()));
    }
    Ok(taken)
}

/// A form that says it is larger than all files together may be is not read.
///
/// # Errors
/// `TooLarge`.
pub(crate) async fn fits(office: &Office, announced: u64) -> Result<(), Failure> {
    let most = Settings::load(office).await?.bytes(Setting::DocumentMb) * MOST as u64 + AROUND;
    if announced > most { Err(Refused::TooLarge { most: most >> 20 }.into()) } else { Ok(()) }
}

/// Takes the files of a form and goes back to the delivery.
pub(super) async fn upload(State(desk): State<Desk>, request: Request) -> Response {
    let (arrival, request) = match admitted(&desk, request, ROUTE).await {
        Ok(admitted) => admitted,
        Err(refusal) => return *refusal,
    };
    let visit = arrival.visit;
    let order_no = visit.param("order_no").to_owned();
    let done = async {
        let unnamed = |failure: Failure| (String::new(), failure);
        let none = || unnamed(Problem::Missing.of("file").into());
        fits(&visit.office, received::announced(request.headers())).await.map_err(unnamed)?;
        let actor = visit.actor().map_err(unnamed)?;
        let form = Multipart::from_request(request, &()).await.map_err(|_| none())?;
        take(&visit.office, actor, &order_no, form).await
    };
    let words = DocumentWords::of(visit.lang);
    let flash = match done.await {
        Ok(taken) => {
            let said = fill(words.taken, &[("n", &taken.len().to_string())]);
            Flash { form: FORM.to_owned(), said: Some(said), ..Flash::default() }
        }
        Err((_, failure))
            if failure.is_internal() || matches!(failure, Failure::NotFound | Failure::Denied(_)) =>
        {
            return respond::failure_page(&desk, &visit, &failure);
        }
        Err((file, failure)) => {
            let why = failures::failure(&failure, visit.lang);
            let text =
                if file.is_empty() { why } else { format!("{file}{}{why}", visit.lang.pick("：", ": ")) };
            Flash { form: FORM.to_owned(), refused: Some(text), ..Flash::default() }
        }
    };
    let Some(cookie) = flash::leave(&desk, None, &flash).await else {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    };
    let to = format!("/supervisions/{order_no}#documents");
    ([(header::SET_COOKIE, cookie)], Redirect::to(&to)).into_response()
}

/// The content type of a kind of file.
pub(crate) fn content_type(kind: &str) -> &'static str {
    match kind {
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

/// A document as a file that the browser saves.
pub(super) async fn file(visit: &Visit) -> Result<Response, Failure> {
    Ok(attached(read(&visit.office, visit.actor()?, visit.row("id")?).await?))
}

/// A document with its headers.
pub(crate) fn attached(found: Opened) -> Response {
    Attachment::new(&found.name, content_type(&found.kind)).document(found.content)
}

/// A PDF or a picture, to be shown in a frame without rights; anything else is not shown.
pub(super) async fn preview(visit: &Visit) -> Result<Response, Failure> {
    let found = read(&visit.office, visit.actor()?, visit.row("id")?).await?;
    if !matches!(found.kind.as_str(), "pdf" | "png" | "jpg" | "jpeg") {
        return Err(Failure::NotFound);
    }
    let is_pdf = found.kind == "pdf";
    let mut response = attached(found);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
    // Browsers show no PDF in a sandbox; their viewer is one of its own.
    let policy = match is_pdf {
        true => "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
        false => {
            "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
        }
    };
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    Ok(response)
}
