//! Refunds that buyers ask for (`domain.md` 1.7).

mod refused;

pub use refused::Refused;
