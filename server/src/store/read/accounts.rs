//! Accounts and sessions.

use crate::store::{Store, StoreError};
use robindesk_protocol::{Timestamp, User, UserId};

/// A session and whose it is.
#[derive(Debug, Clone)]
pub struct SessionFacts {
    pub sid: String,
    pub user: User,
    pub expires_at: Timestamp,
    pub ended: bool,
}

/// What a login is held against.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "holds a hash")]
pub struct Credentials {
    pub user: User,
    pub password_hash: Option<String>,
}

#[expect(clippy::unused_async, clippy::missing_errors_doc, reason = "the store answers later")]
pub async fn session(_store: &Store, _sid: &str) -> Result<Option<SessionFacts>, StoreError> {
    Ok(None)
}

#[expect(clippy::unused_async, clippy::missing_errors_doc, reason = "the store answers later")]
pub async fn credentials(_store: &Store, _email: &str) -> Result<Option<Credentials>, StoreError> {
    Ok(None)
}

#[expect(clippy::unused_async, clippy::missing_errors_doc, reason = "the store answers later")]
pub async fn user(_store: &Store, _id: UserId) -> Result<Option<User>, StoreError> {
    Ok(None)
}
