//! Where a request meets its quota. Whoever brings no token that we signed, and whatever asks for no
//! sign-in, is counted by address before anything is done for it; an account by itself, once it is
//! known to be live.

use super::{Quota, Refused};
use crate::auth::{self, ClientAddress, Verified};
use crate::error::ApiError;
use crate::state::App;
use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use robindesk_protocol::UserId;
use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

tokio::task_local! {
    static TAKEN: Taken;
}

/// The calls that ask for a sign-in, by method and path as in the URL map.
#[derive(Debug, Clone, Default)]
pub struct Guarded(Arc<HashSet<(Method, &'static str)>>);

impl FromIterator<(Method, &'static str)> for Guarded {
    fn from_iter<T: IntoIterator<Item = (Method, &'static str)>>(calls: T) -> Self {
        Self(Arc::new(calls.into_iter().collect()))
    }
}

impl Guarded {
    /// Whether this one does. What leads nowhere does not.
    fn has(&self, request: &Parts) -> bool {
        // As the router takes them.
        let method = if request.method == Method::HEAD { &Method::GET } else { &request.method };
        let path = request.extensions.get::<MatchedPath>();
        path.is_some_and(|path| self.0.contains(&(method.clone(), path.as_str())))
    }
}

/// What was taken from whose quota for the request of this task.
#[derive(Debug, Clone)]
struct Taken {
    from: IpAddr,
    quota: Arc<OnceLock<Quota>>,
    /// The quota of another kind that was used up.
    tries: Arc<OnceLock<Quota>>,
}

/// Counts every request once, and says in its answer what is left. Load balancers that look after
/// this process are not counted.
pub async fn layer(
    State((app, guarded)): State<(App, Guarded)>,
    request: Request,
    next: Next,
) -> Response {
    if !app.settings.rate_limit || request.uri().path().starts_with("/health/") {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let Ok(ClientAddress(from)) = ClientAddress::from_request_parts(&mut parts, &app).await;
    let taken = Taken { from, quota: Arc::default(), tries: Arc::default() };
    // Where nobody asks who it is, a token says nothing: its session may have ended.
    let claims = guarded.has(&parts).then(|| auth::verified(&app, &parts.headers)).flatten();
    match claims {
        // Whether its session is live is known later; it is counted then.
        Some(claims) => {
            parts.extensions.insert(Verified(claims));
        }
        None => match app.limits.address(from, app.clock.now()) {
            Ok(quota) => _ = taken.quota.set(quota),
            Err(refused) => return refuse(refused),
        },
    }
    let request = Request::from_parts(parts, body);
    let mut response = TAKEN.scope(taken.clone(), next.run(request)).await;
    // Refused before anybody was asked who it is, as for a path that is none.
    let late = || app.limits.address(from, app.clock.now());
    match taken.quota.get().copied().map_or_else(late, Ok) {
        Ok(quota) => tell(&mut response, taken.tries.get().copied().unwrap_or(quota)),
        Err(refused) => return refuse(refused),
    }
    response
}

/// Counts the request of this task to its account; to its address when the account may not sign in
/// (`None`), as a token of an ended session would otherwise be a free pass.
///
/// # Errors
/// 429 when the quota is used up.
pub fn charge_account(app: &App, account: Option<UserId>) -> Result<(), ApiError> {
    let Ok(taken) = TAKEN.try_with(Taken::clone) else { return Ok(()) };
    if taken.quota.get().is_some() {
        return Ok(());
    }
    let now = app.clock.now();
    let outcome = match account {
        Some(id) => app.limits.account(id, now),
        None => app.limits.address(taken.from, now),
    };
    match outcome {
        Ok(quota) => {
            _ = taken.quota.set(quota);
            Ok(())
        }
        Err(Refused { quota, retry_after }) => {
            _ = taken.quota.set(quota);
            Err(ApiError::rate_limited(retry_after))
        }
    }
}

/// The 429 for a quota of tries beside that of requests. The answer to the request of this task tells
/// of it and not of the other, of which there may be plenty.
pub fn no_tries_left(Refused { quota, retry_after }: Refused) -> ApiError {
    // Where requests are not counted nobody is told of quotas.
    let _ = TAKEN.try_with(|taken| taken.tries.set(quota));
    ApiError::rate_limited(retry_after)
}

fn refuse(refused: Refused) -> Response {
    let mut response = ApiError::rate_limited(refused.retry_after).into_response();
    tell(&mut response, refused.quota);
    response
}

fn tell(response: &mut Response, quota: Quota) {
    let headers = response.headers_mut();
    headers.insert("ratelimit-limit", HeaderValue::from(quota.limit));
    headers.insert("ratelimit-remaining", HeaderValue::from(quota.remaining));
    headers.insert("ratelimit-reset", HeaderValue::from(quota.reset));
}
