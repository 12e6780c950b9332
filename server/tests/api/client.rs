//! A desk with one user of each role, and the typed client through which tests speak to it.

use reqwest::{Method, StatusCode, header};
use robindesk_protocol::{
    AccountStatus, Availability, BrandId, Code, CreatorId, Currency, PackageId, PlacedOrder,
    Problem, Success, Timestamp, User, UserType,
};
use robindesk_server::clock::Clock;
use robindesk_server::desk::command::{
    AccountKind, Caller, Command, NewAccount, NewPackage, Request,
};
use robindesk_server::desk::reply::Reply;
use robindesk_server::{App, Running, Settings, auth, start_with};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::sync::Once;
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
    http: reqwest::Client,
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

/// A client without TLS to anywhere: the desk is on this machine.
pub fn http() -> reqwest::Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        // Somebody else having installed one already is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    reqwest::Client::builder().tls_certs_only([]).build().unwrap()
}

/// Somebody who asks.
pub struct Client<'a> {
    desk: &'a Desk,
    pub token: Option<String>,
}

impl Client<'_> {
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, &[]).await
    }

    pub async fn post(&self, path: &str, body: impl Serialize) -> Answer {
        self.send(Method::POST, path, Some(serde_json::to_vec(&body).unwrap()), &[]).await
    }

    pub async fn put(&self, path: &str, body: impl Serialize) -> Answer {
        self.send(Method::PUT, path, Some(serde_json::to_vec(&body).unwrap()), &[]).await
    }

    /// A POST with an `Idempotency-Key`.
    pub async fn post_keyed(&self, path: &str, key: &str, body: impl Serialize) -> Answer {
        let body = serde_json::to_vec(&body).unwrap();
        self.send(Method::POST, path, Some(body), &[("idempotency-key", key)]).await
    }

    /// Anything, with headers on top. A body goes as JSON unless a header says otherwise.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = self.desk.http.request(method, self.desk.url(path));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        let typed = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if body.is_some() && !typed {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        Answer { status, headers, body: response.bytes().await.unwrap().to_vec() }
    }

    /// Orders the first package of creator A for brand A, as its price says.
    pub async fn place_order(&self) -> PlacedOrder {
        let order = json!({
            "package_id": PackageId(1), "brand_id": BrandId(1), "creator_id": CreatorId(1),
            "total_amount": "250.00"
        });
        self.post("/api/orders", order).await.data(201)
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// `data` of a success with this status.
    pub fn data<T: DeserializeOwned>(&self, status: u16) -> T {
        assert_eq!(self.status, status, "{}", self.text());
        let body: Success<T> = serde_json::from_slice(&self.body).unwrap();
        assert!(body.success);
        body.data
    }

    /// The problem of a failure, which must be whole and agree with its own status and headers.
    pub fn problem(&self) -> Problem {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let problem: Problem = serde_json::from_slice(&self.body).unwrap();
        assert!(!problem.success);
        assert_eq!(problem.status, self.status.as_u16());
        assert_eq!(problem.request_id, self.header("x-request-id"));
        problem
    }

    /// Asserts a failure of this kind.
    #[track_caller]
    pub fn refused(&self, code: Code) -> Problem {
        let problem = self.problem();
        assert_eq!((problem.code, problem.status), (code, code.status()), "{}", self.text());
        problem
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
