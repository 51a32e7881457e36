//! What runs by itself: a row that is pushed inside the caller's own transaction, a worker that
//! leases it, and attempts until it is done or was tried in vain.
//!
//! A worker has a job only while its lease lasts, and every report of progress makes the lease last
//! longer. Whoever vanishes, on whatever server, leaves a lease that runs out; then anybody takes the
//! job. Work that takes long goes in slices, each a transaction that calls [`Lease::advance`]: a slice
//! of a worker that was replaced meanwhile is refused whole.

mod kinds;
mod lease;
mod queue;

use futures::future::BoxFuture;

pub use kinds::{
    CLASSES, DELIVERIES, EXPORTS, IMPORTS, LOOKS, MAILS, OPENINGS, SCANS, TICKETS, UNDOS, UPKEEP,
};
pub use lease::Lease;
pub use queue::{Step, drain, plan, progress, push, run_due};

use crate::{Failure, Office, Result, db::Tx};

/// Runs a job.
pub type Run = for<'a> fn(&'a Office, &'a mut Lease) -> BoxFuture<'a, Result<()>>;

/// Notes on the subject of a job that it was tried in vain, in the transaction that ends the job.
/// The failure is `None` when each worker vanished.
pub type GaveUp = for<'a> fn(&'a Office, &'a mut Tx, i64, Option<&'a Failure>) -> BoxFuture<'a, Result<()>>;

/// A kind of job.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Its name in the table.
    pub code: &'static str,
    /// A worker that is silent for so many milliseconds has vanished.
    pub lease: i64,
    /// So often it is tried without getting any further.
    pub attempts: i64,
    /// It runs again so many milliseconds after it has ended, whatever came of it; `None`: once.
    pub every: Option<i64>,
    /// What it does. A failure that is not internal would be the same next time and ends it.
    pub run: Run,
    /// What is noted when it is given up.
    pub gave_up: GaveUp,
}

impl Kind {
    /// Upkeep that runs again and again, on one server at a time.
    #[must_use]
    pub const fn upkeep(code: &'static str, every: i64, run: Run) -> Self {
        Self {
            code,
            lease: 10 * 60_000,
            attempts: 1,
            every: Some(every),
            run,
            gave_up: |_, _, _, _| Box::pin(std::future::ready(Ok(()))),
        }
    }
}
