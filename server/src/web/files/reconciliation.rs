//! Uploading a bill of the marketplace.

use axum::{
    extract::{Request, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{Period, bill::BillKind};
use operations::{
    files::Told,
    reconciliations::{self, Asked},
};

use super::{
    admitted,
    upload::{Refused, Sent, given, refused},
};
use crate::{desk::Desk, web::received::Refusal};
use app::visit::Visit;

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
    };
    Ok(reconciliations::begin(&visit.office, visit.actor()?, &asked).await?.id)
}
