//! Tickets: the queue, the page of one, and what one does there.

pub mod acts;
mod context;
pub mod detail;
pub mod duty;
pub(super) mod list;
pub mod mails;
pub mod new;
pub mod of_order;
pub mod planned;
pub mod report;
mod side;
pub mod templates;
pub mod write;
