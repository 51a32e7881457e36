//! Bills: what the marketplace owes the merchant for a month (`domain.md` 4, 5).
//!
//! A run makes the bills of a month from the earnings of orders (`crate::earnings`). Their lines are frozen from then
//! on; a draft is made anew by the next run, and a locked bill stays for ever.

mod act;
mod billing;
pub mod disputes;
pub mod files;
mod gates;
mod head;
mod line;
mod lines;
mod list;
mod listed;
mod refused;
mod run;
mod stage;
mod transactions;
mod verify;
mod year;

pub(crate) use act::identity;
pub use act::{act, act_on_seen};
pub use billing::{Billed, Billing, Held, of_order};
pub use gates::WorkingDays;
pub(crate) use gates::to_see;
pub use head::{Bill, Stamp};
pub use line::Line;
pub(crate) use lines::placed;
pub use lines::{LINES, SumRow, lines, sums};
pub use list::{DETAIL, LIST, get, list, named, own};
pub use listed::Listed;
pub use refused::Refused;
pub(crate) use run::{CLEAN, RUN, part_of, shares, takes_part};
pub use run::{Run, RunState, Total, begin, run_alone, run_now, run_of, runs};
pub use stage::{note_stage, stages};
pub use transactions::{TRANSACTIONS, Transaction, of_a_month, transactions};
pub use verify::{Difference, verify};
pub use year::{Month, year};

use crate::jobs::Kind;

/// Runs, and what is taken apart. Their own class: nobody waits with a bill for a file.
pub const JOBS: &[Kind] = &[RUN, CLEAN];
