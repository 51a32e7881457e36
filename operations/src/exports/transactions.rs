//! Transaction details in files (`domain.md` 4.8).

use domain::{
    bill::{BillKind, BillState, BillingState, Item},
    order::PaymentMethod,
    supervision::Node,
};

use super::table::{Cell, Column, Table, columns};
use crate::bills::{self, Transaction};

pub(super) static TRANSACTIONS: Table<Transaction> = Table {
    page: |office, actor, filter| Box::pin(bills::transactions(office, actor, filter)),
    columns: columns! {
        "order_no" Text 22 |t| t.order_no.as_str().into();
        "line_no" Whole 8 |t| Some(t.line_no);
        "part" Whole 8 |t| Some(t.part);
        "kind" Code 14 |t| t.kind.code(), BillKind::worded;
        "customer_name" Text 24 |t| t.customer_name.as_str().into();
        "product_name" Text 28 |t| t.product_name.as_str().into();
        "payment_method" Code 12 |t| t.payment.code(), PaymentMethod::worded;
        "repaid_at" Moment 20 |t| t.repaid_at;
        "node" Code 16 |t| t.node.map_or("", Node::code), Node::worded;
        "billing" Code 18 |t| t.standing.code(), BillingState::worded;
        "since" Moment 20 |t| t.standing.reason().map(|_| t.since);
        "period" Text 10 |t| t.period.map(|period| period.to_string()).unwrap_or_default().into();
        "bill" Text 18 |t| t.billed.as_ref().map(bill_of).unwrap_or_default().into();
        "bill_state" Code 12 |t| t.billed.as_ref().map_or("", |of| of.state.code()), BillState::worded;
        "billed_in" Text 10 |t| t.billed.as_ref().map(|of| of.period.to_string()).unwrap_or_default().into();
        "position" Whole 8 |t| t.billed.as_ref().map(|of| of.position);
        "item" Code 12 |t| t.billed.as_ref().map_or("", |of| of.item.code()), Item::worded;
        "currency" Currency 8 |t| t.currency;
        "amount" Money 18 |t| t.billed.as_ref().map(|of| (of.amount_minor, t.currency));
    },
};

/// The number of the bill, or its row while it has none.
fn bill_of(of: &bills::Billed) -> String {
    of.number.clone().unwrap_or_else(|| of.bill_id.to_string())
}
