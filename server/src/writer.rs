//! The one writer: takes what is queued, decides it as a batch, commits it once, answers everybody.
//!
//! There is no timer: an idle server commits one order at once, a busy one as many as arrived during
//! the commit before, and while another node had the log head. The writer's connection is its own and
//! is never awaited from a handler: a cancelled request cannot leave a transaction open, and a failed
//! write drops the connection (sqlx 0.9.0 stays wedged after a full disk otherwise).
//!
//! It has a thread of its own: among the requests' tasks it would queue behind all of them after each
//! statement, and they all wait for it.

mod batch;
mod memory;
mod work;

use crate::desk::command::Request;
use crate::desk::rejection::Rejection;
use crate::desk::reply::Reply;
use crate::store::{Store, StoreError};
use std::{fmt, io, thread};
use tokio::runtime::{Builder, Handle};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use work::Work;

/// How many commands may wait; one more is told to come back.
const QUEUE: usize = 1_024;

/// Why a command was not done.
#[derive(Debug, Clone)]
pub enum WriteError {
    /// A rule forbids it.
    Rejected(Rejection),
    /// The queue is full or the database is not there: try again shortly.
    Busy,
    /// No room to write; what is there can still be read.
    DiskFull,
    /// For the log alone.
    Internal(String),
    /// It may be on disk all the same, or get there yet.
    InDoubt(StoreError),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected(rejection) => f.write_str(&rejection.detail),
            Self::Busy => f.write_str("the writer is busy"),
            Self::DiskFull => f.write_str("the disk is full"),
            Self::Internal(why) => f.write_str(why),
            Self::InDoubt(error) => write!(f, "it may be written or not: {error}"),
        }
    }
}

impl std::error::Error for WriteError {}

impl From<StoreError> for WriteError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy(_) => Self::Busy,
            StoreError::DiskFull => Self::DiskFull,
            StoreError::Internal(why) => Self::Internal(why),
        }
    }
}

type Answer = Result<Reply, WriteError>;

struct Job {
    request: Request,
    answer: oneshot::Sender<Answer>,
}

/// A handle to the writer. The writer ends when the last one is dropped and the queue is empty.
#[derive(Debug, Clone)]
pub struct Writer {
    queue: mpsc::Sender<Job>,
}

impl Writer {
    /// Hands a command to the writer and waits until it is on disk or refused. A caller that stops
    /// waiting stops nothing that has begun.
    ///
    /// # Errors
    /// [`WriteError`]; only after `InDoubt` is it open whether a retry finds it done, and an
    /// idempotency key or a `client_id` makes that retry harmless.
    pub async fn submit(&self, request: Request) -> Answer {
        let (answer, outcome) = oneshot::channel();
        self.queue.try_send(Job { request, answer }).map_err(|_| WriteError::Busy)?;
        let gone = |_| Err(WriteError::InDoubt(StoreError::Internal("the writer is gone".into())));
        outcome.await.unwrap_or_else(gone)
    }

    /// How many commands wait now.
    pub fn queued(&self) -> usize {
        QUEUE - self.queue.capacity()
    }
}

/// Starts the writer. It ends by itself when every [`Writer`] is dropped; the handle tells when.
///
/// # Errors
/// When the system gives no thread.
pub fn start(store: Store) -> io::Result<(Writer, JoinHandle<()>)> {
    let (queue, jobs) = mpsc::channel(QUEUE);
    let (ended, end) = oneshot::channel();
    let own = Builder::new_current_thread().enable_all().build()?;
    let callers = Handle::current();
    thread::Builder::new().name("writer".to_owned()).spawn(move || {
        own.block_on(Work::new(store, callers).run(jobs));
        // Nobody who waits for it is no error.
        let _ = ended.send(());
    })?;
    // A writer that panicked has ended as well.
    let task = tokio::spawn(async { end.await.unwrap_or_default() });
    Ok((Writer { queue }, task))
}
