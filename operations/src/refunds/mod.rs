//! Refunds that buyers ask for (`domain.md` 1.7).

mod act;
mod by_itself;
mod facts;
mod filter;
mod list;
mod of_order;
mod refused;
mod request;
mod row;
mod settle;
mod unsubscribe;

pub use act::{Given, act};
pub(crate) use by_itself::{ACCEPT, by_appeal, invoiced};
pub use by_itself::{INVOICED, accept_goods};
pub use filter::LIST;
pub use list::{get, history, list, neighbours};
pub use of_order::{OfOrder, of_order};
pub use refused::Refused;
pub use request::request;
pub use row::Refund;
