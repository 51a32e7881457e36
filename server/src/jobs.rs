//! The workers of this server: one for each class of jobs, woken when a job was pushed here. A
//! failure is logged and never ends a worker.

use std::time::Duration;

use operations::{
    Office,
    jobs::{self, CLASSES, Kind},
    notifications,
};
use tokio::{sync::watch, task::JoinSet};

/// How often is looked for what other servers pushed, and for leases that ran out.
const PAUSE: Duration = Duration::from_secs(2);
/// How often is written who was seen.
const MINUTE: Duration = Duration::from_secs(60);
/// What runs at the end has so long; then it is broken off and waits for the next worker.
const GRACE: Duration = Duration::from_secs(5);
/// Putting back what was broken off takes a moment.
const AFTER: Duration = Duration::from_secs(2);

/// The running workers.
#[derive(Debug)]
pub struct Jobs {
    end: watch::Sender<bool>,
    workers: JoinSet<()>,
}

/// Starts a worker for each class.
///
/// # Errors
/// What the database said when the upkeep was planned.
pub async fn start(office: &Office) -> operations::Result<Jobs> {
    let (end, _) = watch::channel(false);
    let mut workers = JoinSet::new();
    for kinds in CLASSES {
        jobs::plan(office, kinds).await?;
        workers.spawn(work(office.clone(), kinds, end.subscribe()));
    }
    workers.spawn(relay(office.clone(), end.subscribe()));
    workers.spawn(note_sightings(office.clone(), end.subscribe()));
    workers.spawn(tell(office.clone(), end.subscribe()));
    Ok(Jobs { end, workers })
}

impl Jobs {
    /// Ends every worker: what runs may finish for some seconds.
    pub async fn stop(mut self) {
        let _ = self.end.send(true);
        let finished = async { while self.workers.join_next().await.is_some() {} };
        if tokio::time::timeout(GRACE + AFTER, finished).await.is_err() {
            tracing::warn!("a job did not stop: another worker takes it when its lease has run out");
            self.workers.shutdown().await;
        }
    }
}

/// Passes on what other servers tell, until the end.
async fn relay(office: Office, mut end: watch::Receiver<bool>) {
    tokio::select! {
        () = operations::live::relay(office) => {}
        _ = end.wait_for(|end| *end) => {}
    }
}

/// Writes who was seen, once a minute and at the end. Every server has its own to write.
async fn note_sightings(office: Office, mut end: watch::Receiver<bool>) {
    while !*end.borrow_and_update() {
        tokio::select! {
            () = tokio::time::sleep(MINUTE) => {}
            _ = end.changed() => {}
        }
        if let Err(failure) = office.sightings.write(&office.db).await {
            tracing::warn!(%failure, "who was seen could not be written");
        }
    }
}

/// Tells people what happened: at once where this server wrote it, otherwise when it is looked for. It has no row among
/// the jobs: what waits are the entries themselves, and a quiet office writes nothing.
async fn tell(office: Office, mut end: watch::Receiver<bool>) {
    let mut bell = office.bell.listen();
    while !*end.borrow_and_update() {
        bell.mark_unchanged();
        if let Err(failure) = notifications::tell(&office).await {
            tracing::warn!(%failure, "people could not be told");
        }
        tokio::select! {
            _ = bell.changed() => {}
            () = tokio::time::sleep(PAUSE) => {}
            _ = end.changed() => {}
        }
    }
}

/// Does what is due; at once while there is more, otherwise when there may be.
async fn work(office: Office, kinds: &'static [Kind], mut end: watch::Receiver<bool>) {
    let mut bell = office.bell.listen();
    while !*end.borrow_and_update() {
        bell.mark_unchanged();
        let mut told = end.clone();
        let stopped = async move {
            let _ = told.wait_for(|end| *end).await;
            tokio::time::sleep(GRACE).await;
        };
        match jobs::run_due(&office, kinds, stopped).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(failure) => tracing::error!(%failure, "jobs could not be looked at"),
        }
        tokio::select! {
            _ = bell.changed() => {}
            () = tokio::time::sleep(PAUSE) => {}
            _ = end.changed() => return,
        }
    }
}
