//! Where the log goes: into a file beside the console, to standard error for commands.

use crate::disk::{Folders, atomic};
use std::fs::{File, OpenOptions};
use std::sync::Mutex;
use tracing_subscriber::EnvFilter;

/// A log that is larger than this, in bytes, is begun anew.
const MOST: u64 = 4 * 1024 * 1024;

/// Commands say nothing but their answer unless `ROBINDESK_LOG` asks for more.
pub(super) fn to_stderr() {
    let Ok(filter) = EnvFilter::try_from_env("ROBINDESK_LOG") else { return };
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .try_init();
}

/// The console's terminal is not for logs. Without a file it goes on without a log.
pub(super) fn to_file(folders: &Folders) {
    let Some(file) = open(folders) else { return };
    let filter =
        EnvFilter::try_from_env("ROBINDESK_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(Mutex::new(file))
        .with_ansi(false)
        .try_init();
}

fn open(folders: &Folders) -> Option<File> {
    let path = folders.log_file();
    atomic::make_folder(path.parent()?).ok()?;
    let full = std::fs::metadata(&path).is_ok_and(|m| m.len() > MOST);
    let mut options = OpenOptions::new();
    options.create(true).write(true).append(!full).truncate(full);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).ok()
}
