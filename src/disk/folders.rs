//! Where the console's files lie.

use robindesk_protocol::UserId;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The folders of this console. None of them need exist yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// What a person writes: `client.toml`, the keymap.
    pub config: PathBuf,
    /// What must not be lost: drafts and unsent messages.
    pub data: PathBuf,
    /// What this machine knows: sessions, the log.
    pub state: PathBuf,
    /// What can be made again.
    pub cache: PathBuf,
    /// Where files are saved that she asked for.
    pub downloads: PathBuf,
}

impl Folders {
    /// All in one folder when `home` is given (`ROBINDESK_HOME`), else where this system keeps such
    /// things. `None` when the system names no home folder.
    pub fn find(home: Option<&OsStr>) -> Option<Self> {
        if let Some(home) = home.filter(|h| !h.is_empty()) {
            return Some(Self::under(Path::new(home)));
        }
        let dirs = directories::ProjectDirs::from("", "", "robindesk")?;
        Some(Self {
            config: dirs.config_dir().to_owned(),
            data: dirs.data_dir().to_owned(),
            state: dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_owned(),
            cache: dirs.cache_dir().to_owned(),
            downloads: downloads()?,
        })
    }

    /// All in one folder.
    pub fn under(home: &Path) -> Self {
        Self {
            config: home.join("config"),
            data: home.join("data"),
            state: home.join("state"),
            cache: home.join("cache"),
            downloads: home.join("downloads"),
        }
    }

    /// The settings file.
    pub fn client_file(&self) -> PathBuf {
        self.config.join("client.toml")
    }

    /// The log.
    pub fn log_file(&self) -> PathBuf {
        self.state.join("robindesk.log")
    }

    /// Where drafts and unsent messages of one account on one server lie.
    pub fn account(&self, server: &str, user: UserId) -> PathBuf {
        self.data.join("accounts").join(file_name(server)).join(format!("user-{user}"))
    }

    /// Where the session on one server lies.
    pub fn session(&self, server: &str) -> PathBuf {
        self.state.join("sessions").join(file_name(server))
    }
}

/// The folder that this system names for downloads, else the person's home.
fn downloads() -> Option<PathBuf> {
    let dirs = directories::UserDirs::new()?;
    Some(dirs.download_dir().unwrap_or_else(|| dirs.home_dir()).to_owned())
}

/// A server's address as one file name: what is neither letter, digit, dot nor dash becomes `_`
/// and its code, so that no two addresses share a name and none leaves its folder.
fn file_name(server: &str) -> String {
    use std::fmt::Write;
    let mut name = String::with_capacity(server.len());
    for (i, byte) in server.bytes().enumerate() {
        match byte {
            b'.' if i == 0 => name.push_str("_2e"),
            b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' => name.push(char::from(byte)),
            _ => {
                let _ = write!(name, "_{byte:02x}");
            }
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_folder_holds_everything_when_asked_for() {
        let folders = Folders::find(Some(OsStr::new("/tmp/desk"))).unwrap();
        assert_eq!(folders, Folders::under(Path::new("/tmp/desk")));
        assert_eq!(folders.client_file(), Path::new("/tmp/desk/config/client.toml"));
    }

    #[test]
    fn addresses_cannot_share_or_leave_their_folder() {
        assert_eq!(file_name("http://127.0.0.1:3002"), "http_3a_2f_2f127.0.0.1_3a3002");
        assert_eq!(file_name("../x"), "_2e._2fx");
        assert_ne!(file_name("a_b"), file_name("a:b"));
    }
}
