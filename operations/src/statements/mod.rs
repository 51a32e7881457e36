//! Reseller statements: what a reseller is owed for a month (`domain.md` 5.6, 4.4).
//!
//! A draft has no lines of its own: it stands on the dues of its month (`crate::dues`). Issuing
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
mod list;
mod months;
mod open;
mod reader;
mod refused;
mod standing;
mod verify;

pub use draft::{draft, find_or_preview};
pub use head::{Head, IssueStep, Issuing, StatementState};
pub(crate) use issue::ISSUE;
pub use issue::{AT_ONCE, go_on, issue};
pub use left_out::{LeftOut, LeftOutGroup, LeftOutReason, left_out, left_out_of};
pub use line::{Blocked, Cursor, Line};
pub use lines::{Statement, get, head_of, lines};
pub use list::{LIST, list};
pub use months::{LINES_EXACT, Month, count_lines, months};
pub use refused::Refused;
pub use standing::{Standing, standing};
pub use verify::{Difference, verify};
