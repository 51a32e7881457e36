//! Products: the list, and one with how it is delivered.

mod detail;
mod form;
mod list;
mod standard;

pub use detail::page as one;
pub use form::set_delivery;
pub(super) use list::FACE;
pub use list::page;
