//! How a command fails, and the exit code that says so.

use crate::net::{AddressError, Error};
use std::io;

/// Why a command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    #[error("{0}")]
    Failed(String),
    /// It was asked in a way that makes no sense.
    #[error("{0}")]
    Usage(String),
    /// Whoever read our output has gone (`| head`): nothing is left to do, and nothing is wrong.
    #[error("nobody reads the output")]
    NobodyReads,
}

impl CliError {
    /// The exit code.
    pub(super) const fn code(&self) -> u8 {
        match self {
            Self::Failed(_) => 1,
            Self::Usage(_) => 2,
            Self::NobodyReads => 0,
        }
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::NobodyReads,
            _ => Self::Failed(error.to_string()),
        }
    }
}

impl From<Error> for CliError {
    fn from(error: Error) -> Self {
        Self::Failed(match error {
            Error::SignedOut(why) if why.is_empty() => "The session is over; sign in again.".into(),
            Error::SignedOut(why) => format!("{why} Sign in again with `robindesk login`."),
            error => error.to_string(),
        })
    }
}

impl From<AddressError> for CliError {
    fn from(error: AddressError) -> Self {
        Self::Usage(error.to_string())
    }
}
