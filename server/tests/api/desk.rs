//! A server of a test's own, with somebody of every role signed in.

use super::client::Client;
use super::engine::Engine;
use robindesk_protocol::{
    AccountStatus, Amount, Availability, BrandId, CreatorId, Currency, NewOrder, PackageId,
    Timestamp, User, UserType,
};
use robindesk_server::clock::Clock;
use robindesk_server::desk::command::{
    AccountKind, Caller, Command, NewAccount, NewPackage, Request,
};
use robindesk_server::desk::reply::Reply;
use robindesk_server::store::StoreError;
use robindesk_server::{Running, Settings, auth, start_with};
use std::ops::Deref;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The password of everybody here.
pub const PASSWORD: &str = "correct horse battery staple";

/// When a held desk opens; its clock stands still until the test moves it.
pub const OPENED: Timestamp = Timestamp(1_793_525_400_000);

/// A server without anybody yet, by a clock that the test holds.
pub struct Bare {
    pub running: Running,
    pub nobody: Client,
    folder: TempDir,
    settings: Settings,
}

impl Bare {
    /// A new server with its limits on; `None` where the engine is not installed.
    pub async fn on(engine: Engine) -> Option<Self> {
        Self::open(engine, Clock::held(OPENED), true).await
    }

    async fn open(engine: Engine, clock: Clock, rate_limit: bool) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mut settings = Settings::embedded(folder.path().join("data"));
        settings.database = Some(engine.url(folder.path())?);
        settings.rate_limit = rate_limit;
        let running = start_with(settings.clone(), clock).await.expect("a server");
        let nobody = nobody(&running);
        Some(Self { running, nobody, folder, settings })
    }

    /// Somebody who has an account, signed in.
    pub async fn client(&self, user: &User) -> Client {
        signed_in(&self.running, &self.nobody, user.clone()).await
    }
}

/// A [`Desk`] with its limits on, by a clock that the test holds.
pub struct Held(Desk);

impl Held {
    /// A new desk; `None` where the engine is not installed.
    pub async fn on(engine: Engine) -> Option<Self> {
        Desk::held(engine).await.map(Self)
    }

    /// Moves the desk's clock forward.
    pub fn later_by(&self, time: Duration) {
        let ms = i64::try_from(time.as_millis()).expect("a time of this age");
        self.running.app().clock.advance_ms(ms);
    }
}

impl Deref for Held {
    type Target = Desk;

    fn deref(&self) -> &Desk {
        &self.0
    }
}

/// Two brands, two creators with a package each, three agents, an admin and a super admin.
pub struct Desk {
    pub running: Running,
    pub nobody: Client,
    pub brand_a: Client,
    pub brand_b: Client,
    pub creator_a: Client,
    pub creator_b: Client,
    pub agents: Vec<Client>,
    pub admin: Client,
    pub super_admin: Client,
    _folder: TempDir,
    settings: Settings,
}

impl Desk {
    /// A new desk; `None` where the engine is not installed.
    pub async fn on(engine: Engine) -> Option<Self> {
        Some(Self::of(Bare::open(engine, Clock::System, false).await?).await)
    }

    /// A new desk with its limits on, by a clock that stands at [`OPENED`].
    pub async fn held(engine: Engine) -> Option<Self> {
        Some(Self::of(Bare::on(engine).await?).await)
    }

    async fn of(bare: Bare) -> Self {
        let Bare { running, nobody, folder, settings } = bare;
        let staff = |user_type| AccountKind::Staff {
            user_type,
            availability: match user_type {
                UserType::Agent => Availability::Available,
                _ => Availability::Away,
            },
        };
        let active = AccountStatus::Active;
        let brand = |name: &str| AccountKind::Brand { company_name: name.to_owned() };
        let creator = || AccountKind::Creator { bio: "Reels about food".to_owned() };
        let mut agents = Vec::new();
        let brand_a = account(&running, "ada@acme.example", "Ada", brand("Acme Co"), active).await;
        let brand_b =
            account(&running, "bo@nordic.example", "Bo", brand("Nordic Fit"), active).await;
        let creator_a =
            account(&running, "lena@lena.example", "Lena Ortiz", creator(), active).await;
        let creator_b = account(&running, "kai@kai.example", "Kai Blue", creator(), active).await;
        for name in ["maya", "noor", "omar"] {
            let email = format!("{name}@desk.example");
            agents.push(account(&running, &email, name, staff(UserType::Agent), active).await);
        }
        let admin =
            account(&running, "admin@desk.example", "Ines", staff(UserType::Admin), active).await;
        let owner =
            account(&running, "owner@desk.example", "Uma", staff(UserType::SuperAdmin), active)
                .await;
        for creator in [CreatorId(1), CreatorId(2)] {
            package(&running, creator).await;
        }
        let mut clients = Vec::new();
        for user in [brand_a, brand_b, creator_a, creator_b, admin, owner].into_iter().chain(agents)
        {
            clients.push(signed_in(&running, &nobody, user).await);
        }
        let agents = clients.split_off(6);
        let [brand_a, brand_b, creator_a, creator_b, admin, super_admin] =
            <[Client; 6]>::try_from(clients).expect("six");
        Self {
            running,
            nobody,
            brand_a,
            brand_b,
            creator_a,
            creator_b,
            agents,
            admin,
            super_admin,
            _folder: folder,
            settings,
        }
    }

    /// Another account with the password of everybody, in whatever status.
    pub async fn member(&self, email: &str, status: AccountStatus) -> User {
        let kind =
            AccountKind::Staff { user_type: UserType::Agent, availability: Availability::Away };
        account(&self.running, email, "Member", kind, status).await
    }

    /// Stops the server and starts it again on the same database and port.
    pub async fn restart(mut self) -> Self {
        let addr = self.running.addr();
        self.running.stop().await;
        self.settings.port = addr.port();
        self.running = start_with(self.settings.clone(), Clock::System).await.expect("a restart");
        self
    }

    /// The same with other settings, and by a clock that stands still.
    pub async fn restart_held(mut self, set: impl FnOnce(&mut Settings)) -> Self {
        let (addr, now) = (self.running.addr(), self.running.app().clock.now());
        self.running.stop().await;
        self.settings.port = addr.port();
        set(&mut self.settings);
        let clock = Clock::held(now);
        self.running = start_with(self.settings.clone(), clock).await.expect("a restart");
        self
    }

    /// What its first node was started with.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// One more node on the same database, by the same clock.
    pub async fn node(&self) -> Running {
        let clock = self.running.app().clock.clone();
        start_with(self.settings.clone(), clock).await.expect("another node")
    }

    /// The usual order: brand A's, of creator A's package.
    pub fn new_order() -> NewOrder {
        NewOrder {
            package_id: PackageId(1),
            brand_id: BrandId(1),
            creator_id: CreatorId(1),
            total_amount: Amount::from("250.00"),
            currency: None,
            quantity: None,
            additional_instructions: None,
        }
    }
}

async fn submit(running: &Running, command: Command) -> Reply {
    let app = running.app();
    let request = Request { at: app.clock.now(), by: Caller::System, key: None, command };
    app.writer.submit(request).await.expect("a command of the system")
}

async fn account(
    running: &Running,
    email: &str,
    name: &str,
    kind: AccountKind,
    status: AccountStatus,
) -> User {
    // One hash for everybody: making one takes longer than all the rest of a desk.
    static HASH: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
    let passwords = &running.app().passwords;
    let hash = async || passwords.hash(PASSWORD.to_owned()).await.expect("a hash");
    let new = NewAccount {
        email: email.to_owned(),
        name: name.to_owned(),
        phone: Some("+1 555 0100".to_owned()),
        password_hash: Some(HASH.get_or_init(hash).await.clone()),
        status,
        kind,
    };
    submit(running, Command::CreateAccount(new)).await.into_account().expect("an account")
}

async fn package(running: &Running, creator: CreatorId) {
    let new = NewPackage {
        creator,
        title: "Reel package".to_owned(),
        description: "One reel".to_owned(),
        price_minor: 25_000,
        currency: Currency::parse("USD").expect("a currency"),
    };
    submit(running, Command::CreatePackage(new)).await;
}

fn nobody(running: &Running) -> Client {
    // A second test of this process finds it installed.
    rustls::crypto::ring::default_provider().install_default().ok();
    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    Client { http, base: format!("http://{}", running.addr()), token: None, user: None }
}

async fn signed_in(running: &Running, nobody: &Client, user: User) -> Client {
    // On a machine that is busy with every other test the pool may be: then it is asked again.
    let deadline = Instant::now() + Duration::from_secs(30);
    let token = loop {
        match auth::issue(running.app(), &user.email, Duration::from_hours(1)).await {
            Err(auth::SignInError::Store(StoreError::Busy(_))) if Instant::now() < deadline => {}
            other => break other.expect("a token"),
        }
    };
    Client { token: Some(token), user: Some(user), ..nobody.clone() }
}
