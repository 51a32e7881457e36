//! Notifications: what people are told of, by which channel, and when a mail may go out (`domain.md` 9).

mod catalogue;
mod mail;
mod mention;
mod names;
#[cfg(test)]
mod tests;

pub use catalogue::{CATALOGUE, Pace, Row, Told, Whose, row, told};
pub use mail::{DIGEST_HOURS, Manner};
pub use mention::is_mentioned;
pub use names::{Channel, Event, Noun};
