//! What happens without anybody asking: waiting imports and exports run, unpaid orders time out,
//! and what has expired is forgotten. A failure is logged and never ends a loop.

use std::{future::Future, time::Duration};

use operations::{Office, exports, imports, orders, sessions, settings::Settings, staff};
use tokio::{sync::watch, task::JoinSet};

/// How often queues are looked at.
const TICK: Duration = Duration::from_secs(1);
/// How often is tidied up.
const MINUTE: Duration = Duration::from_secs(60);
/// What runs at the end has so long; an import that is broken off goes back into the queue.
const GRACE: Duration = Duration::from_secs(5);

/// The running jobs.
#[derive(Debug)]
pub struct Jobs {
    end: watch::Sender<bool>,
    loops: JoinSet<()>,
}

/// Starts every loop. Imports and exports have one each, so that neither waits for the other.
#[must_use]
pub fn start(office: &Office) -> Jobs {
    let (end, _) = watch::channel(false);
    let mut loops = JoinSet::new();
    loops.spawn(every(TICK, office.clone(), end.subscribe(), run_import));
    loops.spawn(every(TICK, office.clone(), end.subscribe(), run_export));
    loops.spawn(every(MINUTE, office.clone(), end.subscribe(), tidy));
    Jobs { end, loops }
}

impl Jobs {
    /// Ends every loop: what runs may finish for some seconds.
    pub async fn stop(mut self) {
        let _ = self.end.send(true);
        let finished = async { while self.loops.join_next().await.is_some() {} };
        if tokio::time::timeout(GRACE, finished).await.is_err() {
            tracing::warn!("a job was broken off; it runs again at the next start");
            self.loops.shutdown().await;
        }
    }
}

/// Does it again and again: at once while there is more to do, otherwise after a pause.
async fn every<F: Future<Output = bool>>(
    pause: Duration,
    office: Office,
    mut end: watch::Receiver<bool>,
    work: fn(Office) -> F,
) {
    while !*end.borrow() {
        if work(office.clone()).await {
            continue;
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = end.changed() => return,
        }
    }
}

/// Whether a queue has more.
fn more(what: &str, ran: operations::Result<Option<i64>>) -> bool {
    match ran {
        Ok(id) => id.is_some(),
        Err(failure) => {
            tracing::error!(%failure, what, "a job failed");
            false
        }
    }
}

async fn run_import(office: Office) -> bool {
    more("import", imports::run_next(&office).await)
}

async fn run_export(office: Office) -> bool {
    more("export", exports::run_next(&office).await)
}

async fn tidy(office: Office) -> bool {
    match Settings::load(&office).await {
        Ok(settings) => {
            noted("unpaid orders cancelled", orders::cancel_unpaid(&office, settings.unpaid_days).await);
        }
        Err(failure) => tracing::error!(%failure, "the settings could not be read"),
    }
    noted("exported files removed", exports::expire(&office).await);
    noted("sessions forgotten", sessions::delete_expired(&office).await);
    noted("links forgotten", staff::delete_expired_links(&office).await);
    false
}

fn noted(what: &str, done: operations::Result<u64>) {
    match done {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "{what}"),
        Err(failure) => tracing::error!(%failure, what, "a job failed"),
    }
}
