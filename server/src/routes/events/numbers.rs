//! The live numbers on an admin's stream.

use crate::tally::Tally;
use axum::body::Bytes;
use std::time::Duration;
use tokio::time::Instant;

/// The least time between two frames of numbers.
const NUMBERS: Duration = Duration::from_secs(1);

/// The live numbers of one stream.
#[derive(Debug)]
pub struct Numbers {
    tally: Tally,
    /// The last event that it was shown the numbers of.
    seen: i64,
    /// When it may be shown the next.
    due: Instant,
}

impl Numbers {
    /// Those of this tally, from the next change on.
    pub fn of(tally: Tally) -> Self {
        Self { tally, seen: -1, due: Instant::now() }
    }

    /// The next frame: at most one a second, and only when something has changed.
    async fn next(&mut self) -> Bytes {
        tokio::time::sleep_until(self.due).await;
        let frame = self.tally.frame_after(self.seen).await;
        self.seen = frame.seq;
        self.due = Instant::now() + NUMBERS;
        frame.bytes
    }
}

/// The next numbers; for ever nothing where there are none to show.
pub async fn shown(numbers: Option<&mut Numbers>) -> Bytes {
    match numbers {
        Some(numbers) => numbers.next().await,
        None => std::future::pending().await,
    }
}
