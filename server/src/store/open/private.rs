//! An SQLite database is for its owner alone, also one that was made before that was seen to.

use std::path::{Path, PathBuf};

/// Those of a database's files that others on this machine may read or write, by their modes.
#[cfg(unix)]
pub fn open_to_others(file: &Path) -> Vec<PathBuf> {
    use std::os::unix::fs::PermissionsExt;
    let open = |file: &PathBuf| {
        let found = std::fs::metadata(file);
        found.is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o077 != 0)
    };
    // What SQLite keeps beside it.
    let beside = ["", "-wal", "-shm"].map(|end| {
        let mut name = file.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    });
    beside.into_iter().filter(open).collect()
}

/// Elsewhere there are no modes.
#[cfg(not(unix))]
pub const fn open_to_others(_: &Path) -> Vec<PathBuf> {
    Vec::new()
}

/// Closes them to others. What is another account's is left to that.
#[cfg(unix)]
pub fn close_to_others(file: &Path) {
    use std::fs::{Permissions, metadata, set_permissions};
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let us = rustix::process::geteuid().as_raw();
    let ours = |file: &PathBuf| metadata(file).is_ok_and(|found| found.uid() == us);
    for file in open_to_others(file).into_iter().filter(ours) {
        let name = file.display();
        match set_permissions(&file, Permissions::from_mode(0o600)) {
            Ok(()) => tracing::info!(file = %name, "Closed the database to others"),
            Err(error) => {
                tracing::warn!(file = %name, %error, "Others may read the database");
            }
        }
    }
}

#[cfg(not(unix))]
pub const fn close_to_others(_: &Path) {}
