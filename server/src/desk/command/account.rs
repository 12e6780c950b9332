//! What a command brings about an account: a new one, a session, a password. No hash is ever printed.

use robindesk_protocol::{AccountStatus, Availability, Timestamp, UserId, UserType};

/// A session of an account that has just proved who it is.
#[derive(Clone)]
pub struct NewSession {
    pub sid: String,
    pub user: UserId,
    /// Hash of its first refresh token; `None` for a session that cannot be refreshed.
    pub refresh_hash: Option<String>,
    pub expires_at: Timestamp,
    /// Where it was opened from, `None` by this program itself.
    pub address: Option<String>,
    /// The `User-Agent` that opened it.
    pub program: Option<String>,
}

/// A new password for an account, which ends its sessions.
#[derive(Clone)]
pub struct NewPassword {
    pub user: UserId,
    /// Argon2id in PHC form.
    pub hash: String,
    /// The caller's own change: the hash that the old password was checked against, and the session
    /// that goes on. `None` for a reset by a super admin.
    pub own: Option<OwnPassword>,
}

/// What goes with a change of one's own password.
#[derive(Clone)]
pub struct OwnPassword {
    pub was: String,
    pub keep: String,
}

/// An account to create, with the profile that its type has.
#[derive(Clone)]
pub struct NewAccount {
    /// Unique without regard to case.
    pub email: String,
    pub name: String,
    pub phone: Option<String>,
    /// Argon2id in PHC form; `None` for an account that can only be entered with a token.
    pub password_hash: Option<String>,
    pub status: AccountStatus,
    pub kind: AccountKind,
}

/// What kind of account, and what belongs to that kind alone.
#[derive(Debug, Clone)]
pub enum AccountKind {
    Brand { company_name: String },
    Creator { bio: String },
    Staff { user_type: UserType, availability: Availability },
}

// Written by hand so that no hash can reach a log through `{:?}`.
impl std::fmt::Debug for NewSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewSession").field("user", &self.user).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewPassword").field("user", &self.user).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for OwnPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OwnPassword").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for NewAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewAccount")
            .field("email", &self.email)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}
