//! Why a file of somebody is not kept.

use serde::{Deserialize, Serialize};

/// Why a file of somebody is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refused {
    /// Whoever sent it went away in the middle.
    #[error("the file broke off")]
    BrokenOff,
    /// It has no byte.
    #[error("the file is empty")]
    Empty,
    /// It is larger than it may be.
    #[error("the file is larger than {most} MB")]
    TooLarge {
        /// The limit in megabytes.
        most: u64,
    },
    /// An ending that is not among those that are taken.
    #[error("files ending in '{ending}' are not taken: use {allowed}")]
    Ending {
        /// What stands behind the last dot; empty without one.
        ending: String,
        /// Those that are taken.
        allowed: String,
    },
    /// Its content is not what its ending says, or something else as well.
    #[error("the content is not that of a {ending} file, or of something else as well")]
    NotWhatItSays {
        /// Its ending.
        ending: String,
    },
    /// An archive that cannot be read, or not without a password.
    #[error("the archive is damaged, or locked by a password")]
    Unreadable,
    /// An archive that unpacks to something out of all proportion.
    #[error("the archive unpacks to more than is looked through")]
    Bomb,
    /// An archive within an archive.
    #[error("there is an archive within the archive: {name}")]
    Nested {
        /// The entry.
        name: String,
    },
    /// An entry that would lie outside of where it is unpacked.
    #[error("an entry of the archive leads out of it: {name}")]
    LeadsOut {
        /// The entry.
        name: String,
    },
    /// As many files as a request takes are there.
    #[error("there are {most} files already")]
    TooMany {
        /// The limit.
        most: i64,
    },
    /// As much as is kept for an order, or for a link, is there.
    #[error("more than {most} MB are not kept here: remove nothing, but ask an owner to raise the limit")]
    Quota {
        /// The limit in megabytes.
        most: u64,
    },
}
