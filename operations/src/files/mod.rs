//! Tables that come in from outside, whatever they are about: reading them, finding their columns,
//! and giving back the rows that did not go in.

pub mod header;
pub(crate) mod read;
pub mod rejects;

/// Why a file as a whole is not taken in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It cannot be read.
    #[error("the file cannot be read: {detail}")]
    Unreadable {
        /// What is wrong, in words.
        detail: String,
    },
    /// Columns that cannot be done without are not in the file.
    #[error("the file has no column {columns}")]
    MissingColumns {
        /// Their names, joined by commas.
        columns: String,
    },
}
