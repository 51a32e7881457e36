//! Orders: find them, open one, cancel an unpaid one.

mod cancel;
pub(crate) mod count;
mod detail;
pub mod filter;
mod list;
mod names;
pub(crate) mod query;
pub(crate) mod resolved;
pub mod summary;
pub mod views;
pub(crate) mod ways;
mod whole;

pub use cancel::{cancel, cancel_unpaid};
pub use count::{Count, Counts};
pub use detail::{Detail, Head, LineRow, Neighbours, get, neighbours};
pub use filter::{Cursor, Filter, Sort};
pub use list::{Listing, OrderRow, list, list_page};
pub(crate) use query::granted;
pub use whole::whole;
