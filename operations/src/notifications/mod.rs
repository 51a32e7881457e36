//! Notifications: what somebody is told of what happened, in the program and by mail (`domain.md` 9).
//!
//! An entry of the journal of which people may have to be told leaves a row in `journal_news`, in its own transaction.
//! [`tell`] takes the rows away in slices, together with what it writes for each person: whatever ends it in between,
//! each is told once.

mod by_mail;
mod choices;
mod list;
mod people;
mod raised;
mod tell;
mod thing;

pub use by_mail::mail_due;
pub use choices::{Choice, Choices, Wanted, choose, read as choices, reset};
pub use list::{LIST, MOST_COUNTED, Notification, Which, list, mark_read, unread};
pub use raised::raised;
pub use tell::{KEPT_DAYS, forget, tell};
