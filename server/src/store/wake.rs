//! What the rest of this process is told after a commit, before anybody is answered, and what other
//! nodes tell it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::{broadcast, watch};

/// Published things that a slow listener may fall behind; what is older is no longer news.
const NEWS: usize = 256;

/// A bell for the feed, a count of revocations for `auth`, and what other nodes publish.
#[derive(Debug, Clone)]
pub struct Wake {
    newest: watch::Sender<i64>,
    revocations: Arc<AtomicU64>,
    published: broadcast::Sender<Arc<str>>,
    node: Arc<str>,
}

impl Wake {
    /// A bell that has not rung yet.
    pub fn new() -> Self {
        Self {
            newest: watch::Sender::new(0),
            revocations: Arc::default(),
            published: broadcast::Sender::new(NEWS),
            node: uuid::Uuid::new_v4().simple().to_string().into(),
        }
    }

    /// This process among the others on its database: unique to each start.
    pub fn node(&self) -> &str {
        &self.node
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

    /// Notices of other nodes may have been missed: everybody looks for themselves.
    pub fn missed(&self) {
        self.revoke();
        self.newest.send_modify(|_| {});
    }

    /// Hears what other nodes publish from now on.
    pub fn published(&self) -> broadcast::Receiver<Arc<str>> {
        self.published.subscribe()
    }

    /// Hands on what another node published.
    pub fn pass_on(&self, said: String) {
        // Nobody who listens is no error.
        drop(self.published.send(said.into()));
    }
}

impl Default for Wake {
    fn default() -> Self {
        Self::new()
    }
}
