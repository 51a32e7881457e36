//! Refunds: what can be taken back, on which ground, and who has to agree (`domain.md` 1.7).

mod ground;
mod share;
mod state;
#[cfg(test)]
mod tests;

pub use ground::{DAYS, Delivered, Facts, Ground, Why, refundable};
pub use share::shared;
pub use state::{Action, State};

/// Refunds within five days that a customer has in a calendar year.
pub const A_YEAR: i64 = 10;

/// Returned goods count as accepted after so many days.
pub const GOODS_DAYS: i64 = 15;
