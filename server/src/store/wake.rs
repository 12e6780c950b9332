//! What the rest of this process is told after a commit, before anybody is answered.

use tokio::sync::watch;

/// A bell for the feed, and the count of revocations for `auth` and open streams. The feed's own
/// regular look finds what other processes wrote.
#[derive(Debug, Clone)]
pub struct Wake {
    newest: watch::Sender<i64>,
    revocations: watch::Sender<i64>,
}

impl Wake {
    /// A bell that has not rung yet.
    pub fn new() -> Self {
        Self { newest: watch::Sender::new(0), revocations: watch::Sender::new(0) }
    }

    /// Tells everybody who listens that events up to `seq` are on disk.
    pub fn ring(&self, seq: i64) {
        self.newest.send_replace(seq);
    }

    /// Hears every ring from now on; several at once are heard as the last.
    pub fn listen(&self) -> watch::Receiver<i64> {
        self.newest.subscribe()
    }

    /// Says that sessions ended or accounts changed so many times by now: what was known of them is
    /// void. A count that is no higher is old news, and must not bring back what is void.
    pub fn revoke(&self, count: i64) {
        self.revocations.send_if_modified(|known| {
            let news = count > *known;
            *known = count.max(*known);
            news
        });
    }

    /// How often something was revoked.
    pub fn revocations(&self) -> i64 {
        *self.revocations.borrow()
    }

    /// Hears of every revocation from now on.
    pub fn hear_revocations(&self) -> watch::Receiver<i64> {
        self.revocations.subscribe()
    }
}

impl Default for Wake {
    fn default() -> Self {
        Self::new()
    }
}
