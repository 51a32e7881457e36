//! Supervised deliveries: step by step, with the documents that prove them (`domain.md` 2).

mod refused;

pub use refused::Refused;
