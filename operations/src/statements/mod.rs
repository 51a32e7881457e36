//! Reseller statements: what a reseller is owed for a month (`domain.md` 5.6, 4.4).
//!
//! A draft has no lines of its own: it is computed from the orders when it is looked at. Issuing
//! freezes its lines, and nothing recomputes them afterwards but [`verify`], to compare.

mod candidates;
mod draft;
pub mod files;
mod freeze;
mod head;
mod issue;
mod left_out;
mod line;
mod lines;
mod months;
mod refused;
mod standing;
mod terms;
mod totals;
mod verify;

pub use draft::{draft, find_or_preview};
pub use head::{Filter, Head, StatementState, count, list};
pub use issue::issue;
pub use left_out::{LeftOut, LeftOutReason, left_out};
pub use line::{Blocked, Cursor, Line};
pub use lines::{Statement, get, head_of, lines};
pub use months::{Month, months};
pub use refused::Refused;
pub use standing::{Standing, standing};
pub use verify::{Difference, verify};
