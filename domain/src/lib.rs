//! What the business means: values and rules only.
//!
//! No input or output, no clock, no randomness. The same code runs on the server and, for the
//! what-if calculator, in the browser.

pub mod access;
pub mod bill;
pub mod codes;
pub mod currency;
mod decimal;
pub mod field;
pub mod invoice;
pub mod likeness;
pub mod merchant;
pub mod money;
pub mod notification;
pub mod order;
pub mod problem;
pub mod rate;
pub mod reception;
pub mod reconciliation;
pub mod refund;
pub mod settlement;
pub mod supervision;
pub mod text;
pub mod ticket;
pub mod time;
pub mod tongue;

pub use currency::Currency;
pub use field::FieldName;
pub use problem::{FieldProblem, Misread, Problem};
pub use rate::Rate;
pub use time::{Moment, Period, Zone};
pub use tongue::{Tongue, same_code};
