//! Uploading a file of orders: piece by piece to the disk, then into the queue.

use app::{
    forms::Flash,
    visit::Visit,
    words::{ImportWords, failures, fill},
};
use axum::{
    extract::{FromRequest, Multipart, Request, State, multipart::Field},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use operations::{Failure, imports};
use tempfile::{NamedTempFile, TempPath};
use tokio::{fs::File, io::AsyncWriteExt};

use super::admitted;
use crate::{
    desk::Desk,
    web::{flash, respond, visits::Arrival},
};

/// Its row in `domain::access::DOORS`.
pub(super) const ROUTE: &str = "POST /imports";
/// The largest file, in gigabytes and in bytes.
const GIGABYTES: u64 = 1;
const LARGEST: u64 = GIGABYTES << 30;
/// What a form adds around its file, at most.
const AROUND: u64 = 64 * 1024;

/// Why a file was not taken.
enum Refusal {
    NoFile,
    Empty,
    TooLarge,
    BrokenOff,
    Failed(Failure),
}

impl<T: Into<Failure>> From<T> for Refusal {
    fn from(failure: T) -> Self {
        Self::Failed(failure.into())
    }
}

fn given<'a>(request: &'a Request, name: &str) -> &'a str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Takes the file `file` of a form and goes to the page of its import.
pub(super) async fn upload(State(desk): State<Desk>, request: Request) -> Response {
    let by_script = given(&request, "sec-fetch-dest") == "empty";
    let (arrival, request) = match admitted(&desk, request, ROUTE).await {
        Ok(admitted) => admitted,
        Err(refusal) => return *refusal,
    };
    match take(&arrival.visit, request).await {
        Ok(id) => Redirect::to(&format!("/imports/{id}")).into_response(),
        Err(refusal) => refused(&desk, arrival, refusal, by_script).await,
    }
}

async fn take(visit: &Visit, request: Request) -> Result<i64, Refusal> {
    let announced = given(&request, "content-length").parse().unwrap_or(0u64);
    if announced > LARGEST + AROUND {
        return Err(Refusal::TooLarge);
    }
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| Refusal::NoFile)?;
    while let Some(field) = form.next_field().await.map_err(|_| Refusal::BrokenOff)? {
        if field.name() == Some("file") {
            let name = field.file_name().unwrap_or_default().to_owned();
            let (path, size) = keep(field).await?;
            return match (name.as_str(), size) {
                // A browser sends a file without name and content when none was chosen.
                ("", 0) => Err(Refusal::NoFile),
                (_, 0) => Err(Refusal::Empty),
                _ => Ok(imports::enqueue(&visit.office, visit.actor()?, &name, &path).await?),
            };
        }
    }
    Err(Refusal::NoFile)
}

/// Writes a file to the disk; it is gone when the path is dropped.
async fn keep(mut field: Field<'_>) -> Result<(TempPath, u64), Refusal> {
    let (file, path) = NamedTempFile::new().map_err(disk)?.into_parts();
    let mut file = File::from_std(file);
    let mut size = 0;
    while let Some(piece) = field.chunk().await.map_err(|_| Refusal::BrokenOff)? {
        size += piece.len() as u64;
        if size > LARGEST {
            return Err(Refusal::TooLarge);
        }
        file.write_all(&piece).await.map_err(disk)?;
    }
    file.flush().await.map_err(disk)?;
    Ok((path, size))
}

fn disk(error: std::io::Error) -> Failure {
    Failure::Internal(format!("an upload cannot be kept on disk: {error}"))
}

/// Says on the next page why the file was not taken.
async fn refused(desk: &Desk, arrival: Arrival, refusal: Refusal, by_script: bool) -> Response {
    let visit = arrival.visit;
    let words = ImportWords::of(visit.lang);
    let text = match refusal {
        Refusal::Failed(failure @ (Failure::Import(_) | Failure::Invalid(_))) => {
            failures::failure(&failure, visit.lang)
        }
        Refusal::Failed(failure) => return respond::failure_page(desk, &visit, &failure),
        Refusal::NoFile => words.no_file.to_owned(),
        Refusal::Empty => words.empty_file.to_owned(),
        Refusal::TooLarge => fill(words.too_large, &[("n", &GIGABYTES.to_string())]),
        Refusal::BrokenOff => words.broken_off.to_owned(),
    };
    let flash = Flash { form: "/imports".to_owned(), refused: Some(text.clone()), ..Flash::default() };
    let Some(cookie) = flash::leave(desk, None, &flash).await else {
        return (StatusCode::UNPROCESSABLE_ENTITY, text).into_response();
    };
    let cookie = [(header::SET_COOKIE, cookie)];
    if by_script {
        // The script follows redirects by itself and would have read the page with the reason before
        // anybody sees it. It goes to the address that answered: the list, which says it then.
        return (cookie, text).into_response();
    }
    (cookie, Redirect::to("/imports/new")).into_response()
}
