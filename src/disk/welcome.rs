//! Whether somebody has worked here before: the first keys are shown once, and then never again.

use super::Folders;
use std::path::PathBuf;

fn file(folders: &Folders) -> PathBuf {
    folders.state.join("welcomed")
}

/// Whether nobody has opened a ticket on this machine yet.
pub fn is_new(folders: &Folders) -> bool {
    !file(folders).exists()
}

/// Remembers that somebody has. Where the disk refuses, the keys are shown once more: no harm.
pub fn done(folders: &Folders) {
    let kept =
        std::fs::create_dir_all(&folders.state).and_then(|()| std::fs::write(file(folders), ""));
    if let Err(error) = kept {
        tracing::debug!(%error, "it could not be kept that the first keys were shown");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_is_new_once() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::find(Some(home.path().as_os_str())).unwrap();
        assert!(is_new(&folders));
        done(&folders);
        assert!(!is_new(&folders));
    }
}
