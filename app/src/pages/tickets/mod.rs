//! Tickets: the queue, the page of one, and what one does there.

pub mod acts;
pub mod detail;
pub(super) mod list;
pub mod new;
mod side;
pub mod write;
