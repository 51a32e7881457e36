//! Orders: find them, open one, cancel an unpaid one.

pub(crate) mod accounts;
mod assignee;
mod by_name;
mod cancel;
pub(crate) mod count;
mod detail;
mod filter;
mod invoice;
mod links;
mod list;
mod named;
mod names;
mod notes;
mod overdue;
pub(crate) mod plan;
pub(crate) mod query;
mod refused;
pub(crate) mod resolve;
pub(crate) mod row;
mod seen;
pub(crate) mod stands;
pub mod summary;
mod sums;

pub(crate) use assignee::{Assigned, asked as assigned, named as assignee_named};
pub use assignee::{Colleague, GONE, ME, NOBODY, assign, colleagues};
pub use cancel::{TIMEOUT, cancel, cancel_unpaid};
pub use detail::{Detail, Neighbours, get, neighbours};
pub use filter::LIST;
pub use invoice::note_invoice;
pub(crate) use links::used as link_used;
pub use links::{
    Guest, LINK_HOURS, Link, LinkLanguage, MOST_LINK_HOURS, NewLink, guest, links, make_link, revoke_link,
};
pub use list::{OrderRow, list, list_page};
pub use named::{Assignee, Name, Named, of_rows};
pub use notes::{MOST_CHARACTERS, Note, change_note, delete_note, notes, write_note};
pub use refused::Refused;
pub use sums::{Sum, Sums, sums};
