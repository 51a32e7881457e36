//! Bringing orders in from a file (`domain.md` 1.5).
//!
//! [`import`] and [`import_alone`] run at once, [`enqueue`] leaves it to a worker. The file streams through:
//! a thread reads rows and turns them into values ([`reader`], [`row`]), the caller's task puts them into the
//! books batch by batch ([`merge`]), some batches in a transaction ([`run`]). Idempotent by order and line
//! number.

mod changed;
mod columns;
mod dealt;
mod foreseen;
mod list;
mod merge;
mod outcome;
mod preview;
mod queue;
mod reader;
mod readings;
mod rejected;
mod row;
mod run;
mod undo;

use serde::{Deserialize, Serialize};

use crate::{
    Failure, Result,
    files::{self, Unreadable},
};

pub use crate::files::{
    header::{Column, recognised},
    rejects::{Rejection, Words},
};
pub use changed::{Changed, changed};
pub use columns::{COLUMNS, template_csv};
pub use dealt::{deal_with, reopen};
pub use foreseen::{Change, Foreseen, Preview};
pub use list::{Import, ImportState, LIST, get, list};
pub(crate) use merge::set_back;
pub use outcome::Outcome;
pub(crate) use preview::LOOK;
pub use preview::{apply, drop_look, dry_run, look_again, look_at};
pub(crate) use queue::KIND;
pub use queue::{Upload, enqueue, forget_uploads, go_on, import, import_alone, progress};
pub use readings::{forget, readings};
pub use rejected::{Bytes, SHOWN, rejected_file, rejections};
pub(crate) use undo::UNDO;
pub use undo::{Foresight, InTheWay, Obstacle, Way, undo, undo_dry_run, undo_left};

/// Why an import broke off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Broken {
    /// The file cannot be read any further.
    #[error("the file cannot be read: {0}")]
    File(Unreadable),
    /// The server was stopped, or did not get on; the reason is in the log. It can go on.
    #[error("the import was interrupted")]
    Interrupted,
    /// The disk of the server is full. It can go on when there is room again.
    #[error("the server's disk is full")]
    Full,
}

impl Broken {
    /// Why, from what a job ended with. What is not the file's doing is in the log.
    fn of(failure: Option<&Failure>) -> Self {
        match failure {
            Some(Failure::File(files::Refused::Unreadable(why))) => Self::File(why.clone()),
            Some(e) if e.is_full() => Self::Full,
            _ => Self::Interrupted,
        }
    }

    fn json(&self) -> Result<String> {
        serde_json::to_string(self)
            .map_err(|e| Failure::Internal(format!("why an import broke off cannot be kept: {e}")))
    }
}

/// Why an import does not go on, cannot be marked as dealt with, or cannot be undone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Its file is not kept any more.
    #[error("the uploaded file is not kept any more: bring it in again")]
    UploadGone,
    /// It brought in everything, or has not ended.
    #[error("the import left nothing to deal with")]
    NothingLeft,
    /// It has not gone in, or goes in just now.
    #[error("the import has not ended: there is nothing to undo yet")]
    NotEnded,
    /// It was undone, or is being undone.
    #[error("the import was undone already, or is being undone")]
    UndoneAlready,
    /// What it changed was not kept.
    #[error("an earlier release brought it in and did not keep what it changed")]
    NotKept,
    /// One import is undone at a time.
    #[error("another import is being undone: wait until that has ended")]
    AnotherUndone,
    /// Something that followed stands on what it did.
    #[error("{0}")]
    InTheWay(Way),
}
