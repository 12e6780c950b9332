//! One HTTP exchange: a request out, an answer of ours or an [`Error`] back.

use super::address::Address;
use super::error::Error;
use super::reason;
use reqwest::{Method, Response, StatusCode, header};
use robindesk_protocol::{Problem, Success};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::OnceCell;

/// How long one call may take, from connecting to the last byte.
const CALL: Duration = Duration::from_secs(20);
const CONNECT: Duration = Duration::from_secs(6);
/// A question whose answer was lost is asked again after these pauses: on a bad link one of twenty is,
/// and asking changes nothing.
const AGAIN: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(800)];
/// An answer that has not come by then is not lost, but slow: whoever waits is told.
const LOST: Duration = Duration::from_secs(5);

/// A way to one server. Cheap to clone; connects only when it is first used.
#[derive(Debug, Clone)]
pub struct Client {
    address: Address,
    http: Arc<OnceCell<reqwest::Client>>,
}

/// What to ask for.
#[derive(Debug, Clone)]
pub(super) struct Call {
    method: Method,
    path: String,
    query: Option<String>,
    body: Option<Vec<u8>>,
    key: Option<String>,
    from: Option<u64>,
}

impl Call {
    pub(super) fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), query: None, body: None, key: None, from: None }
    }

    pub(super) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    pub(super) fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::DELETE, path)
    }

    pub(super) fn put(path: impl Into<String>) -> Self {
        Self::new(Method::PUT, path)
    }

    pub(super) fn post(path: impl Into<String>) -> Self {
        Self::new(Method::POST, path)
    }

    /// The wire types hold nothing that JSON cannot say, so this cannot fail on them.
    pub(super) fn json(mut self, body: &impl Serialize) -> Self {
        self.body = serde_json::to_vec(body).ok();
        self
    }

    pub(super) fn query(mut self, query: &impl Serialize) -> Self {
        let request = reqwest::Url::parse("http://x").ok().map(|mut url| {
            let pairs = serde_json::to_value(query).unwrap_or_default();
            for (name, value) in pairs.as_object().into_iter().flatten() {
                if let Some(value) = value.as_str() {
                    url.query_pairs_mut().append_pair(name, value);
                }
            }
            url.query().map(str::to_owned)
        });
        self.query = request.flatten();
        self
    }

    /// An `Idempotency-Key`, so that a repeat is harmless.
    pub(super) fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// The bytes from here on: what came before has arrived.
    pub(super) const fn from(mut self, byte: u64) -> Self {
        self.from = Some(byte);
        self
    }
}

impl Client {
    /// A client that has not done anything yet.
    pub fn new(address: Address) -> Self {
        Self { address, http: Arc::new(OnceCell::new()) }
    }

    /// The server it talks to.
    pub const fn address(&self) -> &Address {
        &self.address
    }

    /// Calls, and reads the `data` of the answer. What only asks is asked up to three times.
    pub(super) async fn call<T: DeserializeOwned>(
        &self,
        call: &Call,
        token: Option<&str>,
    ) -> Result<T, Error> {
        let pauses: &[Duration] = if call.method == Method::GET { &AGAIN } else { &[] };
        let begun = Instant::now();
        for pause in pauses {
            match self.exchange(call, token).await {
                Err(Error::Unreachable(_)) if begun.elapsed() < LOST => {
                    tokio::time::sleep(*pause).await;
                }
                answer => return answer,
            }
        }
        self.exchange(call, token).await
    }

    async fn exchange<T: DeserializeOwned>(
        &self,
        call: &Call,
        token: Option<&str>,
    ) -> Result<T, Error> {
        let request = self.request(call, token).await?.timeout(CALL);
        let response = request.send().await.map_err(|e| self.transport(&e))?;
        self.read(call, response).await
    }

    async fn read<T: DeserializeOwned>(&self, call: &Call, response: Response) -> Result<T, Error> {
        let response = self.refuse_failures(response).await?;
        let bytes = response.bytes().await.map_err(|e| self.transport(&e))?;
        serde_json::from_slice::<Success<T>>(&bytes).map(|s| s.data).map_err(|e| {
            tracing::warn!(path = call.path, error = %e, "an answer that is not in our words");
            self.foreign("")
        })
    }

    /// Opens a stream: the answer's head has arrived, its body comes as it comes.
    pub(super) async fn open(
        &self,
        call: &Call,
        token: &str,
        last_event: Option<i64>,
    ) -> Result<Response, Error> {
        let mut request = self.request(call, Some(token)).await?;
        request = request.header(header::ACCEPT, "text/event-stream");
        if let Some(seq) = last_event {
            request = request.header("Last-Event-ID", seq.to_string());
        }
        let sent = tokio::time::timeout(CALL, request.send()).await;
        let late = |_| Error::Unreachable(format!("{} did not answer in time.", self.address));
        let response = sent.map_err(late)?.map_err(|e| self.transport(&e))?;
        self.refuse_failures(response).await
    }

    /// Sends a body of any length, without a limit on how long that takes.
    pub(super) async fn upload<T: DeserializeOwned>(
        &self,
        call: &Call,
        kind: &str,
        body: reqwest::Body,
        token: &str,
    ) -> Result<T, Error> {
        let request = self.request(call, Some(token)).await?;
        let request = request.header(header::CONTENT_TYPE, kind).body(body);
        let response = request.send().await.map_err(|e| self.transport(&e))?;
        self.read(call, response).await
    }

    async fn request(
        &self,
        call: &Call,
        token: Option<&str>,
    ) -> Result<reqwest::RequestBuilder, Error> {
        let http = self.http.get_or_try_init(build).await?;
        let mut url = self.address.join(&call.path);
        url.set_query(call.query.as_deref());
        let mut request = http.request(call.method.clone(), url);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(key) = &call.key {
            request = request.header("Idempotency-Key", key);
        }
        if let Some(from) = call.from.filter(|from| *from > 0) {
            request = request.header(header::RANGE, format!("bytes={from}-"));
        }
        if let Some(body) = &call.body {
            request = request.header(header::CONTENT_TYPE, "application/json").body(body.clone());
        }
        Ok(request)
    }

    /// Turns every answer that is no success into an error.
    async fn refuse_failures(&self, response: Response) -> Result<Response, Error> {
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let retry_after = response
            .headers()
            .get(header::RETRY_AFTER)
            .and_then(|v| v.to_str().ok()?.parse().ok())
            .map(Duration::from_secs);
        let bytes = response.bytes().await.unwrap_or_default();
        let (detail, fields) = match serde_json::from_slice::<Problem>(&bytes) {
            Ok(problem) => (problem.detail, problem.errors),
            // A page of somebody else's, or a way to one: what is ours is elsewhere.
            Err(_) if status.is_redirection() || status == StatusCode::NOT_FOUND => {
                return Err(self.foreign(&format!(" ({status})")));
            }
            Err(_) => (format!("The server answered {status}."), Vec::new()),
        };
        Err(match status {
            StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => {
                Error::Busy { detail, retry_after }
            }
            s if s.is_server_error() => Error::Busy { detail, retry_after },
            s => Error::Refused { status: s.as_u16(), detail, fields },
        })
    }

    /// Somebody else's answer: another program's, or one from the way there.
    fn foreign(&self, status: &str) -> Error {
        let address = &self.address;
        Error::Unreachable(format!("{address} answers{status}, but not as a Robindesk server."))
    }

    pub(super) fn transport(&self, error: &reqwest::Error) -> Error {
        reason::transport(error, &self.address.to_string())
    }
}

/// Building takes tens of milliseconds (certificates are read), so it never happens on the drawing
/// thread.
async fn build() -> Result<reqwest::Client, Error> {
    let built = tokio::task::spawn_blocking(|| {
        // Somebody may have installed it before; either way there is one afterwards.
        let _ = rustls::crypto::ring::default_provider().install_default();
        reqwest::Client::builder()
            .user_agent(concat!("robindesk/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT)
            .no_proxy()
            // A redirect could carry a token to another place than the one that was checked.
            .redirect(reqwest::redirect::Policy::none())
            .build()
    });
    match built.await {
        Ok(Ok(client)) => Ok(client),
        Ok(Err(e)) => Err(Error::Unreachable(format!("No HTTP client could be made: {e}."))),
        Err(e) => Err(Error::Unreachable(format!("No HTTP client could be made: {e}."))),
    }
}
