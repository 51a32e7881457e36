//! The marketplace's bill against ours: which of its lines are which of ours, and why they differ.
//!
//! Everything here is pure; what was compared is whole: each line of either side stands in exactly one match.

mod explain;
mod life;
mod matching;
mod state;
#[cfg(test)]
mod tests;

pub use explain::{Billed, Cause, Explanation, explain};
pub use life::{Elsewhere, LifeAction, LineAction, NotDecided, Refusal, Standing, after, reason};
pub use matching::{Match, Side, matches};
pub use state::{Decision, LineState, Reason, State};
