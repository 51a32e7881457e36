//! The documents of a delivery: what was handed in, for what, and what replaced it.

mod list;

pub use list::Document;
pub(super) use list::of;
