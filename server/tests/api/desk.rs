//! A desk of its own for a test, with one user of each role.

use crate::client::{Client, http};
use robindesk_protocol::{
    AccountStatus, Availability, CreatorId, Currency, Timestamp, User, UserType,
};
use robindesk_server::clock::Clock;
use robindesk_server::desk::command::{
    AccountKind, Caller, Command, NewAccount, NewPackage, Request,
};
use robindesk_server::desk::reply::Reply;
use robindesk_server::{App, Running, Settings, auth, start_with};
use std::time::Duration;
use tempfile::TempDir;

/// When every desk opens; its clock stands still until a test moves it.
pub const OPENED: Timestamp = Timestamp(1_793_525_400_000);

/// The password of [`Desk::with_password`].
pub const PASSWORD: &str = "correct horse battery staple";

/// A server of its own for one test.
pub struct Desk {
    running: Running,
    pub clock: Clock,
    pub http: reqwest::Client,
    // The folder goes when the desk goes.
    _folder: TempDir,
}

impl Desk {
    /// An empty desk.
    pub async fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::held(OPENED);
        let settings = Settings::embedded(folder.path().join("data"));
        let running = start_with(settings, clock.clone()).await.unwrap();
        Self { running, clock, http: http(), _folder: folder }
    }

    /// A desk with two brands, two creators with a package each, two agents, an admin and a super admin.
    pub async fn open() -> Self {
        let desk = Self::empty().await;
        for (handle, company) in [("brand_a", "Acme Co"), ("brand_b", "Blue Kite")] {
            desk.add(handle, AccountKind::Brand { company_name: company.to_owned() }).await;
        }
        for handle in ["creator_a", "creator_b"] {
            desk.add(handle, AccountKind::Creator { bio: String::new() }).await;
        }
        for (handle, user_type, availability) in [
            ("agent", UserType::Agent, Availability::Available),
            ("agent_b", UserType::Agent, Availability::Available),
            ("admin", UserType::Admin, Availability::Busy),
            ("super_admin", UserType::SuperAdmin, Availability::Available),
        ] {
            desk.add(handle, AccountKind::Staff { user_type, availability }).await;
        }
        for creator in [CreatorId(1), CreatorId(2)] {
            let package = NewPackage {
                creator,
                title: "Reel package".to_owned(),
                description: "One reel".to_owned(),
                price_minor: 25_000,
                currency: Currency::parse("USD").unwrap(),
            };
            desk.order(Command::CreatePackage(package)).await;
        }
        desk
    }

    pub fn app(&self) -> &App {
        self.running.app()
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.addr())
    }

    /// Stops the server and waits until it is gone.
    pub async fn stop(self) {
        self.running.stop().await;
    }

    /// Does what only the server itself may.
    pub async fn order(&self, command: Command) -> Reply {
        let request = Request { at: self.clock.now(), by: Caller::System, key: None, command };
        self.app().writer.submit(request).await.unwrap()
    }

    async fn add(&self, handle: &str, kind: AccountKind) -> User {
        self.create(handle, AccountStatus::Active, None, kind).await
    }

    /// An active agent that signs in with [`PASSWORD`].
    pub async fn with_password(&self, handle: &str, status: AccountStatus) -> User {
        let hash = self.app().passwords.hash(PASSWORD.to_owned()).await.unwrap();
        let kind =
            AccountKind::Staff { user_type: UserType::Agent, availability: Availability::Offline };
        self.create(handle, status, Some(hash), kind).await
    }

    async fn create(
        &self,
        handle: &str,
        status: AccountStatus,
        password_hash: Option<String>,
        kind: AccountKind,
    ) -> User {
        let account = NewAccount {
            email: email(handle),
            name: handle.replace('_', " "),
            phone: None,
            password_hash,
            status,
            kind,
        };
        match self.order(Command::CreateAccount(account)).await {
            Reply::Account(user) => *user,
            other => panic!("an account was answered with {other:?}"),
        }
    }

    /// Whoever is not signed in.
    pub fn nobody(&self) -> Client<'_> {
        self.bearer(None)
    }

    /// Whoever sends this token.
    pub fn bearer(&self, token: Option<&str>) -> Client<'_> {
        Client { desk: self, token: token.map(str::to_owned) }
    }

    /// The user with this handle, such as `brand_a`.
    pub async fn user(&self, handle: &str) -> Client<'_> {
        let ttl = Duration::from_hours(1);
        let token = auth::issue(self.app(), &email(handle), ttl).await.unwrap();
        self.bearer(Some(&token))
    }
}

/// The e-mail of the user with this handle.
pub fn email(handle: &str) -> String {
    format!("{handle}@example.com")
}
