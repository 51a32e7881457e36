//! Files that outlive the request that brought or asked for them: uploads, rejected rows, exports.

pub mod inspect;
mod local;
pub mod name;
mod refused;
mod scanner;
mod store;

pub(crate) use local::local;
pub use refused::Refused;
pub use scanner::{Scanner, Trouble, Verdict};
pub use store::{Bytes, Document, Kept, Store, disk};
pub(crate) use store::{Keeping, keep, open, remove};
