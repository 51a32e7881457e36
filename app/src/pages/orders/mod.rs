//! Orders: the list, one order, saved views.

pub mod assignee;
pub mod detail;
mod detail_blocks;
pub mod links;
pub mod list;
pub mod money;
pub mod notes;
mod timeline;
