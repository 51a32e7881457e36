//! Supervised deliveries: the page of one, and what one does there.

mod acts;
pub mod detail;
pub mod documents;
pub mod glance;
pub mod links;
mod log;
pub mod milestones;
mod side;
mod stands;
pub mod steps;
