//! A form with texts and files for a ticket: texts first, then the files, one after another to the disk.

use app::forms::Form;
use axum::{
    extract::{FromRequest, Multipart, Request},
    http::header,
};
use domain::access::Actor;
use operations::{
    Failure, Office,
    documents::{Refused, Taken, give_up},
    tickets::{self, MOST_DOCUMENTS},
};

use super::{
    files::document::{broken, fits, reader, text},
    received,
};

/// So many texts are read.
const MOST_FIELDS: usize = 32;

/// Texts and files of a form. The files have no record yet: who keeps no message gives them up.
///
/// # Errors
/// What refused a file, with its name; the texts that stood before it are there all the same.
pub(crate) async fn sent(
    office: &Office,
    actor: &Actor,
    no: Option<&str>,
    request: Request,
    fields: &mut Form,
) -> Result<Vec<Taken>, (String, Failure)> {
    let mut files = Vec::new();
    match read(office, actor, no, request, (fields, &mut files)).await {
        Ok(()) => Ok(files),
        Err(refused) => {
            give_up(office, &files).await;
            Err(refused)
        }
    }
}

async fn read(
    office: &Office,
    actor: &Actor,
    no: Option<&str>,
    request: Request,
    (fields, files): (&mut Form, &mut Vec<Taken>),
) -> Result<(), (String, Failure)> {
    let unnamed = |failure: Failure| (String::new(), failure);
    fits(office, received::announced(request.headers())).await.map_err(unnamed)?;
    let mut form = opened(request).await.map_err(unnamed)?;
    while let Some(field) = form.next_field().await.map_err(|error| unnamed(broken(error)))? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            // A browser sends a file without a name when none was chosen.
            Some(file) if file.is_empty() => {}
            Some(file) if files.len() >= MOST_DOCUMENTS => {
                return Err((file, Refused::TooMany { most: MOST_DOCUMENTS as i64 }.into()));
            }
            Some(file) => {
                let taken = tickets::take(office, actor, no, &file, reader(field)).await;
                files.push(taken.map_err(|failure| (file, failure))?);
            }
            None if fields.0.len() < MOST_FIELDS => {
                fields.0.push((name, text(field).await.map_err(unnamed)?));
            }
            None => {}
        }
    }
    Ok(())
}

/// The texts of a form alone, of somebody who is not known any more.
pub(crate) async fn texts(request: Request) -> Form {
    let mut fields = Form::default();
    let Ok(mut form) = opened(request).await else { return fields };
    while let Ok(Some(field)) = form.next_field().await {
        // Files stand behind the texts.
        if field.file_name().is_some() || fields.0.len() >= MOST_FIELDS {
            break;
        }
        let name = field.name().unwrap_or_default().to_owned();
        let Ok(text) = text(field).await else { break };
        fields.0.push((name, text));
    }
    fields
}

async fn opened(request: Request) -> Result<Multipart, Failure> {
    // Something else than such a form is read as one that broke off.
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
        return Err(Refused::BrokenOff.into());
    }
    Multipart::from_request(request, &()).await.map_err(|_| Refused::BrokenOff.into())
}
