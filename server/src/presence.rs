//! Who is looking at which ticket: kept in memory on each node, forgotten after 30 s, told to staff
//! alone. And when each member of staff was last heard of at all.
//!
//! [`Presence::publish`] is for what happens on this node, [`Presence::absorb`] for what another node
//! tells; whoever carries it across listens to [`Presence::outgoing`].

mod seen;

use crate::clock::Clock;
use axum::body::Bytes;
use robindesk_protocol::{PresenceData, PresenceEvent, PresenceState, TicketId, Timestamp, UserId};
use seen::Seen;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::broadcast::{self, error::RecvError};

/// How long somebody is taken to be there without a renewal, in milliseconds.
const FORGOTTEN_MS: i64 = 30_000;
/// How often it is looked who is to be forgotten.
const SWEEP: Duration = Duration::from_secs(1);
/// Events that a slow stream may fall behind before it is told afresh who is there.
const TAIL: usize = 256;

/// A handle to who is where.
#[derive(Debug, Clone)]
pub struct Presence {
    here: Arc<Mutex<HashMap<(TicketId, UserId), PresenceEvent>>>,
    seen: Arc<Seen>,
    streams: broadcast::Sender<PresenceEvent>,
    outgoing: broadcast::Sender<News>,
}

/// What one node tells the others.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum News {
    /// What somebody does on a ticket.
    Here(PresenceEvent),
    /// A member of staff was heard of.
    Seen { user_id: UserId, seen_at: Timestamp },
}

/// Starts with nobody there, and forgets who is not heard of until `stop`.
pub fn start(clock: Clock, stop: impl Future<Output = ()> + Send + 'static) -> Presence {
    let presence = Presence {
        here: Arc::default(),
        seen: Arc::default(),
        streams: broadcast::Sender::new(TAIL),
        outgoing: broadcast::Sender::new(TAIL),
    };
    let swept = presence.clone();
    tokio::spawn(async move {
        let sweep = async {
            loop {
                tokio::time::sleep(SWEEP).await;
                swept.forget(&clock);
            }
        };
        tokio::select! {
            () = stop => {}
            () = sweep => {}
        }
    });
    presence
}

impl Presence {
    /// Notes what somebody does, tells this node's streams and whoever carries it to other nodes.
    pub fn publish(&self, event: PresenceEvent) {
        // Nobody who carries it is no error: one node alone has none.
        drop(self.outgoing.send(News::Here(event.clone())));
        self.note(event);
    }

    /// Notes that a member of staff was heard of on this node. Cheap enough for every request: the
    /// others are told once in half a minute.
    pub fn saw(&self, user_id: UserId, seen_at: Timestamp) {
        if self.seen.is_news(user_id, seen_at) {
            drop(self.outgoing.send(News::Seen { user_id, seen_at }));
        }
    }

    /// Notes for as long as it is polled that somebody is there: an open stream shows it.
    pub async fn stays(self, user_id: UserId, clock: Clock) {
        loop {
            self.saw(user_id, clock.now());
            tokio::time::sleep(seen::AGAIN).await;
        }
    }

    /// When somebody was last heard of, on any node, as far as this one knows.
    pub fn seen_at(&self, user_id: UserId) -> Option<Timestamp> {
        self.seen.at(user_id)
    }

    /// The ticket that somebody is on now: of several the one that was last heard of.
    pub fn place_of(&self, user_id: UserId) -> Option<TicketId> {
        let here = self.here();
        let places = here.iter().filter(|((_, who), _)| *who == user_id);
        places
            .max_by_key(|((ticket, _), event)| (event.at, *ticket))
            .map(|((ticket, _), _)| *ticket)
    }

    /// Notes what another node told, and tells this node's streams.
    pub fn absorb(&self, news: News) {
        match news {
            News::Here(event) => self.note(event),
            News::Seen { user_id, seen_at } => {
                self.seen.is_news(user_id, seen_at);
            }
        }
    }

    fn note(&self, event: PresenceEvent) {
        let key = (event.ticket_id, event.actor.id);
        let mut here = self.here();
        let changed = if event.data.state == PresenceState::Left {
            here.remove(&key).is_some()
        } else {
            here.insert(key, event.clone());
            true
        };
        // Told under the lock, so that no stream hears a snapshot and its events out of order.
        if changed {
            drop(self.streams.send(event));
        }
    }

    /// What is published on this node from now on, for whoever carries it to the others.
    pub fn outgoing(&self) -> broadcast::Receiver<News> {
        self.outgoing.subscribe()
    }

    /// Begins to listen: first who is there, then what they do; on one ticket or on all.
    pub fn listen(&self, ticket: Option<TicketId>) -> Listener {
        let (told, tail) = self.snapshot(ticket);
        Listener { presence: self.clone(), ticket, told, tail }
    }

    fn snapshot(
        &self,
        ticket: Option<TicketId>,
    ) -> (VecDeque<PresenceEvent>, broadcast::Receiver<PresenceEvent>) {
        let here = self.here();
        let wanted = |e: &&PresenceEvent| ticket.is_none_or(|ticket| ticket == e.ticket_id);
        (here.values().filter(wanted).cloned().collect(), self.streams.subscribe())
    }

    /// Says of everybody who was not heard of for 30 s that they left. Each node finds that out by
    /// itself, so it is not carried.
    fn forget(&self, clock: &Clock) {
        let now = clock.now();
        let mut here = self.here();
        for (_, gone) in here.extract_if(|_, seen| now.since_ms(seen.at) >= FORGOTTEN_MS) {
            let data = PresenceData { state: PresenceState::Left };
            drop(self.streams.send(PresenceEvent { at: now, data, ..gone }));
        }
    }

    /// A panic elsewhere cannot leave the map half-changed: each change is one call.
    fn here(&self) -> MutexGuard<'_, HashMap<(TicketId, UserId), PresenceEvent>> {
        self.here.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One open stream's view of who is where.
#[derive(Debug)]
pub struct Listener {
    presence: Presence,
    ticket: Option<TicketId>,
    told: VecDeque<PresenceEvent>,
    tail: broadcast::Receiver<PresenceEvent>,
}

impl Listener {
    /// The next event, as bytes of the stream. Waits for ever once the server has none to tell.
    pub async fn next(&mut self) -> Bytes {
        loop {
            if let Some(event) = self.told.pop_front() {
                return bytes(&event);
            }
            match self.tail.recv().await {
                Ok(event) if self.ticket.is_none_or(|ticket| ticket == event.ticket_id) => {
                    return bytes(&event);
                }
                Ok(_) => {}
                // Too slow for the tail: told afresh. Who left meanwhile is forgotten by time.
                Err(RecvError::Lagged(_)) => {
                    (self.told, self.tail) = self.presence.snapshot(self.ticket);
                }
                Err(RecvError::Closed) => std::future::pending().await,
            }
        }
    }
}

fn bytes(event: &PresenceEvent) -> Bytes {
    // Plain structs of strings and numbers: there is nothing in them that cannot be JSON.
    let data = serde_json::to_string(event).unwrap_or_default();
    Bytes::from(format!("event: {}\ndata: {data}\n\n", event.kind))
}

#[cfg(test)]
mod tests;
