//! Refunds: the list, the page of one with its review, and what the page of an order says of them.

mod acts;
pub mod detail;
pub mod list;
pub mod of_order;
