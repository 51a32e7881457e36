//! Bills as programs see them.

use domain::{
    Currency, money,
    order::DeliveryType,
    settlement::{Parts, RuleVersion},
};
use operations::{
    Failure, Office,
    bills::{Bill, Billing, Line, Listed, Run},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::shape::stamp;

/// The head of a bill.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BillHead {
    /// Its row; of kind `reseller` that of the statement, `/api/v1/settlement/statements/{id}`.
    id: i64,
    /// Its number, such as `GB-202610-0001`; it gets one when it is locked, and keeps it when it is void.
    number: Option<String>,
    /// `general`, `joint`, `selected`, `selected_self_run`, `incentive` or `reseller`.
    kind: String,
    /// Who is paid; null for what the marketplace owes the merchant.
    reseller: Option<String>,
    /// `prepaid` or `postpaid`; null for a statement of a reseller, which has both.
    payment_method: Option<String>,
    /// The month, such as `202610`.
    period: String,
    /// Code of the currency of every amount.
    currency: String,
    /// `draft`, `in_review`, `approved`, `locked`, `paid` or `void`.
    state: String,
    /// How far the marketplace is with a locked one, such as `countersigning`, as it was noted; null when it was not.
    stage: Option<String>,
    /// When that was noted.
    stage_at: Option<String>,
    /// An order changed since it was made: it has to be made anew before it goes on.
    outdated: bool,
    /// Row of the run that made it; null for a statement.
    run: Option<i64>,
    /// Number of lines.
    line_count: Option<i64>,
    /// What the total is made of; null in bills that were made before it was kept, and in statements.
    made_of: Option<MadeOf>,
    /// Sum of the lines; below zero it is carried over to a later month.
    total: Option<String>,
    /// SHA-256 over every line, each with the hash before it; null for the draft of a statement.
    lines_hash: Option<String>,
    /// Made.
    made_at: String,
    /// Who handed it to review.
    submitted_by: Option<String>,
    /// When.
    submitted_at: Option<String>,
    /// Who approved it.
    approved_by: Option<String>,
    /// When.
    approved_at: Option<String>,
    /// Who locked it, or issued the statement.
    locked_by: Option<String>,
    /// When.
    locked_at: Option<String>,
    /// Who took it back.
    voided_by: Option<String>,
    /// When.
    voided_at: Option<String>,
    /// When the marketplace paid it.
    paid_at: Option<String>,
    /// The last reason that was given: of a rejection, of a void.
    reason: Option<String>,
    /// Row of the later bill that carries it over.
    carried_by: Option<i64>,
    /// What is possible now.
    actions: Vec<String>,
}

impl BillHead {
    pub(crate) fn of(office: &Office, bill: impl Into<Listed>) -> Self {
        let bill: Listed = bill.into();
        let at = |at: i64| stamp(office.zone, at);
        let by = |of: &Option<operations::bills::Stamp>| of.as_ref().map(|of| of.by.clone());
        let when = |of: &Option<operations::bills::Stamp>| of.as_ref().map(|of| at(of.at));
        Self {
            kind: bill.kind.code().to_owned(),
            payment_method: bill.payment.map(|of| of.code().to_owned()),
            period: bill.period.to_string(),
            currency: bill.currency.code().to_owned(),
            state: bill.state.code().to_owned(),
            outdated: bill.outdated,
            stage: bill.stage.map(|(stage, _)| stage.to_string()),
            stage_at: bill.stage.map(|(_, noted)| at(noted)),
            run: bill.run_id,
            line_count: bill.line_count,
            made_of: bill.parts.map(|of| MadeOf::of(of, bill.currency)),
            total: bill.total_minor.map(|minor| money::bare(minor, bill.currency)),
            made_at: at(bill.made_at),
            submitted_by: by(&bill.submitted),
            submitted_at: when(&bill.submitted),
            approved_by: by(&bill.approved),
            approved_at: when(&bill.approved),
            locked_by: by(&bill.locked),
            locked_at: when(&bill.locked),
            voided_by: by(&bill.voided),
            voided_at: when(&bill.voided),
            paid_at: bill.paid_at.map(at),
            actions: possible(&bill),
            reseller: bill.reseller,
            id: bill.id,
            number: bill.number,
            lines_hash: bill.lines_hash,
            reason: bill.reason,
            carried_by: bill.carried_by,
        }
    }
}

/// What an amount is made of: sales less coupon, fee, taxes and share, and the increment. Adjustments, and what is carried
/// over, are none of these.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MadeOf {
    /// What buyers owed: prices times quantity and duration.
    product_sales: String,
    /// What the merchant bears of coupons.
    coupon_deduction: String,
    /// The fee of the platform.
    platform_fee_amount: String,
    /// Taxes, and what stays with the provider.
    taxes_and_share: String,
    /// Increments of the month by product.
    increment_amount: String,
}

impl MadeOf {
    fn of(of: Parts, currency: Currency) -> Self {
        let bare = |minor| money::bare(minor, currency);
        Self {
            product_sales: bare(of.sales_minor),
            coupon_deduction: bare(of.coupon_minor),
            platform_fee_amount: bare(of.fee_minor),
            taxes_and_share: bare(of.other_minor),
            increment_amount: bare(of.increment_minor),
        }
    }
}

/// What is possible with a bill now; a statement has routes of its own.
fn possible(bill: &Listed) -> Vec<String> {
    match bill.reseller {
        Some(_) => Vec::new(),
        None => domain::bill::possible(bill.state).map(|action| action.to_string()).collect(),
    }
}

/// A line of a bill: what went in, what came out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BillLine {
    /// Counts upwards from 1.
    position: i64,
    /// `order`, `milestone`, `refund`, `increment`, `adjustment` or `carry`.
    item: String,
    /// Order number; empty for what is of no order. Of what is carried over the number of that bill.
    order_no: String,
    /// Number of the line in the order.
    line_no: i64,
    /// The milestone; 0 when the line is billed at once.
    part: i64,
    /// Such as `NEW`.
    order_type: String,
    /// Customer.
    customer_name: String,
    /// Product.
    product_name: String,
    /// Such as `saas_auto`.
    delivery_type: Option<String>,
    /// The kind of the bill.
    kind: String,
    /// The month in which it was earned.
    period: String,
    /// Such as `general`; null for what no formula computes.
    formula: Option<String>,
    /// The rule that settled it, such as `general v2`.
    rule: Option<String>,
    /// The version of that rule.
    rule_version: Option<i64>,
    /// The values that went into the formula, amounts in minor units, rates in millionths.
    #[schema(value_type = Option<Object>)]
    inputs: Option<Value>,
    /// The formula with the numbers filled in.
    calculation: Option<String>,
    /// What the amount is made of; null for what no formula computes.
    made_of: Option<MadeOf>,
    /// The value before the one rounding. `…` at its end: more digits follow.
    unrounded: String,
    /// The amount; negative for what is taken back.
    amount: String,
    /// The line of another bill that it corrects.
    corrects: Option<Corrects>,
    /// Why.
    reason: Option<String>,
}

/// A line of another bill.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Corrects {
    /// Row of the bill.
    bill: i64,
    /// Position of the line; 0 for the bill as a whole.
    position: i64,
}

impl BillLine {
    pub(crate) fn of(bill: &Bill, line: Line, rules: &[RuleVersion]) -> Result<Self, Failure> {
        let settled = line.explanation(rules)?;
        let inputs = line.inputs.map(serde_json::to_value).transpose();
        Ok(Self {
            position: line.position,
            item: line.item.code().to_owned(),
            line_no: line.line_no,
            part: line.part,
            delivery_type: line.delivery_type.map(|of: DeliveryType| of.code().to_owned()),
            kind: bill.kind.code().to_owned(),
            period: line.period.to_string(),
            formula: line.rule.map(|rule| rule.formula.code().to_owned()),
            rule: line.rule.map(|rule| rule.name()),
            rule_version: line.rule.map(|rule| rule.version),
            inputs: inputs.map_err(|e| Failure::Internal(e.to_string()))?,
            calculation: settled.map(|settled| settled.formula()),
            made_of: line.inputs.and(line.parts()).map(|of| MadeOf::of(of, bill.currency)),
            unrounded: line.exact.bare(bill.currency),
            amount: money::bare(line.amount_minor, bill.currency),
            corrects: line.corrects.map(|(bill, position)| Corrects { bill, position }),
            order_no: line.order_no,
            order_type: line.order_type,
            customer_name: line.customer_name,
            product_name: line.product_name,
            reason: line.reason,
        })
    }
}

/// A run.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BillRun {
    /// Its row.
    run: i64,
    /// The month, such as `202610`.
    period: String,
    /// `mainland` or `international`: the site whose formulas it goes by.
    site: String,
    /// `running`, `done` or `failed`.
    state: String,
    /// Bills that it made.
    bills: i64,
    /// Lines in them.
    billed: i64,
    /// Lines of orders that are in no bill but may be some day.
    held_back: i64,
    /// The sum of its bills; null when they are in several currencies: see `totals`.
    total: Option<String>,
    /// The sums of its bills by currency.
    totals: Vec<CurrencyTotal>,
    /// Who asked for it.
    by: String,
    /// Begun.
    created_at: String,
    /// Ended.
    finished_at: Option<String>,
    /// Why it was given up, in English.
    problem: Option<String>,
}

/// A sum.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CurrencyTotal {
    /// Code of the currency.
    currency: String,
    /// The sum.
    total: String,
}

impl BillRun {
    pub(crate) fn of(office: &Office, run: Run) -> Self {
        let total = match run.totals.as_slice() {
            [] => Some("0.00".to_owned()),
            [one] => Some(one.total.clone()),
            _ => None,
        };
        let totals = run.totals.into_iter();
        Self {
            run: run.id,
            period: run.period.to_string(),
            site: run.site.to_string(),
            state: run.state.code().to_owned(),
            bills: run.bills,
            billed: run.billed,
            held_back: run.held_back,
            total,
            totals: totals
                .map(|of| CurrencyTotal { currency: of.currency.code().to_owned(), total: of.total })
                .collect(),
            by: run.by,
            created_at: stamp(office.zone, run.created_at),
            finished_at: run.finished_at.map(|at| stamp(office.zone, at)),
            problem: run.problem,
        }
    }
}

/// Where an order stands in bills, and what of it stands in none.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrderBilling {
    /// Lines of bills.
    billed: Vec<BilledLine>,
    /// What is in none.
    held_back: Vec<HeldLine>,
}

/// A line of a bill.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BilledLine {
    /// Row of the bill.
    bill: i64,
    /// Number of the bill; a draft has none.
    number: Option<String>,
    /// Where the bill stands.
    state: String,
    /// The month of the bill.
    period: String,
    /// Position of the line in the bill.
    line: i64,
    /// Number of the line in the order.
    line_no: i64,
    /// The milestone; 0 when the line is billed at once.
    part: i64,
    /// `order`, `milestone` or `refund`.
    item: String,
    /// The amount.
    amount: String,
    /// Code of the currency.
    currency: String,
}

/// A line of an order, or a milestone of it, that is in no bill.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HeldLine {
    /// Number of the line in the order.
    line_no: i64,
    /// The milestone; 0 when the line is billed at once.
    part: i64,
    /// `unpaid`, `cancelled`, `trial`, `supervision_open`, `not_provisioned`, `not_effective`, `completion_unknown`,
    /// `not_repaid`, `refused`, `below_minimum`, `certification_missing`, `before_bill_day` or `not_run`.
    reason: String,
    /// Since when.
    since: String,
    /// What to do about it, in English.
    what_to_do: String,
    /// The month in which it was earned.
    period: Option<String>,
    /// What a rule has against it, in English.
    problem: Option<String>,
}

impl OrderBilling {
    pub(crate) fn of(office: &Office, billing: Billing) -> Self {
        let currency = billing.currency;
        let billed = billing.billed.into_iter().map(|of| BilledLine {
            bill: of.bill_id,
            number: of.number,
            state: of.state.code().to_owned(),
            period: of.period.to_string(),
            line: of.position,
            line_no: of.line_no,
            part: of.part,
            item: of.item.code().to_owned(),
            amount: money::bare(of.amount_minor, currency),
            currency: currency.code().to_owned(),
        });
        let held_back = billing.held_back.into_iter().map(|of| HeldLine {
            line_no: of.line_no,
            part: of.part,
            reason: of.reason.code().to_owned(),
            since: stamp(office.zone, of.since),
            what_to_do: of.reason.what_to_do().to_owned(),
            period: of.period.map(|period| period.to_string()),
            problem: of.problem.map(|problem| problem.to_string()),
        });
        Self { billed: billed.collect(), held_back: held_back.collect() }
    }
}
