//! Transaction details: what was earned in a month, line by line.

use domain::money;
use operations::{
    Office,
    bills::{TRANSACTIONS, Transaction, transactions},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{listing::list_handler, shape::stamp};

list_handler! {
    /// What was earned in a month, line by line, with repayment, delivery and the line of a bill: of orders up to 24:00
    /// of the day before.
    "/bills/transactions" of "bills": TRANSACTIONS, transactions => TransactionLine
}

/// What is earned by a line of an order, or by a milestone of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TransactionLine {
    /// Order number.
    order_no: String,
    /// Number of the line in the order.
    line_no: i64,
    /// The milestone; 0 when the line is billed at once.
    part: i64,
    /// The kind of its bill: `general`, `joint`, `selected`, `selected_self_run` or `incentive`.
    kind: String,
    /// Customer.
    customer_name: String,
    /// Product.
    product_name: String,
    /// `prepaid` or `postpaid`.
    payment_method: String,
    /// When a postpaid customer repaid in full.
    repaid_at: Option<String>,
    /// Where its supervised delivery stands, such as `buyer_acceptance`; null when it has none.
    supervision_node: Option<String>,
    /// `billed`, `open` (earned, in no bill), or why not, such as `not_repaid`.
    billing: String,
    /// The month in which it was earned, such as `202610`; null when it was not yet.
    period: Option<String>,
    /// Code of the currency.
    currency: String,
    /// Row of the bill.
    bill: Option<i64>,
    /// Number of the bill; a draft has none.
    number: Option<String>,
    /// Position of the line in the bill.
    line: Option<i64>,
    /// The amount in the bill.
    amount: Option<String>,
}

impl TransactionLine {
    fn of(office: &Office, of: Transaction) -> Self {
        let billed = of.billed.as_ref();
        Self {
            line_no: of.line_no,
            part: of.part,
            kind: of.kind.to_string(),
            payment_method: of.payment.to_string(),
            repaid_at: of.repaid_at.map(|at| stamp(office.zone, at)),
            supervision_node: of.node.map(|node| node.to_string()),
            billing: of.standing.to_string(),
            period: of.period.map(|period| period.to_string()),
            currency: of.currency.code().to_owned(),
            bill: billed.map(|billed| billed.bill_id),
            number: billed.and_then(|billed| billed.number.clone()),
            line: billed.map(|billed| billed.position),
            amount: billed.map(|billed| money::bare(billed.amount_minor, of.currency)),
            order_no: of.order_no,
            customer_name: of.customer_name,
            product_name: of.product_name,
        }
    }
}
