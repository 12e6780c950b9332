//! `/api/auth`: signing in, staying in, going.

use super::write;
use crate::answer::Answer;
use crate::auth::{self, ClientAddress, Device, SignedIn};
use crate::desk::command::Command;
use crate::error::ApiError;
use crate::extract::{Body, PathId};
use crate::state::App;
use crate::store::read::accounts;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use robindesk_protocol::{ChangePassword, Login, Refresh, SessionList, TokenPair, UserAnswer};
use serde_json::{Map, Value};

/// How much of a `User-Agent` is kept, in characters.
const MAX_PROGRAM: usize = 120;

/// `POST /api/auth/login`
///
/// # Errors
/// 401 when e-mail or password are wrong, 429 after too many tries.
pub async fn login(
    State(app): State<App>,
    ClientAddress(from): ClientAddress,
    headers: HeaderMap,
    Body(login): Body<Login>,
) -> Result<Answer<TokenPair>, ApiError> {
    let program = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    let program = program.map(|name| name.chars().take(MAX_PROGRAM).collect());
    let device = Device { address: from, program };
    Ok(Answer::ok("Signed in", auth::log_in(&app, login, device).await?).secret())
}

/// `POST /api/auth/refresh`
///
/// # Errors
/// 401 when the refresh token does not work, or worked before.
pub async fn refresh(
    State(app): State<App>,
    Body(body): Body<Refresh>,
) -> Result<Answer<TokenPair>, ApiError> {
    Ok(Answer::ok("Session renewed", auth::refresh(&app, &body.refresh_token).await?).secret())
}

/// `POST /api/auth/logout`
///
/// # Errors
/// 401 when nobody is signed in.
pub async fn logout(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Answer<Map<String, Value>>, ApiError> {
    auth::log_out(&app, &signed_in).await?;
    Ok(Answer::ok("Signed out", Map::new()))
}

/// `GET /api/auth/me`
///
/// # Errors
/// 401 when nobody is signed in.
pub async fn me(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Answer<UserAnswer>, ApiError> {
    // Read anew: what the extractor knows may be two seconds old.
    let user = accounts::user(&app.store, signed_in.account.id).await?;
    let user = user.ok_or_else(ApiError::unauthorized)?;
    Ok(Answer::ok("This is you", UserAnswer { user }))
}

/// `PUT /api/auth/password`: the other sessions end.
///
/// # Errors
/// 400 naming the field when the present password is wrong or the new one will not do.
pub async fn change_password(
    State(app): State<App>,
    signed_in: SignedIn,
    ClientAddress(from): ClientAddress,
    Body(body): Body<ChangePassword>,
) -> Result<Answer<Map<String, Value>>, ApiError> {
    auth::change_password(&app, &signed_in, body, from).await?;
    Ok(Answer::ok("Password changed; your other sessions have ended", Map::new()))
}

/// `GET /api/auth/sessions`: one's own.
///
/// # Errors
/// 401 when nobody is signed in.
pub async fn sessions(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Answer<SessionList>, ApiError> {
    let now = app.clock.now();
    let mut sessions = accounts::sessions(&app.store, signed_in.account.id, now).await?;
    for session in &mut sessions {
        session.current = session.id == signed_in.sid;
    }
    Ok(Answer::ok("Your sessions", SessionList { sessions }))
}

/// `DELETE /api/auth/sessions/{session_id}`: one of one's own, also the one that asks.
///
/// # Errors
/// 404 when there is none of that name, or it is another's.
pub async fn end_session(
    State(app): State<App>,
    signed_in: SignedIn,
    PathId(sid): PathId<String>,
) -> Result<Answer<Map<String, Value>>, ApiError> {
    // PostgreSQL takes no NUL in a text, and no session has one in its name.
    if sid.contains('\0') {
        return Err(ApiError::not_found("session"));
    }
    write::submit(&app, &signed_in, None, Command::EndSession { sid }).await?;
    Ok(Answer::ok("Session ended", Map::new()))
}
