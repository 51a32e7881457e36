//! Tickets of buyers: their conversation, their clocks, and who works on them (`domain.md` 3).

mod act;
mod clocks;
mod closing;
mod detail;
mod filter;
mod give;
mod list;
mod messages;
mod open;
mod refused;
mod row;

pub use act::{Given, act};
pub use closing::close_unanswered;
pub use detail::{Detail, Possible, get};
pub use filter::{Answer, LIST, Queue};
pub use list::{list, list_page, neighbours};
pub use messages::{Message, NewMessage, say};
pub use open::{MOST_SUBJECT, NewTicket, open};
pub use refused::Refused;
pub use row::{Ticket, number};

/// The longest message, cause or solution, in characters.
pub const MOST_CHARACTERS: u32 = 20_000;
