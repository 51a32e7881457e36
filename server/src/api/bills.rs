//! Bills: make those of a month, look at them, take them further.

use axum::{
    Extension, Json,
    extract::{Path, State},
    http::StatusCode,
};
use chrono::NaiveDate;
use domain::{
    Period, Problem,
    access::Actor,
    bill::{BillAction, Stage},
};
use operations::{
    bills::{self, LINES, LIST, RunState},
    rules,
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    ApiError, ErrorBody,
    bill_shape::{BillHead, BillLine, BillRun, OrderBilling},
    listing::{Listed, list_handler, list_params, listed},
    request::{Given, Query, invalid, row, text_or_number},
};
use crate::desk::Desk;

list_handler! {
    /// Bills, the newest month first; void ones only where they are asked for.
    "/bills" of "bills": LIST, bills::list => BillHead
}

list_params!(LineParams, &LINES);

/// Which month is to be billed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    /// The month, such as `202610`.
    #[serde(default, deserialize_with = "text_or_number")]
    period: String,
    /// The day on which it counts as made, such as `2026-11-03`; today when it is absent.
    #[serde(default)]
    as_of: Option<String>,
}

/// Makes the bills of a month and answers when that is done. Drafts of the month are made anew, nothing is billed
/// twice; what somebody submitted stays as it is.
#[utoipa::path(
    post,
    path = "/bills/runs",
    tag = "bills",
    request_body = Wanted,
    responses(
        (status = OK, description = "The run is over", body = BillRun),
        (status = ACCEPTED, description = "The run broke off and is tried again by itself", body = BillRun),
        (status = CONFLICT, description = "The certification or the agreement is missing, the month is not over or its day has not come, or another run works", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "`period` or `as_of` is wrong", body = ErrorBody)
    )
)]
pub(super) async fn run(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Given(wanted): Given<Wanted>,
) -> Result<(StatusCode, Json<BillRun>), ApiError> {
    let period = Period::parse(&wanted.period).map_err(|problem| invalid(problem.of("period")))?;
    let day = |text: &str| {
        let wrong = || invalid(Problem::NotADay { value: text.chars().take(40).collect() }.of("as_of"));
        text.trim().parse::<NaiveDate>().map_err(|_| wrong())
    };
    let as_of = wanted.as_of.as_deref().filter(|text| !text.trim().is_empty()).map(day).transpose()?;
    let run = bills::run_now(&desk.office, &actor, period, as_of).await?;
    let status = if run.state == RunState::Running { StatusCode::ACCEPTED } else { StatusCode::OK };
    Ok((status, Json(BillRun::of(&desk.office, run))))
}

/// A run.
#[utoipa::path(
    get,
    path = "/bills/runs/{id}",
    tag = "bills",
    params(("id" = i64, Path, description = "Its row")),
    responses((status = OK, body = BillRun), (status = NOT_FOUND, body = ErrorBody))
)]
pub(super) async fn run_of(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Json<BillRun>, ApiError> {
    let (run, _) = bills::run_of(&desk.office, &actor, row(&id)?).await?;
    Ok(Json(BillRun::of(&desk.office, run)))
}

/// A bill.
#[utoipa::path(
    get,
    path = "/bills/{id}",
    tag = "bills",
    params(("id" = i64, Path, description = "Its row")),
    responses(
        (status = OK, body = BillHead),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "The agreement in force is not signed", body = ErrorBody)
    )
)]
pub(super) async fn get(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Json<BillHead>, ApiError> {
    let bill = bills::get(&desk.office, &actor, row(&id)?).await?;
    Ok(Json(BillHead::of(&desk.office, bill)))
}

/// The lines of a bill, each with its rule, what went into it and how the amount came about.
#[utoipa::path(
    get,
    path = "/bills/{id}/lines",
    tag = "bills",
    params(("id" = i64, Path, description = "Row of the bill"), LineParams),
    responses(
        (status = OK, body = Listed<BillLine>),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "The agreement in force is not signed", body = ErrorBody)
    )
)]
pub(super) async fn lines(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    query: Query,
) -> Result<Json<Listed<BillLine>>, ApiError> {
    let id = row(&id)?;
    let bill = bills::get(&desk.office, &actor, id).await?;
    let rules = rules::versions(&desk.office).await?;
    let fetch = async |filter: &_| {
        let (_, page) = bills::lines(&desk.office, &actor, id, filter).await?;
        let shaped = page.rows.iter().map(|line| BillLine::of(&bill, line.clone(), &rules));
        let shaped = shaped.collect::<Result<Vec<_>, _>>()?;
        Ok(page.with_rows(shaped))
    };
    listed(&query, &LINES, fetch, |line| line).await
}

/// Where an order stands in bills, and what of it stands in none: why, since when, and what to do.
#[utoipa::path(
    get,
    path = "/orders/{order_no}/billing",
    tag = "bills",
    params(("order_no" = String, Path, description = "Order number")),
    responses((status = OK, body = OrderBilling), (status = NOT_FOUND, body = ErrorBody))
)]
pub(super) async fn of_order(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(order_no): Path<String>,
) -> Result<Json<OrderBilling>, ApiError> {
    let billing = bills::of_order(&desk.office, &actor, &order_no).await?;
    Ok(Json(OrderBilling::of(&desk.office, billing)))
}

/// A step of a bill.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Act {
    /// `submit`, `approve`, `reject`, `lock`, `pay` or `void`.
    #[serde(default)]
    action: String,
    /// Why; needed to reject and to void.
    #[serde(default)]
    reason: String,
    /// `lines_hash` of the bill that was looked at: one that was made anew since is refused. Left out, nothing is compared.
    #[serde(default)]
    seen: String,
}

/// Takes a bill a step further. Whoever submitted it does not approve it.
#[utoipa::path(
    post,
    path = "/bills/{id}/actions",
    tag = "bills",
    params(("id" = i64, Path, description = "Its row")),
    request_body = Act,
    responses(
        (status = OK, body = BillHead),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "The step is not possible now, it is one's own work, or an order changed since", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "`action` or `reason` is wrong", body = ErrorBody)
    )
)]
pub(super) async fn act(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Given(given): Given<Act>,
) -> Result<Json<BillHead>, ApiError> {
    let action = BillAction::parse(&given.action).map_err(|problem| invalid(problem.of("action")))?;
    let of = (row(&id)?, given.seen.as_str());
    let bill = bills::act_on_seen(&desk.office, &actor, of, (action, &given.reason)).await?;
    Ok(Json(BillHead::of(&desk.office, bill)))
}

/// How far the marketplace is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Noted {
    /// `generated`, `awaiting_merchant_confirmation`, `countersigning`, `countersign_rejected`, `awaiting_requisition`,
    /// `requisition_failed`, `awaiting_invoice`, `invoice_under_review`, `requisition_processing`, `payment_info_error` or
    /// `requisition_rejected`.
    #[serde(default)]
    stage: String,
}

/// Notes what the seller centre of the marketplace shows of a locked bill.
#[utoipa::path(
    post,
    path = "/bills/{id}/stage",
    tag = "bills",
    params(("id" = i64, Path, description = "Its row")),
    request_body = Noted,
    responses(
        (status = OK, body = BillHead),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "It is not locked", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "`stage` is none of its kind and site", body = ErrorBody)
    )
)]
pub(super) async fn note_stage(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Given(given): Given<Noted>,
) -> Result<Json<BillHead>, ApiError> {
    let stage = Stage::parse(&given.stage).map_err(|problem| invalid(problem.of("stage")))?;
    let bill = bills::note_stage(&desk.office, &actor, row(&id)?, stage).await?;
    Ok(Json(BillHead::of(&desk.office, bill)))
}
