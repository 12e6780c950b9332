//! Holds back drafts for a moment, so that a burst of keys is one write.

use super::failure::disk_words;
use crate::app::effect::Draft;
use crate::disk::Slot;
use robindesk_protocol::{Audience, TicketId};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Within 200 ms of the key it is on disk (`console.md`, promise 2).
const HOLD: Duration = Duration::from_millis(120);

/// Drafts that are not on disk yet.
#[derive(Debug, Default)]
pub(super) struct Held {
    drafts: BTreeMap<(TicketId, Audience), Draft>,
    due: Option<Instant>,
    /// That the disk refuses was told: it is told once until it takes something again.
    told: bool,
}

impl Held {
    /// Holds the newest text of a lane. The first one sets the time, later ones do not move it.
    pub(super) fn hold(&mut self, ticket: TicketId, audience: Audience, draft: Draft) {
        self.drafts.insert((ticket, audience), draft);
        self.due.get_or_insert_with(|| Instant::now() + HOLD);
    }

    /// When something must be written; `None` while nothing is held.
    pub(super) const fn due(&self) -> Option<Instant> {
        self.due
    }

    /// Writes everything. What the disk refuses is held on to and tried again a little later. Gives why
    /// it refused, when that is news.
    pub(super) async fn flush(&mut self, slot: &Arc<Slot>) -> Option<String> {
        self.due = None;
        let drafts = std::mem::take(&mut self.drafts);
        if drafts.is_empty() {
            return None;
        }
        let slot = slot.clone();
        let written = tokio::task::spawn_blocking(move || write(&slot, drafts)).await;
        let (failed, why) = written.unwrap_or_default();
        for ((ticket, audience), draft) in failed {
            self.hold(ticket, audience, draft);
        }
        let told = std::mem::replace(&mut self.told, why.is_some());
        why.filter(|_| !told)
    }
}

/// Returns what could not be written, and why.
fn write(
    slot: &Slot,
    drafts: BTreeMap<(TicketId, Audience), Draft>,
) -> (BTreeMap<(TicketId, Audience), Draft>, Option<String>) {
    let (mut failed, mut why) = (BTreeMap::new(), None);
    for ((ticket, audience), draft) in drafts {
        if let Err(error) = slot.drafts.keep(ticket, audience, &draft) {
            tracing::warn!(%ticket, %error, "a draft could not be written");
            failed.insert((ticket, audience), draft);
            why = Some(disk_words(&error));
        }
    }
    (failed, why)
}
