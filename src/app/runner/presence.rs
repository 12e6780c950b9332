//! Tells the others where she is: at once when that changes, and again before they forget her.

use crate::net::Api;
use robindesk_protocol::{PresenceState, TicketId};
use std::time::Duration;
use tokio::sync::watch;

/// Well before the 30 s after which nobody counts on it (`api.md`, CRM), so that one that is lost does
/// not matter.
const RENEW: Duration = Duration::from_secs(13);

/// The ticket she is on, and what she does there.
pub(super) type Place = Option<(TicketId, PresenceState)>;

/// Tells each place until nobody sets one any more. What can't be told now is not told later: by then
/// it is not true.
pub(super) async fn work(api: Api, mut place: watch::Receiver<Place>) {
    let mut told: Place = None;
    loop {
        let now = *place.borrow_and_update();
        let left = told.map(|(ticket, _)| ticket);
        if let Some(ticket) = left.filter(|left| now.map(|(ticket, _)| ticket) != Some(*left)) {
            tell(&api, ticket, PresenceState::Left).await;
        }
        if let Some((ticket, state)) = now {
            tell(&api, ticket, state).await;
        }
        told = now;
        let changed = async { place.changed().await.is_ok() };
        let open = match told {
            None => changed.await,
            Some(_) => tokio::time::timeout(RENEW, changed).await.unwrap_or(true),
        };
        if !open {
            break;
        }
    }
}

/// Says that she is nowhere any more.
pub(super) async fn leave(api: &Api, place: Place) {
    if let Some((ticket, _)) = place {
        tell(api, ticket, PresenceState::Left).await;
    }
}

async fn tell(api: &Api, ticket: TicketId, state: PresenceState) {
    if let Err(error) = api.set_presence(ticket, state).await {
        tracing::debug!(%ticket, %error, "the others could not be told where she is");
    }
}
