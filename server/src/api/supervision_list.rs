//! The list of supervised deliveries.

use operations::{
    Office,
    supervisions::{self, LIST, Listed},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{listing::list_handler, shape::stamp};

/// A supervised delivery of the list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SupervisionRow {
    /// Number of its order.
    order_no: String,
    /// Id of the product.
    product_id: String,
    /// Product.
    product_name: String,
    /// Id of the customer.
    customer_id: String,
    /// Customer.
    customer_name: String,
    /// How it goes, such as `standard`.
    flow: String,
    /// Where it is.
    node: String,
    /// `merchant`, `buyer`, `operator`, `courier` or `nobody`.
    waiting_for: String,
    /// The operator has to decide on an appeal.
    frozen: bool,
    /// It is over its time.
    overdue: bool,
    /// The order was paid.
    opened_at: String,
    /// It is at its node since then.
    node_since: String,
    /// It is overdue after that; null once it has ended.
    due_at: Option<String>,
    /// Somebody, or the clock, reminded whoever is waited for.
    reminded_at: Option<String>,
    /// It ended.
    completed_at: Option<String>,
    /// Account of who delivers.
    assignee: Option<String>,
}

impl SupervisionRow {
    fn of(office: &Office, row: Listed) -> Self {
        let at = |millis| stamp(office.zone, millis);
        Self {
            waiting_for: row.waiting_for().code().to_owned(),
            frozen: row.stage == "frozen",
            overdue: row.is_overdue(office.clock.millis()),
            order_no: row.order_no,
            product_id: row.product_code,
            product_name: row.product_name,
            customer_id: row.customer_code,
            customer_name: row.customer_name,
            flow: row.flow.code().to_owned(),
            node: row.node.code().to_owned(),
            opened_at: at(row.opened_at),
            node_since: at(row.node_since),
            due_at: row.due_at.map(at),
            reminded_at: row.reminded_at.map(at),
            completed_at: row.ended_at.map(at),
            assignee: row.assignee,
        }
    }
}

list_handler! {
    /// Supervised deliveries, the newest first.
    "/supervisions" of "supervisions": LIST, supervisions::list => SupervisionRow
}
