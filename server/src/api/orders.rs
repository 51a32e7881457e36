//! Orders: find them, open one, cancel an unpaid one.

use axum::{
    Extension, Json,
    extract::{Path, State},
};
use domain::access::Actor;
use operations::orders::{self, LIST};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    ApiError, ErrorBody,
    listing::{Listed, list_params, listed},
    order_money::OrderDetail,
    request::{Given, Query},
    shape::Order,
};
use crate::desk::Desk;

list_params!(OrderParams, &LIST);

/// Orders that match every filter, page by page.
#[utoipa::path(
    get,
    path = "/orders",
    tag = "orders",
    params(OrderParams),
    responses(
        (status = OK, body = Listed<Order>),
        (status = UNPROCESSABLE_ENTITY, description = "A value that is not understood; `field` names it", body = ErrorBody),
        (status = UNAUTHORIZED, body = ErrorBody),
        (status = FORBIDDEN, body = ErrorBody)
    )
)]
pub(super) async fn list(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    query: Query,
) -> Result<Json<Listed<Order>>, ApiError> {
    let office = &desk.office;
    let fetch = async |filter: &_| {
        let page = orders::list(office, &actor, filter).await?;
        let rows: Vec<i64> = page.rows.iter().map(|row| row.id).collect();
        Ok(page.with_rows(orders::of_rows(office, &actor, &rows).await?))
    };
    listed(&query, &LIST, fetch, |named| Order::of(office.zone, named)).await
}

/// One order with its lines, where its money stands and what it waits for.
#[utoipa::path(
    get,
    path = "/orders/{order_no}",
    tag = "orders",
    params(("order_no" = String, Path, description = "Order number")),
    responses(
        (status = OK, body = OrderDetail),
        (status = NOT_FOUND, description = "Not there, or not among the products granted", body = ErrorBody)
    )
)]
pub(super) async fn get(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(order_no): Path<String>,
) -> Result<Json<OrderDetail>, ApiError> {
    let detail = orders::get(&desk.office, &actor, &order_no).await?;
    Ok(Json(OrderDetail::of(&desk.office, &actor, detail).await?))
}

/// Who is to look after an order.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Assignment {
    /// Account of a member of staff, or `nobody`.
    #[serde(default)]
    assignee: String,
    /// The account that had it when this was decided, or `nobody`: refused when somebody else has it meanwhile.
    #[serde(default)]
    was: Option<String>,
}

/// Says who looks after an order.
#[utoipa::path(
    post,
    path = "/orders/{order_no}/assign",
    tag = "orders",
    params(("order_no" = String, Path, description = "Order number")),
    request_body = Assignment,
    responses(
        (status = OK, description = "The order as it is now", body = Order),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "Somebody else has it meanwhile, or the person may not see it", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "`assignee` is missing or nobody's account", body = ErrorBody)
    )
)]
pub(super) async fn assign(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(order_no): Path<String>,
    Given(given): Given<Assignment>,
) -> Result<Json<Order>, ApiError> {
    orders::assign(&desk.office, &actor, &order_no, &given.assignee, given.was.as_deref()).await?;
    let detail = orders::get(&desk.office, &actor, &order_no).await?;
    Ok(Json(Order::of(desk.office.zone, detail.named)))
}

/// Why an order is cancelled.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Cancellation {
    /// The reason, for the journal: at most 500 characters.
    #[serde(default)]
    reason: String,
}

/// Cancels an order that waits for payment.
#[utoipa::path(
    post,
    path = "/orders/{order_no}/cancel",
    tag = "orders",
    params(("order_no" = String, Path, description = "Order number")),
    request_body = Cancellation,
    responses(
        (status = OK, description = "The order as it is now", body = Order),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "It does not wait for payment", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "`reason` is missing", body = ErrorBody)
    )
)]
pub(super) async fn cancel(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(order_no): Path<String>,
    Given(given): Given<Cancellation>,
) -> Result<Json<Order>, ApiError> {
    orders::cancel(&desk.office, &actor, &order_no, &given.reason).await?;
    let detail = orders::get(&desk.office, &actor, &order_no).await?;
    Ok(Json(Order::of(desk.office.zone, detail.named)))
}
