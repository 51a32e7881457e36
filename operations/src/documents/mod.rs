//! Files that outlive the request that brought or asked for them: uploads, rejected rows, exports.

pub mod inspect;
mod local;
pub mod name;
pub(crate) mod quota;
pub mod read;
mod refused;
mod scan;
mod scanner;
mod store;
mod sweep;
mod take;

pub(crate) use local::local;
pub use refused::Refused;
pub use scan::SCAN;
pub use scanner::{Scanner, Trouble, Verdict};
pub use store::{Bytes, Document, Kept, Store, disk};
pub(crate) use store::{Keeping, keep, open, remove};
pub use sweep::sweep;
pub use take::{Taken, give_up};
pub(crate) use take::{fits, take};
