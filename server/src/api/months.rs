//! The months to settle.

use axum::{
    Extension, Json,
    extract::{Path, State},
};
use domain::{Period, access::Actor, money, time::Stage};
use operations::{
    Failure, Office,
    statements::{self, Check, MonthPage, MonthRow},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ApiError, ErrorBody, statement_shape::StatementHead};
use crate::desk::Desk;

/// A month with something to settle in it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Month {
    /// The month, such as `202610`.
    period: String,
    /// `not_begun`, `running` or `over`.
    stage: &'static str,
    /// Resellers and currencies that nobody has drafted.
    to_draft: i64,
    /// Drafts.
    drafts: i64,
    /// Statements that wait for payment.
    to_pay: i64,
    /// Statements that are paid or cancelled.
    done: i64,
}

/// A month with what every reseller stands at.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MonthDetail {
    /// The month, such as `202610`.
    period: String,
    /// `not_begun`, `running` or `over`.
    stage: &'static str,
    /// What waits and what was begun, by the name of the reseller.
    rows: Vec<MonthLine>,
    /// Resellers with nothing to settle in it.
    idle: Vec<String>,
    /// Lines that are not in it, because their order lacks something.
    checks: Vec<MonthCheck>,
}

/// A statement of a month, or lines that nobody has drafted.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MonthLine {
    /// Name of the reseller.
    reseller: String,
    /// Code of the currency.
    currency: String,
    /// How many lines.
    lines: i64,
    /// What they come to.
    amount: String,
    /// Lines that the formula refuses.
    refused: i64,
    /// The statement or draft; null where there is none yet.
    statement: Option<StatementHead>,
}

/// Lines of a reseller that something is missing of.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MonthCheck {
    /// Name of the reseller.
    reseller: String,
    /// Code of the currency.
    currency: String,
    /// What is missing, such as `floor_unknown`.
    reason: String,
    /// How many lines.
    lines: i64,
    /// Their deal prices together; null for very many lines.
    deal_price: Option<String>,
}

const fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::NotBegun => "not_begun",
        Stage::Running => "running",
        Stage::Over => "over",
    }
}

impl From<statements::Month> for Month {
    fn from(month: statements::Month) -> Self {
        Self {
            period: month.period.to_string(),
            stage: stage(month.stage),
            to_draft: month.waiting,
            drafts: month.drafts,
            to_pay: month.issued,
            done: month.done,
        }
    }
}

impl MonthDetail {
    fn of(office: &Office, month: MonthPage) -> Self {
        Self {
            period: month.period.to_string(),
            stage: stage(month.stage),
            rows: month.rows.into_iter().map(|row| MonthLine::of(office, row)).collect(),
            idle: month.idle,
            checks: month.checks.into_iter().map(MonthCheck::from).collect(),
        }
    }
}

impl MonthLine {
    fn of(office: &Office, row: MonthRow) -> Self {
        Self {
            currency: row.currency.code().to_owned(),
            amount: money::bare(row.amount_minor, row.currency),
            reseller: row.reseller,
            lines: row.lines,
            refused: row.refused,
            statement: row.statement.map(|head| StatementHead::of(office, head)),
        }
    }
}

impl From<Check> for MonthCheck {
    fn from(check: Check) -> Self {
        Self {
            currency: check.currency.code().to_owned(),
            reason: check.why.code().to_owned(),
            lines: check.lines,
            deal_price: check.deal_minor.map(|minor| money::bare(minor, check.currency)),
            reseller: check.reseller,
        }
    }
}

/// The months with something to settle: the oldest that is over and not done comes first.
#[utoipa::path(get, path = "/settlement/months", tag = "settlement", responses((status = OK, body = Vec<Month>)))]
pub(super) async fn list(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
) -> Result<Json<Vec<Month>>, ApiError> {
    let months = statements::months(&desk.office, &actor).await?;
    Ok(Json(months.into_iter().map(Month::from).collect()))
}

/// One month: what every reseller stands at in it.
#[utoipa::path(
    get,
    path = "/settlement/months/{period}",
    tag = "settlement",
    params(("period" = String, Path, description = "Such as `202610`")),
    responses((status = OK, body = MonthDetail), (status = NOT_FOUND, body = ErrorBody))
)]
pub(super) async fn get(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(period): Path<String>,
) -> Result<Json<MonthDetail>, ApiError> {
    let period = Period::parse(&period).map_err(|_| Failure::NotFound)?;
    let month = statements::month(&desk.office, &actor, period).await?;
    Ok(Json(MonthDetail::of(&desk.office, month)))
}
