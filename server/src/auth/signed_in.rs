//! The extractors by role. Whoever asks is looked up on every request, so that suspension, a changed
//! role or an ended session bite at once and not when the token runs out (`api.md`, Auth).

use super::ClientAddress;
use crate::desk::command::{Account, Caller};
use crate::error::ApiError;
use crate::limits;
use crate::state::App;
use crate::store::StoreError;
use crate::store::read::accounts::SessionFacts;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use robindesk_protocol::{AccountStatus, Claims, Timestamp, User, UserId, UserType};
use std::net::IpAddr;

/// Any active account.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who it is, as the desk's rules care.
    pub account: Account,
    /// Who it is, whole.
    pub user: User,
    /// The session that the token belongs to.
    pub sid: String,
    /// When the token runs out: a stream that was opened with it ends then.
    pub until: Timestamp,
}

/// An active agent, admin or super admin; a 403 for anybody else.
#[derive(Debug, Clone)]
pub struct Staff(pub SignedIn);

/// An active admin or super admin; a 403 for anybody else.
#[derive(Debug, Clone)]
pub struct Admin(pub SignedIn);

/// An active super admin; a 403 for anybody else.
#[derive(Debug, Clone)]
pub struct SuperAdmin(pub SignedIn);

impl SignedIn {
    /// As the one who asks for a command.
    pub fn caller(&self) -> Caller {
        Caller::Account(self.account.clone())
    }

    /// Whether the session goes on, its account is active and is still what it was: for what stays
    /// open after the request was let in.
    ///
    /// # Errors
    /// When the database does not answer: then nobody knows.
    pub async fn still_holds(&self, app: &App) -> Result<bool, StoreError> {
        let now = app.clock.now();
        let session = app.known.session(&app.store, &self.sid, now).await?;
        Ok(session.is_some_and(|s| holds(&s, self.account.id, self.account.user_type, now)))
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let ClientAddress(from) = match ClientAddress::from_request_parts(parts, app).await {
            Ok(address) => address,
            Err(never) => match never {},
        };
        // Limits have looked at the token already, where there are limits.
        let known = parts.extensions.remove::<Verified>().map(|Verified(claims)| claims);
        let claims = known.or_else(|| verified(app, &parts.headers));
        let claims = claims.ok_or_else(ApiError::unauthorized)?;
        let found = signed_in(app, &claims, from).await;
        // Nobody is told of a session that has ended before its address was counted.
        limits::charge_account(app, found.as_ref().ok().map(|signed_in| signed_in.account.id))?;
        found
    }
}

impl FromRequestParts<App> for Staff {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let signed_in = SignedIn::from_request_parts(parts, app).await?;
        if signed_in.account.user_type.is_staff() {
            return Ok(Self(signed_in));
        }
        Err(ApiError::forbidden("This is for support staff."))
    }
}

impl FromRequestParts<App> for Admin {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let signed_in = SignedIn::from_request_parts(parts, app).await?;
        if signed_in.account.user_type.is_admin() {
            return Ok(Self(signed_in));
        }
        Err(ApiError::forbidden("This is for admins."))
    }
}

/// The claims of a token that we signed and that has not run out. Whether its session is live is
/// another question.
#[derive(Debug, Clone)]
pub struct Verified(pub Claims);

/// Reads the token of a request.
pub fn verified(app: &App, headers: &HeaderMap) -> Option<Claims> {
    app.keys.read(bearer(headers)?, app.clock.now())
}

impl FromRequestParts<App> for SuperAdmin {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let signed_in = SignedIn::from_request_parts(parts, app).await?;
        if signed_in.account.user_type == UserType::SuperAdmin {
            return Ok(Self(signed_in));
        }
        Err(ApiError::forbidden("This is for super admins."))
    }
}

async fn signed_in(app: &App, claims: &Claims, from: IpAddr) -> Result<SignedIn, ApiError> {
    let now = app.clock.now();
    let session = app.known.session(&app.store, &claims.sid, now).await?;
    let session = session.ok_or_else(ApiError::unauthorized)?;
    // The role is part of what was signed: a token from before a change of role is no longer ours.
    if !holds(&session, claims.sub, claims.user_type, now) {
        return Err(ApiError::unauthorized());
    }
    let user = session.user;
    if user.user_type.is_staff() {
        app.presence.saw(user.id, now);
    }
    let until = Timestamp(i64::try_from(claims.exp).unwrap_or(0).saturating_mul(1000));
    Ok(SignedIn { account: account(&user, from), user, sid: session.sid, until })
}

/// Whether the session is live and its account active, of that id and that type.
fn holds(session: &SessionFacts, id: UserId, user_type: UserType, now: Timestamp) -> bool {
    let live = !session.ended && session.expires_at > now;
    let same = session.user.id == id && session.user.user_type == user_type;
    live && same && session.user.status == AccountStatus::Active
}

/// The account as the desk's rules care about it.
fn account(user: &User, from: IpAddr) -> Account {
    Account { from: Some(from), ..Account::of(user) }
}

/// The one bearer token of a request. Two `Authorization` headers are one too many to believe.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

#[cfg(test)]
mod tests {
    use super::bearer;
    use axum::http::{HeaderMap, HeaderValue, header};

    fn sent(values: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::AUTHORIZATION, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn one_bearer_token_is_found() {
        assert_eq!(bearer(&sent(&["Bearer a.b.c"])), Some("a.b.c"));
        assert_eq!(bearer(&sent(&["bearer a.b.c"])), Some("a.b.c"));
    }

    #[test]
    fn anything_else_is_nobody() {
        for odd in [&[][..], &["Basic a"], &["Bearer"], &["a.b.c"], &["Bearer a", "Bearer a"]] {
            assert_eq!(bearer(&sent(odd)), None, "{odd:?}");
        }
    }
}
