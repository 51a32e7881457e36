//! What a line of a bill is.

use crate::codes;

codes! {
    /// What a line of a bill is.
    pub enum Item {
        /// A line of an order.
        Order = "order" | "订单",
        /// An accepted milestone of a line of an order (5.5).
        Milestone = "milestone" | "里程碑",
        /// What a line of an order takes back (5.9).
        Refund = "refund" | "退款",
        /// The increment of a product in a month (5.2).
        Increment = "increment" | "增量激励",
        /// A decision about a line of another bill.
        Adjustment = "adjustment" | "调整",
        /// A bill below zero of an earlier month (5.9).
        Carry = "carry" | "上期结转",
    }
}
