//! Files in a folder on this machine: a file for each object.

mod incoming;

pub use incoming::Incoming;

use super::Lying;
use axum::body::Bytes;
use futures_util::stream::{self, BoxStream, StreamExt};
use robindesk_protocol::Timestamp;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::fs;
use tokio::io::{AsyncReadExt, AsyncSeekExt};

/// What the name of a file ends in that is not whole yet.
pub const PART: &str = ".part";

/// How much of a file is read at a time, in bytes.
const PIECE: usize = 64 * 1024;

/// The folder. It is made when the first file arrives.
#[derive(Debug, Clone)]
pub struct Folder(pub PathBuf);

impl Folder {
    pub async fn begin(&self, object: String) -> io::Result<Incoming> {
        Incoming::begin(self.path(&object), object).await
    }

    pub async fn read(
        &self,
        object: &str,
        from: u64,
        length: u64,
    ) -> io::Result<BoxStream<'static, io::Result<Bytes>>> {
        let mut file = fs::File::open(self.path(object)).await?;
        file.seek(io::SeekFrom::Start(from)).await?;
        let file = file.take(length);
        let pieces = stream::try_unfold((file, length), |(mut file, left)| async move {
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
        });
        Ok(pieces.boxed())
    }

    pub async fn remove(&self, object: &str) -> io::Result<()> {
        fs::remove_file(self.path(object)).await
    }

    /// Reads whole inner folders, so that a page may be longer by one of them.
    pub async fn page(&self, after: &str, most: usize) -> io::Result<Vec<Lying>> {
        let mut page = Vec::new();
        for inner in names(&self.0).await? {
            if inner.as_str() < after.get(..2).unwrap_or_default() {
                continue;
            }
            for object in names(&self.0.join(&inner)).await? {
                if object.as_str() > after && super::ours(&object).is_ok() {
                    page.extend(lying(&self.0.join(&inner), object).await);
                }
            }
            if page.len() >= most {
                break;
            }
        }
        Ok(page)
    }

    /// Spread over 256 folders, so that none has too many.
    fn path(&self, object: &str) -> PathBuf {
        self.0.join(&object[..2]).join(object)
    }
}

/// The names in a folder, in order; none when it is not there, or is none.
async fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut entries = match fs::read_dir(folder).await {
        Ok(entries) => entries,
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            return Ok(Vec::new());
        }
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        names.extend(entry.file_name().into_string());
    }
    names.sort_unstable();
    Ok(names)
}

/// The file as it lies there; nothing when it has gone meanwhile.
async fn lying(folder: &Path, object: String) -> Option<Lying> {
    let written = fs::metadata(folder.join(&object)).await.and_then(|of| of.modified()).ok()?;
    Some(Lying { object, written_at: timestamp(written) })
}

fn timestamp(at: SystemTime) -> Timestamp {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
