//! A desk to test against: a real server on a folder of its own, with a small marketplace and an
//! agent who has a password.

use robindesk::disk::Folders;
use robindesk::disk::tokens::{KeptSession, keep_new};
use robindesk_protocol::{
    AccountStatus, Audience, Availability, MessagePage, TicketId, User, UserType,
};
use robindesk_server::auth::{issue, open_session};
use robindesk_server::clock::Clock;
use robindesk_server::desk::command::{
    Account, AccountKind, Caller, Command, NewAccount, NewMessage, Request,
};
use robindesk_server::ops::seed::{Plan, Seeded, seed};
use robindesk_server::{Running, Settings};
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

pub const EMAIL: &str = "lin@robindesk.example";
pub const PASSWORD: &str = "correct horse battery";

pub struct Desk {
    data: TempDir,
    runtime: Runtime,
    server: Option<Running>,
    pub addr: SocketAddr,
    pub seeded: Seeded,
}

impl Desk {
    /// Opens a desk with a few orders on it.
    pub fn open() -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let data = tempfile::tempdir().unwrap();
        let (server, seeded) = runtime.block_on(async {
            let server = start(data.path(), 0).await;
            let plan = Plan { orders: 30, ..Plan::demo(Clock::System.now()) };
            let seeded = seed(server.app(), &plan).await.unwrap();
            create_agent(&server).await;
            (server, seeded)
        });
        Self { data, runtime, addr: server.addr(), server: Some(server), seeded }
    }

    /// The address, as a person writes it.
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Runs something on the desk's own threads.
    pub fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// Signs an agent in on a machine whose folders lie in `home`, as `robindesk login` would.
    pub fn sign_in(&self, user: &User, home: &Path) {
        self.sign_in_through(&self.url(), user, home);
    }

    /// The same, through something that stands before the desk.
    pub fn sign_in_through(&self, url: &str, user: &User, home: &Path) {
        let pair = self.runtime.block_on(open_session(self.running().app(), &user.email)).unwrap();
        let session = KeptSession {
            server: url.to_owned(),
            user: pair.user,
            access_token: pair.access_token,
            refresh_token: pair.refresh_token,
            received_at: Clock::System.now(),
        };
        keep_new(&Folders::under(home), &session).unwrap();
    }

    /// The super admin writes to the brand on a ticket.
    pub fn somebody_writes(&self, ticket: TicketId, text: &str) {
        let app = self.running().app();
        let command = Command::PostMessage(NewMessage {
            ticket,
            text: text.to_owned(),
            audience: Some(Audience::Brand),
            file: None,
            client_id: None,
        });
        let writer = &self.seeded.super_admin;
        let by = Caller::Account(Account {
            id: writer.id,
            name: writer.name.clone(),
            user_type: writer.user_type,
            brand_id: None,
            creator_id: None,
            from: None,
        });
        let request = Request { at: app.clock.now(), by, key: None, command };
        self.runtime.block_on(app.writer.submit(request)).unwrap();
    }

    /// The brand of a ticket writes on it.
    pub fn brand_writes(&self, ticket: TicketId, text: &str) {
        let app = self.running().app();
        let posted = self.seeded.brands.iter().any(|(user, _)| {
            let new = NewMessage {
                ticket,
                text: text.to_owned(),
                audience: None,
                client_id: None,
                file: None,
            };
            let by = Caller::Account(Account {
                id: user.id,
                name: user.name.clone(),
                user_type: user.user_type,
                brand_id: user.brand_id,
                creator_id: None,
                from: None,
            });
            let command = Command::PostMessage(new);
            let request = Request { at: app.clock.now(), by, key: None, command };
            // For every brand but one there is no such ticket.
            self.block_on(app.writer.submit(request)).is_ok()
        });
        assert!(posted, "no brand has a ticket #{ticket}");
    }

    /// How often a text was posted on a ticket, as that agent sees it.
    pub fn count(&self, agent: &User, ticket: TicketId, text: &str) -> usize {
        let url = format!("{}/api/crm/tickets/{ticket}/messages?limit=200", self.url());
        let app = self.running().app();
        self.runtime.block_on(async {
            let token = issue(app, &agent.email, Duration::from_mins(1)).await.unwrap();
            let _ = rustls::crypto::ring::default_provider().install_default();
            let request = reqwest::Client::new().get(url).bearer_auth(token);
            let text_of_page = request.send().await.unwrap().text().await.unwrap();
            let page: robindesk_protocol::Success<MessagePage> =
                serde_json::from_str(&text_of_page).unwrap();
            page.data.messages.iter().filter(|m| m.message_text == text).count()
        })
    }

    pub fn stop(&mut self) {
        self.runtime.block_on(self.server.take().unwrap().stop());
    }

    /// Serves again, where it was.
    pub fn start_again(&mut self) {
        let (data, port) = (self.data.path(), self.addr.port());
        self.server = Some(self.runtime.block_on(start(data, port)));
    }

    fn running(&self) -> &Running {
        self.server.as_ref().expect("the server is running")
    }
}

async fn start(data: &Path, port: u16) -> Running {
    let settings = Settings { port, ..Settings::embedded(data.to_owned()) };
    robindesk_server::start(settings).await.unwrap()
}

async fn create_agent(server: &Running) {
    let app = server.app();
    let hash = app.passwords.hash(PASSWORD.to_owned()).await.unwrap();
    let kind =
        AccountKind::Staff { user_type: UserType::Agent, availability: Availability::Available };
    let command = Command::CreateAccount(NewAccount {
        email: EMAIL.to_owned(),
        name: "Lin Wei".to_owned(),
        phone: None,
        password_hash: Some(hash),
        status: AccountStatus::Active,
        kind,
    });
    let request = Request { at: app.clock.now(), by: Caller::System, key: None, command };
    app.writer.submit(request).await.unwrap();
}
