//! Files on their way in, piece by piece, broken off and taken up again (tus 1.0). What was received and how far
//! stands in the table, the pieces lie in the document store, so that any server can go on.

mod append;
mod begin;
mod checksum;
mod open;
mod pieces;
mod refused;
mod row;
mod sweep;

pub use append::{append, look};
pub use begin::{begin, head, terminate};
pub use checksum::Checksum;
pub(crate) use open::{announced, remember};
pub use refused::Refused;
pub use row::Upload;
pub use sweep::sweep;

/// An upload to which nothing was added for so long is gone, in milliseconds.
pub const LASTS: i64 = 24 * 3_600_000;
/// Whoever sends a piece has the upload for so long after its last sign of life, in milliseconds.
const LEASE: i64 = 12_000;
