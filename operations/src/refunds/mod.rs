//! Refunds that buyers ask for (`domain.md` 1.7).

mod act;
mod by_itself;
mod list;
mod refused;
mod request;
mod row;
mod settle;
mod unsubscribe;

pub use act::{Given, act};
pub use by_itself::accept_goods;
pub(crate) use by_itself::{ACCEPT, by_appeal};
pub use list::{get, list};
pub use refused::Refused;
pub use request::request;
pub use row::Refund;
