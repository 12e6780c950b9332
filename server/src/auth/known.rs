//! Sessions that were looked up a moment ago, so that a busy client costs one look-up every two
//! seconds and not one a request.
//!
//! Whatever ends a session or changes an account bumps the store's revocation count, and every entry
//! from before it is void. That is so before the change is answered, on this node and on all others
//! that hear of it: it bites on the very next request. A node that knows it cannot hear believes an
//! entry for a tenth of a second; where that has not come out yet, it is two seconds old at the latest.

use crate::store::read::accounts::{self, SessionFacts};
use crate::store::{Store, StoreError};
use robindesk_protocol::Timestamp;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

/// How long an entry counts, in milliseconds.
const FRESH_MS: i64 = 2_000;
/// The same while this node knows that it does not hear the others.
const FRESH_UNHEARD_MS: i64 = 100;
/// Entries after which everything that is no longer fresh is thrown away.
const MANY: usize = 4_096;

/// One look-up, shared by all who ask for it while it is fresh.
struct Entry {
    at: Timestamp,
    revocations: u64,
    facts: OnceCell<Option<SessionFacts>>,
}

/// The sessions known to this node.
#[derive(Default)]
pub struct Known(Mutex<HashMap<String, Arc<Entry>>>);

impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Known").finish_non_exhaustive()
    }
}

impl Known {
    /// The session of that name, as it is in the database or was a moment ago.
    ///
    /// # Errors
    /// [`StoreError`] from the database.
    pub async fn session(
        &self,
        store: &Store,
        sid: &str,
        now: Timestamp,
    ) -> Result<Option<SessionFacts>, StoreError> {
        let fresh_ms = if store.hears_others() { FRESH_MS } else { FRESH_UNHEARD_MS };
        let entry = self.entry(sid, now, store.wake().revocations(), fresh_ms);
        let facts = entry.facts.get_or_try_init(|| accounts::session(store, sid)).await?;
        Ok(facts.clone())
    }

    fn entry(&self, sid: &str, now: Timestamp, revocations: u64, fresh_ms: i64) -> Arc<Entry> {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh =
            |e: &Entry| e.revocations == revocations && (0..fresh_ms).contains(&now.since_ms(e.at));
        if let Some(entry) = entries.get(sid).filter(|e| fresh(e)) {
            return Arc::clone(entry);
        }
        if entries.len() >= MANY {
            entries.retain(|_, e| fresh(e));
        }
        let entry = Arc::new(Entry { at: now, revocations, facts: OnceCell::new() });
        entries.insert(sid.to_owned(), Arc::clone(&entry));
        entry
    }
}
