//! Where files lie: written piece by piece under a random name, never held whole in memory, and there
//! only once they are complete and durable.

#[cfg(feature = "s3")]
mod bucket;
mod folder;
pub mod name;
pub mod sniff;
pub mod sweep;

use crate::settings::{Files, Settings};
use axum::body::Bytes;
use folder::Folder;
use futures_util::stream::BoxStream;
use robindesk_protocol::Timestamp;
use std::io;
use std::path::PathBuf;

/// The length of an object's name: 128 random bits in hex.
const NAME: usize = 32;

/// What lies there, of whatever kind the place is.
#[derive(Debug, Clone)]
pub struct Shelf(Place);

#[derive(Debug, Clone)]
enum Place {
    Folder(Folder),
    #[cfg(feature = "s3")]
    Bucket(bucket::Bucket),
}

/// A file on its way in. Dropped before it is finished, it leaves nothing behind.
#[derive(Debug)]
pub struct Incoming(Way);

#[derive(Debug)]
enum Way {
    Folder(folder::Incoming),
    #[cfg(feature = "s3")]
    Bucket(bucket::Incoming),
}

/// An object as it lies there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lying {
    pub object: String,
    /// When it was last written to.
    pub written_at: Timestamp,
}

impl Shelf {
    /// A shelf in this folder, which is made when the first file arrives.
    pub const fn folder(folder: PathBuf) -> Self {
        Self(Place::Folder(Folder(folder)))
    }

    /// The shelf that the settings name.
    ///
    /// # Errors
    /// When the environment does not say how to reach the bucket.
    pub fn of(settings: &Settings) -> io::Result<Self> {
        match &settings.files {
            Files::Folder => Ok(Self::folder(settings.files_dir())),
            #[cfg(feature = "s3")]
            Files::Bucket { name, prefix } => {
                Ok(Self(Place::Bucket(bucket::Bucket::open(name, prefix)?)))
            }
        }
    }

    /// Begins a new object.
    ///
    /// # Errors
    /// When the place cannot be written to.
    pub async fn begin(&self) -> io::Result<Incoming> {
        let object = crate::auth::hex(&rand::random::<[u8; NAME / 2]>());
        Ok(Incoming(match &self.0 {
            Place::Folder(folder) => Way::Folder(folder.begin(object).await?),
            #[cfg(feature = "s3")]
            Place::Bucket(bucket) => Way::Bucket(bucket.begin(object)),
        }))
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
    ) -> io::Result<BoxStream<'static, io::Result<Bytes>>> {
        ours(object)?;
        match &self.0 {
            Place::Folder(folder) => folder.read(object, from, length).await,
            #[cfg(feature = "s3")]
            Place::Bucket(bucket) => bucket.read(object, from, length).await,
        }
    }

    /// Removes an object that no message has.
    pub async fn remove(&self, object: &str) {
        let removed = match (ours(object), &self.0) {
            (Ok(()), Place::Folder(folder)) => folder.remove(object).await,
            #[cfg(feature = "s3")]
            (Ok(()), Place::Bucket(bucket)) => bucket.remove(object).await,
            (Err(error), _) => Err(error),
        };
        if let Err(error) = removed {
            tracing::warn!(%error, "A file that nobody needs could not be removed");
        }
    }

    /// About `most` objects in order of their names, from the one after `after` on; none at the end.
    /// What never became whole is among them.
    ///
    /// # Errors
    /// When the place cannot be read.
    pub async fn page(&self, after: &str, most: usize) -> io::Result<Vec<Lying>> {
        match &self.0 {
            Place::Folder(folder) => folder.page(after, most).await,
            #[cfg(feature = "s3")]
            Place::Bucket(bucket) => bucket.page(after, most).await,
        }
    }
}

impl Incoming {
    /// Writes the next piece.
    ///
    /// # Errors
    /// When it cannot be written; the file must then be given up.
    pub async fn write(&mut self, piece: Bytes) -> io::Result<()> {
        match &mut self.0 {
            Way::Folder(incoming) => incoming.write(&piece).await,
            #[cfg(feature = "s3")]
            Way::Bucket(incoming) => incoming.write(piece).await,
        }
    }

    /// Makes it durable under its name, which is returned.
    ///
    /// # Errors
    /// When it cannot be; nothing of it is left then.
    pub async fn finish(self) -> io::Result<String> {
        match self.0 {
            Way::Folder(incoming) => incoming.finish().await,
            #[cfg(feature = "s3")]
            Way::Bucket(incoming) => incoming.finish().await,
        }
    }
}

/// Names are ours, whole or not yet; whatever else is asked for is nowhere.
fn ours(object: &str) -> io::Result<()> {
    let stem = object.strip_suffix(folder::PART).unwrap_or(object);
    if stem.len() == NAME && stem.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(());
    }
    Err(io::Error::from(io::ErrorKind::NotFound))
}

#[cfg(test)]
mod tests;
