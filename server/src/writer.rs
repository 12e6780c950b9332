//! Group commit.

use crate::desk::command::Request;
use crate::desk::rejection::Rejection;
use crate::desk::reply::Reply;
use crate::store::Store;
use tokio::task::JoinHandle;

/// Why a command was not carried out.
#[derive(Debug, Clone)]
pub enum WriteError {
    Rejected(Rejection),
    Busy,
    DiskFull,
    Internal(String),
}

/// The way to the one writer.
#[derive(Debug, Clone)]
pub struct Writer;

/// Starts the writer.
pub fn start(_store: &Store) -> (Writer, JoinHandle<()>) {
    (Writer, tokio::spawn(async {}))
}

impl Writer {
    /// Waits until `request` is decided and on disk.
    #[expect(clippy::unused_async, clippy::missing_errors_doc, reason = "the writer answers later")]
    pub async fn submit(&self, _request: Request) -> Result<Reply, WriteError> {
        Err(WriteError::Busy)
    }
}
