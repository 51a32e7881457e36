//! What is known of an order, and whether it can be refunded.

use domain::{
    order::{Order, OrderType},
    refund::{Delivered, Facts},
    supervision::Term,
};
use sqlx::FromRow;

use crate::{Office, db::Sql, products, supervisions};

/// What the tables say besides the order and its delivery.
#[derive(Clone, Copy, Debug, FromRow)]
pub(super) struct Known {
    /// An invoice is out.
    invoiced: i64,
    /// Whether the product says itself that its deliveries are supervised.
    supervised: Option<i64>,
    /// A refund has not ended.
    running: i64,
    /// The money went back already.
    refunded: i64,
}

/// The query of what is [`Known`] of an order.
pub(super) fn known(order_id: i64, order: &Order) -> Sql {
    let mut sql =
        Sql::new("SELECT CAST(CASE WHEN o.invoice = 'issued' THEN 1 ELSE 0 END AS BIGINT) AS invoiced, ");
    sql.push("(SELECT p.supervised FROM products p WHERE p.id = ").arg(first_product(order));
    sql.push(") AS supervised");
    for (name, which) in [("running", "f.ended_at IS NULL"), ("refunded", "f.state = 'refunded'")] {
        sql.push(", (SELECT COUNT(*) FROM refunds f WHERE f.order_id = o.id AND ").push(which);
        sql.push(") AS ").push(name);
    }
    sql.push(" FROM orders o WHERE o.id = ").arg(order_id);
    sql
}

fn first_product(order: &Order) -> i64 {
    order.lines.first().map(|line| line.product).unwrap_or_default()
}

impl Known {
    /// Another refund of the order has not ended.
    pub(super) const fn runs(self) -> bool {
        self.running > 0
    }

    /// All that decides whether the order can be refunded.
    pub(super) fn facts(self, office: &Office, order: &Order, delivery: Option<&supervisions::Row>) -> Facts {
        let head = &order.head;
        let new = head.order_type == OrderType::New;
        let length = order.lines.first().and_then(|line| line.duration.zip(line.duration_unit));
        let begin = head.effective_at.or(head.completed_at);
        let term =
            begin.zip(length).and_then(|(begin, length)| Term::of(Some(begin), begin, length, office.zone));
        let delivery_type = order.delivery_type();
        Facts {
            order_type: head.order_type,
            state: head.state,
            billing_mode: head.billing_mode,
            delivery: delivery_type,
            supervised: delivery.is_some()
                || new && products::supervised(self.supervised, Some(delivery_type)),
            delivered: delivery.map(delivered),
            paid_at: head.paid_at,
            effective_at: head.effective_at,
            ends_at: term.map(|term| term.to),
            invoiced: self.invoiced > 0,
            refunded: self.refunded > 0,
        }
    }
}

/// How far a delivery has come.
const fn delivered(row: &supervisions::Row) -> Delivered {
    Delivered {
        node: row.node,
        code_claimed: row.claimed_at.is_some(),
        shipped: row.shipped_at.is_some(),
        signed: row.signed_at.is_some(),
    }
}
