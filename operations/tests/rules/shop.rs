//! Drafts and orders for tests of rules.

#![allow(dead_code, reason = "each test file uses a part of it")]

use domain::Period;
use operations::{
    Office,
    db::Sql,
    rules::{Rule, WrittenRule},
};

use crate::books::{self, execute, line};

/// A draft for general products, of everything from 2026-10-01 on.
pub fn general(fee: &str) -> WrittenRule {
    WrittenRule {
        formula: "general".into(),
        effective_from: "2026-10-01".into(),
        ratio_kind: "usual".into(),
        ratio: fee.into(),
        ..WrittenRule::default()
    }
}

/// The same for a product.
pub fn of_product(fee: &str, code: &str) -> WrittenRule {
    WrittenRule { scope: "product".into(), scope_of: code.into(), ..general(fee) }
}

/// The month that is replayed.
pub fn october() -> Period {
    Period::parse("202610").unwrap()
}

/// A completed order of October with an amount.
pub fn sold(order_no: &str, product: &str, amount: &str) -> books::Line {
    line(order_no)
        .with("product_id", product)
        .with("product_name", format!("商品 {product}"))
        .with("deal_price", amount)
        .with("state", "completed")
        .with("created_at", "2026-10-05 12:00:00")
        .with("paid_at", "2026-10-05 12:00:00")
        .with("completed_at", "2026-10-06 12:00:00")
}

/// Every line that is in the books is earned in October.
pub async fn earned(office: &Office) {
    let text = "INSERT INTO earnings (order_id, line_no, kind, payment, currency, ordered_at, period, since) \
        SELECT o.id, l.line_no, 'general', 'prepaid', o.currency, o.created_at, 202610, 0 FROM orders o \
        JOIN order_lines l ON l.order_id = o.id WHERE 1 = 1 ON CONFLICT (order_id, line_no, part) \
        DO UPDATE SET period = excluded.period";
    execute(office, &Sql::new(text)).await;
}

/// The row of a draft.
pub fn row(rule: &Rule) -> i64 {
    rule.id.expect("it was drafted here")
}
