//! How long the database is waited for.

use super::StoreError;
use std::time::Duration;

/// How long a step of a write on PostgreSQL may take, and the wait for the log head. A database that
/// says nothing for longer is taken for gone, at both ends: nothing tells of a line that was cut
/// without a word. Whoever waits for the write still does so by then (`router`).
pub const PATIENCE: Duration = Duration::from_secs(10);
/// The same where an operator's own work is written, which may be a whole marketplace.
pub const ALL_TIME: Duration = Duration::from_hours(1);

/// Waits for the database for as long as [`PATIENCE`] says.
///
/// # Errors
/// As of [`within`].
pub async fn in_time<T, E: From<StoreError>>(
    asked: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    within(PATIENCE, asked).await
}

/// Waits for the database so long and no longer. What it was asked may still come to pass.
///
/// # Errors
/// [`StoreError::Busy`] when it did not answer; the connection must then be dropped.
pub async fn within<T, E: From<StoreError>>(
    most: Duration,
    asked: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    let silent = || E::from(StoreError::Busy("it does not answer".to_owned()));
    tokio::time::timeout(most, asked).await.unwrap_or_else(|_| Err(silent()))
}
