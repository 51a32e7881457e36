//! Settlement rules: their versions, and drafts of the next ones.

use axum::{
    Extension, Json,
    extract::{Path, State},
    http::StatusCode,
};
use domain::{Period, access::Actor, settlement::rules::RuleAction};
use operations::rules;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ApiError, ErrorBody,
    request::{self, Given, Query, invalid, text_or_number},
    rule_given::GivenRule,
    rule_replay::{Replay, ReplayChange},
    rule_shape::{Rule, RuleDetail},
};
use crate::desk::Desk;

/// Every version and every draft.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Rules {
    /// Formula by formula, oldest version first, drafts last.
    rules: Vec<Rule>,
}

/// Every version of the settlement rules, with the drafts of the next ones. Statements of resellers count by account
/// periods and have the versions of the reference.
#[utoipa::path(get, path = "/settlement/rules", tag = "settlement", responses((status = OK, body = Rules)))]
pub(super) async fn list(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
) -> Result<Json<Rules>, ApiError> {
    let list = rules::list(&desk.office, &actor).await?;
    Ok(Json(Rules { rules: Rule::all(&desk.office, &list) }))
}

/// One version or draft, what it changes against the one whose place it takes, and its last replay.
#[utoipa::path(
    get,
    path = "/settlement/rules/{id}",
    tag = "settlement",
    params(("id" = String, Path, description = "`key` of the version: its row, or `general-v2`")),
    responses((status = OK, body = RuleDetail), (status = NOT_FOUND, body = ErrorBody))
)]
pub(super) async fn get(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(key): Path<String>,
) -> Result<Json<RuleDetail>, ApiError> {
    let one = rules::find(&desk.office, &actor, &key).await?;
    let diff = rules::diff(&desk.office, &actor, &key).await?;
    Ok(Json(RuleDetail::of(&desk.office, &one, diff)))
}

/// Drafts a version. It settles nothing before somebody else has published it.
#[utoipa::path(
    post,
    path = "/settlement/rules",
    tag = "settlement",
    request_body = GivenRule,
    responses(
        (status = CREATED, description = "The draft", body = Rule),
        (status = UNPROCESSABLE_ENTITY, description = "What was given is wrong; `field` names it, such as `ratio` or `bands[1].increment`", body = ErrorBody)
    )
)]
pub(super) async fn draft(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Given(given): Given<GivenRule>,
) -> Result<(StatusCode, Json<Rule>), ApiError> {
    let drafted = rules::draft(&desk.office, &actor, &given.written()).await?;
    Ok((StatusCode::CREATED, Json(Rule::of(&desk.office, &drafted))))
}

/// Writes a draft anew; it has to be replayed again.
#[utoipa::path(
    put,
    path = "/settlement/rules/{id}",
    tag = "settlement",
    params(("id" = i64, Path, description = "Row of the draft")),
    request_body = GivenRule,
    responses(
        (status = OK, description = "The draft as it is now", body = Rule),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "It is no draft any more, or there is a newer revision", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "What was given is wrong; `field` names it", body = ErrorBody)
    )
)]
pub(super) async fn revise(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Given(given): Given<GivenRule>,
) -> Result<Json<Rule>, ApiError> {
    let seen = given.revision;
    let revised = rules::revise(&desk.office, &actor, request::row(&id)?, &given.written(), seen).await?;
    Ok(Json(Rule::of(&desk.office, &revised)))
}

/// A month.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReplayOver {
    /// Such as `202610`.
    #[serde(default, deserialize_with = "text_or_number")]
    period: String,
}

/// Replays a draft over a past month, and notes on it what it would have changed.
#[utoipa::path(
    post,
    path = "/settlement/rules/{id}/replay",
    tag = "settlement",
    params(("id" = i64, Path, description = "Row of the draft")),
    request_body = ReplayOver,
    responses(
        (status = OK, description = "What it would have changed", body = Replay),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "It is no draft any more, or was changed meanwhile", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "`period` is no month", body = ErrorBody)
    )
)]
pub(super) async fn replay(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Given(given): Given<ReplayOver>,
) -> Result<Json<Option<Replay>>, ApiError> {
    let period = Period::parse(&given.period).map_err(|problem| invalid(problem.of("period")))?;
    let replayed = rules::replay(&desk.office, &actor, request::row(&id)?, period).await?;
    Ok(Json(replayed.replay.as_ref().map(Replay::of)))
}

/// A page of lines that come to something else.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChangesPage {
    /// The lines, in the order of the books.
    changes: Vec<ReplayChange>,
    /// For the next page; null at the end.
    next_cursor: Option<String>,
}

/// Every line of a month that a draft would change, page by page. It is worked out anew for each page.
#[utoipa::path(
    get,
    path = "/settlement/rules/{id}/changes",
    tag = "settlement",
    params(
        ("id" = i64, Path, description = "Row of the draft"),
        ("period" = String, Query, description = "The month, such as `202610`"),
        ("limit" = Option<i64>, Query, description = "Lines on a page: 1 to 500, 50 when absent"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before")
    ),
    responses(
        (status = OK, body = ChangesPage),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "It is no draft any more", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "What was given is wrong; `field` names it", body = ErrorBody)
    )
)]
pub(super) async fn changes(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    query: Query,
) -> Result<Json<ChangesPage>, ApiError> {
    let missing = || invalid(domain::Problem::Missing.of("period"));
    let period = query.read("period", Period::parse)?.ok_or_else(missing)?;
    let limit = usize::try_from(query.limit()?).unwrap_or_default();
    let after = query.cursor::<i64>()?.unwrap_or_default();
    let page = rules::changes(&desk.office, &actor, request::row(&id)?, period, after, limit).await?;
    let changes = page.rows.iter().map(ReplayChange::of).collect();
    Ok(Json(ChangesPage { changes, next_cursor: page.next.map(|next| next.to_string()) }))
}

/// What ends a draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleActed {
    /// `publish` or `discard`.
    #[serde(default)]
    action: String,
    /// The revision that was looked at; refused when there is a newer one.
    #[serde(default)]
    revision: Option<i64>,
}

/// Publishes a draft of somebody else, or gives a draft up.
#[utoipa::path(
    post,
    path = "/settlement/rules/{id}/actions",
    tag = "settlement",
    params(("id" = i64, Path, description = "Row of the draft")),
    request_body = RuleActed,
    responses(
        (status = OK, description = "The version as it is now", body = Rule),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "One's own draft, not replayed since it was last changed, no draft any more, or there is a newer revision", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "`action` is none, or `effective_from`: it overlaps another version, which is named", body = ErrorBody)
    )
)]
pub(super) async fn act(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Given(given): Given<RuleActed>,
) -> Result<Json<Rule>, ApiError> {
    let id = request::row(&id)?;
    let action = RuleAction::parse(&given.action).map_err(|problem| invalid(problem.of("action")))?;
    let ended = match action {
        RuleAction::Publish => rules::publish(&desk.office, &actor, id, given.revision).await?,
        RuleAction::Discard => rules::discard(&desk.office, &actor, id, given.revision).await?,
    };
    Ok(Json(Rule::of(&desk.office, &ended)))
}
