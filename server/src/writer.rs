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

use crate::desk::command::{Caller, Command, Request};
use crate::desk::rejection::Rejection;
use crate::desk::reply::Reply;
use crate::store::{Conn, Store, StoreError};
use batch::{Begun, Fault};
use memory::Memory;
use robindesk_protocol::Timestamp;
use std::{fmt, io, thread};
use tokio::runtime::{Builder, Handle};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// How many commands may wait; one more is told to come back.
const QUEUE: usize = 1_024;
/// How long a first answer is kept under its key, in milliseconds (`api.md`, Conventions).
const KEEP_REPLIES_MS: i64 = 24 * 60 * 60 * 1_000;
/// How often older ones are thrown away, in milliseconds.
const SWEEP_EVERY_MS: i64 = 60 * 60 * 1_000;
/// The most commands one commit carries.
const BATCH: usize = 128;

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
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected(rejection) => f.write_str(&rejection.detail),
            Self::Busy => f.write_str("the writer is busy"),
            Self::DiskFull => f.write_str("the disk is full"),
            Self::Internal(why) => f.write_str(why),
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
    /// [`WriteError`]; only after `Internal` and `Busy` is it open whether a retry finds it done, and
    /// an idempotency key or a `client_id` makes that retry harmless.
    pub async fn submit(&self, request: Request) -> Answer {
        let (answer, outcome) = oneshot::channel();
        self.queue.try_send(Job { request, answer }).map_err(|_| WriteError::Busy)?;
        outcome.await.unwrap_or_else(|_| Err(WriteError::Internal("the writer is gone".to_owned())))
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
        let work =
            Work { store, callers, conn: None, memory: Memory::default(), swept: Timestamp(0) };
        own.block_on(work.run(jobs));
        // Nobody who waits for it is no error.
        let _ = ended.send(());
    })?;
    // A writer that panicked has ended as well.
    let task = tokio::spawn(async { end.await.unwrap_or_default() });
    Ok((Writer { queue }, task))
}

struct Work {
    store: Store,
    /// Where those live who wait for an answer.
    callers: Handle,
    conn: Option<Conn>,
    memory: Memory,
    /// When first answers were last thrown away.
    swept: Timestamp,
}

impl Work {
    async fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut batch = Vec::with_capacity(BATCH);
        while jobs.recv_many(&mut batch, BATCH).await > 0 {
            let begun = self.begin().await;
            // Whoever came while another node had the log head goes along.
            while batch.len() < BATCH
                && let Ok(job) = jobs.try_recv()
            {
                batch.push(job);
            }
            // Nobody waits for it and nothing of it has begun.
            batch.retain(|job| !job.answer.is_closed());
            self.take(std::mem::take(&mut batch), begun).await;
        }
        if let Some(conn) = self.conn.take() {
            conn.close().await;
        }
    }

    /// Commits a batch, or each of its commands alone where together they could not be.
    async fn take(&mut self, jobs: Vec<Job>, begun: Result<Begun, WriteError>) {
        let (requests, answers): (Vec<_>, Vec<_>) =
            jobs.into_iter().map(|job| (job.request, job.answer)).unzip();
        let revoked = self.store.wake().own_revocations();
        match self.attempt(&requests, begun).await {
            Ok(outcomes) => self.reply(answers, outcomes, revoked),
            Err(error) if requests.len() == 1 => self.reply(answers, vec![Err(error)], revoked),
            Err(error) => {
                tracing::warn!(%error, commands = requests.len(), "a batch failed: each alone now");
                for (request, answer) in requests.into_iter().zip(answers) {
                    let begun = self.begin().await;
                    let outcome = self.attempt(std::slice::from_ref(&request), begun).await;
                    let outcome = outcome.unwrap_or_else(|error| vec![Err(error)]);
                    self.reply(vec![answer], outcome, revoked);
                }
            }
        }
    }

    /// Decides and commits these commands together, and whatever they leave to be handed out.
    async fn attempt(
        &mut self,
        requests: &[Request],
        begun: Result<Begun, WriteError>,
    ) -> Result<Vec<Answer>, WriteError> {
        let mut done = self.commit(requests, begun).await?;
        let outcomes = std::mem::take(&mut done.outcomes);
        let Some(at) = requests.iter().map(|r| r.at).max() else { return Ok(outcomes) };
        while let Some(command) = done.left.take() {
            let begun = self.begin().await;
            match self.commit(&[of_the_system(command, at)], begun).await {
                Ok(next) => done = next,
                // The next command that touches the rotation hands them out.
                Err(error) => tracing::warn!(%error, "waiting tickets were not handed out yet"),
            }
        }
        Ok(outcomes)
    }

    /// Answers everybody, from among the callers' own tasks: waking each of them from here would keep
    /// the next batch waiting. When more is revoked than before, the other nodes hear of it first.
    fn reply(&self, answers: Vec<oneshot::Sender<Answer>>, outcomes: Vec<Answer>, revoked: u64) {
        let store = self.store.clone();
        let now = store.wake().own_revocations();
        self.callers.spawn(async move {
            if now != revoked {
                store.heard_by_others(now).await;
            }
            for (answer, outcome) in answers.into_iter().zip(outcomes) {
                // A caller that went away has its answer on disk all the same.
                drop(answer.send(outcome));
            }
        });
    }

    /// The time before which first answers are too old to keep, once an hour.
    fn due_to_sweep(&mut self, requests: &[Request]) -> Option<Timestamp> {
        let now = requests.iter().map(|r| r.at).max()?;
        if now.since_ms(self.swept) < SWEEP_EVERY_MS {
            return None;
        }
        self.swept = now;
        Some(now.plus_ms(-KEEP_REPLIES_MS))
    }

    /// Takes the log head: from here to the commit this is the only writer, on any node.
    async fn begin(&mut self) -> Result<Begun, WriteError> {
        let in_company = self.memory.is_in_company();
        if let Some(conn) = self.conn.take() {
            match Begun::on(conn, in_company).await {
                Ok(begun) => return Ok(begun),
                // The database may have been restarted since. Nothing was asked of it yet.
                Err(error) => tracing::info!(%error, "A new connection is made to write on"),
            }
        }
        let conn = self.store.connect_to_write().await?;
        let begun = Begun::on(conn, in_company).await;
        begun
            .inspect_err(|error| tracing::warn!(%error, "a write could not begin"))
            .map_err(Into::into)
    }

    /// One transaction. After any fault the connection is dropped and everything forgotten: the next
    /// batch begins anew.
    async fn commit(
        &mut self,
        requests: &[Request],
        begun: Result<Begun, WriteError>,
    ) -> Result<batch::Done, WriteError> {
        let mut begun = begun?;
        let sweep = self.due_to_sweep(requests);
        let mut memory = std::mem::take(&mut self.memory);
        let mut done = match batch::commit(&mut begun, &mut memory, requests, sweep).await {
            Ok(done) => {
                self.conn = Some(begun.conn);
                self.memory = memory;
                done
            }
            Err(Fault::NotWritten(error)) => {
                tracing::warn!(%error, "a write failed; nothing of it was kept");
                return Err(error.into());
            }
            Err(Fault::Unknown { error, done }) => {
                tracing::error!(%error, "the outcome of a commit is unknown: looking");
                drop(begun);
                let mut begun = Begun::on(self.store.connect_to_write().await?, false).await?;
                if !batch::is_written(&mut begun, &done.events).await? {
                    return Err(error.into());
                }
                *done
            }
        };
        // Before anybody is answered: the next request must find nothing that is void.
        self.store.wake().committed(done.newest, std::mem::take(&mut done.events), done.revoked);
        Ok(done)
    }
}

fn of_the_system(command: Command, at: Timestamp) -> Request {
    Request { at, by: Caller::System, key: None, command }
}
