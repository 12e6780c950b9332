//! The log's tail to everybody who listens. One task takes what was committed, in order, and hands
//! each event out once; a listener that falls behind reads the log itself until it has caught up, so
//! nobody misses an event and nobody sees one twice.
//!
//! What this process has committed comes straight from its writer; what other nodes have, and what is
//! missing in between, is read from the log. While nobody listens nothing is read: the feed only knows
//! how far the log has come.

mod frame;
mod listener;

pub use frame::Frame;
pub use listener::{Item, Listener, Start, Step, Tail};

use crate::desk::changes::LoggedEvent;
use crate::store::read::events;
use crate::store::{Store, StoreError, in_time};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{broadcast, watch};
use tokio::task::JoinHandle;

/// Events that a slow listener may fall behind before it must read the log itself.
const TAIL: usize = 1_024;
/// Events read from the log at a time.
const READ: u32 = 256;
/// What other nodes commit within this is read together: each look at the log has its price.
const TOGETHER: Duration = Duration::from_millis(5);
/// How often to look although no bell rang: another process may have written.
const LOOK: Duration = Duration::from_secs(1);
/// Events after which a listener is told to load afresh instead of catching up.
const MOST_MISSED: i64 = 10_000;

/// A handle to the feed.
#[derive(Debug, Clone)]
pub struct Feed {
    store: Store,
    tail: broadcast::Sender<Arc<Frame>>,
    /// The number of the last event handed out.
    newest: watch::Receiver<i64>,
    /// How many streams are open.
    open: Arc<AtomicUsize>,
}

impl Feed {
    /// The number of the last event handed out.
    pub fn newest(&self) -> i64 {
        *self.newest.borrow()
    }

    /// How many listen now.
    pub fn listeners(&self) -> usize {
        self.open.load(Ordering::Relaxed)
    }
}

/// Starts the feed at the log's present end. It ends when `stop` does.
///
/// # Errors
/// [`StoreError`] when the log's end cannot be read.
pub async fn start(
    store: Store,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(Feed, JoinHandle<()>), StoreError> {
    let from = events::newest(&store).await?;
    let (tail, _) = broadcast::channel(TAIL);
    let (newest, position) = watch::channel(from);
    let feed =
        Feed { store: store.clone(), tail: tail.clone(), newest: position, open: Arc::default() };
    let bell = store.wake().listen();
    let follow = follow(store, bell, tail, newest);
    let task = tokio::spawn(async move {
        tokio::select! {
            () = stop => {}
            () = follow => {}
        }
    });
    Ok((feed, task))
}

async fn follow(
    store: Store,
    mut bell: watch::Receiver<i64>,
    tail: broadcast::Sender<Arc<Frame>>,
    newest: watch::Sender<i64>,
) {
    let end = End { tail, newest };
    loop {
        tokio::select! {
            rung = bell.changed() => if rung.is_err() { return },
            () = tokio::time::sleep(LOOK) => {}
        }
        let committed = *bell.borrow_and_update();
        let fresh = store.wake().take_fresh();
        match in_time(hand_out(&store, &end, fresh.into(), committed)).await {
            Ok(false) => {}
            Ok(true) => tokio::time::sleep(TOGETHER).await,
            Err(error) => tracing::warn!(%error, "the log could not be read; it is tried again"),
        }
    }
}

/// Hands out `fresh`, what lies before it, and everything up to `committed`. With nothing fresh it looks
/// for itself. Returns whether events of other nodes were read.
async fn hand_out(
    store: &Store,
    end: &End,
    mut fresh: VecDeque<LoggedEvent>,
    committed: i64,
) -> Result<bool, StoreError> {
    let looks = fresh.is_empty();
    let mut others = false;
    if end.is_unheard() {
        // Without news this is the regular look: another process may have written.
        let news = committed > end.last();
        let newest = if news { committed } else { events::newest(store).await? };
        if end.pass_over(newest) {
            return Ok(false);
        }
    }
    end.join(&mut fresh);
    while let Some(next) = fresh.front() {
        let up_to = next.event.seq - 1;
        others |= read(store, end, up_to).await?;
        if end.join(&mut fresh) <= up_to {
            // A log with a hole in it: it is handed out as it is.
            fresh.clear();
        }
    }
    if looks || end.last() < committed {
        others |= read(store, end, i64::MAX).await?;
    }
    Ok(others)
}

/// Reads on from the last event handed out, up to the event `up_to` or the log's end. Returns whether
/// there was something.
async fn read(store: &Store, end: &End, up_to: i64) -> Result<bool, StoreError> {
    let begin = end.last();
    loop {
        let from = end.last();
        let limit = u32::try_from(up_to - from).unwrap_or(READ).min(READ);
        let found = events::after(store, from, limit).await?;
        if found.is_empty() {
            return Ok(from > begin);
        }
        for written in found {
            end.send(written.into());
        }
        if end.last() >= up_to {
            return Ok(true);
        }
    }
}

/// The log's end, as far as it has been handed out.
struct End {
    tail: broadcast::Sender<Arc<Frame>>,
    newest: watch::Sender<i64>,
}

impl End {
    /// The number of the last event that has been handed out.
    fn last(&self) -> i64 {
        *self.newest.borrow()
    }

    /// Takes from `fresh` what was handed out already, and hands out what follows without a gap.
    /// Returns the number of the last event that has been handed out.
    fn join(&self, fresh: &mut VecDeque<LoggedEvent>) -> i64 {
        while let Some(logged) = fresh.pop_front_if(|logged| logged.event.seq <= self.last() + 1) {
            if logged.event.seq > self.last() {
                self.send(logged.into());
            }
        }
        self.last()
    }

    /// Whether nobody listens.
    fn is_unheard(&self) -> bool {
        self.tail.receiver_count() == 0
    }

    /// Moves on to the event `seq` without handing out what lies before it, as long as nobody listens.
    /// Returns whether nobody does.
    fn pass_over(&self, seq: i64) -> bool {
        let mut unheard = false;
        // Who begins to listen takes a receiver first and asks for the position then, which waits for
        // this: it is either seen here, or begins behind `seq`.
        self.newest.send_if_modified(|newest| {
            unheard = self.is_unheard();
            let moves = unheard && seq > *newest;
            if moves {
                *newest = seq;
            }
            moves
        });
        unheard
    }

    fn send(&self, frame: Frame) {
        let seq = frame.seq();
        // No listener is no error: the log keeps it. The tail first: whoever begins to listen in
        // between has it twice, and skips it once.
        drop(self.tail.send(Arc::new(frame)));
        self.newest.send_replace(seq);
    }
}

#[cfg(test)]
mod tests;
