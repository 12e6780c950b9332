//! Sends what is in the outbox: on each ticket one message after the other, across tickets side by
//! side, again and again until the server has taken or refused it. On disk before it is tried.

use super::failure::disk_words;
use super::until_answered::until_answered;
use crate::app::effect::Outgoing;
use crate::app::message::{Failure, FailureKind, Message, Unkept};
use crate::disk::Slot;
use crate::disk::outbox::Kept;
use crate::net::{Api, Error, Pace};
use robindesk_protocol::{Message as Posted, PostMessage, TicketId};
use robindesk_server::clock::Clock;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::sync::watch;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::Instant;

/// How long a console that is leaving waits for what is on its way.
const LEAVING: Duration = Duration::from_millis(500);

/// The longest that a message waits before it goes out, however clocks jump.
const LONGEST: Duration = Duration::from_mins(1);

/// What can be asked of the outbox.
#[derive(Debug)]
pub(super) enum Ask {
    Send(Outgoing),
    Resend(String),
    Unsend(String),
    /// The session is over: nothing can be sent, all is kept.
    Hold,
}

/// What became of one message.
type Landing = (Outgoing, Result<Posted, Error>);

pub(super) struct Outbox {
    slot: Option<Arc<Slot>>,
    /// `None` while nobody is signed in.
    api: Option<Api>,
    pace: Pace,
    nudge: watch::Receiver<u64>,
    messages: UnboundedSender<Message>,
    waiting: BTreeMap<TicketId, VecDeque<Outgoing>>,
    refused: HashMap<String, Outgoing>,
    /// Messages that wait for their time. By this clock no jump of the other moves them.
    held: HashMap<String, Instant>,
    clock: Clock,
    /// The one message of each ticket that is on its way.
    flying: HashMap<TicketId, (String, AbortHandle)>,
    landings: JoinSet<Landing>,
}

impl Outbox {
    pub(super) fn new(
        slot: Option<Arc<Slot>>,
        api: Api,
        clock: Clock,
        pace: Pace,
        nudge: watch::Receiver<u64>,
        messages: UnboundedSender<Message>,
    ) -> Self {
        Self {
            slot,
            api: Some(api),
            pace,
            nudge,
            messages,
            waiting: BTreeMap::new(),
            refused: HashMap::new(),
            held: HashMap::new(),
            clock,
            flying: HashMap::new(),
            landings: JoinSet::new(),
        }
    }

    /// Takes up what an earlier run left, and says so.
    pub(super) fn take_up(&mut self, kept: Vec<Kept>) {
        self.post(Message::Outbox(kept.iter().map(|k| k.outgoing.clone()).collect()));
        for Kept { outgoing, refused } in kept {
            match refused {
                None => self.queue(outgoing),
                Some(text) => {
                    let failure = Failure { kind: FailureKind::Refused, text };
                    self.post(sent(&outgoing, Err(failure)));
                    self.refused.insert(outgoing.client_id.clone(), outgoing);
                }
            }
        }
    }

    /// Works until nobody can ask any more; what is on its way then gets a moment to arrive.
    pub(super) async fn work(mut self, mut asked: UnboundedReceiver<Ask>) {
        self.launch();
        loop {
            let due = self.held.values().min().copied();
            tokio::select! {
                ask = asked.recv() => match ask {
                    Some(ask) => self.take(ask).await,
                    None => break,
                },
                Some(landed) = self.landings.join_next() => self.land(landed.ok()).await,
                () = super::at(due) => {}
            }
            self.launch();
        }
        let last = async {
            while let Some(landed) = self.landings.join_next().await {
                self.land(landed.ok()).await;
                self.launch();
            }
        };
        let _ = tokio::time::timeout(LEAVING, last).await;
        // Tasks that are cut off let go of the slot before it is given back.
        self.landings.shutdown().await;
    }

    async fn take(&mut self, ask: Ask) {
        match ask {
            Ask::Send(outgoing) => {
                self.keep(&outgoing, None).await;
                self.queue(outgoing);
            }
            Ask::Resend(client_id) => {
                if let Some(outgoing) = self.refused.remove(&client_id) {
                    self.keep(&outgoing, None).await;
                    self.queue(outgoing);
                }
            }
            Ask::Unsend(client_id) => {
                self.held.remove(&client_id);
                self.refused.remove(&client_id);
                for queue in self.waiting.values_mut() {
                    queue.retain(|o| o.client_id != client_id);
                }
                self.flying.retain(|_, (id, flight)| {
                    let stays = *id != client_id;
                    if !stays {
                        flight.abort();
                    }
                    stays
                });
                self.forget(&client_id).await;
            }
            Ask::Hold => {
                self.api = None;
                self.landings.abort_all();
                self.flying.clear();
            }
        }
    }

    /// Puts a message behind the others of its ticket, until its time has come.
    fn queue(&mut self, outgoing: Outgoing) {
        let wait = outgoing.not_before.map_or(0, |at| at.since_ms(self.clock.now()));
        if let Some(wait) = u64::try_from(wait).ok().filter(|ms| *ms > 0) {
            let wait = Duration::from_millis(wait).min(LONGEST);
            self.held.insert(outgoing.client_id.clone(), Instant::now() + wait);
        }
        self.waiting.entry(outgoing.ticket).or_default().push_back(outgoing);
    }

    /// Sends the first message of every ticket that has none on its way.
    fn launch(&mut self) {
        let now = Instant::now();
        self.held.retain(|_, due| *due > now);
        let Some(api) = &self.api else { return };
        for (ticket, queue) in &self.waiting {
            let free = |o: &&Outgoing| {
                !self.flying.contains_key(ticket) && !self.held.contains_key(&o.client_id)
            };
            let Some(outgoing) = queue.front().filter(free) else { continue };
            let flight = deliver(api.clone(), outgoing.clone(), self.pace, self.nudge.clone());
            let handle = self.landings.spawn(flight);
            self.flying.insert(*ticket, (outgoing.client_id.clone(), handle));
        }
    }

    async fn land(&mut self, landed: Option<Landing>) {
        // `None` was taken back, or held: whoever did that has tidied up.
        let Some((outgoing, answer)) = landed else { return };
        let current = self.flying.get(&outgoing.ticket);
        if current.is_none_or(|(id, _)| *id != outgoing.client_id) {
            return;
        }
        self.flying.remove(&outgoing.ticket);
        if matches!(answer, Err(Error::SignedOut(_))) {
            self.api = None;
            return;
        }
        if let Some(queue) = self.waiting.get_mut(&outgoing.ticket) {
            queue.retain(|o| o.client_id != outgoing.client_id);
            if queue.is_empty() {
                self.waiting.remove(&outgoing.ticket);
            }
        }
        match answer {
            Ok(posted) => {
                self.forget(&outgoing.client_id).await;
                self.post(sent(&outgoing, Ok(Box::new(posted))));
            }
            Err(error) => {
                self.keep(&outgoing, Some(error.to_string())).await;
                self.post(sent(&outgoing, Err(Failure::from(&error))));
                self.refused.insert(outgoing.client_id.clone(), outgoing);
            }
        }
    }

    /// When the disk refuses, the message still goes out from memory: that is what it is here for.
    async fn keep(&self, outgoing: &Outgoing, refused: Option<String>) {
        let kept = Kept { outgoing: outgoing.clone(), refused };
        self.on_disk(move |slot| slot.outbox.put(&kept)).await;
    }

    async fn forget(&self, client_id: &str) {
        let client_id = client_id.to_owned();
        self.on_disk(move |slot| slot.outbox.remove(&client_id)).await;
    }

    async fn on_disk(&self, act: impl FnOnce(&Slot) -> std::io::Result<()> + Send + 'static) {
        let Some(slot) = self.slot.clone() else { return };
        if let Ok(Err(error)) = tokio::task::spawn_blocking(move || act(&slot)).await {
            tracing::error!(%error, "the outbox could not be written");
            let words = format!("the message is not on disk: {}", disk_words(&error));
            self.post(Message::Unkept(Unkept::One(words)));
        }
    }

    fn post(&self, message: Message) {
        let _ = self.messages.send(message);
    }
}

async fn deliver(api: Api, outgoing: Outgoing, pace: Pace, nudge: watch::Receiver<u64>) -> Landing {
    let message = PostMessage {
        message_text: outgoing.text.clone(),
        message_type: None,
        audience: Some(outgoing.audience),
        sender_id: None,
        client_id: Some(outgoing.client_id.clone()),
    };
    let answer = until_answered(pace, nudge, || api.post_message(outgoing.ticket, &message)).await;
    (outgoing, answer)
}

fn sent(outgoing: &Outgoing, result: Result<Box<Posted>, Failure>) -> Message {
    Message::Sent { client_id: outgoing.client_id.clone(), ticket: outgoing.ticket, result }
}
