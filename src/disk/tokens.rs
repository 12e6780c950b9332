//! The session on a server: its tokens, and whose they are. Shared by every console and command of
//! this person on this machine, so whoever renews the tokens must hold the lock while doing so: a
//! refresh token that is used twice ends the whole session.

use super::atomic;
use super::folders::Folders;
use super::lock::Lock;
use robindesk_protocol::{Timestamp, User};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::fs;
use std::io;
use std::path::PathBuf;

/// A session as it lies on disk.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptSession {
    /// The server's address, as `net::Address` writes it.
    pub server: String,
    pub user: User,
    pub access_token: String,
    pub refresh_token: String,
    /// When the tokens arrived, by this machine's clock.
    pub received_at: Timestamp,
}

impl fmt::Debug for KeptSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptSession")
            .field("server", &self.server)
            .field("user", &self.user.id)
            .finish_non_exhaustive()
    }
}

/// The file that a server's session is kept in.
#[derive(Debug, Clone)]
pub struct TokenFile {
    folder: PathBuf,
}

impl TokenFile {
    /// The file for one server.
    pub fn new(folders: &Folders, server: &str) -> Self {
        Self { folder: folders.session(server) }
    }

    /// The session, if there is one that can be read.
    pub fn load(&self) -> Option<KeptSession> {
        serde_json::from_slice(&fs::read(self.path()).ok()?).ok()
    }

    /// Keeps a session, readable by its owner alone.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn save(&self, session: &KeptSession) -> io::Result<()> {
        atomic::write(&self.path(), &serde_json::to_vec(session)?)
    }

    /// Forgets the session.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn forget(&self) -> io::Result<()> {
        atomic::remove(&self.path())
    }

    /// Waits until nobody else renews this session. Blocks the thread.
    ///
    /// # Errors
    /// When the lock's file cannot be made.
    pub fn lock(&self) -> io::Result<Lock> {
        Lock::wait(&self.folder.join("session.lock"))
    }

    fn path(&self) -> PathBuf {
        self.folder.join("session.json")
    }
}

/// The server that was signed in to last: the one to use when no other is named.
pub fn last_server(folders: &Folders) -> Option<String> {
    let text = fs::read_to_string(folders.state.join("last-server")).ok()?;
    Some(text.trim().to_owned()).filter(|s| !s.is_empty())
}

/// Keeps the session of somebody who has just signed in, and remembers where that was.
///
/// # Errors
/// When the disk refuses.
pub fn keep_new(folders: &Folders, session: &KeptSession) -> io::Result<()> {
    TokenFile::new(folders, &session.server).save(session)?;
    let server = format!("{}\n", session.server);
    atomic::write(&folders.state.join("last-server"), server.as_bytes())
}
