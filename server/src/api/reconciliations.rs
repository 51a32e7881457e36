//! Reconciliations: the marketplace's bill against ours.

use axum::{
    Extension, Json,
    body::Body,
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use domain::{
    Period,
    access::Actor,
    bill::BillKind,
    reconciliation::{LifeAction, LineAction},
};
use operations::{
    files::Told,
    reconciliations::{self, Asked, COLUMNS, LINES, LIST, Reconciliation},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    ApiError, ErrorBody,
    listing::{Listed, list_handler, list_params, listed},
    reconciliation_shape::{ReconciliationHead, ReconciliationLine, WholeReconciliation},
    request::{Given, Query, invalid, row},
};
use crate::{
    desk::Desk,
    web::{
        files::reconciliation::{format_of, sent},
        received::{self, LARGEST, Received, Refusal, received},
    },
};

list_handler! {
    /// Reconciliations, the newest first.
    "/reconciliations" of "reconciliations": LIST, reconciliations::list => ReconciliationHead
}

/// Compares a bill of the marketplace, CSV or XLSX, with ours and answers when that is done: the file is the body. The same
/// file of the same month is the same reconciliation.
#[utoipa::path(
    post,
    path = "/reconciliations",
    tag = "reconciliations",
    params(
        ("period" = String, Query, description = "The month, such as `202610`"),
        ("kind" = Option<String>, Query, description = "Only bills of this kind are compared; all of them when absent"),
        ("tolerance" = Option<String>, Query, description = "Largest difference of a line that nobody has to look at, such as `0.01`"),
        ("file_name" = Option<String>, Query, description = "Name of the file"),
        ("mapping" = Option<String>, Query, description = "The name under which is kept how such files are read"),
        ("encoding" = Option<String>, Query, description = "Encoding of a text, such as `gb18030`; recognised when absent"),
        ("separator" = Option<String>, Query, description = "`comma`, `semicolon`, `tab` or `pipe`; recognised when absent"),
        ("numbers" = Option<String>, Query, description = "`point` or `comma` before decimals; what is ambiguous is refused when absent"),
        ("dates" = Option<String>, Query, description = "`day_first` or `month_first` where the year comes last"),
        ("sheet" = Option<String>, Query, description = "The one sheet that is read; all that have the headings when absent"),
        ("heading_row" = Option<u64>, Query, description = "The row of the headings, 1 to 20; found when absent"),
        ("column" = Option<Vec<String>>, Query, description = "What a column is, as `Heading=field`, `Heading=` for one that is not used; once for each column")
    ),
    request_body(content(
        (String = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    )),
    responses(
        (status = OK, body = WholeReconciliation),
        (status = CONFLICT, description = "There is no bill of the month, or the agreement is not signed", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "The file as a whole cannot be read, or a parameter is wrong", body = ErrorBody),
        (status = PAYLOAD_TOO_LARGE, body = ErrorBody)
    )
)]
pub(super) async fn begin(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    query: Query,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<WholeReconciliation>, ApiError> {
    if received::announced(&headers) > LARGEST {
        return Err(Refusal::TooLarge.into());
    }
    let given = |name: &str| query.get(name).unwrap_or_default().trim().to_owned();
    let period = Period::parse(&given("period")).map_err(|problem| invalid(problem.of("period")))?;
    let kind = match given("kind").as_str() {
        "" => None,
        code => Some(BillKind::parse(code).map_err(|problem| invalid(problem.of("kind")))?),
    };
    let mut told = Told::read(|name| query.get(name))?;
    told.choose(COLUMNS, query.all("column"))?;
    let Received { path, .. } = received(body.into_data_stream()).await?;
    let file_name = query.get("file_name").unwrap_or("api").to_owned();
    let tolerance = given("tolerance");
    let asked = Asked {
        period,
        kind,
        tolerance,
        file_name,
        path: path.to_path_buf(),
        told,
        mapping: given("mapping"),
    };
    let of = reconciliations::now(&desk.office, &actor, &asked).await?;
    drop(path);
    whole(&desk, &actor, of).await
}

async fn whole(
    desk: &Desk,
    actor: &Actor,
    of: Reconciliation,
) -> Result<Json<WholeReconciliation>, ApiError> {
    Ok(Json(WholeReconciliation::read(&desk.office, actor, of).await?))
}

/// One of them, with its differences.
#[utoipa::path(
    get,
    path = "/reconciliations/{id}",
    tag = "reconciliations",
    params(("id" = i64, Path, description = "Its row")),
    responses((status = OK, body = WholeReconciliation), (status = NOT_FOUND, body = ErrorBody))
)]
pub(super) async fn get(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Json<WholeReconciliation>, ApiError> {
    let of = reconciliations::get(&desk.office, &actor, row(&id)?).await?;
    whole(&desk, &actor, of).await
}

/// The difference sheet as a file: a page of paper, or a workbook with every difference.
#[utoipa::path(
    get,
    path = "/reconciliations/{id}/sheet",
    tag = "reconciliations",
    params(
        ("id" = i64, Path, description = "Its row"),
        ("format" = Option<String>, Query, description = "`pdf` (the default) or `xlsx`"),
        ("language" = Option<String>, Query, description = "`zh` or `en`: the words of headings and codes. Without it a workbook has codes, and paper is Chinese")
    ),
    responses(
        (status = OK, description = "The file", content(
            (Vec<u8> = "application/pdf"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        )),
        (status = NOT_FOUND, body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "No such format or language; `field` names it", body = ErrorBody)
    )
)]
pub(super) async fn sheet(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    query: Query,
) -> Result<Response, ApiError> {
    let format = format_of(query.get("format"))?;
    let lang = query.get("language").map(|_| query.language()).transpose()?;
    let of = reconciliations::get(&desk.office, &actor, row(&id)?).await?;
    Ok(sent(&desk.office, &actor, of, format, lang).await?)
}

list_params!(LineParams, &LINES);

/// Its lines, in the order of the file; what only we have comes behind.
#[utoipa::path(
    get,
    path = "/reconciliations/{id}/lines",
    tag = "reconciliations",
    params(("id" = i64, Path, description = "Its row"), LineParams),
    responses((status = OK, body = Listed<ReconciliationLine>), (status = NOT_FOUND, body = ErrorBody))
)]
pub(super) async fn lines(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    query: Query,
) -> Result<Json<Listed<ReconciliationLine>>, ApiError> {
    let id = row(&id)?;
    let fetch = async |filter: &_| {
        let (_, page) = reconciliations::lines(&desk.office, &actor, id, filter).await?;
        Ok(page)
    };
    listed(&query, &LINES, fetch, |line| ReconciliationLine::of(&desk.office, line)).await
}

/// What is done with a line.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Done {
    /// `accept`, `dispute`, `explain`, `confirm_match`, `reject_match` or `reopen`.
    action: String,
    /// Needed to explain and to dispute.
    #[serde(default)]
    note: String,
    /// What an explained difference counts as, such as `fee`; the reason that was found when it is left out.
    #[serde(default)]
    reason: String,
}

/// Deals with a line.
#[utoipa::path(
    post,
    path = "/reconciliations/{id}/lines/{line}/actions",
    tag = "reconciliations",
    params(("id" = i64, Path, description = "Row of the reconciliation"), ("line" = i64, Path, description = "Row of the line")),
    request_body = Done,
    responses(
        (status = OK, body = WholeReconciliation),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "It is not open, somebody dealt with the line already, or the line has nothing to do with the action", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "`action`, `note` or `reason` is wrong", body = ErrorBody)
    )
)]
pub(super) async fn act(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path((id, line)): Path<(String, String)>,
    Given(done): Given<Done>,
) -> Result<Json<WholeReconciliation>, ApiError> {
    let action = LineAction::parse(&done.action).map_err(|problem| invalid(problem.of("action")))?;
    let lines = [row(&line)?];
    let said = (action, done.note.as_str(), done.reason.as_str());
    let of = reconciliations::act(&desk.office, &actor, (row(&id)?, &lines), said).await?;
    whole(&desk, &actor, of).await
}

/// A step of a reconciliation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Stepped {
    /// `submit`, `reject` or `lock`.
    action: String,
    /// Needed to reject.
    #[serde(default)]
    reason: String,
}

/// Submits a reconciliation, sends it back, or locks it: what was accepted becomes adjustments of the next bills.
#[utoipa::path(
    post,
    path = "/reconciliations/{id}/actions",
    tag = "reconciliations",
    params(("id" = i64, Path, description = "Its row")),
    request_body = Stepped,
    responses(
        (status = OK, body = WholeReconciliation),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "Lines still need work, the step is not possible now, whoever submitted would lock it, or a bill that is to be adjusted is not locked", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "`action` or `reason` is wrong", body = ErrorBody)
    )
)]
pub(super) async fn step(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Given(stepped): Given<Stepped>,
) -> Result<Json<WholeReconciliation>, ApiError> {
    let action = LifeAction::parse(&stepped.action).map_err(|problem| invalid(problem.of("action")))?;
    let of =
        reconciliations::step(&desk.office, &actor, row(&id)?, (action, stepped.reason.as_str())).await?;
    whole(&desk, &actor, of).await
}
