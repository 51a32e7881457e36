//! Service supervision: how an order is delivered, step by step, with evidence (`domain.md` 2).

mod flow;
mod limits;
mod milestones;
mod names;
mod standard;
mod term;
#[cfg(test)]
mod tests;

pub use flow::{Flow, FlowVersion, Next, Refusal, Step, reviewed};
pub use limits::{ACCEPTED_AFTER_DAYS, REMINDED_AFTER_DAYS, Shipment};
pub use milestones::{MOST_MILESTONES, Shares};
pub use names::{Action, FlowKind, Node, Outcome, Scene, Side};
pub use standard::{MOST_REQUESTS, Requested, applies, fixed, read_standard, usual};
pub use term::{Term, start_problem};
