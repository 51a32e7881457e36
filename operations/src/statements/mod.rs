//! Reseller statements: what a reseller is owed for a month (`domain.md` 5.6, 4.4).
//!
//! A draft has no lines of its own: it stands on the dues of its month (`crate::dues`). Issuing
//! freezes its lines, and nothing recomputes them afterwards but [`verify`], to compare.

mod amounts;
mod candidates;
mod correct;
mod discard;
mod draft;
pub(crate) mod drafted;
pub mod drafts;
pub mod files;
mod freeze;
mod head;
mod issue;
mod left_out;
mod line;
mod lines;
mod list;
mod month;
mod months;
mod open;
mod orders;
mod paid;
mod reader;
mod refused;
mod standing;
mod verify;
mod whole;

pub use amounts::{Amount, amounts, draft_in};
pub use correct::{Correction, corrections, reverse, supplement};
pub use discard::discard;
pub(crate) use discard::void_drafts;
pub use domain::settlement::{Nature, StatementState};
pub use draft::{draft, draft_of, find_or_preview};
pub use head::{Corrects, Head, IssueStep, Issuing, Paid};
pub(crate) use issue::ISSUE;
pub use issue::{AT_ONCE, go_on, issue};
pub use left_out::{LeftOut, LeftOutGroup, LeftOutReason, left_out, left_out_of};
pub use line::{Blocked, Cursor, Line};
pub use lines::{Statement, get, head_of, lines};
pub(crate) use list::with_rows;
pub use list::{LIST, Payment, list, named};
pub use month::{Check, MonthPage, MonthRow, MonthTotal, month};
pub(crate) use months::UNPAID;
pub use months::{Month, Waiting, months, resellers, waiting};
pub use orders::DRAFT;
pub(crate) use orders::OrdersOf;
pub use paid::{Balance, balances, pay, take_payment_back};
pub use refused::Refused;
pub use standing::{Standing, standing};
pub use verify::{Difference, verify};
pub use whole::{ON_PAPER, Whole, merchant, whole};
