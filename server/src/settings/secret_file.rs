//! The secret in the data folder: made on the first start, for its owner alone from the beginning.

use super::SettingsError;
use crate::auth::{Secret, random_text};
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// The secret in `path`, which is made where it is not there yet.
pub fn read_or_make(path: &Path) -> Result<Secret, SettingsError> {
    let wrong = |reason: String| SettingsError::File { file: path.display().to_string(), reason };
    if !path.exists() {
        make(path).map_err(|e| wrong(format!("the secret cannot be written: {e}")))?;
    }
    private(path).map_err(wrong)?;
    let text = fs::read_to_string(path).map_err(|e| wrong(format!("cannot be read: {e}")))?;
    Secret::new(text.trim()).map_err(|weak| wrong(weak.to_string()))
}

/// Written whole beside it and then put in place, so that of two programs that start at once both
/// see one and the same secret, and neither a half of it.
fn make(path: &Path) -> io::Result<()> {
    let draft = path.with_extension(uuid::Uuid::new_v4().simple().to_string());
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    let written = writeln!(file, "{}", random_text()).and_then(|()| file.sync_all());
    let placed = written.and_then(|()| match fs::hard_link(&draft, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        placed => placed,
    });
    fs::remove_file(&draft)?;
    placed
}

/// Refuses a file that others may read: whoever reads it can be anybody.
#[cfg(unix)]
fn private(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).map_err(|e| e.to_string())?.permissions().mode() & 0o777;
    if mode.trailing_zeros() >= 6 {
        return Ok(());
    }
    Err(format!("others may read this secret (mode {mode:o}); run chmod 600 on it"))
}

#[cfg(not(unix))]
fn private(_: &Path) -> Result<(), String> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::read_or_make;
    use std::fs;

    #[test]
    fn it_is_made_once_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("jwt_secret");
        let made = read_or_make(&path).unwrap();
        assert_eq!(made.expose().len(), 43);
        assert_eq!(read_or_make(&path).unwrap().expose(), made.expose());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left behind");
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("jwt_secret");
        read_or_make(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let error = read_or_make(&path).unwrap_err().to_string();
        assert!(error.contains("others may read this secret (mode 644)"), "{error}");
    }

    #[test]
    fn a_weak_one_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("jwt_secret");
        fs::write(&path, "short").unwrap();
        assert!(read_or_make(&path).is_err());
    }
}
