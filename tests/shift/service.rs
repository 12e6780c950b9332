//! A real server with a small marketplace, and what is true on it.

use robindesk::app::runner::RunnerOptions;
use robindesk::disk::Folders;
use robindesk::disk::tokens::{KeptSession, keep_new};
use robindesk::net::{Address, Pace};
use robindesk_protocol::{Event, Message, Ticket, TicketId, User, UserId, WriteMacro};
use robindesk_server::auth::open_session;
use robindesk_server::clock::Clock;
use robindesk_server::desk::command::{Account, Caller, Command, Request};
use robindesk_server::ops::seed::{Plan, Seeded, seed};
use robindesk_server::store::read::{events, tickets};
use robindesk_server::{Running, Settings};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// The server, its data, and the homes of those who sign in.
pub struct Service {
    folder: TempDir,
    server: Running,
    pub seeded: Seeded,
}

impl Service {
    /// Opens a desk with a few orders on it.
    pub async fn open() -> Self {
        Self::with(&Plan { agents: 3, orders: 60, ..Plan::demo(Clock::System.now()) }).await
    }

    /// Opens a desk that is filled by this plan.
    pub async fn with(plan: &Plan) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("server");
        std::fs::create_dir(&data).unwrap();
        // Small, so that a file that is too large is none that takes long.
        let settings = Settings { max_file_bytes: 4 * 1024 * 1024, ..Settings::embedded(data) };
        let server = robindesk_server::start(settings).await.unwrap();
        let seeded = seed(server.app(), plan).await.unwrap();
        Self { folder, server, seeded }
    }

    pub fn addr(&self) -> SocketAddr {
        self.server.addr()
    }

    /// A folder of the test's own.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Somebody's console on a machine of this name, which reaches the desk at that address.
    pub async fn machine(&self, name: &str, who: &User, addr: SocketAddr) -> RunnerOptions {
        let address = Address::parse(&addr.to_string(), false).unwrap();
        let pair = open_session(self.server.app(), &who.email).await.unwrap();
        let folders = Folders::under(&self.path(name));
        let session = KeptSession {
            server: address.to_string(),
            user: pair.user,
            access_token: pair.access_token,
            refresh_token: pair.refresh_token,
            received_at: Clock::System.now(),
        };
        keep_new(&folders, &session).unwrap();
        let pace = Pace {
            first: Duration::from_millis(50),
            longest: Duration::from_millis(500),
            ..Pace::default()
        };
        let (clock, server) = (Clock::System, Some(address));
        RunnerOptions { folders, clock, server, insecure_http: false, pace }
    }

    /// The whole log.
    pub async fn log(&self) -> Vec<Event> {
        let mut log: Vec<Event> = Vec::new();
        loop {
            let after = log.last().map_or(0, |event| event.seq);
            let found = events::after(&self.server.app().store, after, 500).await.unwrap();
            if found.is_empty() {
                return log;
            }
            log.extend(
                found.iter().map(|logged| serde_json::from_str::<Event>(&logged.body).unwrap()),
            );
        }
    }

    /// Every message that was ever posted on a ticket, in order.
    pub async fn messages(&self, ticket: TicketId) -> Vec<Message> {
        let posted = self.log().await.into_iter().filter_map(|event| event.data.message);
        posted.filter(|message| message.ticket_id == ticket).collect()
    }

    /// How many changes somebody made after an event.
    pub async fn changes(&self, who: UserId, after: i64) -> usize {
        let log = self.log().await.into_iter().filter(|event| event.seq > after);
        let hers = log.filter(|event| event.actor.as_ref().is_some_and(|actor| actor.id == who));
        hers.filter(|event| event.data.change.is_some()).count()
    }

    /// A ticket as it is on the desk.
    pub async fn ticket(&self, id: TicketId, reader: UserId) -> Ticket {
        tickets::one(&self.server.app().store, id, reader).await.unwrap().expect("a ticket")
    }

    /// A macro for everybody, made by the desk's admin.
    pub async fn make_macro(&self, new: WriteMacro) {
        let admin = &self.seeded.admin;
        let by = Caller::Account(Account {
            id: admin.id,
            name: admin.name.clone(),
            user_type: admin.user_type,
            brand_id: None,
            creator_id: None,
            from: None,
        });
        let (at, command) = (Clock::System.now(), Command::CreateMacro(new));
        let request = Request { at, by, key: None, command };
        self.server.app().writer.submit(request).await.expect("a macro is made");
    }

    pub async fn stop(self) {
        self.server.stop().await;
    }
}

/// The names of the files in a folder, in order.
pub fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The number on the marked row of the list.
pub fn marked_ticket(shown: &str) -> TicketId {
    let row = shown.lines().find(|line| line.contains('▌') && line.contains('#'));
    let after = row.and_then(|row| row.split_once('#')).map_or("", |(_, after)| after);
    after.split(' ').next().and_then(|id| id.parse().ok()).expect("a row is marked")
}
