//! What the rest of this process is told after a commit, before anybody is answered, and what other
//! nodes tell it.

use crate::desk::changes::LoggedEvent;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{broadcast, watch};

/// Published things that a slow listener may fall behind; what is older is no longer news.
const NEWS: usize = 256;

/// The most events that wait here for the feed; what is beyond it reads from the log.
const FRESH: usize = 1_024;

/// What this process has committed and heard, as the other nodes are told of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Own {
    /// The number of the newest event.
    pub newest: i64,
    /// How often something was revoked by it.
    pub revocations: u64,
    /// Up to which of its revocations each other node was heard.
    pub heard: BTreeMap<String, u64>,
}

/// A bell for the feed, a count of revocations for `auth`, and what other nodes publish.
#[derive(Debug, Clone)]
pub struct Wake {
    newest: watch::Sender<i64>,
    /// Events that this process has just committed, oldest first.
    fresh: Arc<Mutex<Vec<LoggedEvent>>>,
    revocations: watch::Sender<u64>,
    own: watch::Sender<Own>,
    /// Up to which revocation of this process each other node has heard it.
    heard_by: watch::Sender<BTreeMap<String, u64>>,
    hears: Arc<AtomicBool>,
    published: broadcast::Sender<Arc<str>>,
    node: Arc<str>,
}

impl Wake {
    /// A bell that has not rung yet.
    pub fn new() -> Self {
        Self {
            newest: watch::Sender::new(0),
            fresh: Arc::default(),
            revocations: watch::Sender::new(0),
            own: watch::Sender::default(),
            heard_by: watch::Sender::default(),
            hears: Arc::default(),
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
        // Another node's notice may come before the answer to a commit of our own.
        self.newest.send_modify(|newest| *newest = seq.max(*newest));
    }

    /// Rings for events that this process has committed, and leaves them for the feed to take. When
    /// something was revoked, that is void here from now on.
    pub fn committed(&self, newest: i64, events: Vec<LoggedEvent>, revoked: bool) {
        if revoked {
            self.revoke();
        }
        let mut fresh = self.fresh();
        if fresh.len() + events.len() > FRESH {
            // Nobody takes them, or there are very many: they are in the log.
            fresh.clear();
        }
        if events.len() <= FRESH {
            fresh.extend(events);
        }
        drop(fresh);
        self.ring(newest);
        self.own.send_if_modified(|own| {
            let news = revoked || newest > own.newest;
            own.newest = newest.max(own.newest);
            own.revocations += u64::from(revoked);
            news
        });
    }

    /// How often this process has revoked something.
    pub fn own_revocations(&self) -> u64 {
        self.own.borrow().revocations
    }

    /// Another node has revoked something, the last of so many times: it is void here as well, and that
    /// node will be told so.
    pub fn revoked_by(&self, node: String, number: u64) {
        self.revoke();
        self.own.send_modify(|own| {
            own.heard.insert(node, number);
        });
    }

    /// Another node has heard of this one's revocations, up to this one.
    pub fn heard_by(&self, node: String, number: u64) {
        self.heard_by.send_if_modified(|heard| heard.insert(node, number) != Some(number));
    }

    /// Waits until all of these nodes have heard of so many revocations by this one.
    pub async fn until_heard_by(&self, nodes: &[String], number: u64) {
        let mut heard = self.heard_by.subscribe();
        let by_all = |heard: &BTreeMap<String, u64>| {
            nodes.iter().all(|node| heard.get(node).is_some_and(|heard| *heard >= number))
        };
        // The sender lives as long as this.
        drop(heard.wait_for(by_all).await);
    }

    /// Whether this process hears of what other nodes revoke.
    pub fn hears(&self) -> bool {
        self.hears.load(Ordering::Acquire)
    }

    /// Says whether it does.
    pub fn set_hears(&self, hears: bool) {
        self.hears.store(hears, Ordering::Release);
    }

    /// What this process has committed since it was last asked, oldest first. Some may be missing.
    pub fn take_fresh(&self) -> Vec<LoggedEvent> {
        std::mem::take(&mut self.fresh())
    }

    fn fresh(&self) -> MutexGuard<'_, Vec<LoggedEvent>> {
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hears every ring from now on; several at once are heard as the last.
    pub fn listen(&self) -> watch::Receiver<i64> {
        self.newest.subscribe()
    }

    /// Hears of what this process commits from now on; several commits at once are heard as one.
    pub fn own(&self) -> watch::Receiver<Own> {
        self.own.subscribe()
    }

    /// Says that a session ended or an account changed: what was known of them is void.
    pub fn revoke(&self) {
        self.revocations.send_modify(|count| *count += 1);
    }

    /// How often something was revoked.
    pub fn revocations(&self) -> u64 {
        *self.revocations.borrow()
    }

    /// Hears of every revocation from now on.
    pub fn hear_revocations(&self) -> watch::Receiver<u64> {
        self.revocations.subscribe()
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
