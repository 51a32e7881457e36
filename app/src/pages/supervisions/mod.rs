//! Supervised deliveries: the page of one, and what one does there.

pub(super) mod acts;
pub mod assignee;
pub mod detail;
pub mod documents;
pub mod glance;
pub(super) mod list;
pub(super) mod log;
pub mod milestones;
mod side;
mod stands;
pub mod steps;
