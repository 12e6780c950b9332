//! What every command starts from: folders, settings, the server, the session.

use super::Flags;
use super::failure::CliError;
use super::print::{self, Table};
use crate::app::runner::RunnerOptions;
use crate::config::Config;
use crate::disk::Folders;
use crate::disk::tokens::{TokenFile, last_server};
use crate::net::{Address, Api, Client, Pace};
use robindesk_server::clock::Clock;
use std::io::ErrorKind;
use std::path::Path;

/// Found once, at the start.
#[derive(Debug)]
pub(super) struct Setup {
    pub folders: Folders,
    pub config: Config,
    pub clock: Clock,
}

impl Setup {
    pub(super) fn find(flags: &Flags) -> Result<Self, CliError> {
        let home = std::env::var_os("ROBINDESK_HOME");
        let folders = Folders::find(home.as_deref()).ok_or_else(|| {
            CliError::Failed("There is no home folder; name one with ROBINDESK_HOME.".to_owned())
        })?;
        let path = folders.client_file();
        let file = match std::fs::read_to_string(&path) {
            Ok(text) => Some(text),
            Err(e) if e.kind() == ErrorKind::NotFound => None,
            Err(e) => return Err(unreadable(&path, &e)),
        };
        let environment = |name: &str| std::env::var(name).ok();
        let file = file.as_deref().map(|text| (path.as_path(), text));
        let config = Config::read(file, environment, &flags.given())
            .map_err(|e| CliError::Usage(e.to_string()))?;
        Ok(Self { folders, config, clock: Clock::System })
    }

    /// The server to talk to; `None` when none was ever named.
    pub(super) fn address(&self) -> Result<Option<Address>, CliError> {
        let named = self.config.server.clone().or_else(|| last_server(&self.folders));
        let address = named.map(|s| Address::parse(&s, self.config.insecure_http));
        Ok(address.transpose()?)
    }

    /// The server, as whoever is signed in to it.
    pub(super) fn api(&self) -> Result<Api, CliError> {
        let address = self.address()?.ok_or_else(|| sign_in_first(""))?;
        let file = TokenFile::new(&self.folders, &address.to_string());
        let session = file.load().ok_or_else(|| sign_in_first(&address.to_string()))?;
        Ok(Api::new(Client::new(address), self.clock.clone(), session, Some(file)))
    }

    pub(super) fn runner(&self, server: Option<Address>) -> RunnerOptions {
        RunnerOptions {
            folders: self.folders.clone(),
            clock: self.clock.clone(),
            server,
            insecure_http: self.config.insecure_http,
            pace: Pace::default(),
        }
    }

    /// Every setting with its value and where it comes from.
    fn listed(&self) -> Vec<(&'static str, String, String)> {
        let mut listed: Vec<_> =
            self.config.listed().into_iter().map(|(k, v, o)| (k, v, o.to_string())).collect();
        if let (None, Some(last), Some(server)) = (
            &self.config.server,
            last_server(&self.folders),
            listed.iter_mut().find(|(key, ..)| *key == "server"),
        ) {
            (server.1, server.2) = (last, "signed in to last".to_owned());
        }
        listed
    }

    /// `robindesk config`.
    pub(super) fn print(&self, json: bool) -> Result<(), CliError> {
        let folders = [
            ("config", &self.folders.config),
            ("data", &self.folders.data),
            ("state", &self.folders.state),
            ("cache", &self.folders.cache),
            ("downloads", &self.folders.downloads),
        ];
        if json {
            let settings: serde_json::Map<_, _> = self
                .listed()
                .into_iter()
                .map(|(key, value, from)| {
                    (key.to_owned(), serde_json::json!({"value": value, "from": from}))
                })
                .collect();
            let folders: serde_json::Map<_, _> = folders
                .iter()
                .map(|(k, v)| ((*k).to_owned(), v.to_string_lossy().into()))
                .collect();
            return print::json(&serde_json::json!({"folders": folders, "settings": settings}));
        }
        let mut files = Table::new(&["folder", "path"]);
        for (name, path) in folders {
            files.row(&[name, &path.to_string_lossy()]);
        }
        files.print()?;
        print::line("")?;
        let mut settings = Table::new(&["setting", "value", "from"]);
        for (key, value, from) in self.listed() {
            settings.row(&[key, &value, &from]);
        }
        settings.print()
    }
}

impl Flags {
    /// What was said on the command line, by setting.
    fn given(&self) -> Vec<(&'static str, String)> {
        let mut given = Vec::new();
        let mut add = |key, value: Option<String>| given.extend(value.map(|v| (key, v)));
        add("server", self.server.clone());
        add("enter", self.enter.clone());
        add("theme", self.theme.clone());
        add("ascii", self.ascii.then(|| "true".to_owned()));
        add("plain", self.plain.then(|| "true".to_owned()));
        add("reduced_motion", self.reduced_motion.then(|| "true".to_owned()));
        add("insecure_http", self.insecure_http.then(|| "true".to_owned()));
        given
    }
}

/// A file of hers that is there and cannot be read.
pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> CliError {
    CliError::Failed(format!("{} can't be read: {error}.", path.display()))
}

fn sign_in_first(server: &str) -> CliError {
    let place = if server.is_empty() { " yet".to_owned() } else { format!(" to {server}") };
    CliError::Failed(format!(
        "Nobody is signed in{place}. Sign in with `robindesk login --server URL --email E`."
    ))
}
