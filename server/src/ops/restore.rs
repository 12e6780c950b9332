//! `restore FILE`: a desk from a backup (`api.md`, robindesk-server). Everything is verified and laid
//! out beside its place first; then it is put in place with one rename, and what was there before
//! stays beside it.

use crate::clock::Clock;
use crate::ops::backup::archive::{self, ArchiveError};
use crate::ops::backup::manifest::{self, DATABASE, FORMAT, Manifest, object_of};
use crate::settings::{Settings, SettingsError, sqlite_url};
use crate::store::{Store, StoreError, upkeep};
use robindesk_protocol::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Why nothing was restored. What was there before is there still.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    #[error(
        "this desk is on PostgreSQL: pg_restore brings its database back. A backup of an SQLite desk \
         is restored with DATABASE_URL unset, and robindesk-server copy moves it to PostgreSQL then"
    )]
    Postgres,
    #[error("there is a desk already in {0}; --force puts the backup in its place")]
    InTheWay(PathBuf),
    #[error("the desk is open: stop robindesk-server first")]
    Served,
    #[error("the backup is of a newer version ({0}); restore it with that version")]
    Newer(String),
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error("the database could not be restored: {0}")]
    Store(#[from] StoreError),
    #[error("the backup could not be put in place: {0}")]
    Io(#[from] io::Error),
}

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    pub manifest: Manifest,
    pub database: PathBuf,
    /// Where the desk is that was there before; `None` when there was none.
    pub before: Option<PathBuf>,
}

/// Restores a desk from the backup in `from`.
///
/// # Errors
/// [`RestoreError`]; up to the last step nothing has changed.
pub async fn restore(
    settings: &Settings,
    clock: &Clock,
    from: &Path,
    force: bool,
) -> Result<Restored, RestoreError> {
    let database = upkeep::file_of(&settings.database_url())?.ok_or(RestoreError::Postgres)?;
    archive::verify(from)?;
    if database.exists() && !force {
        return Err(RestoreError::InTheWay(database));
    }
    settings.make_data_dir()?;
    let side = Side::beside(settings, &database)?;
    let manifest = side.unpack(from)?;
    // Brought up to date before it is in its place: a step that fails leaves the old desk.
    let copy = sqlite_url(&side.database);
    Store::open(&copy).await?.close().await;
    upkeep::let_go(&copy).await?;
    File::open(&side.database)?.sync_all()?;
    let before = set_aside(&database, clock.now()).await?;
    side.put_in_place(settings, &database)?;
    Ok(Restored { manifest, database, before })
}

/// Where a backup is laid out: on the same disks as the places that it will be put in.
struct Side {
    database: PathBuf,
    files: PathBuf,
    /// Gone with all that is left in them, whatever happens.
    _folders: [TempDir; 2],
}

impl Side {
    fn beside(settings: &Settings, database: &Path) -> io::Result<Self> {
        let made = |folder: &Path| {
            fs::create_dir_all(folder)?;
            tempfile::Builder::new().prefix(".robindesk-restore").tempdir_in(folder)
        };
        let folders = [made(folder_of(database))?, made(&settings.data_dir)?];
        let (database, files) = (folders[0].path().join(DATABASE), folders[1].path().to_owned());
        Ok(Self { database, files, _folders: folders })
    }

    /// Lays a verified archive out, and holds every member against the manifest.
    fn unpack(&self, from: &Path) -> Result<Manifest, RestoreError> {
        let mut found = BTreeMap::new();
        let mut manifest = None;
        archive::members(from, |name, size, bytes| {
            if name == manifest::NAME {
                manifest = serde_json::from_reader::<_, Manifest>(bytes).ok();
                return Ok(());
            }
            let place = match object_of(name) {
                Some(object) => self.files.join(object),
                None if name == DATABASE => self.database.clone(),
                None => return Err(ArchiveError::Damaged(format!("it holds {name:?}"))),
            };
            found.insert(name.to_owned(), (size, copy(bytes, &place)?));
            Ok(())
        })?;
        let damaged = |why: &str| ArchiveError::Damaged(why.to_owned());
        let manifest = manifest.ok_or_else(|| damaged("its manifest cannot be read"))?;
        if manifest.format != FORMAT || manifest.schema > upkeep::newest_step() {
            return Err(RestoreError::Newer(manifest.version));
        }
        let told = manifest.members.iter();
        let told: BTreeMap<_, _> = told
            .map(|member| (member.name.clone(), (member.size, member.sha256.clone())))
            .collect();
        if told != found || !told.contains_key(DATABASE) {
            return Err(damaged("its members are not those of its manifest").into());
        }
        Ok(manifest)
    }

    /// Files first: they have names of their own and harm no desk. The database's rename is the one
    /// step that counts.
    fn put_in_place(&self, settings: &Settings, database: &Path) -> io::Result<()> {
        let files = settings.files_dir();
        for entry in fs::read_dir(&self.files)? {
            let entry = entry?;
            let object = entry.file_name();
            let inner = files.join(object.to_string_lossy().get(..2).unwrap_or_default());
            fs::create_dir_all(&inner)?;
            fs::rename(entry.path(), inner.join(&object))?;
            File::open(&inner)?.sync_all()?;
        }
        fs::rename(&self.database, database)?;
        File::open(folder_of(database))?.sync_all()
    }
}

/// Keeps the desk that is there under another name, besides its own.
async fn set_aside(database: &Path, now: Timestamp) -> Result<Option<PathBuf>, RestoreError> {
    let beside = |mark: &str| {
        let name = database.file_name().unwrap_or_default().to_string_lossy();
        database.with_file_name(format!("{name}{mark}"))
    };
    let mark = now.to_string().replace([':', '.'], "");
    let mut before = None;
    if database.exists() {
        // After any other fault it is kept as it is, however broken: that is what backups are for.
        if let Err(StoreError::Busy(_)) = upkeep::let_go(&sqlite_url(database)).await {
            return Err(RestoreError::Served);
        }
        let kept = beside(&format!(".before-{mark}"));
        fs::hard_link(database, &kept)?;
        before = Some(kept);
    }
    // Never to be taken for the restored desk's own.
    for rest in ["-wal", "-shm"] {
        match fs::rename(beside(rest), beside(&format!(".before-{mark}{rest}"))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(before)
}

/// Writes a member durably; its checksum, in hex.
fn copy(from: &mut dyn Read, to: &Path) -> io::Result<String> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(to)?;
    let (mut sum, mut buffer) = (Sha256::new(), vec![0; 256 * 1024]);
    loop {
        match from.read(&mut buffer)? {
            0 => break,
            read => {
                sum.update(&buffer[..read]);
                file.write_all(&buffer[..read])?;
            }
        }
    }
    file.sync_all()?;
    Ok(crate::auth::hex(&sum.finalize()))
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
