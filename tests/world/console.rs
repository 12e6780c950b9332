//! A console without a screen: a runner on a folder of its own, and what it posted.

use crate::fake::{Fake, agent};
use robindesk::app::World;
use robindesk::app::effect::{Effect, Outgoing};
use robindesk::app::message::Message;
use robindesk::app::runner::{self, RunnerOptions};
use robindesk::disk::Folders;
use robindesk::disk::tokens::{KeptSession, TokenFile, keep_new};
use robindesk::net::{Address, Pace};
use robindesk_protocol::{Audience, TicketId, Timestamp, TokenPair};
use robindesk_server::clock::Clock;
use std::net::SocketAddr;
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

/// Far more than any step takes; reached only when something is broken.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// One person's folders on one machine.
pub struct Home {
    pub dir: TempDir,
    pub address: Address,
}

/// A console with threads of its own, so that it can die as a process dies.
pub struct Console {
    pub world: World,
    end: JoinHandle<()>,
    runtime: Option<Runtime>,
}

impl Home {
    pub fn new(addr: SocketAddr) -> Self {
        let address = Address::parse(&addr.to_string(), false).unwrap();
        Self { dir: tempfile::tempdir().unwrap(), address }
    }

    /// Somebody has signed in here before, and their tokens arrived just now.
    pub fn signed_in(fake: &Fake) -> Self {
        let home = Self::new(fake.addr);
        home.keep(fake.open_session(900));
        home
    }

    pub fn keep(&self, pair: TokenPair) {
        let session = KeptSession {
            server: self.address.to_string(),
            user: agent(),
            access_token: pair.access_token,
            refresh_token: pair.refresh_token,
            received_at: Clock::System.now(),
        };
        keep_new(&self.folders(), &session).unwrap();
    }

    pub fn folders(&self) -> Folders {
        Folders::under(self.dir.path())
    }

    pub fn session(&self) -> Option<KeptSession> {
        TokenFile::new(&self.folders(), &self.address.to_string()).load()
    }

    /// Everything that lies in this account's folder with this ending.
    pub fn files(&self, ending: &str) -> usize {
        let account = self.folders().account(&self.address.to_string(), agent().id);
        let mut folders = vec![account];
        let mut found = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                } else if entry.file_name().to_string_lossy().ends_with(ending) {
                    found += 1;
                }
            }
        }
        found
    }

    pub fn console(&self) -> Console {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let inside = runtime.enter();
        let (world, end) = runner::start_and_watch(RunnerOptions {
            folders: self.folders(),
            clock: Clock::System,
            server: Some(self.address.clone()),
            insecure_http: false,
            pace: Pace {
                first: Duration::from_millis(20),
                longest: Duration::from_millis(80),
                silence: Duration::from_millis(400),
            },
        });
        drop(inside);
        Console { world, end, runtime: Some(runtime) }
    }
}

impl Console {
    pub fn ask(&self, effect: Effect) {
        self.world.effects.send(effect).unwrap();
    }

    /// Waits for the message that `wanted` makes something of.
    pub async fn wait<T>(&mut self, mut wanted: impl FnMut(Message) -> Option<T>) -> T {
        let found = async {
            loop {
                let message = self.world.messages.recv().await.expect("the runner is alive");
                if let Some(found) = wanted(message) {
                    return found;
                }
            }
        };
        tokio::time::timeout(DEADLINE, found).await.expect("it happens before the deadline")
    }

    /// Leaves as a person does: everything is on disk afterwards.
    pub async fn quit(mut self) {
        self.ask(Effect::Quit);
        while self.world.messages.recv().await.is_some() {}
        (&mut self.end).await.unwrap();
    }

    /// Ends as `kill -9` ends it: nothing is flushed, nothing is finished.
    pub async fn kill(mut self) {
        let runtime = self.runtime.take().unwrap();
        tokio::task::spawn_blocking(|| runtime.shutdown_timeout(DEADLINE)).await.unwrap();
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

pub fn outgoing(client_id: &str, ticket: i64, text: &str) -> Outgoing {
    Outgoing {
        client_id: client_id.to_owned(),
        ticket: TicketId(ticket),
        audience: Audience::Brand,
        text: text.to_owned(),
        at: Timestamp(0),
        not_before: None,
    }
}

/// Waits until something is so, looking again and again.
pub async fn until(what: &str, is_so: impl Fn() -> bool) {
    let looked = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(DEADLINE, looked).await.unwrap_or_else(|_| panic!("never so: {what}"));
}
