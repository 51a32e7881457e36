//! Supervised deliveries on both engines.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where something is not as it should be"
)]

#[path = "../common/books.rs"]
mod books;
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/scanner.rs"]
mod scanner;

mod acting;
mod assigning;
mod documents;
mod evidence;
mod links;
mod listing;
mod opening;
mod scanning;
mod shop;
mod twice;
mod uploads;
