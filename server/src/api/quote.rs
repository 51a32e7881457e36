//! What a line would settle at.

use axum::{Extension, Json};
use domain::{
    Currency,
    access::Actor,
    money,
    settlement::{Field, QuoteText, Step},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ApiError, ErrorBody, request::Given};

/// The question. Amounts like `10000` or `10,000.00`, rates like `0.06` or `6%`. A formula needs its own fields, and
/// a missing one is named.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct Question {
    /// `reseller`, `reseller_co_sale`, `general`, `joint_deal`, `joint_floor`, `selected`, `partner`,
    /// `international` or `upgrade`.
    #[schema(required)]
    formula: String,
    /// Code of the currency of every amount, such as `JPY`; `CNY` when absent.
    currency: Option<String>,
    /// The moment that the order takes effect: its day at +08:00 chooses the version of the rule, the newest when absent.
    effective_at: Option<String>,
    /// List price (`joint_floor`).
    list: Option<String>,
    /// Deal price: of the line for resellers and partners, of a unit for `joint_deal`.
    deal: Option<String>,
    /// Floor price: of the line for resellers, of a unit for `selected`.
    floor: Option<String>,
    /// What the floor leaves of the list price (`joint_floor`).
    floor_discount: Option<String>,
    /// Pieces (`joint_deal`, `joint_floor`, `selected`).
    quantity: Option<String>,
    /// Months or years, as the price counts them (`joint_deal`, `joint_floor`).
    duration: Option<String>,
    /// The agreed ratio, of a co-sale at most 90 %; a reseller alone and `selected` have the ratio of the rule.
    ratio: Option<String>,
    /// Sales (`general`, `international`); for joint products the revenue of the management fee.
    sales: Option<String>,
    /// Coupon (`general`).
    coupon: Option<String>,
    /// The part of the coupon that the merchant bears (`general`); shared as the sales are when absent.
    bear_ratio: Option<String>,
    /// Fee of the platform (`general`: that of the rule when absent, `international`); management fee of joint products.
    fee: Option<String>,
    /// What buyers paid for the product in the month (`general`); what this line paid when absent.
    month_paid_total: Option<String>,
    /// Output tax of the product.
    output_tax: Option<String>,
    /// Tax of the service fee.
    service_tax: Option<String>,
    /// Tax of the partner's own invoice (joint products).
    partner_tax: Option<String>,
    /// Withholding tax of the buyer (`international`), an amount.
    wht1: Option<String>,
    /// Digital service tax of the buyer (`international`), an amount.
    dst1: Option<String>,
    /// Withholding tax of the merchant (`international`), an amount.
    wht2: Option<String>,
    /// Digital service tax of the merchant (`international`), an amount.
    dst2: Option<String>,
    /// Price a day of what it becomes (`upgrade`).
    new_price: Option<String>,
    /// Price a day of what it was (`upgrade`).
    old_price: Option<String>,
    /// Days that remain (`upgrade`).
    days: Option<String>,
    /// What the discount leaves of the price (`upgrade`).
    discount: Option<String>,
}

impl Question {
    /// What was given for a field.
    fn given(&self, field: Field) -> &str {
        let given = match field {
            Field::Formula => return &self.formula,
            Field::Currency => &self.currency,
            Field::EffectiveAt => &self.effective_at,
            Field::List => &self.list,
            Field::Deal => &self.deal,
            Field::Floor => &self.floor,
            Field::FloorDiscount => &self.floor_discount,
            Field::Quantity => &self.quantity,
            Field::Duration => &self.duration,
            Field::Ratio => &self.ratio,
            Field::Sales => &self.sales,
            Field::Coupon => &self.coupon,
            Field::BearRatio => &self.bear_ratio,
            Field::Fee => &self.fee,
            Field::MonthPaidTotal => &self.month_paid_total,
            Field::OutputTax => &self.output_tax,
            Field::ServiceTax => &self.service_tax,
            Field::PartnerTax => &self.partner_tax,
            Field::Wht1 => &self.wht1,
            Field::Dst1 => &self.dst1,
            Field::Wht2 => &self.wht2,
            Field::Dst2 => &self.dst2,
            Field::NewPrice => &self.new_price,
            Field::OldPrice => &self.old_price,
            Field::Days => &self.days,
            Field::Discount => &self.discount,
        };
        given.as_deref().unwrap_or_default()
    }
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
    /// The ratio that was applied; of `general` and `international` what the fee leaves, with the increment.
    ratio: String,
}

/// A line of the arithmetic.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ArithmeticStep {
    /// What it does: `margin`, `below_floor`, `output_tax`, `service_tax`, `ratio`, `coupon`, `band`, `fee` …,
    /// `reversal` or `rounded`.
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

/// The amount of a line, with its explanation, under the version of the rule that `effective_at` chooses: the newest
/// when it is absent.
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
    let text = QuoteText::of(Field::ALL.iter().map(|field| (*field, given.given(*field))));
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
