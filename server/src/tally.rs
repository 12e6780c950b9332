//! Live numbers. They begin with the sums that the writer keeps, read as of one event, and fold every
//! later event as the feed hands it out: nothing is counted on request, and every node folds the same
//! log to the same numbers (`product.md`, Stats). Days begin at midnight UTC.
//!
//! While nobody looks, it rests: the next look has it read the log from where it stopped, or the sums
//! again where that is long ago.

mod ledger;
mod looking;
mod recent;
mod turns;
mod view;

pub use view::{EARLIEST_MS, midnight};

use crate::clock::Clock;
use crate::feed::{Feed, Start, Step, Tail};
use crate::store::Store;
use crate::store::read::{decisions, numbers};
use axum::body::Bytes;
use ledger::Ledger;
use looking::Looking;
use robindesk_protocol::{Event, EventData, EventKind, Stats, Timestamp};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// How long a frame for the streams is good, although events have come since it was made.
const FRAME_AGE: Duration = Duration::from_millis(250);
/// How long whoever asks waits for the tally to hear of what was committed before.
const CATCH_UP: Duration = Duration::from_secs(1);
/// How long to wait before the database is tried again.
const AGAIN: Duration = Duration::from_secs(1);
/// What was folded before anything was.
const NOTHING: i64 = -1;

/// Why the tally stopped to follow the log.
enum Missed {
    /// It fell behind by more than is caught up with.
    TooMuch,
    /// The feed has ended.
    Nothing,
}

/// A handle to the tally.
#[derive(Debug, Clone)]
pub struct Tally {
    parts: Arc<Parts>,
    clock: Clock,
    store: Store,
}

#[derive(Debug)]
struct Parts {
    ledger: Mutex<Ledger>,
    /// The last event that was folded.
    folded: watch::Sender<i64>,
    /// The last frame that was made, and when.
    frame: Mutex<Option<(Instant, StatsFrame)>>,
    looking: Looking,
}

/// Stats as bytes of the stream.
#[derive(Debug, Clone)]
pub struct StatsFrame {
    /// The last event that is counted in it.
    pub seq: i64,
    pub bytes: Bytes,
}

/// Starts the tally. It ends when `stop` does. Until its first read of the sums is done there are no
/// numbers, and the server need not wait for them.
pub fn start(
    store: Store,
    feed: Feed,
    clock: Clock,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Tally {
    let parts = Parts {
        ledger: Mutex::default(),
        folded: watch::Sender::new(NOTHING),
        frame: Mutex::default(),
        looking: Looking::default(),
    };
    let tally = Tally { parts: Arc::new(parts), clock, store };
    let work = tally.clone();
    tokio::spawn(async move {
        tokio::select! {
            () = stop => {}
            () = work.follow(feed) => {}
        }
    });
    tally
}

impl Tally {
    /// The numbers now, with everything that this node had committed when it was asked; `None` while
    /// the first sums are not read yet.
    pub async fn stats(&self) -> Option<Stats> {
        self.read(Ledger::stats).await
    }

    /// The rotation's distribution from the hour of `since` on.
    pub async fn distribution(&self, since: Timestamp) -> Option<robindesk_protocol::Distribution> {
        self.read(|ledger, now| ledger.distribution(since, now)).await
    }

    async fn read<T>(&self, read: impl Fn(&mut Ledger, Timestamp) -> T) -> Option<T> {
        let _look = self.parts.looking.look();
        self.caught_up().await;
        if *self.parts.folded.borrow() == NOTHING {
            return None;
        }
        self.look_back().await;
        Some(read(&mut self.ledger(), self.clock.now()))
    }

    /// Waits until what this node knew to be committed is folded. Too slow is no reason for no answer:
    /// then it is a little behind.
    async fn caught_up(&self) {
        let committed = *self.store.wake().listen().borrow();
        let mut folded = self.parts.folded.subscribe();
        let caught_up = folded.wait_for(|seq| *seq >= committed && *seq > NOTHING);
        let _ = tokio::time::timeout(CATCH_UP, caught_up).await;
    }

    /// Waits until something was folded after the event `seen`, then gives the stats as a frame.
    pub async fn frame_after(&self, seen: i64) -> StatsFrame {
        let _look = self.parts.looking.look();
        self.caught_up().await;
        let mut folded = self.parts.folded.subscribe();
        // The sender is this very handle's, so waiting cannot fail.
        let _ = folded.wait_for(|seq| *seq > seen).await;
        self.look_back().await;
        self.frame()
    }

    /// Reads the decisions that were made since somebody last asked: each once, and only when they
    /// are asked for. Where the database does not answer, the numbers say how far it was looked.
    async fn look_back(&self) {
        let (behind, last) = {
            let ledger = self.ledger();
            (ledger.turns.behind(ledger.decided), ledger.decided)
        };
        if behind < last {
            match decisions::between(&self.store, behind, last).await {
                Ok(decisions) => self.ledger().turns.fold(&decisions),
                Err(error) => tracing::warn!(%error, "the tally could not read the decisions"),
            }
        }
    }

    /// One frame for all streams, made anew at most every 250 ms.
    fn frame(&self) -> StatsFrame {
        let mut kept = self.parts.frame.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((made, frame)) = kept.as_ref() {
            let newest = *self.parts.folded.borrow() == frame.seq;
            if newest || made.elapsed() < FRAME_AGE {
                return frame.clone();
            }
        }
        let frame = frame(self.ledger().stats(self.clock.now()));
        *kept = Some((Instant::now(), frame.clone()));
        frame
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.parts.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Follows the log for as long as somebody looks, from fresh sums whenever it has missed too much.
    async fn follow(self, feed: Feed) {
        self.begin().await;
        loop {
            self.parts.looking.begun().await;
            let since = self.ledger().seq;
            tokio::select! {
                missed = self.follow_from(feed.tail(Start::After(since))) => match missed {
                    Missed::TooMuch => self.begin().await,
                    Missed::Nothing => return,
                },
                () = self.parts.looking.over() => {}
            }
        }
    }

    /// Folds what this tail gives, until it ends.
    async fn follow_from(&self, mut tail: Tail) -> Missed {
        loop {
            match tail.next().await {
                Ok(Some(Step::Frame(frame))) => self.fold(frame.seq(), frame.event()),
                Ok(Some(Step::Reset { .. })) => return Missed::TooMuch,
                Ok(None) => return Missed::Nothing,
                Err(error) => {
                    tracing::warn!(%error, "the tally could not read the log; it tries again");
                    tokio::time::sleep(AGAIN).await;
                }
            }
        }
    }

    /// Reads the sums. Until that is done there are no numbers: what was folded is too old to be shown.
    async fn begin(&self) {
        self.parts.folded.send_replace(NOTHING);
        loop {
            let since = view::earliest(self.clock.now());
            match numbers::seed(&self.store, since).await {
                Ok(seed) => {
                    let seq = seed.seq;
                    self.ledger().begin(seed);
                    self.parts.folded.send_replace(seq);
                    return;
                }
                Err(error) => {
                    tracing::warn!(%error, "the tally could not read its sums; it tries again");
                    tokio::time::sleep(AGAIN).await;
                }
            }
        }
    }

    /// Folds the next entry of the log; one that is not legible is counted nowhere.
    fn fold(&self, seq: i64, event: Option<&Event>) {
        if let Some(event) = event {
            self.ledger().fold(event);
        }
        self.parts.folded.send_replace(seq);
    }
}

fn frame(stats: Stats) -> StatsFrame {
    let seq = stats.seq;
    let event = Event {
        seq,
        kind: EventKind::Stats,
        at: stats.at,
        actor: None,
        ticket_id: None,
        order_id: None,
        data: EventData { stats: Some(Box::new(stats)), ..EventData::default() },
    };
    // Plain structs of strings and numbers: there is nothing in them that cannot be JSON.
    let data = serde_json::to_string(&event).unwrap_or_default();
    let bytes = Bytes::from(format!("event: {}\ndata: {data}\n\n", event.kind));
    StatsFrame { seq, bytes }
}
