//! One open stream: where it is in the log, and how it goes on from there.

use super::{Feed, Frame, MOST_MISSED, READ};
use crate::desk::command::Account;
use crate::store::StoreError;
use crate::store::read::events;
use axum::body::Bytes;
use robindesk_protocol::TicketId;
use std::collections::VecDeque;
use std::sync::Arc;
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

/// A place in the log that moves on as events come.
#[derive(Debug)]
pub struct Listener {
    feed: Feed,
    account: Account,
    ticket: Option<TicketId>,
    tail: broadcast::Receiver<Arc<Frame>>,
    /// The last event it was given or that was not for it.
    last: i64,
    /// Read from the log while catching up.
    behind: VecDeque<Frame>,
    /// Whether the log may hold more than what was read.
    catching_up: bool,
    reset: bool,
}

impl Feed {
    /// Begins to listen as this account, to one ticket or to all that it may see.
    pub fn listen(&self, account: Account, ticket: Option<TicketId>, start: Start) -> Listener {
        // The tail first, then its position: what comes in between is in both, and skipped once.
        let tail = self.tail.subscribe();
        let newest = self.newest();
        let (last, reset) = match start {
            Start::Now => (newest, false),
            // From another desk, or from too long ago.
            Start::After(seq) if seq < 0 || seq - newest > i64::from(READ) => (newest, true),
            Start::After(seq) if newest - seq > MOST_MISSED => (newest, true),
            Start::After(seq) => (seq, false),
        };
        let catching_up = last < newest;
        let feed = self.clone();
        let behind = VecDeque::new();
        Listener { feed, account, ticket, tail, last, behind, catching_up, reset }
    }
}

impl Listener {
    /// The next thing for this listener; `None` when the feed has ended.
    ///
    /// # Errors
    /// [`StoreError`] when it had to read the log and could not: the client comes back.
    pub async fn next(&mut self) -> Result<Option<Item>, StoreError> {
        if std::mem::take(&mut self.reset) {
            return Ok(Some(Item::Reset { newest: self.last }));
        }
        loop {
            while let Some(frame) = self.behind.pop_front() {
                if let Some(item) = self.pass(&frame) {
                    return Ok(Some(item));
                }
            }
            if self.catching_up {
                let found = events::after(&self.feed.store, self.last, READ).await?;
                self.catching_up = !found.is_empty();
                self.behind.extend(found.into_iter().map(Frame::new));
                continue;
            }
            match self.tail.recv().await {
                Ok(frame) if frame.seq() <= self.last => {}
                Ok(frame) if frame.seq() == self.last + 1 => {
                    if let Some(item) = self.pass(&frame) {
                        return Ok(Some(item));
                    }
                }
                // Between the position and the tail, or too slow for the tail: the log has it.
                Ok(_) | Err(RecvError::Lagged(_)) => self.catching_up = true,
                Err(RecvError::Closed) => return Ok(None),
            }
        }
    }

    /// Moves past a frame and gives its bytes when they are for this listener.
    fn pass(&mut self, frame: &Frame) -> Option<Item> {
        self.last = frame.seq();
        frame.bytes_for(&self.account, self.ticket).map(Item::Event)
    }
}
