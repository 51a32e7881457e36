//! How far running work is. Kept in memory: work that writes in one transaction cannot report
//! through the database before it has committed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

/// What is running.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Work {
    /// An export.
    Export(i64),
}

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Done, in units of the work (rows for an export).
    pub done: u64,
    /// Of so many; 0 when not known.
    pub total: u64,
}

/// How far all running work of this process is.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<Mutex<HashMap<Work, Step>>>);

impl Progress {
    /// Notes how far it is.
    pub fn set(&self, work: Work, done: u64, total: u64) {
        if let Ok(mut all) = self.0.lock() {
            all.insert(work, Step { done, total });
        }
    }

    /// Forgets work that has ended.
    pub fn end(&self, work: Work) {
        if let Ok(mut all) = self.0.lock() {
            all.remove(&work);
        }
    }

    /// How far it is; `None` when it does not run here.
    #[must_use]
    pub fn get(&self, work: Work) -> Option<Step> {
        self.0.lock().ok().and_then(|all| all.get(&work).copied())
    }
}
