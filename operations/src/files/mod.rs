//! Tables that come in from outside, whatever they are about: finding out how a file is written,
//! reading it, finding its columns, and giving back the rows that did not go in.

pub(crate) mod cell;
pub mod form;
pub mod header;
pub(crate) mod look;
mod memory;
mod own;
pub(crate) mod read;
pub mod rejects;
mod told;
mod unreadable;
mod whole;

pub use form::{Encoding, Form, Kind, LeftOut, Separator, Table, WhyLeftOut};
pub use look::Examples;
pub use memory::{Known, Remembered};
pub use own::is_ours;
pub use told::Told;
pub use unreadable::Unreadable;

/// Why a file as a whole is not taken in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It cannot be read.
    #[error("the file cannot be read: {0}")]
    Unreadable(Unreadable),
    /// Columns that cannot be done without are not in the row that looks most like headings.
    #[error("the file has no column {columns}; row {row} has {found}")]
    MissingColumns {
        /// Their names, joined by commas.
        columns: String,
        /// The row.
        row: u64,
        /// The headings that it has, joined by commas.
        found: String,
    },
}

impl From<Unreadable> for Refused {
    fn from(why: Unreadable) -> Self {
        Self::Unreadable(why)
    }
}

impl From<Unreadable> for crate::Failure {
    fn from(why: Unreadable) -> Self {
        Refused::Unreadable(why).into()
    }
}
