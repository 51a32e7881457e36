//! Whether the buyer has an invoice for an order.

use axum::{
    Extension, Json,
    extract::{Path, State},
};
use domain::access::Actor;
use operations::orders;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{ApiError, ErrorBody, request::Given, shape::Order};
use crate::desk::Desk;

/// What is known of the invoice.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct InvoiceState {
    /// `none`, `issued` or `returned`.
    #[serde(default)]
    invoice: String,
}

/// Notes that the buyer has an invoice for an order, gave it back, or has none. An invoice has to come back before a
/// refund, and ends one that waits for the merchant's review.
#[utoipa::path(
    put,
    path = "/orders/{order_no}/invoice",
    tag = "orders",
    params(("order_no" = String, Path, description = "Order number")),
    request_body = InvoiceState,
    responses(
        (status = OK, description = "The order as it is now", body = Order),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "The order was not paid", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "`invoice` is wrong", body = ErrorBody)
    )
)]
pub(super) async fn note(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(order_no): Path<String>,
    Given(given): Given<InvoiceState>,
) -> Result<Json<Order>, ApiError> {
    orders::note_invoice(&desk.office, &actor, &order_no, &given.invoice).await?;
    let detail = orders::get(&desk.office, &actor, &order_no).await?;
    Ok(Json(Order::of(desk.office.zone, detail.named)))
}
