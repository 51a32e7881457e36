//! Refunds that buyers ask for (`domain.md` 1.7).

mod act;
mod list;
mod refused;
mod request;
mod row;
mod settle;
mod unsubscribe;

pub use act::{Given, act};
pub use list::{get, list};
pub use refused::Refused;
pub use request::request;
pub use row::Refund;
