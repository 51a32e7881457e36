//! Downloads and uploads: look at the door, then stream.
//!
//! What goes out is an attachment under a sandbox without sources (the headers that every answer
//! gets), so that nothing in a file runs as one of our pages.

mod attachment;
pub(crate) mod bill;
pub(crate) mod document;
pub(crate) mod evidence;
mod kept;
mod list;
pub(crate) mod message;
mod picture;
pub(crate) mod reconciliation;
pub(crate) mod statement;
mod upload;

use std::{future::Future, pin::Pin};

use app::{
    lang::Lang,
    pages::Wish,
    visit::{Visit, encoded},
};
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Request, State},
    http::Method,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::{Tongue, access::DoorKind};
use operations::{
    Failure, bills,
    exports::{self, Format, Kind, Manner},
    imports,
    jobs::Step,
    reconciliations,
};

pub(crate) use self::list::list_file;
use self::{
    attachment::{Attachment, CSV},
    list::noted,
};
use super::{
    forms, respond,
    visits::{Arrival, arrive, params},
};
use crate::{
    admit::{Refusal, admit},
    desk::Desk,
};

/// Makes a file, or says how far it is.
type FileFn = for<'a> fn(&'a Visit) -> Pin<Box<dyn Future<Output = Result<Response, Failure>> + Send + 'a>>;

macro_rules! files {
    ($($path:literal => $file:path,)+) => {
        /// Everything that is read, with its path. Each has a row in `domain::access::DOORS`.
        const FILES: &[(&str, FileFn)] = &[$(($path, |visit| Box::pin($file(visit)))),+];
    };
}

files! {
    "/find" => found,
    "/documents/{id}" => document::file,
    "/documents/{id}/preview" => document::preview,
    "/imports/template" => template,
    "/imports/{id}/rejected" => rejected,
    "/imports/{id}/progress" => import_progress,
    "/exports/now" => at_once,
    "/exports/{id}/file" => export_file,
    "/exports/{id}/progress" => export_progress,
    "/orders/export" => orders,
    "/settings/merchant/{place}" => picture::now,
    "/supervisions/{order_no}/evidence" => evidence::file,
    "/settlement/{id}/file" => statement::file,
    "/settlement/{id}/pdf" => statement::pdf,
    "/settlement/{id}/picture/{place}" => picture::on_statement,
    "/bills/runs/{id}/progress" => bill_progress,
    "/reconciliations/{id}/progress" => reconciliation_progress,
    "/reconciliations/{id}/sheet" => reconciliation::sheet,
    "/bills/{id}/file" => bill::file,
    "/settlement/{id}/progress" => statement::progress,
    "/settlement/{id}/left-out" => statement::left_out,
}

/// Every route of [`router`], with its method, as `domain::access::DOORS` writes it.
#[must_use]
pub fn routes() -> Vec<String> {
    let read = FILES.iter().map(|(path, _)| format!("GET {path}"));
    read.chain(
        [upload::ROUTE, reconciliation::ROUTE, picture::ROUTE, document::ROUTE, message::ROUTE]
            .map(str::to_owned),
    )
    .collect()
}

/// A route for every file.
pub fn router() -> Router<Desk> {
    let mut router = Router::new()
        // The upload counts for itself: it goes to the disk, not into memory.
        .route("/imports", post(upload::upload).layer(DefaultBodyLimit::disable()))
        .route("/reconciliations", post(reconciliation::upload).layer(DefaultBodyLimit::disable()))
        .route("/tickets/{no}/messages", post(message::send).layer(DefaultBodyLimit::disable()))
        .route("/settings/merchant/{place}", post(picture::upload).layer(DefaultBodyLimit::disable()))
        .route(
            "/supervisions/{order_no}/documents",
            post(document::upload).layer(DefaultBodyLimit::disable()),
        );
    for (path, file) in FILES {
        let serve = move |State(desk): State<Desk>, request: Request| serve(desk, request, path, *file);
        router = router.route(path, get(serve));
    }
    router
}

async fn serve(desk: Desk, request: Request, path: &str, file: FileFn) -> Response {
    let (Arrival { visit, .. }, _) = match admitted(&desk, request, &format!("GET {path}")).await {
        Ok(admitted) => admitted,
        Err(refusal) => return *refusal,
    };
    file(&visit).await.unwrap_or_else(|failure| respond::failure_page(&desk, &visit, &failure))
}

/// Who comes, when this door is open to them; otherwise the answer that they get.
async fn admitted(desk: &Desk, request: Request, route: &str) -> Result<(Arrival, Request), Box<Response>> {
    let (mut parts, body) = request.into_parts();
    let params = params(&mut parts).await;
    let arrival = arrive(desk, &parts, params).await.map_err(|failure| respond::plain_failure(&failure))?;
    match admit(DoorKind::File, route, arrival.visit.actor.as_ref()) {
        Ok(()) => Ok((arrival, Request::from_parts(parts, body))),
        Err(Refusal::Unknown) => {
            // After the sign-in a page is to be there, not a download; a file that was sent is gone.
            let ended = if parts.method == Method::POST { "ended=lost&" } else { "" };
            let to = format!("/sign-in?{ended}next={}", encoded(&forms::back(&parts)));
            Err(Box::new(Redirect::to(&to).into_response()))
        }
        Err(refusal) => Err(Box::new(respond::failure_page(desk, &arrival.visit, &refusal.into()))),
    }
}

/// What the palette shows while somebody types.
async fn found(visit: &Visit) -> Result<Response, Failure> {
    Ok(Json(app::pages::find::hits(visit).await?).into_response())
}

async fn template(visit: &Visit) -> Result<Response, Failure> {
    let name = visit.lang.pick("订单导入模板.csv", "orders-template.csv");
    Ok(Attachment::new(name, CSV).of(imports::template_csv(tongue(visit.lang)).into()))
}

async fn rejected(visit: &Visit) -> Result<Response, Failure> {
    let (actor, id) = (visit.actor()?, visit.row("id")?);
    let import = imports::get(&visit.office, actor, id).await?;
    let bytes =
        imports::rejected_file(&visit.office, actor, id, app::words::import::rejected(visit.lang)).await?;
    let stem = import.file_name.rsplit_once('.').map_or(import.file_name.as_str(), |(stem, _)| stem);
    Ok(Attachment::new(&format!("{stem}-rejected.csv"), CSV).streamed(noted(visit.request_id.clone(), bytes)))
}

async fn import_progress(visit: &Visit) -> Result<Response, Failure> {
    Ok(progress(imports::progress(&visit.office, visit.actor()?, visit.row("id")?).await?))
}

async fn bill_progress(visit: &Visit) -> Result<Response, Failure> {
    let (run, step) = bills::run_of(&visit.office, visit.actor()?, visit.row("id")?).await?;
    Ok(progress(step.filter(|_| run.state == bills::RunState::Running)))
}

async fn reconciliation_progress(visit: &Visit) -> Result<Response, Failure> {
    let (_, step) = reconciliations::state_of(&visit.office, visit.actor()?, visit.row("id")?).await?;
    Ok(progress(step))
}

async fn export_progress(visit: &Visit) -> Result<Response, Failure> {
    Ok(progress(exports::progress(&visit.office, visit.actor()?, visit.row("id")?).await?))
}

/// `done total`, or `end`.
fn progress(step: Option<Step>) -> Response {
    step.map_or_else(|| "end".to_owned(), |Step { done, total }| format!("{done} {total}")).into_response()
}

async fn export_file(visit: &Visit) -> Result<Response, Failure> {
    let file = exports::open_file(&visit.office, visit.actor()?, visit.row("id")?).await?;
    let kind = attachment::kind_of(&file.name);
    Ok(Attachment::new(&file.name, kind).document(file.document))
}

/// The words of a file for who reads this language.
const fn tongue(lang: Lang) -> Tongue {
    match lang {
        Lang::Zh => Tongue::Zh,
        Lang::En => Tongue::En,
    }
}

/// The filtered list at once, without a task.
async fn orders(visit: &Visit) -> Result<Response, Failure> {
    let kind = Kind::of(exports::ORDERS)?;
    let format = visit.value("format").unwrap_or_else(|| Format::Csv.code().to_owned());
    let format = Format::parse(&format).map_err(|problem| problem.of("format"))?;
    let wish = Wish::with(visit, kind, format, visit.query.clone(), "all")?;
    handed_out(visit, wish).await
}

/// A small list, as its page asks for it.
async fn at_once(visit: &Visit) -> Result<Response, Failure> {
    handed_out(visit, Wish::of(visit, |name| visit.value(name).unwrap_or_default())?).await
}

async fn handed_out(visit: &Visit, wish: Wish) -> Result<Response, Failure> {
    let (office, actor) = (&visit.office, visit.actor()?);
    let columns = wish.kind.chosen(&wish.columns)?;
    let manner = Manner { tongue: tongue(visit.lang), title: Some(wish.title), columns };
    let pieces = wish.kind.stream_as(office, actor, &wish.query, wish.format, &manner).await?;
    exports::taken(office, actor, wish.kind, &wish.query, wish.format).await?;
    let name = format!("{}.{}", wish.stem, wish.format);
    let bytes = noted(visit.request_id.clone(), exports::bytes(pieces));
    Ok(Attachment::new(&name, attachment::kind_of(&name)).streamed(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_do_not_stand_in_each_others_way() {
        let _ = router();
    }
}
