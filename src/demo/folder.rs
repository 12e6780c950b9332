//! The demo's folder in the system's temporary one. It goes when the demo goes; what a demo left that
//! was killed is removed by the next one.

use crate::disk::atomic;
use crate::disk::lock::Lock;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const PREFIX: &str = "robindesk-demo-";
/// Kept by the demo that lives in the folder.
const LOCK: &str = "demo.lock";
/// Says that the folder was kept on purpose.
const KEPT: &str = "kept";

/// Removed when it is dropped, also while a panic unwinds.
#[derive(Debug)]
pub struct Folder {
    dir: TempDir,
    _lock: Lock,
}

impl Folder {
    /// A new, empty folder that nobody else can read.
    ///
    /// # Errors
    /// When the temporary folder cannot be written.
    pub fn make() -> io::Result<Self> {
        let dir = tempfile::Builder::new().prefix(PREFIX).tempdir()?;
        // Between the two calls the folder has no lock; `sweep` leaves folders without one alone.
        let lock = Lock::try_take(&dir.path().join(LOCK))?.ok_or(io::ErrorKind::WouldBlock)?;
        Ok(Self { dir, _lock: lock })
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Removes the folder, or keeps it and says where it is.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn close(self, keep: bool) -> io::Result<Option<PathBuf>> {
        if keep {
            atomic::write(&self.dir.path().join(KEPT), b"")?;
            return Ok(Some(self.dir.keep()));
        }
        self.dir.close().map(|()| None)
    }
}

/// Removes what demos left behind in `temporary` that had no chance to (`kill -9`). What cannot be
/// removed is left for the next time.
pub fn sweep(temporary: &Path) {
    for entry in fs::read_dir(temporary).into_iter().flatten().flatten() {
        let path = entry.path();
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if !ours || !path.join(LOCK).is_file() || path.join(KEPT).exists() {
            continue;
        }
        if let Ok(Some(_dead)) = Lock::try_take(&path.join(LOCK)) {
            let _ = fs::remove_dir_all(&path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_dead_left_is_swept() {
        let temporary = tempfile::tempdir().unwrap();
        let make = |name: &str| {
            let path = temporary.path().join(name);
            fs::create_dir(&path).unwrap();
            fs::write(path.join(LOCK), b"").unwrap();
            path
        };
        let (dead, kept, alive) =
            (make("robindesk-demo-a"), make("robindesk-demo-b"), make("robindesk-demo-c"));
        let stranger = make("somebody-elses");
        fs::write(kept.join(KEPT), b"").unwrap();
        let _lock = Lock::try_take(&alive.join(LOCK)).unwrap().unwrap();
        sweep(temporary.path());
        assert!(!dead.exists());
        assert!(kept.exists() && alive.exists() && stranger.exists());
    }

    #[test]
    fn the_folder_goes_with_the_demo_unless_kept() {
        let folder = Folder::make().unwrap();
        let path = folder.path().to_owned();
        assert_eq!(folder.close(false).unwrap(), None);
        assert!(!path.exists());
        let folder = Folder::make().unwrap();
        let kept = folder.close(true).unwrap().unwrap();
        assert!(kept.exists());
        fs::remove_dir_all(kept).unwrap();
    }
}
