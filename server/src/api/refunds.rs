//! Refunds: ask for one, review it, follow it.

use axum::{
    Extension, Json,
    extract::{Path, State},
    http::StatusCode,
};
use domain::{access::Actor, money};
use operations::{
    Office,
    refunds::{self, LIST, Refund as Row},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ApiError, ErrorBody,
    listing::list_handler,
    request::{self, Given},
    shape::stamp,
};
use crate::desk::Desk;

/// A refund.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Refund {
    /// Row.
    id: i64,
    /// The order.
    order_no: String,
    /// Id of the customer.
    customer_id: String,
    /// Name of the customer.
    customer: String,
    /// Id of the product.
    product_id: String,
    /// Name of the product.
    product: String,
    /// `negotiated`, `five_days`, `failed_provisioning` or `renewal`.
    ground: String,
    /// `pending_merchant_review`, `approved`, `awaiting_return`, `awaiting_acceptance`, `appealed`, `refunding`,
    /// `refunded`, `rejected` or `withdrawn`.
    state: String,
    /// What goes back.
    amount: String,
    /// Currency.
    currency: String,
    /// What was paid for the order.
    paid_amount: String,
    /// Why the buyer asks.
    reason: String,
    /// Who noted it.
    requested_by: String,
    /// When.
    created_at: String,
    /// When the merchant decided.
    decided_at: Option<String>,
    /// What the merchant said.
    decision: Option<String>,
    /// Courier of returned goods.
    courier: Option<String>,
    /// Waybill of returned goods.
    waybill: Option<String>,
    /// Returned goods count as accepted at this moment.
    accepts_at: Option<String>,
    /// When it ended.
    ended_at: Option<String>,
    /// The `UNSUBSCRIBE` order that takes the money back.
    unsubscribe_order_no: Option<String>,
    /// What is possible now.
    actions: Vec<String>,
}

impl Refund {
    fn of(office: &Office, row: Row) -> Self {
        let at = |moment: Option<i64>| moment.map(|at| stamp(office.zone, at));
        Self {
            id: row.id,
            order_no: row.order_no,
            customer_id: row.customer,
            customer: row.customer_name,
            product_id: row.product,
            product: row.product_name,
            ground: row.ground.to_string(),
            state: row.state.to_string(),
            amount: money::bare(row.amount_minor, row.currency),
            currency: row.currency.code().to_owned(),
            paid_amount: money::bare(row.paid_minor, row.currency),
            reason: row.reason,
            requested_by: row.actor_name,
            created_at: stamp(office.zone, row.created_at),
            decided_at: at(row.decided_at),
            decision: row.decision,
            courier: row.return_courier,
            waybill: row.return_waybill,
            accepts_at: at(row.accepts_at),
            ended_at: at(row.ended_at),
            unsubscribe_order_no: row.unsubscribe_no,
            actions: row.state.possible().into_iter().map(|(action, _)| action.to_string()).collect(),
        }
    }
}

/// What a buyer asks for.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Wanted {
    /// More than nothing, at most what was paid; exactly that where nobody has to agree.
    #[serde(default)]
    amount: String,
    /// Why.
    #[serde(default)]
    reason: String,
}

/// Notes that the buyer of an order asks for a refund.
#[utoipa::path(
    post,
    path = "/orders/{order_no}/refunds",
    tag = "refunds",
    params(("order_no" = String, Path, description = "Order number")),
    request_body = Wanted,
    responses(
        (status = CREATED, body = Refund),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "It cannot be refunded, another refund runs, or it would be the eleventh of the year", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "`amount` or `reason` is wrong", body = ErrorBody)
    )
)]
pub(super) async fn request(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(order_no): Path<String>,
    Given(wanted): Given<Wanted>,
) -> Result<(StatusCode, Json<Refund>), ApiError> {
    let made = refunds::request(&desk.office, &actor, &order_no, &wanted.amount, &wanted.reason).await?;
    Ok((StatusCode::CREATED, Json(Refund::of(&desk.office, made))))
}

list_handler! {
    /// Refunds, the newest first.
    "/refunds" of "refunds": LIST, refunds::list => Refund
}

/// One refund.
#[utoipa::path(
    get,
    path = "/refunds/{id}",
    tag = "refunds",
    params(("id" = i64, Path, description = "Row of the refund")),
    responses((status = OK, body = Refund), (status = NOT_FOUND, body = ErrorBody))
)]
pub(super) async fn get(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Json<Refund>, ApiError> {
    let row = refunds::get(&desk.office, &actor, request::row(&id)?).await?;
    Ok(Json(Refund::of(&desk.office, row)))
}

/// A step of a refund.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct RefundAction {
    /// `approve`, `reject`, `withdraw`, `send_back`, `accept_goods`, `reject_goods`, `appeal` or `paid_back`.
    #[serde(default)]
    action: String,
    /// Needed to reject, to reject goods and to appeal.
    #[serde(default)]
    reason: String,
    /// Courier: needed to send goods back.
    #[serde(default)]
    courier: String,
    /// Waybill: needed to send goods back.
    #[serde(default)]
    waybill: String,
}

/// Takes a refund a step further.
#[utoipa::path(
    post,
    path = "/refunds/{id}/actions",
    tag = "refunds",
    params(("id" = i64, Path, description = "Row of the refund")),
    request_body = RefundAction,
    responses(
        (status = OK, description = "The refund as it is now", body = Refund),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "Not possible in its state", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "What was given is wrong; `field` names it", body = ErrorBody)
    )
)]
pub(super) async fn act(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Given(given): Given<RefundAction>,
) -> Result<Json<Refund>, ApiError> {
    let RefundAction { action, reason, courier, waybill } = given;
    let given = refunds::Given { action, reason, courier, waybill };
    let row = refunds::act(&desk.office, &actor, request::row(&id)?, &given).await?;
    Ok(Json(Refund::of(&desk.office, row)))
}
