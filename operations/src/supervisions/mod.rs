//! Supervised deliveries: step by step, with the documents that prove them (`domain.md` 2).

mod act;
mod appeals;
mod assignee;
mod clock;
mod deed;
mod detail;
pub mod documents;
mod done;
pub mod evidence;
mod filter;
mod list;
mod milestones;
mod narrow;
pub(crate) mod open;
mod refused;
mod remind;
mod requests;
pub(crate) mod row;

pub use act::act;
pub use appeals::Appeal;
pub use assignee::assign;
pub use clock::accept;
pub(crate) use clock::{ACCEPT, OPEN, open_soon};
pub use deed::Given;
pub use detail::{Detail, LogEntry, Possible, WhyNot, get, glance};
pub(crate) use done::COMPLETE;
pub use filter::{Answer, LIST, Late, SOON_DAYS, Stage, WaitingFor};
pub use list::{Listed, list, list_page, neighbours};
pub use milestones::{Milestone, accepted_share, set_milestones};
pub(crate) use narrow::seen;
pub use refused::Refused;
pub(crate) use remind::REMIND;
pub use remind::{remind, remind_overdue};
pub use requests::{Request, RequestState};
pub use row::Row;
