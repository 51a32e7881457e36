//! Bringing orders in from a file (`domain.md` 1.5).
//!
//! [`import`] runs at once, [`enqueue`] leaves it to the job worker, which calls [`run_next`]. The
//! file streams through: a thread reads rows and turns them into values ([`read`], [`row`]), the
//! caller's task puts them into the books batch by batch ([`merge`]), all in one transaction
//! ([`run`]). Idempotent by order and line number.

mod columns;
mod list;
mod merge;
mod outcome;
mod queue;
mod read;
mod rejects;
mod row;
mod run;
mod store;

pub use columns::{COLUMNS, Column, template_csv};
pub use list::{Import, get, list, rejected_file, rejections};
pub use outcome::Outcome;
pub use queue::{Upload, enqueue, import, recover, run_next};
pub use rejects::{Rejection, SHOWN};

/// Why a file as a whole is not taken in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It cannot be read.
    #[error("the file cannot be read: {detail}")]
    Unreadable {
        /// What is wrong, in words.
        detail: String,
    },
    /// Columns that an import cannot do without are not in the file.
    #[error("the file has no column {columns}")]
    MissingColumns {
        /// Their names, joined by commas.
        columns: String,
    },
}
