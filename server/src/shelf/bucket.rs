//! Files in a bucket of S3, or of what speaks like it: an object for each file. Where it is and how to
//! sign in is told by the `AWS_` variables of the environment, as every program of that kind has it.

use super::Lying;
use axum::body::Bytes;
use futures_util::stream::{self, BoxStream, StreamExt, TryStreamExt};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::buffered::BufWriter;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectMeta, ObjectStore, ObjectStoreExt};
use robindesk_protocol::Timestamp;
use std::io;
use std::sync::Arc;
use tokio::io::AsyncWriteExt;

/// How much of a file is sent at a time, in bytes: the least that S3 takes as a part. A smaller file
/// goes up whole.
const PART: usize = 5 * 1024 * 1024;
/// How many parts of one file are under way at most, which bounds what is held in memory.
const PARTS_AT_ONCE: usize = 2;

/// The bucket, and what the names of our objects in it begin with.
#[derive(Debug, Clone)]
pub struct Bucket {
    store: Arc<AmazonS3>,
    prefix: Path,
}

impl Bucket {
    /// Reads the environment; nothing is asked of the bucket yet.
    pub fn open(name: &str, prefix: &str) -> io::Result<Self> {
        // A second shelf of this process finds it installed.
        rustls::crypto::ring::default_provider().install_default().ok();
        let plain = ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"];
        let plain = plain.iter().filter_map(|variable| std::env::var(variable).ok());
        let plain = plain.into_iter().any(|endpoint| endpoint.starts_with("http://"));
        let builder = AmazonS3Builder::from_env().with_bucket_name(name).with_allow_http(plain);
        Ok(Self { store: Arc::new(builder.build()?), prefix: Path::from(prefix) })
    }

    pub fn begin(&self, object: String) -> Incoming {
        let store: Arc<dyn ObjectStore> = self.store.clone();
        let writer = BufWriter::with_capacity(store, self.path(&object), PART);
        let writer = writer.with_max_concurrency(PARTS_AT_ONCE);
        Incoming { writer: Some(writer), object }
    }

    pub async fn read(
        &self,
        object: &str,
        from: u64,
        length: u64,
    ) -> io::Result<BoxStream<'static, io::Result<Bytes>>> {
        if length == 0 {
            return Ok(stream::empty().boxed());
        }
        let range = Some(GetRange::Bounded(from..from + length));
        let options = GetOptions { range, ..GetOptions::default() };
        let found = self.store.get_opts(&self.path(object), options).await?;
        Ok(found.into_stream().map_err(io::Error::from).boxed())
    }

    pub async fn remove(&self, object: &str) -> io::Result<()> {
        Ok(self.store.delete(&self.path(object)).await?)
    }

    pub async fn page(&self, after: &str, most: usize) -> io::Result<Vec<Lying>> {
        let prefix = Some(&self.prefix).filter(|prefix| !prefix.as_ref().is_empty());
        let all = if after.is_empty() {
            self.store.list(prefix)
        } else {
            self.store.list_with_offset(prefix, &self.path(after))
        };
        // Only ours: others may keep things in the same bucket.
        let ours = all.try_filter_map(|meta| async move { Ok(lying(&meta)) });
        Ok(ours.take(most).try_collect().await?)
    }

    fn path(&self, object: &str) -> Path {
        self.prefix.clone().join(object)
    }
}

fn lying(meta: &ObjectMeta) -> Option<Lying> {
    let object = meta.location.filename()?.to_owned();
    super::ours(&object).ok()?;
    Some(Lying { object, written_at: Timestamp(meta.last_modified.timestamp_millis()) })
}

/// A file on its way into the bucket.
#[derive(Debug)]
pub struct Incoming {
    /// Nothing once it is finished.
    writer: Option<BufWriter>,
    object: String,
}

impl Incoming {
    pub async fn write(&mut self, piece: Bytes) -> io::Result<()> {
        match &mut self.writer {
            Some(writer) => Ok(writer.put(piece).await?),
            None => Err(io::Error::from(io::ErrorKind::BrokenPipe)),
        }
    }

    pub async fn finish(mut self) -> io::Result<String> {
        if let Some(mut writer) = self.writer.take() {
            writer.shutdown().await?;
        }
        Ok(std::mem::take(&mut self.object))
    }
}

impl Drop for Incoming {
    /// Gives up the parts that were sent, also when the request that sent them was cancelled.
    fn drop(&mut self) {
        let (Some(mut writer), Ok(runtime)) =
            (self.writer.take(), tokio::runtime::Handle::try_current())
        else {
            return;
        };
        runtime.spawn(async move {
            if let Err(error) = writer.abort().await {
                tracing::warn!(%error, "The parts of an unfinished file could not be given up");
            }
        });
    }
}
