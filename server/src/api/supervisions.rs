//! Supervised deliveries: open one, take it a step further, say in which parts it is accepted.

use axum::{
    Extension, Json,
    extract::{Path, State},
};
use domain::access::Actor;
use operations::supervisions::{self, Given as Step};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    ApiError, ErrorBody,
    request::{Given, text_or_number},
    supervision_shape::Supervision,
};
use crate::desk::Desk;

/// One delivery with its documents, its log, and what may be done next.
#[utoipa::path(
    get,
    path = "/supervisions/{order_no}",
    tag = "supervisions",
    params(("order_no" = String, Path, description = "Order number")),
    responses(
        (status = OK, body = Supervision),
        (status = NOT_FOUND, description = "The order is not there, not supervised, or not among the products granted", body = ErrorBody)
    )
)]
pub(super) async fn get(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(order_no): Path<String>,
) -> Result<Json<Supervision>, ApiError> {
    answer(&desk, &actor, &order_no).await
}

/// The delivery as it is now.
pub(super) async fn answer(
    desk: &Desk,
    actor: &Actor,
    order_no: &str,
) -> Result<Json<Supervision>, ApiError> {
    let office = &desk.office;
    let detail = supervisions::get(office, actor, order_no).await?;
    Ok(Json(Supervision::of(office.zone, office.clock.millis(), detail)))
}

/// A step of a delivery. Only `action` is always needed.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Action {
    /// `submit_requirement`, `confirm_requirement`, `reject_requirement`, `submit_design`, `confirm_design`,
    /// `reject_design`, `complete`, `approve_review`, `reject_review`, `accept`, `reject_acceptance`, `ship`, `sign`,
    /// `claim_code`, `activate_code`, `appeal`, `decide_appeal` or `assign`.
    #[serde(default, deserialize_with = "text_or_number")]
    action: String,
    /// Whose step it is: `merchant` (the usual one), `buyer`, `operator` or `courier`.
    #[serde(default, deserialize_with = "text_or_number")]
    by: String,
    /// Comment, reason or demand: needed to send something back and to appeal.
    #[serde(default, deserialize_with = "text_or_number")]
    comment: String,
    /// Result of the service: needed to complete.
    #[serde(default, deserialize_with = "text_or_number")]
    result: String,
    /// Actual start of the service: not before the payment, not in the future.
    #[serde(default, deserialize_with = "text_or_number")]
    service_started_at: String,
    /// Courier: needed to ship.
    #[serde(default, deserialize_with = "text_or_number")]
    courier: String,
    /// Number of the waybill: needed to ship.
    #[serde(default, deserialize_with = "text_or_number")]
    waybill: String,
    /// Telephone number on the waybill.
    #[serde(default, deserialize_with = "text_or_number")]
    phone: String,
    /// The waybill has another telephone number than the buyer: the clock accepts nothing then.
    #[serde(default)]
    phone_differs: Option<bool>,
    /// `enablement`, `base` or `other`: of joint and provider orders.
    #[serde(default, deserialize_with = "text_or_number")]
    scene: String,
    /// Which part is delivered or accepted; the first open one when absent.
    #[serde(default, deserialize_with = "text_or_number")]
    #[schema(value_type = Option<i64>)]
    milestone: String,
    /// `continue`, `accept`, `return` or `refund`: needed to decide an appeal.
    #[serde(default, deserialize_with = "text_or_number")]
    outcome: String,
    /// Rows of documents that belong to the step.
    #[serde(default)]
    documents: Option<Vec<i64>>,
    /// Account of who is to deliver, or `nobody`: of `assign`.
    #[serde(default, deserialize_with = "text_or_number")]
    assignee: String,
}

/// Takes a delivery a step further, or says who delivers. What the buyer, the operator or the courier did is
/// recorded with `by`.
#[utoipa::path(
    post,
    path = "/supervisions/{order_no}/actions",
    tag = "supervisions",
    params(("order_no" = String, Path, description = "Order number")),
    request_body = Action,
    responses(
        (status = OK, description = "The delivery as it is now", body = Supervision),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "`not_now`: where it is, and what is possible there", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "What was given is wrong; `field` names it", body = ErrorBody)
    )
)]
pub(super) async fn act(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(order_no): Path<String>,
    Given(given): Given<Action>,
) -> Result<Json<Supervision>, ApiError> {
    if given.action.trim() == "assign" {
        let (to, reason) = (&given.assignee, &given.comment);
        supervisions::assign(&desk.office, &actor, &order_no, (to, reason), None).await?;
        return answer(&desk, &actor, &order_no).await;
    }
    let step = Step {
        action: given.action,
        by: given.by,
        comment: given.comment,
        result: given.result,
        service_started_at: given.service_started_at,
        courier: given.courier,
        waybill: given.waybill,
        phone: given.phone,
        phone_differs: given.phone_differs.unwrap_or_default(),
        scene: given.scene,
        milestone: given.milestone,
        outcome: given.outcome,
        documents: given.documents.unwrap_or_default(),
        seen: None,
    };
    supervisions::act(&desk.office, &actor, &order_no, &step).await?;
    answer(&desk, &actor, &order_no).await
}

/// The parts of a delivery.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Parts {
    /// Their shares, such as `["30%", "50%", "20%"]`: 100 % together. None: it is accepted as a whole.
    #[serde(default)]
    milestones: Vec<String>,
}

/// Says in which parts a delivery is accepted, and what each counts.
#[utoipa::path(
    put,
    path = "/supervisions/{order_no}/milestones",
    tag = "supervisions",
    params(("order_no" = String, Path, description = "Order number")),
    request_body = Parts,
    responses(
        (status = OK, description = "The delivery as it is now", body = Supervision),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "A part was accepted already", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "The shares are not 100 % together", body = ErrorBody)
    )
)]
pub(super) async fn set_milestones(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(order_no): Path<String>,
    Given(given): Given<Parts>,
) -> Result<Json<Supervision>, ApiError> {
    supervisions::set_milestones(&desk.office, &actor, &order_no, &given.milestones).await?;
    answer(&desk, &actor, &order_no).await
}
