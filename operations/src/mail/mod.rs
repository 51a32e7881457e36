//! Mail: what goes out is queued in the transaction that causes it and sent by a job; what comes in becomes a message
//! of a ticket.

mod address;
mod again;
mod attachments;
mod bounced;
mod build;
mod letter;
mod post;
mod queue;
pub mod read;
mod receive;
mod send;
mod server;
mod thread;

pub use address::Mailbox;
pub(crate) use again::of_tickets;
pub use again::{Sent, again, trouble};
pub use attachments::LeftOut;
pub use letter::{Letter, Notice, Words};
pub use post::{Desk, Post, Unusable, Write};
pub(crate) use queue::{Outgoing, queue};
pub use read::MARKER;
pub use receive::{LARGEST, Outcome, Received, receive};
pub use send::SEND;
