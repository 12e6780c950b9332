//! What ends a stream before its time: its session ended, its account was suspended or is another
//! kind of account now.

use crate::auth::SignedIn;
use crate::state::App;
use std::time::Duration;

/// Streams look one after another within this time, and not all at the same moment.
const SPREAD_MS: u64 = 1_500;
/// How long until another look when the database did not answer.
const AGAIN: Duration = Duration::from_secs(1);
/// How long one look may take.
const SILENCE: Duration = Duration::from_secs(1);

/// Waits until whoever opened the stream may not have it any more. Nothing is looked up while nothing
/// is revoked. To be polled on and not begun anew, or a busy stream would never get to the answer.
pub async fn broken(app: App, signed_in: SignedIn) {
    let mut revocations = app.store.wake().hear_revocations();
    // What was revoked while the request was let in is looked at as well.
    revocations.mark_changed();
    while revocations.changed().await.is_ok() {
        loop {
            tokio::time::sleep(Duration::from_millis(rand::random_range(0..SPREAD_MS))).await;
            revocations.mark_unchanged();
            // On the heap only while it is looked up: thousands of streams are open, and few look.
            match tokio::time::timeout(SILENCE, Box::pin(signed_in.still_holds(&app))).await {
                Ok(Ok(true)) => break,
                Ok(Ok(false)) => return,
                Ok(Err(error)) => {
                    tracing::debug!(%error, "a stream's session could not be looked up yet");
                    tokio::time::sleep(AGAIN).await;
                }
                Err(_) => tracing::debug!("the database does not say whether a session holds"),
            }
        }
    }
}
