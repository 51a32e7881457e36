//! The documents of a delivery: what was handed in, for what, and what replaced it.

mod hand_in;
mod list;
mod open;
mod quota;
mod replaced;
mod scan;
mod sweep;
mod waive;

pub(crate) use hand_in::may_hand_in_within;
pub use hand_in::{May, NewDocument, hand_in, may_hand_in};
pub use list::Document;
pub(super) use list::of;
pub use open::open;
pub use scan::SCAN;
pub use sweep::sweep;
pub use waive::set_needed;
