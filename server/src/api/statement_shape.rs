//! Statements as programs see them.

use domain::{Currency, money};
use operations::{
    Failure, Office,
    statements::{Balance, Head, Line},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::shape::stamp;

/// The head of a statement.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StatementHead {
    /// Its row.
    pub(super) id: i64,
    /// Its number, such as `RS-202610-0001`; a draft has none.
    pub(super) number: Option<String>,
    /// The reseller.
    pub(super) reseller: String,
    /// The month, such as `202610`.
    pub(super) period: String,
    /// Code of the currency of every amount.
    pub(super) currency: String,
    /// `regular`, `supplement` or `reversal`.
    pub(super) nature: String,
    /// Number of the statement that it supplements or takes back.
    pub(super) corrects: Option<String>,
    /// Why it takes that back.
    pub(super) reason: Option<String>,
    /// `draft`, `issued`, `reversed`, or `void` when the draft was discarded.
    pub(super) state: String,
    /// How many lines are frozen by now while the draft is being issued; null otherwise.
    pub(super) issuing_lines: Option<i64>,
    /// Number of lines; null for what was discarded.
    pub(super) line_count: Option<i64>,
    /// Sum of the lines; null like `line_count`.
    pub(super) total: Option<String>,
    /// SHA-256 over every line, each with the hash before it; a draft has none.
    pub(super) lines_hash: Option<String>,
    /// Drafted.
    pub(super) created_at: String,
    /// Who drafted it.
    pub(super) created_by: String,
    /// Issued.
    pub(super) issued_at: Option<String>,
    /// Who issued it.
    pub(super) issued_by: Option<String>,
    /// The day on which it was paid.
    pub(super) paid_on: Option<String>,
    /// What the bank calls the payment.
    pub(super) reference: Option<String>,
}

/// What a reseller is owed in a currency.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BalanceJson {
    /// Name of the reseller.
    reseller: String,
    /// Code of the currency.
    currency: String,
    /// What was issued, reversals taken off.
    issued: String,
    /// What of it was paid.
    paid: String,
    /// What is left; negative when too much was paid.
    balance: String,
}

impl From<Balance> for BalanceJson {
    fn from(of: Balance) -> Self {
        let bare = |minor| money::bare(minor, of.currency);
        Self {
            currency: of.currency.code().to_owned(),
            issued: bare(of.issued_minor),
            paid: bare(of.paid_minor),
            balance: bare(of.left_minor()),
            reseller: of.reseller,
        }
    }
}

/// A statement with a page of its lines.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StatementPage {
    /// Its head.
    #[serde(flatten)]
    pub(super) head: StatementHead,
    /// Why it cannot be issued now, in English; null when it can.
    pub(super) hindrance: Option<String>,
    /// How many lines the formula refuses.
    pub(super) blocked_count: i64,
    /// The first hundred of them.
    pub(super) blocked: Vec<BlockedLine>,
    /// The lines of this page.
    pub(super) lines: Vec<StatementLine>,
    /// Give it as `cursor` to get the next lines; null after the last one.
    pub(super) next_cursor: Option<String>,
}

/// A line that the formula refuses.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BlockedLine {
    /// Order number.
    pub(super) order_no: String,
    /// Number of the line in the order.
    pub(super) line_no: i64,
    /// What is wrong, in English.
    pub(super) problem: String,
}

/// A line of a statement: what went in, what came out.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StatementLine {
    /// Counts from 1.
    pub(super) position: i64,
    /// Order number.
    pub(super) order_no: String,
    /// Number of the line in the order.
    pub(super) line_no: i64,
    /// Such as `NEW`.
    pub(super) order_type: String,
    /// Customer.
    pub(super) customer_name: String,
    /// Product.
    pub(super) product_name: String,
    /// SKU.
    pub(super) sku_name: String,
    /// The moment that decided its month.
    pub(super) settled_at: String,
    /// Deal price of the line; negative where it is taken back, as `floor_price` and `amount` are.
    pub(super) deal_price: String,
    /// Floor price of the line.
    pub(super) floor_price: String,
    /// Output tax of the product.
    pub(super) output_tax: String,
    /// Tax of the service fee.
    pub(super) service_tax: String,
    /// The ratio that was applied.
    pub(super) ratio: String,
    /// `reseller` or `reseller_co_sale`.
    pub(super) formula: String,
    /// The version of its rule.
    pub(super) rule_version: i64,
    /// The formula with the numbers filled in.
    pub(super) calculation: String,
    /// The value before the one rounding. `…` at its end: more digits follow.
    pub(super) unrounded: String,
    /// The amount; negative for an unsubscription.
    pub(super) amount: String,
}

impl StatementHead {
    pub(super) fn of(office: &Office, head: Head) -> Self {
        Self {
            id: head.id,
            number: head.number,
            reseller: head.reseller,
            period: head.period.to_string(),
            currency: head.currency.code().to_owned(),
            nature: head.nature.code().to_owned(),
            corrects: head.corrects.map(|of| of.number),
            reason: head.reason,
            state: head.state.code().to_owned(),
            issuing_lines: head.issuing.map(|issuing| issuing.lines),
            line_count: head.line_count,
            total: head.total_minor.map(|minor| money::bare(minor, head.currency)),
            lines_hash: head.lines_hash,
            created_at: stamp(office.zone, head.created_at),
            created_by: head.created_by,
            issued_at: head.issued_at.map(|at| stamp(office.zone, at)),
            issued_by: head.issued_by,
            paid_on: head.paid.as_ref().map(|paid| paid.on.to_string()),
            reference: head.paid.and_then(|paid| paid.reference),
        }
    }
}

pub(super) fn line_json(office: &Office, currency: Currency, line: Line) -> Result<StatementLine, Failure> {
    let settled = line.explanation(currency)?;
    let bare = |minor| money::bare(minor, currency);
    Ok(StatementLine {
        position: line.position,
        order_no: line.order_no,
        line_no: line.line_no,
        order_type: line.order_type,
        customer_name: line.customer_name,
        product_name: line.product_name,
        sku_name: line.sku_name,
        settled_at: stamp(office.zone, line.settled_at),
        deal_price: bare(line.deal_minor),
        floor_price: bare(line.floor_minor),
        output_tax: line.output_tax.bare(),
        service_tax: line.service_tax.bare(),
        ratio: line.ratio.bare(),
        formula: line.formula.code().to_owned(),
        rule_version: line.rule_version,
        calculation: settled.formula(),
        unrounded: settled.exact.bare(currency),
        amount: bare(line.amount_minor),
    })
}
