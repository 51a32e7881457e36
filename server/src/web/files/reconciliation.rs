//! Uploading a bill of the marketplace, and its difference sheet as a file.

use app::{lang::Lang, pdf, visit::Visit};
use axum::{
    extract::{Request, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{Period, Tongue, access::Actor, bill::BillKind};
use operations::{
    Failure, Office,
    files::Told,
    reconciliations::{self, Asked, Reconciliation},
};

use super::{
    admitted,
    attachment::{Attachment, PDF, XLSX},
    kept::Kept,
    upload::{Refused, Sent, given, refused},
};
use crate::{desk::Desk, web::received::Refusal};

/// Its row in `domain::access::DOORS`.
pub(super) const ROUTE: &str = "POST /reconciliations";
/// The form, and where it is shown.
const FORM: (&str, &str) = ("/reconciliations", "/reconciliations/new");

/// Takes the file `file` of a form and goes to the page of its reconciliation.
pub(super) async fn upload(State(desk): State<Desk>, request: Request) -> Response {
    let by_script = given(&request, "sec-fetch-dest") == "empty";
    let (arrival, request) = match admitted(&desk, request, ROUTE).await {
        Ok(admitted) => admitted,
        Err(refusal) => return *refusal,
    };
    match take(&arrival.visit, request).await {
        Ok(id) => Redirect::to(&format!("/reconciliations/{id}")).into_response(),
        Err(refusal) => refused(&desk, arrival, refusal, (FORM, by_script)).await,
    }
}

async fn take(visit: &Visit, request: Request) -> Result<i64, Refused> {
    let sent = Sent::read(request).await?;
    let wrong = |problem: domain::Problem, field: &str| Refusal::Failed(problem.of(field).into());
    let said = |name: &str| sent.said(name).unwrap_or_default();
    let kind = match said("kind") {
        "" => None,
        code => Some(BillKind::parse(code).map_err(|problem| wrong(problem, "kind"))?),
    };
    let asked = Asked {
        period: Period::parse(said("period")).map_err(|problem| wrong(problem, "period"))?,
        kind,
        tolerance: said("tolerance").to_owned(),
        file_name: sent.name.clone(),
        path: sent.path.to_path_buf(),
        told: Told::read(|name| sent.said(name)).map_err(Refusal::Failed)?,
        mapping: said("mapping").to_owned(),
    };
    Ok(reconciliations::look(&visit.office, visit.actor()?, &asked).await?.id)
}

/// The difference sheet, in the language of the visitor; `format` is `pdf` or `xlsx`.
pub(super) async fn sheet(visit: &Visit) -> Result<Response, Failure> {
    let of = reconciliations::get(&visit.office, visit.actor()?, visit.row("id")?).await?;
    let format = format_of(visit.value("format").as_deref())?;
    sent(&visit.office, visit.actor()?, of, format, Some(visit.lang)).await
}

domain::codes! {
    /// What kind of file a difference sheet is.
    pub enum SheetFormat {
        /// A page of A4.
        Pdf = "pdf",
        /// A workbook with every difference.
        Xlsx = "xlsx",
    }
}

/// The format that is asked for; paper without one.
pub(crate) fn format_of(given: Option<&str>) -> Result<SheetFormat, Failure> {
    match given.map(str::trim).filter(|text| !text.is_empty()) {
        None => Ok(SheetFormat::Pdf),
        Some(text) => Ok(SheetFormat::parse(text).map_err(|problem| problem.of("format"))?),
    }
}

/// Makes it whole and sends it. Without a language it has the codes of programs, and paper is Chinese.
pub(crate) async fn sent(
    office: &Office,
    actor: &Actor,
    of: Reconciliation,
    format: SheetFormat,
    lang: Option<Lang>,
) -> Result<Response, Failure> {
    let name = format!("reconciliation-{}-{}.{format}", of.period, of.id);
    if format == SheetFormat::Pdf {
        let paper = pdf::Difference::load(office, actor, of.id, lang.unwrap_or(Lang::Zh)).await?;
        let made = tokio::task::spawn_blocking(move || paper.pdf()).await;
        let bytes = made.map_err(|e| Failure::Internal(format!("the PDF broke off: {e}")))??;
        return Ok(Attachment::new(&name, PDF).sized(bytes.len() as u64).of(bytes.into()));
    }
    let tongue = lang.map_or(Tongue::Codes, super::tongue);
    let (office, actor) = (office.clone(), actor.clone());
    let kept = Kept::written(move |runtime, out| {
        runtime.block_on(reconciliations::write_xlsx(&office, &actor, &of, tongue, out))
    });
    let kept = kept.await?;
    Ok(Attachment::new(&name, XLSX).sized(kept.size).streamed(kept.pieces()))
}
