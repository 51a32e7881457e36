//! What a line would settle at.

use axum::{Extension, Json};
use domain::{
    Currency,
    access::Actor,
    money,
    settlement::{QuoteText, Step},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ApiError, ErrorBody, request::Given};

/// The question. Amounts like `10000` or `10,000.00`, rates like `0.06` or `6%`.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct Question {
    /// Code of the currency of both prices, such as `JPY`; `CNY` when absent.
    currency: Option<String>,
    /// `reseller` or `reseller_co_sale`.
    #[schema(required)]
    formula: String,
    /// Deal price of the line.
    #[schema(required)]
    deal: String,
    /// Floor price of the line.
    #[schema(required)]
    floor: String,
    /// The agreed ratio of a co-sale, at most 90 %; a reseller alone has the ratio of the rule.
    ratio: Option<String>,
    /// Output tax of the product.
    #[schema(required)]
    output_tax: String,
    /// Tax of the service fee.
    #[schema(required)]
    service_tax: String,
}

/// The answer, with everything that led to it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Answer {
    /// The amount.
    amount: String,
    /// The value before the one rounding. `…` at its end: more digits follow.
    unrounded: String,
    /// All of it in one line, as `countinghouse quote` writes it.
    explanation: String,
    /// The arithmetic, line under line, written for people.
    steps: Vec<ArithmeticStep>,
    /// Id of the rule.
    rule: String,
    /// Its version.
    rule_version: i64,
    /// The ratio that was applied.
    ratio: String,
}

/// A line of the arithmetic.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ArithmeticStep {
    /// `margin`, `below_floor`, `output_tax`, `service_tax`, `ratio`, `reversal` or `rounded`.
    kind: &'static str,
    /// The operation with its numbers, such as `÷ (1 + 13.00 %)`; may be empty.
    operation: String,
    /// The value after it.
    value: String,
}

impl ArithmeticStep {
    fn of(step: &Step, currency: Currency) -> Self {
        Self {
            kind: step.kind.code(),
            operation: step.operation(currency),
            value: step.shown_value(currency),
        }
    }
}

/// The amount of a line under the newest version of the rule, with its explanation.
#[utoipa::path(
    post,
    path = "/settlement/quote",
    tag = "settlement",
    request_body = Question,
    responses(
        (status = OK, body = Answer),
        (status = UNPROCESSABLE_ENTITY, description = "A field that is wrong; `field` names the first", body = ErrorBody)
    )
)]
pub(super) async fn quote(
    Extension(actor): Extension<Actor>,
    Given(given): Given<Question>,
) -> Result<Json<Answer>, ApiError> {
    let text = QuoteText {
        currency: given.currency.as_deref().unwrap_or_default(),
        formula: &given.formula,
        deal: &given.deal,
        floor: &given.floor,
        ratio: given.ratio.as_deref().unwrap_or_default(),
        output_tax: &given.output_tax,
        service_tax: &given.service_tax,
    };
    let settled = operations::quote::quote_one(&actor, &text)?;
    Ok(Json(Answer {
        amount: money::bare(settled.amount_minor, settled.currency),
        unrounded: settled.exact.bare(settled.currency),
        explanation: settled.line(),
        steps: settled.shown().map(|step| ArithmeticStep::of(step, settled.currency)).collect(),
        rule: settled.rule.formula.code().to_owned(),
        rule_version: settled.rule.version,
        ratio: settled.ratio.bare(),
    }))
}
