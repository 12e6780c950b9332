//! What every request shares.

use crate::auth::{Keys, Known, Passwords, Tries};
use crate::clock::Clock;
use crate::feed::Feed;
use crate::limits::Limits;
use crate::presence::Presence;
use crate::pulse::Pulse;
use crate::settings::Settings;
use crate::shelf::Shelf;
use crate::store::Store;
use crate::tally::Tally;
use crate::writer::Writer;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use tokio::sync::watch;

/// The desk at work: cheap to clone, so that each request has its own.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts of an [`App`].
pub struct Parts {
    pub store: Store,
    pub writer: Writer,
    pub feed: Feed,
    pub presence: Presence,
    pub tally: Tally,
    pub pulse: Pulse,
    pub shelf: Shelf,
    pub keys: Keys,
    pub passwords: Passwords,
    pub tries: Tries,
    pub limits: Limits,
    pub known: Known,
    pub clock: Clock,
    pub settings: Arc<Settings>,
    pub shutdown: Shutdown,
}

impl From<Parts> for App {
    fn from(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").finish_non_exhaustive()
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").finish_non_exhaustive()
    }
}

/// Tells everything that would go on for ever, such as event streams, that it is time to end.
#[derive(Debug, Clone)]
pub struct Shutdown(watch::Sender<bool>);

impl Default for Shutdown {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Shutdown {
    /// Asks everybody to end. Asking twice is asking once.
    pub fn ask(&self) {
        self.0.send_replace(true);
    }

    /// Whether the end was asked for.
    pub fn is_asked(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is. The future owns what it needs, so that a stream may carry it along.
    pub fn asked(&self) -> impl Future<Output = ()> + Send + 'static {
        let mut seen = self.0.subscribe();
        async move {
            // An error says that the sender is gone, and with it the server.
            let _ = seen.wait_for(|asked| *asked).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Shutdown;

    #[tokio::test]
    async fn whoever_waits_is_told_early_or_late() {
        let shutdown = Shutdown::default();
        let early = tokio::spawn(shutdown.asked());
        assert!(!shutdown.is_asked());
        shutdown.ask();
        early.await.unwrap();
        shutdown.asked().await;
        assert!(shutdown.is_asked());
    }
}
