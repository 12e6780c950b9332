//! Performs effects and posts back what came of them: the only room that knows the network.
//!
//! The runner never makes anybody wait. It starts at once from what lies on disk (who is signed in,
//! what was not sent yet) and connects afterwards.

mod account;
mod changes;
mod deeds;
mod drafts;
mod failure;
mod opener;
mod outbox;
mod presence;
mod reads;
mod sign_in;
mod transfers;
mod until_answered;

use self::account::Account;
use super::World;
use super::effect::{Effect, Secret};
use super::message::{Failure, FailureKind, Message, SignedIn};
use crate::disk::Folders;
use crate::disk::tokens::{KeptSession, TokenFile};
use crate::disk::welcome;
use crate::net::stream::Update;
use crate::net::{Address, Api, Client, Pace};
use robindesk_server::clock::Clock;
use std::time::Duration;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What the runner needs to know to begin.
#[derive(Debug, Clone)]
pub struct RunnerOptions {
    pub folders: Folders,
    pub clock: Clock,
    /// The server whose session to go on with; `None` when nobody ever signed in.
    pub server: Option<Address>,
    /// Whether plain `http` to other machines is allowed.
    pub insecure_http: bool,
    pub pace: Pace,
}

impl RunnerOptions {
    /// Who is signed in, as far as this machine knows. Read from disk; asks nobody.
    pub fn signed_in(&self) -> Option<SignedIn> {
        let session = self.kept_session()?;
        Some(SignedIn { user: session.user, server: session.server })
    }

    fn kept_session(&self) -> Option<KeptSession> {
        let server = self.server.as_ref()?.to_string();
        TokenFile::new(&self.folders, &server).load()
    }
}

/// Starts the runner on the current tokio runtime. It ends, and `messages` with it, after
/// `Effect::Quit` or when the console's end of `effects` is dropped; by then everything is on disk.
pub fn start(options: RunnerOptions) -> World {
    start_and_watch(options).0
}

/// As [`start`], with a handle to wait for the end.
pub fn start_and_watch(options: RunnerOptions) -> (World, JoinHandle<()>) {
    let (effects, asked) = mpsc::unbounded_channel();
    let (posted, messages) = mpsc::unbounded_channel();
    let (inner, reports) = mpsc::unbounded_channel();
    let runner = Runner {
        options,
        messages: posted,
        inner,
        nudge: watch::Sender::new(0),
        account: None,
        accounts: 0,
    };
    let end = tokio::spawn(runner.run(asked, reports));
    (World { effects, messages }, end)
}

/// What the runner's own tasks tell it.
#[derive(Debug)]
enum Report {
    SignedIn(Box<Result<(Api, KeptSession), Failure>>),
    /// From the stream of the account with this number.
    Stream(u64, Update),
    /// The session of the account with this number is over.
    Over(u64, String),
}

struct Runner {
    options: RunnerOptions,
    messages: UnboundedSender<Message>,
    inner: UnboundedSender<Report>,
    /// Counts up when it is worth trying now.
    nudge: watch::Sender<u64>,
    account: Option<Account>,
    /// How many there were, so that a report from one before is told from one of this one.
    accounts: u64,
}

impl Runner {
    async fn run(
        mut self,
        mut asked: UnboundedReceiver<Effect>,
        mut reports: UnboundedReceiver<Report>,
    ) {
        self.begin().await;
        loop {
            let due = self.account.as_ref().and_then(|a| a.drafts.due());
            tokio::select! {
                biased;
                Some(report) = reports.recv() => self.hear(report).await,
                effect = asked.recv() => match effect {
                    None | Some(Effect::Quit) => break,
                    Some(effect) => self.perform(effect).await,
                },
                () = at(due) => {
                    if let Some(account) = &mut self.account {
                        account.flush_drafts().await;
                    }
                }
            }
        }
        if let Some(account) = self.account.take() {
            account.close().await;
        }
    }

    /// What this machine knows comes first, without asking anybody. Who is signed in is not told: the
    /// console has started with it ([`RunnerOptions::signed_in`]).
    async fn begin(&mut self) {
        let kept = self.options.server.clone().zip(self.options.kept_session());
        let Some((address, session)) = kept else {
            self.post(Message::SignedOut { reason: None });
            return;
        };
        let file = TokenFile::new(&self.options.folders, &session.server);
        let clock = self.options.clock.clone();
        let api = Api::new(Client::new(address), clock, session.clone(), Some(file));
        self.open(api, &session).await;
    }

    async fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::SignIn { server, email, password } => self.sign_in(server, email, password),
            Effect::SignOut => self.sign_out().await,
            Effect::ReconnectNow => self.nudge(),
            Effect::WakeAfter { ms } => {
                let messages = self.messages.clone();
                tokio::spawn(async move {
                    tokio::time::sleep(Duration::from_millis(ms)).await;
                    let _ = messages.send(Message::Wake);
                });
            }
            Effect::Welcomed => {
                let folders = self.options.folders.clone();
                tokio::task::spawn_blocking(move || welcome::done(&folders));
            }
            Effect::OpenLink { program, link } => opener::open(&program, &link, &self.messages),
            // The terminal has one owner, and it is not this room: the loop writes these itself.
            Effect::Title(_) | Effect::Copy(_) | Effect::CopySecret(_) | Effect::Quit => {}
            effect => match &mut self.account {
                Some(account) => account.perform(effect).await,
                None => self.refuse(effect),
            },
        }
    }

    async fn hear(&mut self, report: Report) {
        match report {
            Report::SignedIn(result) => match *result {
                Ok((api, session)) => {
                    let (user, server) = (session.user.clone(), session.server.clone());
                    self.post(Message::SignedIn(Box::new(SignedIn { user, server })));
                    self.open(api, &session).await;
                }
                Err(failure) => self.post(Message::SignInFailed(failure)),
            },
            Report::Stream(number, update) => {
                let Some(account) = self.account.as_mut().filter(|a| a.number == number) else {
                    return;
                };
                if account.hear(update, self.options.clock.now()) {
                    self.nudge();
                }
            }
            Report::Over(number, why) => {
                let Some(account) = self.account.as_mut().filter(|a| a.number == number) else {
                    return;
                };
                if account.disconnect() {
                    self.post(Message::SignedOut { reason: Some(why) });
                }
            }
        }
    }

    fn sign_in(&self, server: String, email: String, password: Secret) {
        let (options, inner) = (self.options.clone(), self.inner.clone());
        let messages = self.messages.clone();
        tokio::spawn(async move {
            let result = sign_in::sign_in(&options, &server, &email, &password, &messages).await;
            let _ = inner.send(Report::SignedIn(Box::new(result)));
        });
    }

    /// Makes an account the one that is signed in.
    async fn open(&mut self, api: Api, session: &KeptSession) {
        self.accounts += 1;
        if let Some(before) = self.account.take() {
            before.close().await;
        }
        let gear = account::Gear {
            clock: self.options.clock.clone(),
            pace: self.options.pace,
            downloads: self.options.folders.downloads.clone(),
            nudge: self.nudge.subscribe(),
            messages: self.messages.clone(),
            inner: self.inner.clone(),
        };
        let folder = self.options.folders.account(&session.server, session.user.id);
        self.account = Some(Account::open(self.accounts, folder, api, gear).await);
    }

    async fn sign_out(&mut self) {
        if let Some(account) = self.account.take() {
            let api = account.api.clone();
            account.close().await;
            // Ended here at once; the server is told as soon as it listens, or not at all.
            tokio::spawn(async move { api.sign_out().await });
        }
        self.post(Message::SignedOut { reason: None });
    }

    /// Nobody is signed in: whoever waits for an answer gets this one.
    fn refuse(&self, effect: Effect) {
        let failure =
            Failure { kind: FailureKind::SignedOut, text: "Sign in to go on.".to_owned() };
        if let Some(message) = failure::answer(effect, failure) {
            self.post(message);
        }
    }

    fn nudge(&self) {
        self.nudge.send_modify(|n| *n += 1);
    }

    fn post(&self, message: Message) {
        // The console may be gone already; there is nobody to tell then.
        let _ = self.messages.send(message);
    }
}

/// Waits until then; for ever when there is no then.
async fn at(due: Option<tokio::time::Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}
