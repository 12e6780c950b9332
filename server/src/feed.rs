//! The log's tail to everybody who listens. One task takes what was committed, in order, and hands
//! each event out once; a listener that falls behind reads the log itself until it has caught up, so
//! nobody misses an event and nobody sees one twice.
//!
//! What this process has committed comes straight from its writer while the numbers join; everything
//! else is read from the log.

mod frame;
mod listener;

pub use frame::Frame;
pub use listener::{Item, Listener, Start, Step, Tail};

use crate::desk::changes::LoggedEvent;
use crate::store::read::events;
use crate::store::{Store, StoreError};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{broadcast, watch};
use tokio::task::JoinHandle;

/// Events that a slow listener may fall behind before it must read the log itself.
const TAIL: usize = 1_024;
/// Events read from the log at a time.
const READ: u32 = 256;
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
    loop {
        tokio::select! {
            rung = bell.changed() => if rung.is_err() { return },
            () = tokio::time::sleep(LOOK) => {}
        }
        let committed = *bell.borrow_and_update();
        let fresh = store.wake().take_fresh();
        if !fresh.is_empty() && join(fresh, &tail, &newest) >= committed {
            continue;
        }
        if let Err(error) = hand_out(&store, &tail, &newest).await {
            tracing::warn!(%error, "the log could not be read; it is tried again");
        }
    }
}

/// Hands out those of `fresh` that follow the last event without a gap. Returns the number of the
/// last event that has been handed out.
fn join(
    fresh: Vec<LoggedEvent>,
    tail: &broadcast::Sender<Arc<Frame>>,
    newest: &watch::Sender<i64>,
) -> i64 {
    let from = *newest.borrow();
    let mut last = from;
    for logged in fresh.into_iter().skip_while(|logged| logged.event.seq <= from) {
        if logged.event.seq != last + 1 {
            // Another node's are in between: the log has them all.
            break;
        }
        last += 1;
        // No listener is no error: the log keeps it.
        drop(tail.send(Arc::new(Frame::new(logged))));
    }
    newest.send_replace(last);
    last
}

/// Reads on from the last event handed out until the log's end.
async fn hand_out(
    store: &Store,
    tail: &broadcast::Sender<Arc<Frame>>,
    newest: &watch::Sender<i64>,
) -> Result<(), StoreError> {
    loop {
        let from = *newest.borrow();
        let found = events::after(store, from, READ).await?;
        let Some(last) = found.last().map(|logged| logged.event.seq) else { return Ok(()) };
        for logged in found {
            drop(tail.send(Arc::new(Frame::new(logged))));
        }
        newest.send_replace(last);
    }
}

#[cfg(test)]
mod tests;
