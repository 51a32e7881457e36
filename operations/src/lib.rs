//! What staff, the marketplace and the clock do.
//!
//! One module per noun. Every command is one function and one database transaction: may the actor,
//! load, rule from `domain`, save, journal entry. All SQL is in this crate.

pub mod bills;
pub mod bulk;
pub mod customers;
pub mod db;
pub mod documents;
pub mod dues;
pub mod earnings;
pub mod exports;
pub mod failure;
pub mod files;
pub mod find;
pub mod home;
pub mod imports;
pub mod jobs;
pub mod journal;
pub mod list;
pub mod live;
pub mod mail;
pub mod merchant;
pub mod notifications;
pub mod office;
pub mod orders;
mod parties;
pub mod products;
pub mod quote;
pub mod reception;
pub mod reconciliations;
pub mod refunds;
pub mod resellers;
pub mod rules;
pub mod sample;
pub mod search;
pub mod sessions;
pub mod settings;
mod sheets;
pub mod sightings;
pub mod skus;
pub mod staff;
pub mod statements;
pub mod supervisions;
pub mod tickets;
pub mod tokens;
pub mod uploads;
pub mod views;
pub mod visits;

pub use failure::{Failure, Result};
pub use office::Office;

/// Every list, to find one by its code.
pub static LISTS: &[&list::List] = &[
    &orders::LIST,
    &supervisions::LIST,
    &refunds::LIST,
    &tickets::LIST,
    &statements::LIST,
    &bills::LIST,
    &bills::TRANSACTIONS,
    &bills::disputes::LIST,
    &reconciliations::LIST,
    &products::LIST,
    &resellers::LIST,
    &imports::LIST,
    &exports::LIST,
    &staff::LIST,
    &tokens::LIST,
    &journal::LIST,
];
