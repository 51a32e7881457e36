//! Bringing orders in from a file (`domain.md` 1.5).
//!
//! [`import`] and [`import_alone`] run at once, [`enqueue`] leaves it to a worker. The file streams through:
//! a thread reads rows and turns them into values ([`reader`], [`row`]), the caller's task puts them into the
//! books batch by batch ([`merge`]), some batches in a transaction ([`run`]). Idempotent by order and line
//! number.

mod columns;
mod list;
mod merge;
mod outcome;
mod queue;
mod reader;
mod rejected;
mod row;
mod run;

pub use crate::files::{header::Column, rejects::Rejection};
pub use columns::{COLUMNS, template_csv};
pub use list::{Import, ImportState, LIST, get, list};
pub use outcome::Outcome;
pub(crate) use queue::KIND;
pub use queue::{Upload, enqueue, forget_uploads, go_on, import, import_alone, progress};
pub use rejected::{Bytes, SHOWN, rejected_file, rejections};

/// Why an import does not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Its file is not kept any more.
    #[error("the uploaded file is not kept any more: bring it in again")]
    UploadGone,
}
