//! One open stream: where it is in the log, and how it goes on from there.

use super::{Feed, Frame, MOST_MISSED, READ};
use crate::desk::command::Account;
use crate::store::read::events;
use crate::store::{StoreError, in_time};
use axum::body::Bytes;
use robindesk_protocol::TicketId;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::broadcast::{self, error::RecvError};

/// Where a listener begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// At the log's present end.
    Now,
    /// After the last event it has seen.
    After(i64),
}

/// What a listener is given next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// An event, as bytes of the stream.
    Event(Bytes),
    /// It has missed too much: it must load afresh, then goes on from here.
    Reset {
        /// The number to resume from.
        newest: i64,
    },
}

/// A place in the log that moves on as events come, past what is not for this account.
#[derive(Debug)]
pub struct Listener {
    tail: Tail,
    account: Account,
    ticket: Option<TicketId>,
    _open: Open,
}

/// Counts a listener for as long as it listens.
#[derive(Debug)]
struct Open(Arc<AtomicUsize>);

impl Open {
    fn count(open: &Arc<AtomicUsize>) -> Self {
        open.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(open))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A place in the log that moves on as events come, whoever they are for.
#[derive(Debug)]
pub struct Tail {
    feed: Feed,
    frames: broadcast::Receiver<Arc<Frame>>,
    /// The last event it was given.
    last: i64,
    /// Read from the log while catching up.
    behind: VecDeque<Arc<Frame>>,
    /// Whether the log may hold more than what was read.
    catching_up: bool,
    /// It came with a number that this node has not met: another node may have, or no log has.
    ahead: bool,
    reset: bool,
}

/// What a tail is given next.
#[derive(Debug)]
pub enum Step {
    Frame(Arc<Frame>),
    /// It has missed too much, and goes on from here.
    Reset {
        /// The number to resume from.
        newest: i64,
    },
}

impl Feed {
    /// Begins to listen as this account, to one ticket or to all that it may see.
    pub fn listen(&self, account: Account, ticket: Option<TicketId>, start: Start) -> Listener {
        Listener { tail: self.tail(start), account, ticket, _open: Open::count(&self.open) }
    }

    /// Begins to follow the log, whoever its events are for.
    pub fn tail(&self, start: Start) -> Tail {
        // The tail first, then its position: what comes in between is in both, and skipped once.
        let frames = self.tail.subscribe();
        let newest = self.newest();
        let (last, reset) = match start {
            Start::Now => (newest, false),
            // From no desk, or from too long ago.
            Start::After(seq) if seq < 0 || newest - seq > MOST_MISSED => (newest, true),
            Start::After(seq) => (seq, false),
        };
        let (catching_up, ahead) = (last < newest, last > newest);
        let behind = VecDeque::new();
        Tail { feed: self.clone(), frames, last, behind, catching_up, ahead, reset }
    }
}

impl Listener {
    /// The next thing for this listener; `None` when the feed has ended.
    ///
    /// # Errors
    /// [`StoreError`] when it had to read the log and could not: the client comes back.
    pub async fn next(&mut self) -> Result<Option<Item>, StoreError> {
        loop {
            match self.tail.next().await? {
                None => return Ok(None),
                Some(Step::Reset { newest }) => return Ok(Some(Item::Reset { newest })),
                Some(Step::Frame(frame)) => {
                    if let Some(bytes) = frame.bytes_for(&self.account, self.ticket) {
                        return Ok(Some(Item::Event(bytes)));
                    }
                }
            }
        }
    }
}

impl Tail {
    /// The next event; `None` when the feed has ended.
    ///
    /// # Errors
    /// [`StoreError`] when it had to read the log and could not; it may be asked again.
    pub async fn next(&mut self) -> Result<Option<Step>, StoreError> {
        if self.ahead {
            let newest = Box::pin(in_time(events::newest(&self.feed.store))).await?;
            self.ahead = false;
            if newest < self.last {
                // From another desk, or from before a backup was brought back.
                (self.last, self.reset) = (newest, true);
            }
        }
        if std::mem::take(&mut self.reset) {
            return Ok(Some(Step::Reset { newest: self.last }));
        }
        loop {
            if let Some(frame) = self.behind.pop_front() {
                return Ok(Some(self.pass(frame)));
            }
            if self.catching_up {
                // On the heap only while it reads: thousands listen, and few are behind.
                let read = events::after(&self.feed.store, self.last, READ);
                let found = Box::pin(in_time(read)).await?;
                self.catching_up = !found.is_empty();
                self.behind.extend(found.into_iter().map(|written| Arc::new(Frame::from(written))));
                continue;
            }
            match self.frames.recv().await {
                Ok(frame) if frame.seq() <= self.last => {}
                Ok(frame) if frame.seq() == self.last + 1 => return Ok(Some(self.pass(frame))),
                // Between the position and the tail, or too slow for the tail: the log has it.
                Ok(_) | Err(RecvError::Lagged(_)) => self.catching_up = true,
                Err(RecvError::Closed) => return Ok(None),
            }
        }
    }

    /// Moves past a frame.
    fn pass(&mut self, frame: Arc<Frame>) -> Step {
        self.last = frame.seq();
        Step::Frame(frame)
    }
}
