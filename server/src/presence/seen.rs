//! When each member of staff was last heard of: in memory, to half a minute, without a write.

use robindesk_protocol::{Timestamp, UserId};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// So much later it is worth noting again, in milliseconds.
const STEP_MS: i64 = 30_000;
/// How often somebody whose stream is open is noted.
pub(super) const AGAIN: Duration = Duration::from_secs(30);

/// One time for each member of staff that was heard of since this node began.
#[derive(Debug, Default)]
pub(super) struct Seen(Mutex<HashMap<UserId, Timestamp>>);

impl Seen {
    /// Notes it when it is half a minute later than what is known, and says whether it was.
    pub fn is_news(&self, user: UserId, at: Timestamp) -> bool {
        let mut seen = self.times();
        let known = seen.get(&user);
        let news = known.is_none_or(|known| at.since_ms(*known) >= STEP_MS);
        if news {
            seen.insert(user, at);
        }
        news
    }

    pub fn at(&self, user: UserId) -> Option<Timestamp> {
        self.times().get(&user).copied()
    }

    fn times(&self) -> MutexGuard<'_, HashMap<UserId, Timestamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
