//! `/api/auth`: signing in, staying in, going.

use crate::answer::Answer;
use crate::auth::{self, ClientAddress, SignedIn};
use crate::error::ApiError;
use crate::extract::Body;
use crate::state::App;
use crate::store::read::accounts;
use axum::extract::State;
use robindesk_protocol::{Login, Refresh, TokenPair, UserAnswer};
use serde_json::{Map, Value};

/// `POST /api/auth/login`
///
/// # Errors
/// 401 when e-mail or password are wrong, 429 after too many tries.
pub async fn login(
    State(app): State<App>,
    ClientAddress(from): ClientAddress,
    Body(login): Body<Login>,
) -> Result<Answer<TokenPair>, ApiError> {
    Ok(Answer::ok("Signed in", auth::log_in(&app, login, from).await?))
}

/// `POST /api/auth/refresh`
///
/// # Errors
/// 401 when the refresh token does not work, or worked before.
pub async fn refresh(
    State(app): State<App>,
    Body(body): Body<Refresh>,
) -> Result<Answer<TokenPair>, ApiError> {
    Ok(Answer::ok("Session renewed", auth::refresh(&app, &body.refresh_token).await?))
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
