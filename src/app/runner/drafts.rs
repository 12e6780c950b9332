//! Holds back drafts for a moment, so that a burst of keys is one write.

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

    /// Writes everything. What the disk refuses is held on to and tried again a little later.
    pub(super) async fn flush(&mut self, slot: &Arc<Slot>) {
        self.due = None;
        let drafts = std::mem::take(&mut self.drafts);
        if drafts.is_empty() {
            return;
        }
        let slot = slot.clone();
        let written = tokio::task::spawn_blocking(move || write(&slot, drafts)).await;
        for ((ticket, audience), draft) in written.unwrap_or_default() {
            self.hold(ticket, audience, draft);
        }
    }
}

/// Returns what could not be written.
fn write(
    slot: &Slot,
    drafts: BTreeMap<(TicketId, Audience), Draft>,
) -> BTreeMap<(TicketId, Audience), Draft> {
    let mut failed = BTreeMap::new();
    for ((ticket, audience), draft) in drafts {
        if let Err(error) = slot.drafts.keep(ticket, audience, &draft) {
            tracing::warn!(%ticket, %error, "a draft could not be written");
            failed.insert((ticket, audience), draft);
        }
    }
    failed
}
