//! What can go wrong on the way to the server and back.

use robindesk_protocol::FieldError;
use std::time::Duration;

/// Why a call brought no answer that can be used. The texts come from outside: untrusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No answer arrived, or none that is ours (a login page of the hotel's network, for instance).
    #[error("{0}")]
    Unreachable(String),
    /// The server asks to come back later.
    #[error("{detail}")]
    Busy { detail: String, retry_after: Option<Duration> },
    /// The server says no, and would say so again.
    #[error("{detail}")]
    Refused { status: u16, detail: String, fields: Vec<FieldError> },
    /// The session is over: only signing in helps.
    #[error("{0}")]
    SignedOut(String),
}

impl Error {
    /// Whether the same call may succeed later.
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Busy { .. })
    }

    /// How long the server asked us to wait.
    pub const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Busy { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// Whether this is the answer to a token or password that is not accepted.
    pub(super) const fn is_unauthorized(&self) -> bool {
        matches!(self, Self::Refused { status: 401, .. })
    }
}
