//! The bell that the writer rings after a commit, so that the feed need not wait for its next look.

use tokio::sync::watch;

/// Rung with the number of the newest event. Within one process; the feed's own regular look finds
/// what other processes wrote.
#[derive(Debug, Clone)]
pub struct Wake(watch::Sender<i64>);

impl Wake {
    /// A bell that has not rung yet.
    pub fn new() -> Self {
        Self(watch::Sender::new(0))
    }

    /// Tells everybody who listens that events up to `seq` are on disk.
    pub fn ring(&self, seq: i64) {
        self.0.send_replace(seq);
    }

    /// Hears every ring from now on; several at once are heard as the last.
    pub fn listen(&self) -> watch::Receiver<i64> {
        self.0.subscribe()
    }
}

impl Default for Wake {
    fn default() -> Self {
        Self::new()
    }
}
