//! The event stream: held open for as long as the session lives, resumed where it broke.

use super::api::Api;
use super::backoff::{Backoff, Pace, pause};
use super::error::Error;
use futures_util::{Stream, StreamExt, stream};
use reqwest::Response;
use robindesk_protocol::{Event, PresenceEvent, Stats};
use sse_stream::{Sse, SseByteStream};
use std::time::Duration;
use tokio::sync::{mpsc, watch};

/// What the stream tells.
#[derive(Debug, Clone, PartialEq)]
pub enum Update {
    /// It is open. `resumed` when it goes on right behind the last event that was seen.
    Open { resumed: bool },
    /// The next event: in order, nothing twice.
    Event(Box<Event>),
    /// What somebody does on a ticket now.
    Presence(Box<PresenceEvent>),
    /// The live numbers, for admins: at most one a second.
    Stats(Box<Stats>),
    /// The server cannot go on from where we were: something may have been missed.
    Reset,
    /// It broke (again); the next try comes after `wait`.
    Broken { wait: Duration, tries: u32 },
}

/// Follows the stream until the session is over or nobody listens any more. A nudge ends the pause
/// between two tries.
pub async fn follow(
    api: Api,
    pace: Pace,
    mut nudge: watch::Receiver<u64>,
    updates: mpsc::UnboundedSender<Update>,
) {
    let mut follower = Follower { last: None, backoff: Backoff::new(pace), pace, updates };
    while !follower.updates.is_closed() {
        let error = match api.events(follower.last).await {
            Ok(response) => follower.read(&api, response).await,
            Err(Error::SignedOut(_)) => return,
            Err(error) => error,
        };
        let wait = follower.backoff.failed(error.retry_after());
        tracing::info!(%error, wait_ms = wait.as_millis(), "the event stream broke");
        follower.tell(Update::Broken { wait, tries: follower.backoff.tries() });
        nudge.mark_unchanged();
        pause(wait, &mut nudge).await;
    }
}

struct Follower {
    /// The last event that was passed on.
    last: Option<i64>,
    backoff: Backoff,
    pace: Pace,
    updates: mpsc::UnboundedSender<Update>,
}

impl Follower {
    /// Reads until it breaks; says how.
    async fn read(&mut self, api: &Api, response: Response) -> Error {
        self.tell(Update::Open { resumed: self.last.is_some() });
        let mut blocks = Box::pin(blocks(response, self.pace.silence));
        loop {
            match blocks.next().await {
                Some(Ok(block)) => self.take(&block),
                Some(Err(error)) => return broken(api, &error),
                None => return Error::Unreachable("The server ended the stream.".to_owned()),
            }
        }
    }

    fn take(&mut self, block: &Sse) {
        self.backoff.reset();
        let seq = block.id.as_deref().and_then(|id| id.parse::<i64>().ok());
        if block.event.as_deref() == Some("reset") {
            self.last = seq;
            self.tell(Update::Reset);
            return;
        }
        // Without an id it is not in the log: nothing to resume behind.
        let (Some(seq), Some(data)) = (seq, &block.data) else { return self.take_passing(block) };
        if self.last.is_some_and(|last| seq <= last) {
            return;
        }
        self.last = Some(seq);
        match serde_json::from_str::<Event>(data) {
            Ok(event) => self.tell(Update::Event(Box::new(event))),
            // A kind that this console does not know yet must not stop those it does.
            Err(error) => tracing::debug!(seq, %error, "an event of an unknown kind was skipped"),
        }
    }

    /// Takes what is true for the moment and kept nowhere.
    fn take_passing(&self, block: &Sse) {
        let Some(data) = &block.data else { return };
        match block.event.as_deref() {
            Some("presence") => {
                if let Ok(event) = serde_json::from_str::<PresenceEvent>(data) {
                    self.tell(Update::Presence(Box::new(event)));
                }
            }
            Some("stats") => {
                let event = serde_json::from_str::<Event>(data);
                if let Some(stats) = event.ok().and_then(|event| event.data.stats) {
                    self.tell(Update::Stats(stats));
                }
            }
            _ => {}
        }
    }

    fn tell(&self, update: Update) {
        // Nobody listening is noticed at the head of the loop.
        let _ = self.updates.send(update);
    }
}

/// Why no more bytes come.
#[derive(Debug, thiserror::Error)]
enum Silence {
    #[error("The server went silent.")]
    TooLong,
    #[error(transparent)]
    Broken(#[from] reqwest::Error),
}

/// The body's blocks. Its bytes are counted as signs of life, heartbeats included: without any for
/// too long it ends.
fn blocks(
    response: Response,
    silence: Duration,
) -> impl Stream<Item = Result<Sse, sse_stream::Error>> {
    let body = Some(Box::pin(response.bytes_stream()));
    SseByteStream::new(stream::unfold(body, move |body| async move {
        let mut body = body?;
        match tokio::time::timeout(silence, body.next()).await {
            Ok(Some(Ok(bytes))) => Some((Ok(bytes), Some(body))),
            Ok(Some(Err(error))) => Some((Err(Silence::Broken(error)), None)),
            Ok(None) => None,
            Err(_) => Some((Err(Silence::TooLong), None)),
        }
    }))
}

fn broken(api: &Api, error: &sse_stream::Error) -> Error {
    if let sse_stream::Error::Body(inner) = error
        && let Some(Silence::Broken(error)) = inner.downcast_ref::<Silence>()
    {
        return api.transport(error);
    }
    Error::Unreachable(error.to_string())
}
