//! Tickets of buyers: what states they go through, who may do what in each (`domain.md` 3.2, 3.3), and how long each
//! may take.

mod alarms;
pub mod answer;
mod limits;
mod names;
mod steps;
#[cfg(test)]
mod tests;

pub use alarms::{ALARMS, Alarm, Clock, next as next_alarm};
pub use limits::{AUTO_CLOSE_DAYS, Limits, RATING_DAYS, RATINGS, REOPEN_DAYS, Rule, limits};
pub use names::{Action, Severity, Side, State, Waiting};
pub use steps::{Refusal, STEPS, after, possible};
