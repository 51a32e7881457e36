//! Tells the workers of this process that there is something to do.

use std::sync::Arc;

use tokio::sync::watch;

/// Rung after each transaction that pushed a job. Workers of other servers do not hear it: they look
/// by themselves every few seconds.
#[derive(Clone, Debug)]
pub struct Bell(Arc<watch::Sender<()>>);

impl Default for Bell {
    fn default() -> Self {
        Self(Arc::new(watch::channel(()).0))
    }
}

impl Bell {
    /// Wakes every worker, also one that is busy and will listen later.
    pub fn ring(&self) {
        self.0.send_replace(());
    }

    /// For a worker: changes each time that the bell is rung.
    #[must_use]
    pub fn listen(&self) -> watch::Receiver<()> {
        self.0.subscribe()
    }
}
