//! Disputes about lines of bills.

use axum::{
    Extension, Json,
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    access::Actor,
    bill::{DisputeAction, DisputeState},
    money,
};
use operations::{
    Office,
    bills::disputes::{self, Dispute, LIST, Message, NewDispute},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ApiError, ErrorBody,
    listing::list_handler,
    request::{Given, invalid, row, text_or_number},
    shape::stamp,
};
use crate::desk::Desk;

list_handler! {
    /// Disputes about lines of bills, the newest first.
    "/bills/disputes" of "bills": LIST, disputes::list => DisputeHead
}

/// A dispute.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DisputeHead {
    /// Its row.
    id: i64,
    /// Row of the bill.
    bill: i64,
    /// Number of the bill.
    number: String,
    /// Position of the line in the bill.
    position: i64,
    /// Order number of the line; empty for what is of no order.
    order_no: String,
    /// Product of the line.
    product_name: String,
    /// Code of the currency of every amount.
    currency: String,
    /// What the line comes to as it was locked.
    amount: String,
    /// What it should come to; null while nobody knows.
    should: Option<String>,
    /// What an accepted one adds to the line and its adjustments before.
    difference: Option<String>,
    /// `open`, `accepted`, `rejected` or `withdrawn`.
    state: String,
    /// What is said to be wrong.
    reason: String,
    /// Who opened it.
    opened_by: String,
    /// When.
    opened_at: String,
    /// Who ended it.
    decided_by: Option<String>,
    /// When.
    decided_at: Option<String>,
    /// Why it ended so.
    decision: Option<String>,
    /// The line in which an accepted one stands; null while it waits for the next run.
    adjustment: Option<AdjustmentLine>,
}

/// A line of a bill.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AdjustmentLine {
    /// Row of the bill.
    bill: i64,
    /// Position of the line.
    position: i64,
}

impl DisputeHead {
    fn of(office: &Office, of: Dispute) -> Self {
        let amount = |minor: i64| money::bare(minor, of.currency);
        let taken = of.taken.filter(|_| of.state == DisputeState::Accepted);
        Self {
            id: of.id,
            bill: of.bill_id,
            position: of.position,
            currency: of.currency.code().to_owned(),
            amount: amount(of.amount_minor),
            should: of.should_minor.map(amount),
            difference: of.difference_minor.map(amount),
            state: of.state.to_string(),
            opened_at: stamp(office.zone, of.opened_at),
            decided_at: of.decided_at.map(|at| stamp(office.zone, at)),
            adjustment: taken.map(|(bill, position)| AdjustmentLine { bill, position }),
            number: of.number,
            order_no: of.order_no,
            product_name: of.product_name,
            reason: of.reason,
            opened_by: of.opener,
            decided_by: of.decider,
            decision: of.decision,
        }
    }
}

/// A dispute and what was said about it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WholeDispute {
    /// The dispute.
    #[serde(flatten)]
    head: DisputeHead,
    /// What was said, in order.
    messages: Vec<Said>,
}

/// What somebody said.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Said {
    /// Who.
    by: String,
    /// When.
    at: String,
    /// What.
    body: String,
}

impl WholeDispute {
    fn of(office: &Office, (dispute, messages): (Dispute, Vec<Message>)) -> Self {
        let said = messages.into_iter().map(|message| Said {
            by: message.author,
            at: stamp(office.zone, message.written_at),
            body: message.body,
        });
        Self { head: DisputeHead::of(office, dispute), messages: said.collect() }
    }
}

/// A dispute and its thread.
#[utoipa::path(
    get,
    path = "/bills/disputes/{id}",
    tag = "bills",
    params(("id" = i64, Path, description = "Its row")),
    responses((status = OK, body = WholeDispute), (status = NOT_FOUND, body = ErrorBody))
)]
pub(super) async fn get(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Json<WholeDispute>, ApiError> {
    let found = disputes::get(&desk.office, &actor, row(&id)?).await?;
    Ok(Json(WholeDispute::of(&desk.office, found)))
}

/// What is wrong with a line.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Opened {
    /// What is wrong.
    #[serde(default)]
    reason: String,
    /// What the line should come to, such as `9702.00`; left out while nobody knows.
    #[serde(default, deserialize_with = "text_or_number")]
    should: String,
}

/// Opens a dispute about a line of a locked bill. One at a time is open for a line.
#[utoipa::path(
    post,
    path = "/bills/{id}/lines/{position}/disputes",
    tag = "bills",
    params(
        ("id" = i64, Path, description = "Row of the bill"),
        ("position" = i64, Path, description = "Position of the line")
    ),
    request_body = Opened,
    responses(
        (status = CREATED, body = DisputeHead),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "The bill is not locked, the line is carried over, or another dispute of it is open", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "`reason` or `should` is wrong", body = ErrorBody)
    )
)]
pub(super) async fn open(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path((id, position)): Path<(String, String)>,
    Given(given): Given<Opened>,
) -> Result<(StatusCode, Json<DisputeHead>), ApiError> {
    let of = (row(&id)?, row(&position)?);
    let given = NewDispute { reason: &given.reason, should: &given.should };
    let dispute = disputes::open(&desk.office, &actor, of, &given).await?;
    Ok((StatusCode::CREATED, Json(DisputeHead::of(&desk.office, dispute))))
}

/// What is to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Added {
    /// What is said.
    #[serde(default)]
    body: String,
}

/// Adds to the thread of a dispute.
#[utoipa::path(
    post,
    path = "/bills/disputes/{id}/messages",
    tag = "bills",
    params(("id" = i64, Path, description = "Its row")),
    request_body = Added,
    responses(
        (status = OK, body = WholeDispute),
        (status = NOT_FOUND, body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "`body` is wrong", body = ErrorBody)
    )
)]
pub(super) async fn say(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Given(given): Given<Added>,
) -> Result<Json<WholeDispute>, ApiError> {
    let id = row(&id)?;
    disputes::say(&desk.office, &actor, id, &given.body).await?;
    Ok(Json(WholeDispute::of(&desk.office, disputes::get(&desk.office, &actor, id).await?)))
}

/// How a dispute ends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Ended {
    /// `accept`, `reject` or `withdraw`.
    #[serde(default)]
    action: String,
    /// Why.
    #[serde(default)]
    reason: String,
    /// What the line comes to from now on; needed to accept.
    #[serde(default, deserialize_with = "text_or_number")]
    should: String,
}

/// Ends a dispute. Whoever opened it may only withdraw it; what is accepted stands in the next bill.
#[utoipa::path(
    post,
    path = "/bills/disputes/{id}/actions",
    tag = "bills",
    params(("id" = i64, Path, description = "Its row")),
    request_body = Ended,
    responses(
        (status = OK, body = DisputeHead),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "It is over, or one's own", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "`action`, `reason` or `should` is wrong", body = ErrorBody)
    )
)]
pub(super) async fn act(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Given(given): Given<Ended>,
) -> Result<Json<DisputeHead>, ApiError> {
    let action = DisputeAction::parse(&given.action).map_err(|problem| invalid(problem.of("action")))?;
    let given = (action, given.reason.as_str(), given.should.as_str());
    let dispute = disputes::act(&desk.office, &actor, row(&id)?, given).await?;
    Ok(Json(DisputeHead::of(&desk.office, dispute)))
}
