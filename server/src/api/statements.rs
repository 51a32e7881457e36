//! Reseller statements: list, begin, look at, issue.

use axum::{
    Extension, Json,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{Currency, Period, Problem, access::Actor};
use operations::{
    Failure, Office,
    statements::{self, Cursor, LIST, Statement},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    ApiError, ErrorBody,
    listing::list_handler,
    request::{Given, Query, invalid, row, text_or_number},
    statement_shape::{BalanceJson, BlockedLine, StatementHead, StatementPage, line_json},
};
use crate::{desk::Desk, web::files::statement::on_paper};

list_handler! {
    /// Statements and drafts, newest first.
    "/settlement/statements" of "settlement": LIST, statements::list => StatementHead
}

/// Which statement is to be begun.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct Wanted {
    /// Name of the reseller.
    #[schema(required)]
    reseller: String,
    /// The month, such as `202610`.
    #[schema(required)]
    #[serde(deserialize_with = "text_or_number")]
    period: String,
    /// Code of the currency; needed when the month has several.
    currency: Option<String>,
}

/// Begins the statement of a reseller and month; one that was begun before is found again.
#[utoipa::path(
    post,
    path = "/settlement/statements",
    tag = "settlement",
    request_body = Wanted,
    responses(
        (status = CREATED, description = "A new draft", body = StatementPage),
        (status = OK, description = "It was there already", body = StatementPage),
        (status = CONFLICT, description = "The month has several currencies", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, body = ErrorBody)
    )
)]
pub(super) async fn draft(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Given(wanted): Given<Wanted>,
) -> Result<Response, ApiError> {
    let office = &desk.office;
    let period = Period::parse(&wanted.period).map_err(|problem| invalid(problem.of("period")))?;
    let currency = wanted.currency.as_deref().filter(|code| !code.trim().is_empty()).map(Currency::parse);
    let currency = currency.transpose().map_err(|problem| invalid(problem.of("currency")))?;
    let found = statements::find_or_preview(office, &actor, &wanted.reseller, period, currency).await?;
    let id = statements::draft(office, &actor, &wanted.reseller, period, currency).await?;
    let status = if found.id == id { StatusCode::OK } else { StatusCode::CREATED };
    let page = page(office, &actor, id, Cursor::default(), 50).await?;
    let mut response = (status, Json(page)).into_response();
    if let Ok(place) = HeaderValue::from_str(&format!("/api/v1/settlement/statements/{id}")) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// A statement with its figures and a page of its lines.
#[utoipa::path(
    get,
    path = "/settlement/statements/{id}",
    tag = "settlement",
    params(
        ("id" = i64, Path, description = "Its row"),
        ("limit" = Option<i64>, Query, description = "Lines on a page, 1 to 500; 50 when absent"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before")
    ),
    responses((status = OK, body = StatementPage), (status = NOT_FOUND, body = ErrorBody))
)]
pub(super) async fn get(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    query: Query,
) -> Result<Json<StatementPage>, ApiError> {
    let cursor = query.cursor::<Cursor>()?.unwrap_or_default();
    Ok(Json(page(&desk.office, &actor, row(&id)?, cursor, query.limit()?).await?))
}

/// A statement or draft on paper: an A4 document to be handed over.
#[utoipa::path(
    get,
    path = "/settlement/statements/{id}/pdf",
    tag = "settlement",
    params(
        ("id" = i64, Path, description = "Its row"),
        ("language" = Option<String>, Query, description = "`zh` or `en`; `zh` when absent")
    ),
    responses(
        (status = OK, description = "The document", content_type = "application/pdf", body = Vec<u8>),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "It is being issued, or has more lines than paper takes", body = ErrorBody)
    )
)]
pub(super) async fn pdf(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    query: Query,
) -> Result<Response, ApiError> {
    let lang = query.language()?;
    let head = statements::head_of(&desk.office, &actor, row(&id)?).await?;
    let (_, bytes) = on_paper(&desk.office, &actor, head, lang).await?;
    Ok(([(header::CONTENT_TYPE, "application/pdf")], bytes).into_response())
}

/// Freezes and numbers a draft; it never changes after that. With very many lines it goes on by itself:
/// the answer is 202 then, and the statement says how far it is.
#[utoipa::path(
    post,
    path = "/settlement/statements/{id}/issue",
    tag = "settlement",
    params(("id" = i64, Path, description = "Its row")),
    responses(
        (status = OK, body = StatementHead),
        (status = ACCEPTED, description = "It is being issued", body = StatementHead),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "It was issued already or is being issued, its month is not over, it has no line, or a line is refused", body = ErrorBody)
    )
)]
pub(super) async fn issue(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<StatementHead>), ApiError> {
    let head = statements::issue(&desk.office, &actor, row(&id)?).await?;
    let status = if head.issuing.is_some() { StatusCode::ACCEPTED } else { StatusCode::OK };
    Ok((status, Json(StatementHead::of(&desk.office, head))))
}

/// Discards a draft. Its lines wait for a statement again.
#[utoipa::path(
    post,
    path = "/settlement/statements/{id}/discard",
    tag = "settlement",
    params(("id" = i64, Path, description = "Its row")),
    responses(
        (status = OK, body = StatementHead),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "It was issued or discarded already, or is being issued", body = ErrorBody)
    )
)]
pub(super) async fn discard(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Json<StatementHead>, ApiError> {
    let head = statements::discard(&desk.office, &actor, row(&id)?).await?;
    Ok(Json(StatementHead::of(&desk.office, head)))
}

/// When a statement was paid.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct Payment {
    /// The day, such as `2026-11-15`.
    #[schema(required)]
    paid_on: String,
    /// What the bank calls the payment; at most 100 characters.
    reference: String,
}

/// Notes that an issued statement was paid in full.
#[utoipa::path(
    post,
    path = "/settlement/statements/{id}/pay",
    tag = "settlement",
    params(("id" = i64, Path, description = "Its row")),
    request_body = Payment,
    responses(
        (status = OK, body = StatementHead),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "It is a draft, was paid already, or there is nothing to pay", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, body = ErrorBody)
    )
)]
pub(super) async fn pay(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Given(given): Given<Payment>,
) -> Result<Json<StatementHead>, ApiError> {
    let value = given.paid_on.trim();
    let on = value.parse().map_err(|_| {
        let value = value.chars().take(40).collect();
        invalid(Problem::NotATime { value }.of("paid_on"))
    })?;
    let head = statements::pay(&desk.office, &actor, row(&id)?, on, &given.reference).await?;
    Ok(Json(StatementHead::of(&desk.office, head)))
}

/// Why something is done.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct Because {
    /// The reason, for the journal: at most 500 characters.
    #[schema(required)]
    reason: String,
}

/// Takes back that a statement was paid.
#[utoipa::path(
    post,
    path = "/settlement/statements/{id}/take-payment-back",
    tag = "settlement",
    params(("id" = i64, Path, description = "Its row")),
    request_body = Because,
    responses(
        (status = OK, body = StatementHead),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "It was not paid, or was reversed since", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "`reason` is missing", body = ErrorBody)
    )
)]
pub(super) async fn take_payment_back(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Given(given): Given<Because>,
) -> Result<Json<StatementHead>, ApiError> {
    let head = statements::take_payment_back(&desk.office, &actor, row(&id)?, &given.reason).await?;
    Ok(Json(StatementHead::of(&desk.office, head)))
}

/// Begins a supplement of an issued statement, for what came late to its month; a draft of the month is found again.
#[utoipa::path(
    post,
    path = "/settlement/statements/{id}/supplement",
    tag = "settlement",
    params(("id" = i64, Path, description = "Row of the issued statement")),
    responses(
        (status = OK, body = StatementPage),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "It is not issued, was reversed, or is a reversal", body = ErrorBody)
    )
)]
pub(super) async fn supplement(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Json<StatementPage>, ApiError> {
    let id = statements::supplement(&desk.office, &actor, row(&id)?).await?;
    Ok(Json(page(&desk.office, &actor, id, Cursor::default(), 50).await?))
}

/// Takes an issued statement back by a reversal, which has every line with the other sign; the lines are due again.
/// With very many lines it goes on by itself: the answer is 202 then.
#[utoipa::path(
    post,
    path = "/settlement/statements/{id}/reverse",
    tag = "settlement",
    params(("id" = i64, Path, description = "Row of the issued statement")),
    request_body = Because,
    responses(
        (status = OK, description = "The reversal", body = StatementHead),
        (status = ACCEPTED, description = "It is being issued", body = StatementHead),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "It is not issued, was reversed, is a reversal, or a draft of its month stands", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "`reason` is missing", body = ErrorBody)
    )
)]
pub(super) async fn reverse(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Given(given): Given<Because>,
) -> Result<(StatusCode, Json<StatementHead>), ApiError> {
    let head = statements::reverse(&desk.office, &actor, row(&id)?, &given.reason).await?;
    let status = if head.issuing.is_some() { StatusCode::ACCEPTED } else { StatusCode::OK };
    Ok((status, Json(StatementHead::of(&desk.office, head))))
}

/// What every reseller is owed over all months: what was issued, and what of it was paid.
#[utoipa::path(
    get,
    path = "/settlement/balances",
    tag = "settlement",
    responses((status = OK, body = Vec<BalanceJson>))
)]
pub(super) async fn balances(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
) -> Result<Json<Vec<BalanceJson>>, ApiError> {
    let balances = statements::balances(&desk.office, &actor, None).await?;
    Ok(Json(balances.into_iter().map(BalanceJson::from).collect()))
}

async fn page(
    office: &Office,
    actor: &Actor,
    id: i64,
    after: Cursor,
    limit: i64,
) -> Result<StatementPage, Failure> {
    let Statement { head, blocked, blocked_count, hindrance } = statements::get(office, actor, id).await?;
    let mut lines = statements::lines(office, actor, id, after, limit + 1).await?;
    let has_more = lines.len() as i64 > limit;
    lines.truncate(limit as usize);
    let next_cursor = lines.last().filter(|_| has_more).map(|line| line.cursor.to_string());
    let blocked = blocked.into_iter().map(|line| BlockedLine {
        order_no: line.order_no,
        line_no: line.line_no,
        problem: line.problem.to_string(),
    });
    let currency = head.currency;
    Ok(StatementPage {
        head: StatementHead::of(office, head),
        hindrance: hindrance.map(|conflict| conflict.to_string()),
        blocked_count,
        blocked: blocked.collect(),
        lines: lines.into_iter().map(|line| line_json(office, currency, line)).collect::<Result<_, _>>()?,
        next_cursor,
    })
}
