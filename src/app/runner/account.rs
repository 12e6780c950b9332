//! The account that is signed in: its place on disk, its stream, and all that works for it.

use super::changes::Changes;
use super::drafts::Held;
use super::failure::disk_words;
use super::outbox::{self, Outbox};
use super::transfers::Mover;
use super::{Report, presence, reads, transfers};
use crate::app::effect::{Ask, Change, Effect, FileMove};
use crate::app::message::{Link, Message, Unkept};
use crate::disk::Slot;
use crate::net::stream::{self, Update};
use crate::net::{Api, Pace};
use robindesk_protocol::{TicketId, Timestamp};
use robindesk_server::clock::Clock;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::sync::watch;
use tokio::task::{AbortHandle, JoinHandle, JoinSet};

/// How long a question waits for the stream to open.
const PATIENCE: Duration = Duration::from_millis(150);

/// How long telling that she left may take.
const LEAVE: Duration = Duration::from_millis(300);

/// What every task of an account needs.
#[derive(Debug, Clone)]
pub(super) struct Gear {
    pub clock: Clock,
    pub pace: Pace,
    /// Where files are saved.
    pub downloads: PathBuf,
    pub nudge: watch::Receiver<u64>,
    pub messages: UnboundedSender<Message>,
    pub inner: UnboundedSender<Report>,
}

pub(super) struct Account {
    /// Tells reports of this account from those of the one before it.
    pub number: u64,
    pub api: Api,
    pub drafts: Held,
    gear: Gear,
    /// `None` when the disk refuses: the console then works, and keeps nothing.
    slot: Option<Arc<Slot>>,
    outbox: UnboundedSender<outbox::Ask>,
    outbox_task: JoinHandle<()>,
    changes: UnboundedSender<(Ask, Change)>,
    /// Where she is, for the others.
    place: watch::Sender<presence::Place>,
    /// Ended with the session: the stream, the changes, questions on their way.
    tasks: JoinSet<()>,
    /// Files on their way.
    moves: HashMap<String, AbortHandle>,
    connected: bool,
    /// Whether the stream has been open.
    opened: watch::Sender<bool>,
    /// Whether something was asked before the stream was open: it may be out of date by then.
    asked_early: Arc<AtomicBool>,
}

impl Account {
    /// Takes the account's place on disk, posts what was not sent, and connects.
    pub(super) async fn open(number: u64, folder: PathBuf, api: Api, gear: Gear) -> Self {
        let there = folder.display().to_string();
        let opened = tokio::task::spawn_blocking(move || {
            let slot = Slot::open(&folder)?;
            let (kept, left) = (slot.outbox.all()?, slot.changes.all()?);
            std::io::Result::Ok((Arc::new(slot), kept, left))
        });
        let (slot, kept, left) = match opened.await.map_err(std::io::Error::other).flatten() {
            Ok((slot, kept, left)) => (Some(slot), kept, left),
            Err(error) => {
                tracing::error!(%error, "drafts and unsent messages cannot be kept");
                let why = format!("{there}: {}.", disk_words(&error));
                let _ = gear.messages.send(Message::Unkept(Unkept::All(why)));
                (None, Vec::new(), Vec::new())
            }
        };
        let (outbox, asked) = mpsc::unbounded_channel();
        let (pace, nudge, messages) = (gear.pace, gear.nudge.clone(), gear.messages.clone());
        let mut work =
            Outbox::new(slot.clone(), api.clone(), gear.clock.clone(), pace, nudge, messages);
        work.take_up(kept);
        let outbox_task = tokio::spawn(work.work(asked));
        let (changes, changes_asked) = mpsc::unbounded_channel();
        let mut account = Self {
            number,
            api,
            drafts: Held::default(),
            gear,
            slot,
            outbox,
            outbox_task,
            changes,
            place: watch::Sender::new(None),
            tasks: JoinSet::new(),
            moves: HashMap::new(),
            connected: true,
            opened: watch::Sender::new(false),
            asked_early: Arc::default(),
        };
        account.connect(left, changes_asked);
        account
    }

    fn connect(
        &mut self,
        left: Vec<(u64, Change)>,
        changes_asked: mpsc::UnboundedReceiver<(Ask, Change)>,
    ) {
        let Gear { pace, nudge, messages, inner, .. } = self.gear.clone();
        self.post(Message::Link(Link::Connecting));
        let (api, number) = (self.api.clone(), self.number);
        let (slot, for_changes) = (self.slot.clone(), nudge.clone());
        let changes = Changes { slot, api: api.clone(), pace, nudge: for_changes, messages };
        self.tasks.spawn(changes.work(left, changes_asked));
        self.tasks.spawn(presence::work(api.clone(), self.place.subscribe()));
        let (tell, mut told) = mpsc::unbounded_channel();
        let mut over = api.over();
        self.tasks.spawn(stream::follow(api, pace, nudge, tell));
        self.tasks.spawn(async move {
            loop {
                tokio::select! {
                    Some(update) = told.recv() => {
                        let _ = inner.send(Report::Stream(number, update));
                    }
                    why = over.wait_for(Option::is_some) => {
                        let why = why.ok().and_then(|w| w.clone()).unwrap_or_default();
                        let _ = inner.send(Report::Over(number, why));
                        return;
                    }
                }
            }
        });
    }

    /// The session is over: nothing goes out any more, typing is still kept. False when it was so
    /// already.
    pub(super) fn disconnect(&mut self) -> bool {
        let was = std::mem::replace(&mut self.connected, false);
        self.tasks.abort_all();
        let _ = self.outbox.send(outbox::Ask::Hold);
        was
    }

    /// Writes what is held, lets what is on its way arrive, and gives the place on disk back.
    pub(super) async fn close(mut self) {
        self.flush_drafts().await;
        if self.connected {
            let place = *self.place.borrow();
            // The others forget her by themselves; nobody waits long for it to be told.
            let _ = tokio::time::timeout(LEAVE, presence::leave(&self.api, place)).await;
        }
        drop(self.outbox);
        let _ = self.outbox_task.await;
        self.tasks.shutdown().await;
    }

    pub(super) async fn flush_drafts(&mut self) {
        let Some(slot) = &self.slot else { return };
        if let Some(why) = self.drafts.flush(slot).await {
            let words = format!("the draft can't be kept on disk: {why}");
            self.post(Message::Unkept(Unkept::One(words)));
        }
    }

    pub(super) async fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::LoadDrafts { ticket } => self.load_drafts(ticket).await,
            Effect::SaveDraft { ticket, audience, draft } => {
                if self.slot.is_some() {
                    self.drafts.hold(ticket, audience, draft);
                }
            }
            Effect::Send(outgoing) => self.ask_outbox(outbox::Ask::Send(outgoing)),
            Effect::Resend { client_id } => self.ask_outbox(outbox::Ask::Resend(client_id)),
            Effect::Unsend { client_id } => self.ask_outbox(outbox::Ask::Unsend(client_id)),
            Effect::Presence(place) => _ = self.place.send_replace(place),
            Effect::Change { ask, change } => {
                if let Err(unheard) = self.changes.send((ask, change)) {
                    let (ask, change) = unheard.0;
                    self.refuse(Effect::Change { ask, change });
                }
            }
            Effect::Export { files } => {
                transfers::export(files, self.gear.downloads.clone(), self.gear.messages.clone());
            }
            Effect::Move { id, what } if self.connected => self.move_file(id, what),
            Effect::StopMove { id } => {
                if let Some(task) = self.moves.remove(&id) {
                    task.abort();
                }
            }
            effect if !self.connected => self.refuse(effect),
            effect => self.read(effect),
        }
    }

    /// Passes on what the stream tells. True when it has just opened: the moment to try again
    /// whatever is waiting.
    pub(super) fn hear(&mut self, update: Update, now: Timestamp) -> bool {
        // What has ended is not worth keeping until the account is closed.
        while self.tasks.try_join_next().is_some() {}
        match update {
            Update::Open { resumed } => {
                self.post(Message::Link(Link::Live));
                let again = self.opened.send_replace(true);
                // Without a place to resume from, what was read before may have changed unseen.
                if !resumed && (again || self.asked_early.load(Ordering::Relaxed)) {
                    self.post(Message::Reset);
                }
                return true;
            }
            Update::Event(event) => self.post(Message::Event(event)),
            Update::Presence(event) => self.post(Message::Presence(event)),
            Update::Stats(stats) => self.post(Message::Stats(Ok(stats))),
            Update::Reset => self.post(Message::Reset),
            Update::Broken { wait, tries } => {
                let ms = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
                let retry_at = now.plus_ms(ms);
                self.post(Message::Link(Link::Reconnecting { retry_at, tries }));
            }
        }
        false
    }

    /// Asks once the stream is open, so that nothing falls between the answer and the first event;
    /// where that takes too long it asks all the same, and again when the stream opens.
    fn read(&mut self, effect: Effect) {
        let (api, messages) = (self.api.clone(), self.gear.messages.clone());
        let (mut opened, early) = (self.opened.subscribe(), self.asked_early.clone());
        self.tasks.spawn(async move {
            if tokio::time::timeout(PATIENCE, opened.wait_for(|o| *o)).await.is_err() {
                early.store(true, Ordering::Relaxed);
            }
            if let Some(message) = reads::ask(api, effect).await {
                let _ = messages.send(message);
            }
        });
    }

    fn move_file(&mut self, id: String, what: FileMove) {
        self.moves.retain(|_, task| !task.is_finished());
        let Gear { pace, downloads: folder, nudge, messages, .. } = self.gear.clone();
        let (api, of) = (self.api.clone(), id.clone());
        let mover = Mover { api, pace, nudge, messages, folder, id: of };
        let task = self.tasks.spawn(mover.work(what));
        self.moves.insert(id, task);
    }

    async fn load_drafts(&mut self, ticket: TicketId) {
        self.flush_drafts().await;
        let drafts = match self.slot.clone() {
            Some(slot) => tokio::task::spawn_blocking(move || slot.drafts.of(ticket))
                .await
                .unwrap_or_default(),
            None => Vec::new(),
        };
        self.post(Message::Drafts { ticket, drafts });
    }

    fn ask_outbox(&self, ask: outbox::Ask) {
        // It works for as long as the account is open.
        let _ = self.outbox.send(ask);
    }

    fn refuse(&self, effect: Effect) {
        use crate::app::message::{Failure, FailureKind};
        let failure =
            Failure { kind: FailureKind::SignedOut, text: "Sign in to go on.".to_owned() };
        if let Some(message) = super::failure::answer(effect, failure) {
            self.post(message);
        }
    }

    fn post(&self, message: Message) {
        let _ = self.gear.messages.send(message);
    }
}
