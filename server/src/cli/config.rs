//! Gathers the layers of the settings from this process: its flags, its environment, its file.

use super::Failure;
use super::args::ServerFlags;
use crate::settings::{Flags, Settings, Sources};
use directories::ProjectDirs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

const FILE: &str = "robindesk-server.toml";

/// The settings in force.
pub fn settings(args: &ServerFlags) -> Result<Settings, Failure> {
    let dirs = ProjectDirs::from("", "", "robindesk-server");
    let env = |name: &str| std::env::var(name).ok();
    let named = args.config.clone().or_else(|| env("ROBINDESK_CONFIG").map(PathBuf::from));
    let sources = Sources {
        flags: flags(args),
        env: &env,
        file: file(named.as_deref(), dirs.as_ref().map(ProjectDirs::config_dir))?,
        default_data_dir: dirs.as_ref().map(|dirs| dirs.data_dir().to_owned()),
    };
    Settings::load(&sources).map_err(|error| Failure::Usage(error.to_string()))
}

fn flags(args: &ServerFlags) -> Flags {
    let path = |path: &PathBuf| path.to_string_lossy().into_owned();
    let said = [
        ("host", args.host.clone()),
        ("port", args.port.clone()),
        ("tls_cert", args.tls_cert.as_ref().map(path)),
        ("tls_key", args.tls_key.as_ref().map(path)),
        ("plain_http", args.plain_http.then(|| "true".to_owned())),
        ("trusted_proxies", args.trusted_proxies.clone()),
        ("data_dir", args.data_dir.as_ref().map(path)),
        ("log_format", args.log_format.clone()),
    ];
    said.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
}

/// The file that was named, which must be there, or the first one that is found.
fn file(named: Option<&Path>, folder: Option<&Path>) -> Result<Option<(PathBuf, String)>, Failure> {
    let read = |path: &Path| match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some((path.to_owned(), text))),
        Err(error) if error.kind() == ErrorKind::NotFound && named.is_none() => Ok(None),
        Err(error) => Err(Failure::Usage(format!("{}: {error}", path.display()))),
    };
    if let Some(path) = named {
        return read(path);
    }
    match read(Path::new(FILE))? {
        Some(found) => Ok(Some(found)),
        None => folder.map_or(Ok(None), |folder| read(&folder.join(FILE))),
    }
}

#[cfg(test)]
mod tests {
    use super::file;

    #[test]
    fn a_named_file_must_be_there_and_a_default_one_need_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("robindesk-server.toml");
        assert!(file(Some(&path), None).is_err());
        assert!(file(None, Some(folder.path())).unwrap().is_none());
        std::fs::write(&path, "port = 1").unwrap();
        assert_eq!(file(Some(&path), None).unwrap().unwrap().1, "port = 1");
        assert_eq!(file(None, Some(folder.path())).unwrap().unwrap().0, path);
    }
}
