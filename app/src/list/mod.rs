//! What every list page has in common. A noun gives a [`Face`]: its columns, its cells and its words;
//! tabs, chips, filters, pager, views, columns, density, selection and export follow from that and
//! from the noun's [`operations::list::List`].

mod address;
pub mod cells;
mod chips;
mod columns;
mod face;
mod filters;
mod page;
mod pager;
mod selection;
mod stem;
mod table;
mod tabs;
mod told;
mod toolbar;
pub mod views;

pub use address::Address;
pub use cells::Seen;
pub use columns::Column;
pub use face::{Bulk, BulkWords, Face, Key};
pub(crate) use filters::filter_of;
pub use page::{Foot, ListPage};
pub(crate) use pager::pager;
pub use tabs::count_text;
pub(crate) use tabs::tabs;
pub use told::{Told, in_words};
