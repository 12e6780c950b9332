//! What the rest of this process is told after a commit, before anybody is answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::watch;

/// A bell for the feed, and a count of revocations for `auth`. The feed's own regular look finds what
/// other processes wrote.
#[derive(Debug, Clone)]
pub struct Wake {
    newest: watch::Sender<i64>,
    revocations: Arc<AtomicU64>,
}

impl Wake {
    /// A bell that has not rung yet.
    pub fn new() -> Self {
        Self { newest: watch::Sender::new(0), revocations: Arc::default() }
    }

    /// Tells everybody who listens that events up to `seq` are on disk.
    pub fn ring(&self, seq: i64) {
        self.newest.send_replace(seq);
    }

    /// Hears every ring from now on; several at once are heard as the last.
    pub fn listen(&self) -> watch::Receiver<i64> {
        self.newest.subscribe()
    }

    /// Says that a session ended or an account changed: what was known of them is void.
    pub fn revoke(&self) {
        self.revocations.fetch_add(1, Ordering::SeqCst);
    }

    /// How often something was revoked.
    pub fn revocations(&self) -> u64 {
        self.revocations.load(Ordering::SeqCst)
    }
}

impl Default for Wake {
    fn default() -> Self {
        Self::new()
    }
}
