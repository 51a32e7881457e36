//! Uploading a file of rows, of orders or a bill of the marketplace: piece by piece to the disk, then into the queue.

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
use operations::{
    Failure,
    files::Told,
    imports::{self, Upload},
};
use tempfile::TempPath;

use super::admitted;
use crate::{
    desk::Desk,
    web::{
        flash,
        received::{self, GIGABYTES, LARGEST, Received, Refusal, received},
        respond,
        visits::Arrival,
    },
};

/// Its row in `domain::access::DOORS`.
pub(super) const ROUTE: &str = "POST /imports";
/// What a form adds around its file, at most.
const AROUND: u64 = 64 * 1024;

/// Fields beside the file that are looked at, and bytes of each.
const MOST_FIELDS: usize = 20;
const LONGEST_FIELD: usize = 400;

/// The form of a file of orders, and where it is shown.
const FORM: (&str, &str) = ("/imports", "/imports/new");

/// Why a form was not taken.
pub(super) enum Refused {
    NoFile,
    Empty,
    File(Refusal),
}

impl<T: Into<Refusal>> From<T> for Refused {
    fn from(refusal: T) -> Self {
        Self::File(refusal.into())
    }
}

pub(super) fn given<'a>(request: &'a Request, name: &str) -> &'a str {
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
        Err(refusal) => refused(&desk, arrival, refusal, (FORM, by_script)).await,
    }
}

async fn take(visit: &Visit, request: Request) -> Result<i64, Refused> {
    let sent = Sent::read(request).await?;
    let told = Told::read(|name| sent.said(name)).map_err(Refusal::Failed)?;
    let upload = Upload { told, ..Upload::new(sent.name.as_str(), sent.path.to_path_buf()) };
    Ok(imports::look_at(&visit.office, visit.actor()?, &upload).await?)
}

/// A file that came with a form, and the other fields of it.
pub(super) struct Sent {
    pub(super) name: String,
    pub(super) path: TempPath,
    fields: Vec<(String, String)>,
}

impl Sent {
    /// Takes the file `file` of a form.
    pub(super) async fn read(request: Request) -> Result<Self, Refused> {
        if received::announced(request.headers()) > LARGEST + AROUND {
            return Err(Refusal::TooLarge.into());
        }
        let mut form = Multipart::from_request(request, &()).await.map_err(|_| Refused::NoFile)?;
        let (mut file, mut fields) = (None, Vec::new());
        while let Some(field) = form.next_field().await.map_err(|_| Refusal::BrokenOff)? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == "file" && file.is_none() {
                let file_name = field.file_name().unwrap_or_default().to_owned();
                file = Some((file_name, received(field).await?));
            } else if fields.len() < MOST_FIELDS {
                fields.push((name, short(field).await?));
            }
        }
        let Some((name, Received { path, size })) = file else { return Err(Refused::NoFile) };
        match (name.as_str(), size) {
            // A browser sends a file without name and content when none was chosen.
            ("", 0) => Err(Refused::NoFile),
            (_, 0) => Err(Refused::Empty),
            _ => Ok(Self { name, path, fields }),
        }
    }

    /// What another field says.
    pub(super) fn said(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The text of a field that is no file; what is too long for one of ours is cut.
async fn short(mut field: Field<'_>) -> Result<String, Refused> {
    let mut text = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|_| Refusal::BrokenOff)? {
        text.extend(piece.iter().take(LONGEST_FIELD - text.len()));
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// Says on the next page why the file was not taken.
pub(super) async fn refused(
    desk: &Desk,
    arrival: Arrival,
    refusal: Refused,
    ((form, page), by_script): ((&str, &str), bool),
) -> Response {
    let visit = arrival.visit;
    let words = ImportWords::of(visit.lang);
    let text = match refusal {
        Refused::NoFile => words.no_file.to_owned(),
        Refused::Empty => words.empty_file.to_owned(),
        Refused::File(Refusal::TooLarge) => fill(words.too_large, &[("n", &GIGABYTES.to_string())]),
        Refused::File(Refusal::BrokenOff) => words.broken_off.to_owned(),
        Refused::File(Refusal::Failed(
            failure @ (Failure::File(_) | Failure::Invalid(_) | Failure::Reconciliation(_)),
        )) => failures::failure(&failure, visit.lang),
        Refused::File(Refusal::Failed(failure)) => return respond::failure_page(desk, &visit, &failure),
    };
    let flash = Flash { form: form.to_owned(), refused: Some(text.clone()), ..Flash::default() };
    let Some(cookie) = flash::leave(desk, None, &flash).await else {
        return (StatusCode::UNPROCESSABLE_ENTITY, text).into_response();
    };
    let cookie = [(header::SET_COOKIE, cookie)];
    if by_script {
        // The script follows redirects by itself and would have read the page with the reason before
        // anybody sees it. It goes to the address that answered: the list, which says it then.
        return (cookie, text).into_response();
    }
    (cookie, Redirect::to(page)).into_response()
}
