//! Tries one thing until the server has answered it, one way or the other.

use crate::net::backoff::pause;
use crate::net::{Backoff, Error, Pace};
use tokio::sync::watch;

/// Tries again after faults on the way and when the server is busy, waiting longer each time, and at
/// once when nudged. What it returns is an answer: done, refused, or signed out.
pub(super) async fn until_answered<T, F: Future<Output = Result<T, Error>>>(
    pace: Pace,
    mut nudge: watch::Receiver<u64>,
    attempt: impl Fn() -> F,
) -> Result<T, Error> {
    let mut backoff = Backoff::new(pace);
    loop {
        // A nudge that comes while we try counts: that try may have begun too early.
        nudge.mark_unchanged();
        match attempt().await {
            Err(error) if error.is_passing() => {
                pause(backoff.failed(error.retry_after()), &mut nudge).await;
            }
            answer => return answer,
        }
    }
}
