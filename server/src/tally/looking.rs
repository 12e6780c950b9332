//! Whether somebody looks at the numbers: while nobody does, nothing is folded.

use std::time::Duration;
use tokio::sync::watch;

/// So long after the last look the tally still follows the log: who looked once looks again.
const LINGER: Duration = Duration::from_secs(10);

/// How many look now.
#[derive(Debug, Clone, Default)]
pub struct Looking(watch::Sender<usize>);

/// Somebody looks, until this is dropped.
#[derive(Debug)]
pub struct Look<'a>(&'a Looking);

impl Looking {
    /// Begins to look.
    pub fn look(&self) -> Look<'_> {
        self.0.send_modify(|count| *count += 1);
        Look(self)
    }

    /// Waits until somebody looks.
    pub async fn begun(&self) {
        // The sender is this very handle's, so waiting cannot fail.
        let _ = self.0.subscribe().wait_for(|count| *count > 0).await;
    }

    /// Waits until nobody has looked for a while.
    pub async fn over(&self) {
        let mut looking = self.0.subscribe();
        loop {
            let _ = looking.wait_for(|count| *count == 0).await;
            tokio::select! {
                _ = looking.changed() => {}
                () = tokio::time::sleep(LINGER) => return,
            }
        }
    }
}

impl Drop for Look<'_> {
    fn drop(&mut self) {
        self.0.0.send_modify(|count| *count -= 1);
    }
}
