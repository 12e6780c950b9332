//! Where time comes from: the one place that may read the machine's clock.

use robindesk_protocol::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A source of time that a test can hold in its hand.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Stands still until it is told otherwise.
    Held(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `at`.
    pub fn held(at: Timestamp) -> Self {
        Self::Held(Arc::new(AtomicI64::new(at.0)))
    }

    /// The time now.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock that everybody else is passed"
    )]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp(jiff::Timestamp::now().as_millisecond()),
            Self::Held(at) => Timestamp(at.load(Ordering::Relaxed)),
        }
    }

    /// Moves a held clock forward; the machine's own cannot be moved.
    pub fn advance_ms(&self, ms: i64) {
        if let Self::Held(at) = self {
            at.fetch_add(ms, Ordering::Relaxed);
        }
    }
}
