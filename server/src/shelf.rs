//! Where files lie: written piece by piece under a random name, never held whole in memory, and there
//! only once they are complete and on disk.

mod incoming;
pub mod name;
pub mod sniff;

pub use incoming::Incoming;

use axum::body::Bytes;
use futures_util::stream::{self, Stream};
use std::io;
use std::path::{Path, PathBuf};
use tokio::fs;
use tokio::io::{AsyncReadExt, AsyncSeekExt};

/// How much of a file is read at a time, in bytes.
const PIECE: usize = 64 * 1024;

/// A folder with a file for each object.
#[derive(Debug, Clone)]
pub struct Shelf {
    folder: PathBuf,
}

impl Shelf {
    /// A shelf in this folder, which is made when the first file arrives.
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Begins a new object.
    ///
    /// # Errors
    /// When the folder cannot be made or written to.
    pub async fn begin(&self) -> io::Result<Incoming> {
        Incoming::begin(&self.folder).await
    }

    /// `length` bytes of an object from `from` on.
    ///
    /// # Errors
    /// When the object is not there.
    pub async fn read(
        &self,
        object: &str,
        from: u64,
        length: u64,
    ) -> io::Result<impl Stream<Item = io::Result<Bytes>> + Send + use<>> {
        let mut file = fs::File::open(self.path(object)?).await?;
        file.seek(io::SeekFrom::Start(from)).await?;
        let file = file.take(length);
        Ok(stream::try_unfold((file, length), |(mut file, left)| async move {
            if left == 0 {
                return Ok(None);
            }
            let mut piece = vec![0; PIECE.min(usize::try_from(left).unwrap_or(PIECE))];
            let read = file.read(&mut piece).await?;
            if read == 0 {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
            }
            piece.truncate(read);
            Ok(Some((Bytes::from(piece), (file, left - read as u64))))
        }))
    }

    /// Removes an object that no message has.
    pub async fn remove(&self, object: &str) {
        let removed = match self.path(object) {
            Ok(path) => fs::remove_file(path).await,
            Err(error) => Err(error),
        };
        if let Err(error) = removed {
            tracing::warn!(%error, "A file that nobody needs could not be removed");
        }
    }

    /// Names are ours; whatever else is asked for is nowhere.
    fn path(&self, object: &str) -> io::Result<PathBuf> {
        let ours = object.len() == incoming::NAME && object.bytes().all(|b| b.is_ascii_hexdigit());
        if !ours {
            return Err(io::Error::from(io::ErrorKind::NotFound));
        }
        Ok(place(&self.folder, object))
    }
}

/// Spread over 256 folders, so that none has too many.
fn place(folder: &Path, object: &str) -> PathBuf {
    folder.join(&object[..2]).join(object)
}

#[cfg(test)]
mod tests;
