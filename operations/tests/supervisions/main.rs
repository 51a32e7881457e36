//! Supervised deliveries on both engines.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test ends where something is not as it should be"
)]

#[path = "../common/mod.rs"]
mod common;

mod acting;
mod documents;
mod links;
mod opening;
mod shop;
