//! A file on its way in: a temporary one, until it is whole.

use super::PART;
use std::io;
use std::path::PathBuf;
use tokio::fs;
use tokio::io::AsyncWriteExt;

/// A file that is being written. Dropped before it is finished, it leaves nothing behind.
#[derive(Debug)]
pub struct Incoming {
    file: fs::File,
    object: String,
    unfinished: Unfinished,
    path: PathBuf,
}

impl Incoming {
    pub(super) async fn begin(path: PathBuf, object: String) -> io::Result<Self> {
        let part = path.with_extension(&PART[1..]);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).await?;
        }
        let file = fs::File::create_new(&part).await?;
        Ok(Self { file, object, unfinished: Unfinished(Some(part)), path })
    }

    /// Writes the next piece.
    ///
    /// # Errors
    /// When it cannot be written; the file must then be given up.
    pub async fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        self.file.write_all(piece).await
    }

    /// Makes it durable under its name, which is returned.
    ///
    /// # Errors
    /// When it cannot be; nothing of it is left then.
    pub async fn finish(mut self) -> io::Result<String> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        fs::rename(self.path.with_extension(&PART[1..]), &self.path).await?;
        self.unfinished.0 = None;
        // The new name is on disk once its folder is.
        if let Some(parent) = self.path.parent() {
            fs::File::open(parent).await?.sync_all().await?;
        }
        Ok(self.object)
    }
}

/// Removes what was not finished, also when the request that sent it was cancelled.
#[derive(Debug)]
struct Unfinished(Option<PathBuf>);

impl Drop for Unfinished {
    fn drop(&mut self) {
        let Some(path) = self.0.take() else { return };
        if let Err(error) = std::fs::remove_file(path) {
            tracing::warn!(%error, "An unfinished file could not be removed");
        }
    }
}
