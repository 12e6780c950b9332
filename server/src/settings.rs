//! What the server is told at its start: flags over environment over `robindesk-server.toml` over
//! defaults (`api.md`, robindesk-server).

mod layers;
mod secret_file;
mod tls;

pub use layers::{Flags, Sources};
pub use tls::Tls;

use crate::auth::Secret;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

/// Everything that can be set, checked.
#[derive(Clone)]
pub struct Settings {
    pub host: IpAddr,
    /// 0 takes a free one.
    pub port: u16,
    /// Where the database and the secret are unless they are set.
    pub data_dir: PathBuf,
    /// `None`: an `SQLite` file in the data folder.
    pub database: Option<String>,
    /// `None`: made on the first start and kept in the data folder.
    pub secret: Option<Secret>,
    /// `None`: plain HTTP is spoken.
    pub tls: Option<Tls>,
    /// Whether plain HTTP may be spoken outside of this machine.
    pub plain_http: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Off for load tests alone.
    pub rate_limit: bool,
    pub rates: Rates,
    /// Where `/metrics` is served instead of beside the API.
    pub metrics_address: Option<SocketAddr>,
    /// The largest file that a message may bring, in bytes.
    pub max_file_bytes: u64,
    /// Where the bytes of files lie.
    pub files: Files,
    pub log_format: LogFormat,
}

/// Where the bytes of files lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Files {
    /// The folder `files` in the data folder.
    Folder,
    /// A bucket of S3, or of what speaks like it, under names that begin with `prefix`.
    #[cfg(feature = "s3")]
    Bucket { name: String, prefix: String },
}

/// How often one account, and one address before it has signed in, may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    pub account: Rate,
    pub address: Rate,
}

/// So many requests at once, and so many a second in the long run; neither is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    pub burst: u32,
    pub per_second: u32,
}

impl Default for Rates {
    /// As in `config/server.toml`: a marketplace may place a thousand orders at once.
    fn default() -> Self {
        Self {
            account: Rate { burst: 2_000, per_second: 200 },
            address: Rate { burst: 300, per_second: 20 },
        }
    }
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// A setting that does not do: which, from where, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    #[error("{key} (from {source_name}): {reason}")]
    Bad { key: String, source_name: String, reason: String },
    #[error("{file}: {reason}")]
    File { file: String, reason: String },
}

impl Settings {
    /// For a server inside another program: a data folder of its own, any free port, no log of its
    /// own, on this machine alone.
    pub fn embedded(data_dir: PathBuf) -> Self {
        Self {
            host: IpAddr::from([127, 0, 0, 1]),
            port: 0,
            data_dir,
            database: None,
            secret: None,
            tls: None,
            plain_http: false,
            trusted_proxies: Vec::new(),
            rate_limit: true,
            rates: Rates::default(),
            metrics_address: None,
            max_file_bytes: 25 * 1024 * 1024,
            files: Files::Folder,
            log_format: LogFormat::Text,
        }
    }

    /// Where to listen.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::new(self.host, self.port)
    }

    /// The database's URL. May hold a password: never print it.
    pub fn database_url(&self) -> String {
        let default = || sqlite_url(&self.data_dir.join("robindesk.db"));
        self.database.clone().unwrap_or_else(default)
    }

    /// Where the files of messages lie.
    pub fn files_dir(&self) -> PathBuf {
        self.data_dir.join("files")
    }

    /// Makes the data folder where it is not there yet, for its owner alone.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn make_data_dir(&self) -> Result<(), SettingsError> {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.data_dir).map_err(|error| SettingsError::File {
            file: self.data_dir.display().to_string(),
            reason: format!("the data folder cannot be made: {error}"),
        })
    }

    /// The secret that was set, or the one kept in the data folder, which is made if need be.
    ///
    /// # Errors
    /// When the file cannot be read or written, is weak, or others may read it.
    pub fn secret(&self) -> Result<Secret, SettingsError> {
        match &self.secret {
            Some(secret) => Ok(secret.clone()),
            None => secret_file::read_or_make(&self.data_dir.join("jwt_secret")),
        }
    }
}

/// The URL of an `SQLite` database in this file.
pub fn sqlite_url(file: &Path) -> String {
    // The path is part of a URL there.
    let path = file.to_string_lossy().replace('%', "%25").replace('?', "%3F");
    format!("sqlite:{}", path.replace('#', "%23"))
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("address", &self.address())
            .field("data_dir", &self.data_dir)
            .field("log_format", &self.log_format)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Settings;
    use crate::auth::Secret;

    #[test]
    fn nothing_secret_is_printed() {
        let mut settings = Settings::embedded("/tmp/desk".into());
        settings.database = Some("postgresql://desk:canary@db/desk".to_owned());
        settings.secret = Secret::new("canary7vQ2mZ9xW4tR8pL1nD6sF3hJ5gC0yA").ok();
        assert!(settings.secret.is_some());
        assert!(!format!("{settings:?}").contains("canary"));
    }

    #[test]
    fn the_database_is_in_the_data_folder_unless_set() {
        let mut settings = Settings::embedded("/tmp/100% desk?".into());
        assert_eq!(settings.database_url(), "sqlite:/tmp/100%25 desk%3F/robindesk.db");
        settings.database = Some("postgresql://db/desk".to_owned());
        assert_eq!(settings.database_url(), "postgresql://db/desk");
    }
}
