//! Orders: find them, open one, cancel an unpaid one.

use axum::{
    Extension, Json,
    extract::{Path, State},
};
use domain::access::Actor;
use operations::{
    Failure,
    orders::{self, Filter},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{ApiError, ErrorBody, Listed, given::Given, given::Query, shape::Order};
use crate::web::Desk;

/// Orders that match every filter, page by page.
#[utoipa::path(
    get,
    path = "/orders",
    tag = "orders",
    params(
        ("state" = Option<String>, Query, description = "`pending_payment`, `processing`, `completed`, `cancelled`; several by comma, as in every list"),
        ("order_type" = Option<String>, Query, description = "`NEW`, `TRIAL`, `TRIAL_TO_FORMAL`, `RENEW`, `CHANGE`, `UNSUBSCRIBE`"),
        ("billing_mode" = Option<String>, Query, description = "`PERIOD`, `ONE_TIME`, `ON_DEMAND`, `ON_DEMAND_PKG`"),
        ("business_kind" = Option<String>, Query, description = "`general`, `joint`, `selected`, `selected_self_run`, `provider`"),
        ("delivery_type" = Option<String>, Query, description = "Of the first line, such as `saas_auto`"),
        ("sales_channel" = Option<String>, Query, description = "`direct`, `reseller`, `co_sale`"),
        ("reseller" = Option<String>, Query, description = "Name of the reseller"),
        ("product" = Option<String>, Query, description = "Id of a product, or a part of its name"),
        ("customer" = Option<String>, Query, description = "Id of a customer, or a part of the name"),
        ("q" = Option<String>, Query, description = "Beginning of the number, or a part of a customer's or product's name"),
        ("created_from" = Option<String>, Query, description = "Created on this day or later, `2026-10-01`, in the business time zone"),
        ("created_to" = Option<String>, Query, description = "Created on this day or earlier"),
        ("amount_from" = Option<String>, Query, description = "Paid at least this much"),
        ("amount_to" = Option<String>, Query, description = "Paid at most this much"),
        ("sort" = Option<String>, Query, description = "`-created` (the default), `created`, `-paid`, `paid`"),
        ("limit" = Option<i64>, Query, description = "Rows on a page, 1 to 500; 50 when absent"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before")
    ),
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
    let filter = filter(&query)?;
    let office = &desk.office;
    let listing = orders::list(office, &actor, &filter).await?;
    let rows: Vec<i64> = listing.rows.iter().map(|row| row.id).collect();
    let whole = orders::whole(office, &actor, &rows).await?;
    let total = listing.counts.of(&filter.states);
    Ok(Json(Listed {
        data: whole.into_iter().map(|(head, lines)| Order::of(office.zone, head, lines)).collect(),
        next_cursor: listing.next.map(|cursor| cursor.code()),
        total: total.orders,
        total_is_exact: !total.more,
    }))
}

/// The page's filter; its names for pages are the page's own, the API has `cursor` and `limit`.
fn filter(query: &Query) -> Result<Filter, ApiError> {
    let size = query.limit()?;
    let pairs = query.0.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let own = ["after", "before", "size", "limit", "cursor"];
    let cursor = query.get("cursor").map(|value| ("after", value));
    let (filter, problems) = Filter::parse(pairs.filter(|(name, _)| !own.contains(name)).chain(cursor));
    if problems.is_empty() {
        return Ok(Filter { size, ..filter });
    }
    let named = problems.into_iter().map(|problem| match problem.field.as_str() {
        "after" => problem.problem.of("cursor"),
        _ => problem,
    });
    Err(Failure::Invalid(named.collect()).into())
}

/// One order with its lines.
#[utoipa::path(
    get,
    path = "/orders/{order_no}",
    tag = "orders",
    params(("order_no" = String, Path, description = "Order number")),
    responses(
        (status = OK, body = Order),
        (status = NOT_FOUND, description = "Not there, or not among the products granted", body = ErrorBody)
    )
)]
pub(super) async fn get(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(order_no): Path<String>,
) -> Result<Json<Order>, ApiError> {
    let detail = orders::get(&desk.office, &actor, &order_no).await?;
    Ok(Json(Order::of(desk.office.zone, detail.head, detail.lines)))
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
    Ok(Json(Order::of(desk.office.zone, detail.head, detail.lines)))
}
