//! Where each setting comes from: four layers, the first that has a key wins.

use super::{Files, LogFormat, Rate, Rates, Settings, SettingsError, Tls};
use crate::auth::Secret;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

/// The commented defaults, compiled in. They are the lowest layer.
const DEFAULTS: &str = include_str!("../../../config/server.toml");

/// Keys of the file, and their names in the environment.
const KEYS: &[(&str, &str)] = &[
    ("host", "HOST"),
    ("port", "PORT"),
    ("tls_cert", "ROBINDESK_TLS_CERT"),
    ("tls_key", "ROBINDESK_TLS_KEY"),
    ("plain_http", "ROBINDESK_PLAIN_HTTP"),
    ("trusted_proxies", "ROBINDESK_TRUSTED_PROXIES"),
    ("data_dir", "ROBINDESK_DATA_DIR"),
    ("database_url", "DATABASE_URL"),
    ("jwt_secret", "JWT_SECRET"),
    ("rate_limit", "ROBINDESK_RATE_LIMIT"),
    ("rate_account_burst", "ROBINDESK_RATE_ACCOUNT_BURST"),
    ("rate_account_per_second", "ROBINDESK_RATE_ACCOUNT_PER_SECOND"),
    ("rate_address_burst", "ROBINDESK_RATE_ADDRESS_BURST"),
    ("rate_address_per_second", "ROBINDESK_RATE_ADDRESS_PER_SECOND"),
    ("metrics_address", "ROBINDESK_METRICS_ADDRESS"),
    ("max_file_mib", "ROBINDESK_MAX_FILE_MIB"),
    ("files", "ROBINDESK_FILES"),
    ("log_format", "ROBINDESK_LOG_FORMAT"),
];

/// What was said on the command line, in the words of the keys.
pub type Flags = Vec<(&'static str, String)>;

/// The layers above the defaults.
pub struct Sources<'a> {
    pub flags: Flags,
    /// Reads a variable of the environment.
    pub env: &'a dyn Fn(&str) -> Option<String>,
    /// The file's path and text.
    pub file: Option<(PathBuf, String)>,
    /// Where data goes when nobody says; `None` where the system has no such place.
    pub default_data_dir: Option<PathBuf>,
}

impl std::fmt::Debug for Sources<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sources").finish_non_exhaustive()
    }
}

/// A value as it was written, and who wrote it.
struct Said {
    key: &'static str,
    text: String,
    from: String,
}

impl Said {
    fn bad(&self, reason: impl Into<String>) -> SettingsError {
        SettingsError::Bad {
            key: self.key.to_owned(),
            source_name: self.from.clone(),
            reason: reason.into(),
        }
    }

    fn parse<T: std::str::FromStr>(&self, what: &str) -> Result<T, SettingsError> {
        self.text.trim().parse().map_err(|_| self.bad(format!("must be {what}")))
    }

    fn switch(&self) -> Result<bool, SettingsError> {
        match self.text.trim() {
            "on" | "true" | "yes" | "1" => Ok(true),
            "off" | "false" | "no" | "0" => Ok(false),
            _ => Err(self.bad("must be on or off")),
        }
    }
}

impl Settings {
    /// Puts the layers together and checks every value.
    ///
    /// # Errors
    /// Names the key, the layer and the reason.
    pub fn load(sources: &Sources<'_>) -> Result<Self, SettingsError> {
        let defaults = table(Path::new("the defaults"), DEFAULTS)?;
        let file = match &sources.file {
            Some((path, text)) => Some((path, table(path, text)?)),
            None => None,
        };
        let said = |key: &'static str| -> Option<Said> {
            let variable = KEYS.iter().find(|(k, _)| *k == key).map(|(_, v)| *v)?;
            let flag = sources.flags.iter().find(|(k, _)| *k == key);
            let flag = flag.map(|(_, text)| (text.clone(), "the command line".to_owned()));
            // An empty variable is how many tools say that it is not set.
            let env = || (sources.env)(variable).filter(|text| !text.is_empty());
            let env = || env().map(|text| (text, format!("the environment: {variable}")));
            let filed = || {
                let (path, table) = file.as_ref()?;
                Some((written(table.get(key)?), path.display().to_string()))
            };
            let default = || Some((written(defaults.get(key)?), "the defaults".to_owned()));
            let (text, from) = flag.or_else(env).or_else(filed).or_else(default)?;
            Some(Said { key, text, from })
        };
        build(&said, sources.default_data_dir.clone())
    }
}

fn build(
    said: &dyn Fn(&'static str) -> Option<Said>,
    default_data_dir: Option<PathBuf>,
) -> Result<Settings, SettingsError> {
    let must = |key: &'static str| {
        said(key).ok_or_else(|| SettingsError::Bad {
            key: key.to_owned(),
            source_name: "nowhere".to_owned(),
            reason: "is not set, and this system has no default for it".to_owned(),
        })
    };
    let host = must("host")?;
    let tls = tls(&must("tls_cert")?, &must("tls_key")?)?;
    let plain_http = must("plain_http")?.switch()?;
    let data_dir = match (said("data_dir"), default_data_dir) {
        (Some(said), _) => PathBuf::from(said.text),
        (None, Some(default)) => default,
        (None, None) => PathBuf::from(must("data_dir")?.text),
    };
    Ok(Settings {
        host: address(&host, plain_http || tls.is_some())?,
        port: must("port")?.parse("a port: 0 to 65535")?,
        data_dir,
        database: said("database_url").map(|said| database(&said)).transpose()?,
        secret: said("jwt_secret").map(|said| secret(&said)).transpose()?,
        tls,
        plain_http,
        trusted_proxies: proxies(&must("trusted_proxies")?)?,
        rate_limit: must("rate_limit")?.switch()?,
        rates: Rates {
            account: Rate {
                burst: rate(&must("rate_account_burst")?)?,
                per_second: rate(&must("rate_account_per_second")?)?,
            },
            address: Rate {
                burst: rate(&must("rate_address_burst")?)?,
                per_second: rate(&must("rate_address_per_second")?)?,
            },
        },
        metrics_address: metrics_address(&must("metrics_address")?)?,
        max_file_bytes: mebibytes(&must("max_file_mib")?)?,
        files: files(&must("files")?)?,
        log_format: log_format(&must("log_format")?)?,
    })
}

/// Both or neither. What is in the files is looked at when they are needed.
fn tls(cert: &Said, key: &Said) -> Result<Option<Tls>, SettingsError> {
    let file = |said: &Said| Some(PathBuf::from(said.text.trim())).filter(|f| f != Path::new(""));
    match (file(cert), file(key)) {
        (None, None) => Ok(None),
        (Some(cert), Some(key)) => Ok(Some(Tls { cert, key })),
        (Some(_), None) => Err(cert.bad("needs tls_key beside it, the file of its private key")),
        (None, Some(_)) => Err(key.bad("needs tls_cert beside it, the file of its certificate")),
    }
}

/// Outside of this machine, plain HTTP shows passwords to everybody on the way.
fn address(host: &Said, open: bool) -> Result<IpAddr, SettingsError> {
    let ip = match host.text.trim() {
        "localhost" => IpAddr::from([127, 0, 0, 1]),
        _ => host.parse("an IP address, such as 127.0.0.1 or 0.0.0.0")?,
    };
    if ip.is_loopback() || open {
        return Ok(ip);
    }
    Err(host.bad(format!(
        "{ip} is reached from other machines, and plain HTTP would show them passwords. Name a \
         certificate and its key (tls_cert, tls_key), or put a proxy with TLS in front and say \
         --plain-http (plain_http = true in the file)"
    )))
}

/// Never quotes the text: a URL may hold a password.
fn database(said: &Said) -> Result<String, SettingsError> {
    let known = ["sqlite:", "postgres:", "postgresql:"];
    if known.iter().any(|scheme| said.text.starts_with(scheme)) {
        return Ok(said.text.clone());
    }
    Err(said.bad("must begin with sqlite: or postgresql:"))
}

fn secret(said: &Said) -> Result<Secret, SettingsError> {
    Secret::new(&said.text).map_err(|weak| said.bad(weak.to_string()))
}

fn proxies(said: &Said) -> Result<Vec<IpAddr>, SettingsError> {
    let listed = said.text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let parsed: Result<Vec<IpAddr>, _> = listed.map(str::parse).collect();
    let parsed = parsed.map_err(|_| said.bad("must be IP addresses, separated by commas"))?;
    Ok(parsed.into_iter().map(|ip| ip.to_canonical()).collect())
}

fn rate(said: &Said) -> Result<u32, SettingsError> {
    let rate = said.parse("a whole number from 1 to 1000000")?;
    if (1..=1_000_000).contains(&rate) {
        return Ok(rate);
    }
    Err(said.bad("must be a whole number from 1 to 1000000"))
}

fn metrics_address(said: &Said) -> Result<Option<SocketAddr>, SettingsError> {
    if said.text.trim().is_empty() {
        return Ok(None);
    }
    said.parse("an address with a port, such as 127.0.0.1:9300").map(Some)
}

fn mebibytes(said: &Said) -> Result<u64, SettingsError> {
    let what = "a whole number of mebibytes: 1 to 4096";
    let count: u64 = said.parse(what)?;
    if (1..=4096).contains(&count) {
        return Ok(count * 1024 * 1024);
    }
    Err(said.bad(format!("must be {what}")))
}

fn files(said: &Said) -> Result<Files, SettingsError> {
    let text = said.text.trim();
    if text.is_empty() {
        return Ok(Files::Folder);
    }
    let Some(bucket) = text.strip_prefix("s3://") else {
        return Err(said.bad("must be s3://BUCKET/PREFIX, or empty for the data folder"));
    };
    let (name, prefix) = bucket.split_once('/').unwrap_or((bucket, ""));
    if name.is_empty() {
        return Err(said.bad("must name a bucket: s3://BUCKET/PREFIX"));
    }
    #[cfg(feature = "s3")]
    let files = Ok(Files::Bucket { name: name.to_owned(), prefix: prefix.to_owned() });
    #[cfg(not(feature = "s3"))]
    let files = {
        let _ = prefix;
        Err(said.bad("names a bucket, and this program was built without the feature s3"))
    };
    files
}

fn log_format(said: &Said) -> Result<LogFormat, SettingsError> {
    match said.text.trim() {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err(said.bad("must be text or json")),
    }
}

/// Reads a file; a key that nobody knows is a typo, and said.
fn table(path: &Path, text: &str) -> Result<toml::Table, SettingsError> {
    let wrong = |reason: String| SettingsError::File { file: path.display().to_string(), reason };
    // The parser's long form quotes the line, which may hold a secret.
    let table: toml::Table = text.parse().map_err(|e: toml::de::Error| {
        let line = e.span().map_or(1, |span| text[..span.start].lines().count().max(1));
        wrong(format!("line {line}: {}", e.message()))
    })?;
    if let Some(odd) = table.keys().find(|key| !KEYS.iter().any(|(known, _)| known == key)) {
        let known: Vec<&str> = KEYS.iter().map(|(key, _)| *key).collect();
        return Err(wrong(format!("{odd} is not a known key; known: {}", known.join(", "))));
    }
    Ok(table)
}

/// A value as it would be written in the environment.
fn written(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Array(parts) => parts.iter().map(written).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests;
