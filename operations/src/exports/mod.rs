//! The filtered list as a file: streamed at once, or made by a task and kept for some days
//! (`domain.md` 4.7).

mod columns;
mod csv;
pub(crate) mod details;
mod files;
pub(crate) mod headings;
mod kinds;
mod list;
mod manner;
mod nouns;
mod pieces;
mod reach;
mod row;
mod rows;
mod run;
mod selection;
mod source;
mod stamp;
mod table;
mod taken;
mod tasks;
mod transactions;
mod walk;
mod workbook;
mod write;

pub(crate) use columns::adds;
pub use files::{Download, expire, open_file};
pub use kinds::{AT_ONCE, KINDS, Kind};
pub use list::{LIST, list};
pub use manner::Manner;
pub use pieces::{Piece, Pieces, bytes};
pub use row::Export;
pub(crate) use row::{visible, whose};
pub(crate) use run::JOB;
pub use taken::taken;
pub use tasks::{NewExport, create, get, progress, retry};

domain::codes! {
    /// What kind of file.
    pub enum Format {
        /// Comma-separated values, UTF-8 with a byte order mark.
        Csv = "csv",
        /// A workbook.
        Xlsx = "xlsx",
    }
}

domain::codes! {
    /// How far an export has come.
    pub enum ExportState {
        /// Waits for the worker.
        Queued = "queued",
        /// Is being written.
        Running = "running",
        /// Can be downloaded.
        Ready = "ready",
        /// Was kept for some days and is gone.
        Expired = "expired",
        /// Was tried as often as it may be.
        Failed = "failed",
    }
}

domain::codes! {
    /// Why an export failed.
    pub enum ExportProblem {
        /// Whoever asked for it may not have it any more.
        Forbidden = "forbidden",
        /// The server was stopped each time while it was being written.
        Stopped = "stopped",
        /// The reason is in the log.
        Internal = "internal",
    }
}

/// What stands against an export, or against taking its file away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// One running export per person and kind (domain.md 4.7).
    #[error("an export is running already")]
    Running,
    /// The file was kept for some days and is gone.
    #[error("the file was kept until its expiry and is gone")]
    Expired,
    /// The file is not ready.
    #[error("the file is not ready")]
    NotReady,
    /// The file shows what one may not see any more.
    #[error("the file shows more than you may see now: export the list again")]
    Withdrawn,
}

/// The kind of orders.
pub const ORDERS: &str = "orders";
