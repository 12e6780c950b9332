//! The calls of the wire contract, typed, a file a noun. Each renews the session once when its token is
//! refused, and each fails with an [`Error`] that says whether the same call may succeed later.

#![expect(clippy::missing_errors_doc, reason = "every call fails alike; said once above")]

mod admin;
mod orders;
mod tickets;

use super::client::{Call, Client};
use super::error::Error;
use super::session::{self, Session};
use crate::disk::tokens::{KeptSession, TokenFile};
use reqwest::Response;
use robindesk_protocol::{
    Availability, Login, Macro, MacroPage, PageQuery, SearchPage, SearchQuery, SetAvailability,
    TokenPair, User, UserAnswer,
};
use robindesk_server::clock::Clock;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::sync::Arc;
use tokio::sync::watch;

/// Signs in with a password. The tokens are for the caller to keep.
///
/// # Errors
/// `Refused` when the e-mail or the password is wrong.
pub async fn sign_in(
    client: &Client,
    clock: &Clock,
    email: &str,
    password: &str,
) -> Result<KeptSession, Error> {
    let body = Login { email: email.to_owned(), password: password.to_owned() };
    let call = Call::post("api/auth/login").json(&body);
    let pair: TokenPair = client.call(&call, None).await?;
    Ok(session::kept(pair, client.address().to_string(), clock.now()))
}

/// The server as one signed-in account sees it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Api {
    client: Client,
    session: Arc<Session>,
}

impl Api {
    /// Speaks for the account of a session. Renewed tokens are kept in `file`.
    pub fn new(client: Client, clock: Clock, kept: KeptSession, file: Option<TokenFile>) -> Self {
        let session = Session::resume(client.clone(), clock, kept, file);
        Self { client, session: Arc::new(session) }
    }

    /// Becomes `Some(why)` when the session is over.
    pub fn over(&self) -> watch::Receiver<Option<String>> {
        self.session.over()
    }

    /// Who am I?
    pub async fn me(&self) -> Result<User, Error> {
        Ok(self.call::<UserAnswer>(Call::get("api/auth/me")).await?.user)
    }

    /// Ends the session: at once on this machine, whatever the server says.
    ///
    /// # Errors
    /// When the server could not be told; it then lives there until its tokens expire.
    pub async fn sign_out(&self) -> Result<(), Error> {
        let token = self.session.access().await?;
        self.session.end(String::new());
        let call = Call::post("api/auth/logout");
        let _: IgnoredAny = self.client.call(&call, Some(&token)).await?;
        Ok(())
    }

    /// The caller's own availability.
    pub async fn set_availability(&self, agent_status: Availability) -> Result<User, Error> {
        let call = Call::put("api/crm/agent/status").json(&SetAvailability { agent_status });
        Ok(self.call::<UserAnswer>(call).await?.user)
    }

    /// Every macro that the caller may use.
    pub async fn macros(&self) -> Result<Vec<Macro>, Error> {
        let mut all = Vec::new();
        let mut query = page_of_most();
        loop {
            let page: MacroPage = self.call(Call::get("api/crm/macros").query(&query)).await?;
            all.extend(page.macros);
            query.cursor = page.paging.next_cursor;
            if query.cursor.is_none() {
                return Ok(all);
            }
        }
    }

    /// A page of hits, newest first.
    pub async fn search(&self, words: String, cursor: Option<String>) -> Result<SearchPage, Error> {
        let query = SearchQuery { q: words, limit: None, cursor };
        self.call(Call::get("api/search").query(&query)).await
    }

    /// Opens the event stream, after `last_event` where one was seen.
    pub(super) async fn events(&self, last_event: Option<i64>) -> Result<Response, Error> {
        self.open(&Call::get("api/events"), last_event).await
    }

    /// Sends a body that can't be sent twice: the token is renewed before when it is about to end.
    pub(super) async fn upload<T: DeserializeOwned>(
        &self,
        call: &Call,
        kind: &str,
        body: reqwest::Body,
    ) -> Result<T, Error> {
        let token = self.session.access().await?;
        self.client.upload(call, kind, body, &token).await
    }

    /// Opens a body that is read as it comes.
    pub(super) async fn download(&self, call: &Call) -> Result<Response, Error> {
        self.open(call, None).await
    }

    /// What the transport said while a body was read.
    pub fn transport(&self, error: &reqwest::Error) -> Error {
        self.client.transport(error)
    }

    async fn open(&self, call: &Call, last_event: Option<i64>) -> Result<Response, Error> {
        let token = self.session.access().await?;
        match self.client.open(call, &token, last_event).await {
            Err(e) if e.is_unauthorized() => {
                let token = self.session.renew(&token).await?;
                self.settle(self.client.open(call, &token, last_event).await)
            }
            answer => answer,
        }
    }

    async fn call<T: DeserializeOwned>(&self, call: Call) -> Result<T, Error> {
        let token = self.session.access().await?;
        match self.client.call(&call, Some(&token)).await {
            Err(e) if e.is_unauthorized() => {
                let token = self.session.renew(&token).await?;
                self.settle(self.client.call(&call, Some(&token)).await)
            }
            answer => answer,
        }
    }

    /// A fresh token that is refused as well: the account itself is out.
    fn settle<T>(&self, answer: Result<T, Error>) -> Result<T, Error> {
        match answer {
            Err(Error::Refused { status: 401, detail, .. }) => Err(self.session.end(detail)),
            answer => answer,
        }
    }
}

/// Pages as large as the server gives them.
fn page_of_most() -> PageQuery {
    PageQuery { limit: Some("200".to_owned()), ..PageQuery::default() }
}
