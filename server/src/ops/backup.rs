//! `backup FILE`: one archive of a desk on SQLite and of its files, taken while it is served
//! (`api.md`, robindesk-server). The database is copied as it is at one moment; files are written
//! before the messages that bring them and never change, so whatever that copy names is there.

pub(super) mod archive;
pub mod manifest;

use crate::clock::Clock;
use crate::desk::command::{Caller, Command, Request};
use crate::settings::{Settings, sqlite_url};
use crate::shelf::Shelf;
use crate::store::upkeep::{self, Shelved};
use crate::store::{Store, StoreError};
use crate::writer;
use archive::Pack;
use futures_util::StreamExt;
use manifest::{DATABASE, FORMAT, Holds, Manifest, Member, name_of};
use robindesk_protocol::Timestamp;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Why there is no backup. Whatever was there under its name is there still.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error(
        "this desk is on PostgreSQL, which has better means of its own: back up the database with \
         pg_dump --format=custom, and with it the folder {0}; pg_restore brings the database back"
    )]
    Postgres(PathBuf),
    #[error("there is no desk to back up: {0} is not there")]
    NoDesk(PathBuf),
    #[error("{0} is there already and is no backup; name another file")]
    Taken(PathBuf),
    #[error("the desk could not be read: {0}")]
    Store(#[from] StoreError),
    #[error("the backup could not be written: {0}")]
    Io(#[from] io::Error),
}

/// What was backed up.
#[derive(Debug)]
pub struct BackedUp {
    pub manifest: Manifest,
    /// Of the archive, in bytes.
    pub size: u64,
    /// Whether the desk knows of it, as `GET /api/admin/health` tells.
    pub noted: bool,
}

/// Backs the desk up into `target`, which appears whole or not at all. An older backup of that name
/// is replaced.
///
/// # Errors
/// [`BackupError`].
pub async fn backup(
    settings: &Settings,
    clock: &Clock,
    target: &Path,
) -> Result<BackedUp, BackupError> {
    let url = settings.database_url();
    let file = upkeep::file_of(&url)?;
    let file = file.ok_or_else(|| BackupError::Postgres(settings.files_dir()))?;
    if !file.exists() {
        return Err(BackupError::NoDesk(file));
    }
    if target.exists() && !archive::is_ours(target)? {
        return Err(BackupError::Taken(target.to_owned()));
    }
    let store = Store::open_as_it_is(&url).await?;
    let taken_at = clock.now();
    // Beside the target, so that it can be put in place in one step; gone again whatever happens.
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let work = tempfile::Builder::new().prefix(".robindesk-backup").tempdir_in(folder)?;
    let (copy, draft) = (work.path().join(DATABASE), work.path().join("archive"));
    upkeep::copy_into(&store, &copy).await?;
    let shelf = Shelf::of(settings)?;
    let manifest = write(&draft, &copy, &shelf, taken_at).await?;
    let size = fs::metadata(&draft)?.len();
    fs::rename(&draft, target)?;
    File::open(folder)?.sync_all()?;
    let noted = note(&store, taken_at, manifest.schema).await;
    store.close().await;
    Ok(BackedUp { manifest, size, noted })
}

/// Writes the archive of a copied database and the files that it names.
async fn write(
    draft: &Path,
    copy: &Path,
    shelf: &Shelf,
    taken_at: Timestamp,
) -> Result<Manifest, BackupError> {
    let (schema, holds, shelved) = look_into(copy).await?;
    let mut pack = Pack::new(private(draft)?);
    let (size, sha256) = pack.file(DATABASE, copy)?;
    let mut members = vec![Member { name: DATABASE.to_owned(), size, sha256 }];
    let mut missing = Vec::new();
    for Shelved { object, size } in shelved {
        let mut pieces = match shelf.read(&object, 0, size).await {
            Ok(pieces) => pieces,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                missing.push(object);
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let name = name_of(&object);
        pack.begin(&name, size)?;
        while let Some(piece) = pieces.next().await {
            pack.piece(&piece?)?;
        }
        members.push(Member { name, size, sha256: pack.end()? });
    }
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let manifest = Manifest { format: FORMAT, version, schema, taken_at, holds, missing, members };
    let text = serde_json::to_vec_pretty(&manifest).map_err(io::Error::from)?;
    pack.begin(manifest::NAME, text.len() as u64)?;
    pack.piece(&text)?;
    pack.end()?;
    pack.seal()?;
    Ok(manifest)
}

/// What a database holds: its newest step, how much, and which files it names.
async fn look_into(copy: &Path) -> Result<(i64, Holds, Vec<Shelved>), StoreError> {
    let store = Store::open_as_it_is(&sqlite_url(copy)).await?;
    let schema = upkeep::steps(&store).await?.last().copied().unwrap_or_default();
    let mut conn = store.lease().await?;
    let holds = Holds {
        orders: upkeep::count(&mut conn, "orders").await?,
        tickets: upkeep::count(&mut conn, "tickets").await?,
        messages: upkeep::count(&mut conn, "messages").await?,
        accounts: upkeep::count(&mut conn, "users").await?,
        events: upkeep::count(&mut conn, "events").await?,
    };
    let shelved = upkeep::shelved(&mut conn).await?;
    drop(conn);
    store.close().await;
    // Nothing of it may lie beside the file when that is packed.
    upkeep::let_go(&sqlite_url(copy)).await?;
    Ok((schema, holds, shelved))
}

/// Tells the desk when it was backed up. An older schema is left alone: it would have to be changed.
async fn note(store: &Store, at: Timestamp, schema: i64) -> bool {
    if schema != upkeep::newest_step() {
        return false;
    }
    let Ok((writer, task)) = writer::start(store.clone()) else { return false };
    let request = Request { at, by: Caller::System, key: None, command: Command::NoteBackup };
    let noted = writer.submit(request).await;
    drop(writer);
    if let Err(error) = &noted {
        tracing::warn!(%error, "The desk does not know of this backup");
    }
    noted.is_ok() && task.await.is_ok()
}

/// A new file for its owner alone: a backup holds everything that a desk knows.
fn private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
