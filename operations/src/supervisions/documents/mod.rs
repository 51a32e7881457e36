//! The documents of a delivery: what was handed in, for what, and what replaced it.

mod hand_in;
mod list;
mod open;
mod quota;
mod replaced;
mod scanned;
mod waive;

pub(crate) use hand_in::may_hand_in_within;
pub use hand_in::{May, NewDocument, hand_in, may_hand_in};
pub use list::Document;
pub(super) use list::of;
pub use open::open;
pub(crate) use scanned::{asked_again, hold};
pub use waive::set_needed;
