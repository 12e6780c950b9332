//! Files that are either the old one or the new one, whatever happens in between.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Temporary files start with this; one that is found later was left by a console that died.
pub const PART: &str = ".part-";

/// Replaces `path` with `bytes`, on disk when this returns. The file is readable by its owner alone
/// from the moment it exists; folders that are missing are made likewise.
///
/// # Errors
/// When the disk refuses; the old file is then untouched.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    make_folder(folder)?;
    let mut file = tempfile::Builder::new().prefix(PART).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|e| e.error)?;
    sync_folder(folder)
}

/// Removes a file for good; that it was not there is no error.
///
/// # Errors
/// When the disk refuses.
pub fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(e),
        Ok(()) => path.parent().map_or(Ok(()), sync_folder),
    }
}

/// Makes a folder and those above it, open to their owner alone.
///
/// # Errors
/// When the disk refuses.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Removes what a write left behind that was cut off in the middle.
///
/// # Errors
/// When the disk refuses.
pub fn sweep(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(PART) {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

/// A rename is only on disk once its folder is.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_for_its_owner_alone() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a/b/tokens.json");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |p: &Path| fs::metadata(p).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(&path), 0o600);
            assert_eq!(mode(path.parent().unwrap()), 0o700);
        }
    }

    #[test]
    fn a_write_that_was_cut_off_leaves_the_old_file_and_is_swept() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("draft.txt");
        write(&path, b"whole").unwrap();
        fs::write(home.path().join(".part-x1"), b"ha").unwrap();
        sweep(home.path()).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }
}
