//! Locks between consoles on one machine. The system lets go of them when their holder dies.

use super::atomic;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

/// Held until it is dropped. The lock's file stays: removing it would let two take "the" lock.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock when it is free; `None` when somebody alive holds it.
    ///
    /// # Errors
    /// When the lock's file cannot be made.
    pub fn try_take(path: &Path) -> io::Result<Option<Self>> {
        let file = open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(e)) => Err(e),
        }
    }

    /// Waits for the lock. Blocks the thread.
    ///
    /// # Errors
    /// When the lock's file cannot be made.
    pub fn wait(path: &Path) -> io::Result<Self> {
        let file = open(path)?;
        file.lock()?;
        Ok(Self { _file: file })
    }
}

fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        atomic::make_folder(folder)?;
    }
    OpenOptions::new().create(true).truncate(false).write(true).open(path)
}
