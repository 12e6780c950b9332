//! Sessions: opened by a password, kept alive by refresh tokens that work once, and ended.

use super::refresh::RefreshToken;
use super::{SignedIn, tokens};
use crate::desk::command::{Caller, Command, NewSession, Request};
use crate::desk::reply::Reply;
use crate::error::ApiError;
use crate::limits::no_tries_left;
use crate::state::App;
use crate::store::StoreError;
use crate::store::read::accounts;
use crate::writer::WriteError;
use robindesk_protocol::{AccountStatus, Claims, Code, Login, Timestamp, TokenPair, User};
use std::net::IpAddr;
use std::time::Duration;

/// How long an access token lives (`api.md`, Auth).
const ACCESS_TTL: Duration = Duration::from_mins(15);

/// How long a session lives without being refreshed.
const SESSION_TTL: Duration = Duration::from_hours(30 * 24);

/// Why an account could not be signed in without its password.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SignInError {
    #[error("there is no account {0}")]
    Unknown(String),
    #[error("the account {email} is {status}")]
    NotActive { email: String, status: AccountStatus },
    #[error("the database could not be read: {0}")]
    Store(#[from] StoreError),
    #[error("the session could not be written: {0:?}")]
    Write(WriteError),
    #[error("the token could not be signed")]
    Sign,
}

/// From where somebody signs in, and with what program: so that one knows one's own sessions.
#[derive(Debug, Clone)]
pub struct Device {
    pub address: IpAddr,
    /// The `User-Agent`, cut to what a list can show.
    pub program: Option<String>,
}

/// Checks a password and opens a session.
///
/// # Errors
/// One and the same 401 for an unknown e-mail, a wrong password and an account that is not active;
/// 429 after too many tries.
pub async fn log_in(app: &App, login: Login, device: Device) -> Result<TokenPair, ApiError> {
    let from = device.address;
    let Login { email, password } = login;
    let now = app.clock.now();
    if app.settings.rate_limit {
        app.tries.begin(&email, from, now).map_err(no_tries_left)?;
    }
    let known = accounts::credentials(&app.store, &email).await?;
    let hash = known.as_ref().and_then(|c| c.password_hash.clone());
    let right = app.passwords.verify(password, hash).await?;
    let user = known.map(|c| c.user).filter(|u| right && u.status == AccountStatus::Active);
    let Some(user) = user else {
        tracing::info!(from = %from, "A login was refused");
        return Err(ApiError::wrong_credentials());
    };
    app.tries.succeeded(&email, from);
    open(app, user, Some(device)).await
}

/// Trades a refresh token for a new pair.
///
/// # Errors
/// 401 when it is not ours, has been used before (which ends its session), or the account is not
/// active any more.
pub async fn refresh(app: &App, presented: &str) -> Result<TokenPair, ApiError> {
    let presented = RefreshToken::parse(presented).ok_or_else(ApiError::unauthorized)?;
    let next = RefreshToken::make(presented.sid());
    let sid = presented.sid().to_owned();
    let command = Command::RotateSession {
        sid: sid.clone(),
        presented: presented.hash(),
        next: next.hash(),
        expires_at: later(app.clock.now(), SESSION_TTL),
    };
    let user = match write(app, Caller::System, command).await {
        Ok(Reply::Session { user }) => user,
        Ok(Reply::SessionEnded) => {
            tracing::warn!(sid, "A refresh token was used twice; its session has been ended");
            return Err(ApiError::unauthorized());
        }
        Ok(other) => return Err(unexpected(&other)),
        // Whatever the desk has against it, a stranger learns no more than that it does not work.
        Err(WriteError::Rejected(_)) => return Err(ApiError::unauthorized()),
        Err(error) => return Err(error.into()),
    };
    let user = accounts::user(&app.store, user).await?;
    let user = user.filter(|u| u.status == AccountStatus::Active);
    let user = user.ok_or_else(ApiError::unauthorized)?;
    pair(app, user, &sid, next)
}

/// Ends the session of whoever asks.
///
/// # Errors
/// When it could not be written.
pub async fn log_out(app: &App, signed_in: &SignedIn) -> Result<(), ApiError> {
    let command = Command::EndSession { sid: signed_in.sid.clone() };
    write(app, signed_in.caller(), command).await?;
    Ok(())
}

/// Opens a session for an account without asking for its password: for this program's own use.
///
/// # Errors
/// When there is no such active account, or it could not be written.
pub async fn open_session(app: &App, email: &str) -> Result<TokenPair, SignInError> {
    let user = active(app, email).await?;
    open(app, user, None).await.map_err(|error| match error.code() {
        Code::Unavailable => SignInError::Write(WriteError::Busy),
        _ => SignInError::Write(WriteError::Internal(format!("{error:?}"))),
    })
}

/// An access token for an account that lives for `ttl`, in a session that cannot be refreshed.
///
/// # Errors
/// When there is no such active account, or it could not be written.
pub async fn issue(app: &App, email: &str, ttl: Duration) -> Result<String, SignInError> {
    let user = active(app, email).await?;
    let sid = new_sid();
    let session = NewSession {
        sid: sid.clone(),
        user: user.id,
        refresh_hash: None,
        expires_at: later(app.clock.now(), ttl),
        address: None,
        program: None,
    };
    let opened = write(app, Caller::System, Command::OpenSession(session)).await;
    opened.map_err(SignInError::Write)?;
    app.keys.sign(&claims(app, &user, &sid, ttl)).ok_or(SignInError::Sign)
}

async fn active(app: &App, email: &str) -> Result<User, SignInError> {
    let known = accounts::credentials(&app.store, email).await?;
    let user = known.ok_or_else(|| SignInError::Unknown(email.to_owned()))?.user;
    if user.status != AccountStatus::Active {
        return Err(SignInError::NotActive { email: user.email, status: user.status });
    }
    Ok(user)
}

async fn open(app: &App, user: User, device: Option<Device>) -> Result<TokenPair, ApiError> {
    let sid = new_sid();
    let token = RefreshToken::make(&sid);
    let session = NewSession {
        sid: sid.clone(),
        user: user.id,
        refresh_hash: Some(token.hash()),
        expires_at: later(app.clock.now(), SESSION_TTL),
        address: device.as_ref().map(|d| d.address.to_string()),
        program: device.and_then(|d| d.program),
    };
    write(app, Caller::System, Command::OpenSession(session)).await?;
    pair(app, user, &sid, token)
}

fn pair(app: &App, user: User, sid: &str, token: RefreshToken) -> Result<TokenPair, ApiError> {
    let access_token = app.keys.sign(&claims(app, &user, sid, ACCESS_TTL));
    Ok(TokenPair {
        access_token: access_token.ok_or_else(|| ApiError::internal("a token was not signed"))?,
        refresh_token: token.into_text(),
        token_type: "Bearer".to_owned(),
        expires_in: ACCESS_TTL.as_secs(),
        user,
    })
}

fn claims(app: &App, user: &User, sid: &str, ttl: Duration) -> Claims {
    let iat = u64::try_from(app.clock.now().0.div_euclid(1000)).unwrap_or(0);
    Claims {
        sub: user.id,
        user_type: user.user_type,
        sid: sid.to_owned(),
        iss: tokens::NAME.to_owned(),
        aud: tokens::NAME.to_owned(),
        iat,
        exp: iat.saturating_add(ttl.as_secs()),
        jti: uuid::Uuid::new_v4().simple().to_string(),
    }
}

async fn write(app: &App, by: Caller, command: Command) -> Result<Reply, WriteError> {
    app.writer.submit(Request { at: app.clock.now(), by, key: None, command }).await
}

fn new_sid() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

fn later(now: Timestamp, by: Duration) -> Timestamp {
    now.plus_ms(i64::try_from(by.as_millis()).unwrap_or(i64::MAX))
}

fn unexpected(reply: &Reply) -> ApiError {
    // Named by its kind alone: a reply may hold what the log should not.
    let kind = std::mem::discriminant(reply);
    ApiError::internal(format!("the desk answered a session with {kind:?}"))
}
