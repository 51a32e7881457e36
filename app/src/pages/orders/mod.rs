//! Orders: the list, one order, saved views.

pub mod detail;
mod detail_blocks;
mod filters;
pub mod list;
mod table;
mod timeline;
pub mod views;
