//! What the writer does with what is queued: batch after batch, on its own connection.

use super::batch::{self, Begun, Fault};
use super::memory::Memory;
use super::{Answer, Job, WriteError};
use crate::desk::changes::LoggedEvent;
use crate::desk::command::{Caller, Command, Request};
use crate::store::{Conn, PATIENCE, REST, Store, StoreError};
use robindesk_protocol::Timestamp;
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};

/// How long a first answer is kept under its key, in milliseconds (`api.md`, Conventions).
const KEEP_REPLIES_MS: i64 = 24 * 60 * 60 * 1_000;
/// How often older ones are thrown away, in milliseconds.
const SWEEP_EVERY_MS: i64 = 60 * 60 * 1_000;
/// The most commands one commit carries.
const BATCH: usize = 128;
/// How long it is looked for a database that was lost in a commit, which may be starting up again, and
/// how long between two looks.
const LOOKING: Duration = Duration::from_secs(3);
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// The connection of the batch before.
struct Kept {
    conn: Conn,
    since: Instant,
}

/// The writer at work.
pub struct Work {
    store: Store,
    /// Where those live who wait for an answer.
    callers: Handle,
    conn: Option<Kept>,
    memory: Memory,
    /// When first answers were last thrown away.
    swept: Timestamp,
}

impl Work {
    /// Writes to `store` and answers among `callers`.
    pub fn new(store: Store, callers: Handle) -> Self {
        Self { store, callers, conn: None, memory: Memory::default(), swept: Timestamp(0) }
    }

    /// Takes what is queued until nobody can queue any more.
    pub async fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
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
        if let Some(kept) = self.conn.take() {
            // Whoever stops waits for it; what is written is written.
            drop(tokio::time::timeout(REST, kept.conn.close()).await);
        }
    }

    /// Commits a batch, or each of its commands alone where together they could not be. What may be on
    /// disk already is not done again, but for what is the same when it is done twice.
    async fn take(&mut self, jobs: Vec<Job>, begun: Result<Begun, StoreError>) {
        let (requests, answers): (Vec<_>, Vec<_>) =
            jobs.into_iter().map(|job| (job.request, job.answer)).unzip();
        let revoked = self.store.wake().own_revocations();
        match self.attempt(&requests, begun).await {
            Ok(outcomes) => self.reply(answers, outcomes, revoked),
            Err(error) => {
                let (commands, in_doubt) =
                    (requests.len(), matches!(error, WriteError::InDoubt(_)));
                let mut patient = in_doubt;
                tracing::warn!(%error, commands, "a batch failed");
                for (request, answer) in requests.into_iter().zip(answers) {
                    // Who has gone has been told that it failed.
                    if answer.is_closed() {
                        continue;
                    }
                    let again =
                        if in_doubt { request.command.may_be_done_twice() } else { commands > 1 };
                    let outcome = if again {
                        let patient = std::mem::take(&mut patient);
                        let begun =
                            if patient { self.begin_anew().await } else { self.begin().await };
                        self.attempt(std::slice::from_ref(&request), begun).await
                    } else {
                        Err(error.clone())
                    };
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
        begun: Result<Begun, StoreError>,
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
    async fn begin(&mut self) -> Result<Begun, StoreError> {
        let in_company = self.memory.is_in_company();
        if let Some(kept) = self.conn.take() {
            match begin_again(kept, in_company).await {
                Ok(begun) => return Ok(begun),
                // The database may have been restarted since. Nothing was asked of it yet.
                Err(error) => tracing::info!(%error, "A new connection is made to write on"),
            }
        }
        let conn = self.store.connect_to_write().await?;
        let begun = Begun::on(conn, in_company).await;
        begun.inspect_err(|error| tracing::warn!(%error, "a write could not begin"))
    }

    /// The same once the database is there again, which was lost in a commit and may be starting up.
    async fn begin_anew(&mut self) -> Result<Begun, StoreError> {
        let until = Instant::now() + LOOKING;
        loop {
            match self.begin().await {
                Err(_) if Instant::now() < until => tokio::time::sleep(LOOK_AGAIN).await,
                begun => return begun,
            }
        }
    }

    /// Whether what a lost connection was told to commit is on disk.
    async fn is_written(&mut self, first: &LoggedEvent) -> Result<bool, StoreError> {
        let mut begun = self.begin_anew().await?;
        batch::is_written(&mut begun, first).await
    }

    /// One transaction. After any fault the connection is dropped and everything forgotten: the next
    /// batch begins anew.
    async fn commit(
        &mut self,
        requests: &[Request],
        begun: Result<Begun, StoreError>,
    ) -> Result<batch::Done, WriteError> {
        let mut begun = begun?;
        let sweep = self.due_to_sweep(requests);
        let mut memory = std::mem::take(&mut self.memory);
        let mut done = match batch::commit(&mut begun, &mut memory, requests, sweep).await {
            Ok(done) => {
                if batch::patience(requests) == PATIENCE {
                    self.conn = Some(Kept { conn: begun.conn, since: Instant::now() });
                }
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
                // By the time the log head is in hand there is nothing left to doubt, where the log
                // tells of it.
                let Some(first) = done.events.first() else {
                    return Err(WriteError::InDoubt(error));
                };
                if !self.is_written(first).await.map_err(WriteError::InDoubt)? {
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

/// Begins on the connection of the batch before. One that has rested is asked whether it stands: if it
/// was cut off without a word, whoever waits now should not wait for that to be noticed.
async fn begin_again(kept: Kept, in_company: bool) -> Result<Begun, StoreError> {
    let Kept { mut conn, since } = kept;
    if since.elapsed() > REST {
        conn.stands().await?;
    }
    Begun::on(conn, in_company).await
}

fn of_the_system(command: Command, at: Timestamp) -> Request {
    Request { at, by: Caller::System, key: None, command }
}
