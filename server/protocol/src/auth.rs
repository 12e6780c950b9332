//! Signing in: credentials, token pairs, and the claims of an access token.

use crate::{Timestamp, User, UserId, UserType};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Body of `POST /api/auth/login`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Login {
    pub email: String,
    pub password: String,
}

/// Body of `POST /api/auth/refresh`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    pub refresh_token: String,
}

/// Answer to a login or a refresh.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TokenPair {
    /// A JWT for the `Authorization: Bearer` header.
    pub access_token: String,
    /// Works once; used twice it ends its whole session.
    pub refresh_token: String,
    /// Always `Bearer`.
    pub token_type: String,
    /// Seconds until the access token expires.
    pub expires_in: u64,
    /// Who signed in.
    pub user: User,
}

/// Body of `PUT /api/auth/password`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    pub current_password: String,
    /// At least [`MIN_PASSWORD`] characters.
    pub new_password: String,
}

/// The shortest password that a person may choose, in characters.
pub const MIN_PASSWORD: usize = 10;
/// The longest password, in bytes: hashing a longer one would be work for free.
pub const MAX_PASSWORD: usize = 1024;

/// A session that is not over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Session {
    pub id: String,
    pub created_at: Timestamp,
    /// When it was last opened or renewed: at most 15 minutes before it was last used.
    pub last_seen_at: Timestamp,
    pub expires_at: Timestamp,
    /// Where it was opened from; `null` when this program opened it itself.
    pub address: Option<String>,
    /// The `User-Agent` that opened it.
    pub program: Option<String>,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// `data` of the lists of sessions, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionList {
    pub sessions: Vec<Session>,
}

/// The claims of an access token. The console reads its own to know when to renew; only the server trusts them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The account's id.
    pub sub: UserId,
    pub user_type: UserType,
    /// The session this token belongs to.
    pub sid: String,
    /// Always `robindesk`.
    pub iss: String,
    /// Always `robindesk`.
    pub aud: String,
    /// Seconds since the epoch when it was signed.
    pub iat: u64,
    /// Seconds since the epoch when it expires.
    pub exp: u64,
    /// Unique to this token.
    pub jti: String,
}

// Written by hand so that no secret can reach a log through `{:?}`.
impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").field("email", &self.email).finish_non_exhaustive()
    }
}

impl fmt::Debug for Refresh {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refresh").finish_non_exhaustive()
    }
}

impl fmt::Debug for TokenPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenPair").field("user", &self.user.id).finish_non_exhaustive()
    }
}

impl fmt::Debug for ChangePassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChangePassword").finish_non_exhaustive()
    }
}
