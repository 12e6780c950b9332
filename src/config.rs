//! Settings: defaults, overlaid by the file, the environment and flags.

pub mod keymap;
mod notify;
pub mod theme;

pub use notify::Notify;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use toml::{Spanned, Value};

/// The defaults, with what each of them means.
pub const DEFAULTS: &str = include_str!("../config/client.toml");

/// What the enter key does in the composer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Enter {
    #[default]
    Send,
    NewLine,
}

/// What can be set. Each is a line in `config/client.toml` and an environment variable.
pub const KEYS: &[&str] = &[
    "server",
    "enter",
    "theme",
    "ascii",
    "plain",
    "reduced_motion",
    "mouse",
    "notify",
    "opener",
    "send_delay",
    "insecure_http",
];

/// A view of her own, as the file has it: `[[view]]` with a name and query words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnView {
    pub name: String,
    pub query: String,
    pub origin: Origin,
}

/// Where a setting comes from; later ones stand above earlier ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    Default,
    File { path: PathBuf, line: usize },
    Environment(String),
    Flag(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{}, line {line}", path.display()),
            Self::Environment(name) | Self::Flag(name) => f.write_str(name),
        }
    }
}

/// A setting that cannot be: which, from where, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{origin}: {what}")]
pub struct ConfigError {
    pub origin: Origin,
    pub what: String,
}

/// What is in force.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the file")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// `None`: the server that was signed in to last.
    pub server: Option<String>,
    pub enter: Enter,
    /// A theme's name; whether there is such a theme is for whoever draws to find out.
    pub theme: String,
    pub ascii: bool,
    pub plain: bool,
    pub reduced_motion: bool,
    pub mouse: bool,
    pub notify: Notify,
    /// The program that opens links; `None`: they are copied.
    pub opener: Option<String>,
    /// How long a message can be taken back before it goes out, in seconds; `None`: as the desk's
    /// settings say.
    pub send_delay: Option<u32>,
    pub insecure_http: bool,
    /// Her own views, in the order of the file.
    pub views: Vec<OwnView>,
    origins: BTreeMap<&'static str, Origin>,
}

impl Config {
    /// Reads all layers. `file` is the file's text where there is one; `environment` looks a variable
    /// up; `flags` are keys with the values they were given on the command line.
    ///
    /// # Errors
    /// At the first setting that is unknown or has a value that it cannot have.
    pub fn read(
        file: Option<(&Path, &str)>,
        environment: impl Fn(&str) -> Option<String>,
        flags: &[(&str, String)],
    ) -> Result<Self, ConfigError> {
        let mut config = Self::defaults();
        if let Some((path, text)) = file {
            config.overlay(text, |line| Origin::File { path: path.to_owned(), line })?;
        }
        for key in KEYS {
            let name = format!("ROBINDESK_{}", key.to_uppercase());
            if let Some(value) = environment(&name) {
                config.set(key, &value, Origin::Environment(name))?;
            }
        }
        for (key, value) in flags {
            config.set(key, value, Origin::Flag(format!("--{}", key.replace('_', "-"))))?;
        }
        Ok(config)
    }

    /// What holds when nobody says anything.
    pub fn defaults() -> Self {
        let mut config = Self {
            server: None,
            enter: Enter::Send,
            theme: String::new(),
            ascii: false,
            plain: false,
            reduced_motion: false,
            mouse: false,
            notify: Notify::Auto,
            opener: None,
            send_delay: None,
            insecure_http: false,
            views: Vec::new(),
            origins: BTreeMap::new(),
        };
        config.overlay(DEFAULTS, |_| Origin::Default).expect("config/client.toml is tested");
        config
    }

    /// Every key with its value and where it comes from.
    pub fn listed(&self) -> Vec<(&'static str, String, Origin)> {
        let origin = |key| self.origins.get(key).cloned().unwrap_or(Origin::Default);
        KEYS.iter().map(|&key| (key, self.value(key), origin(key))).collect()
    }

    fn value(&self, key: &str) -> String {
        match key {
            "server" => self.server.clone().unwrap_or_default(),
            "enter" => match self.enter {
                Enter::Send => "send".to_owned(),
                Enter::NewLine => "newline".to_owned(),
            },
            "theme" => self.theme.clone(),
            "notify" => self.notify.name().to_owned(),
            "ascii" => self.ascii.to_string(),
            "plain" => self.plain.to_string(),
            "reduced_motion" => self.reduced_motion.to_string(),
            "mouse" => self.mouse.to_string(),
            "opener" => self.opener.clone().unwrap_or_default(),
            "send_delay" => match self.send_delay {
                Some(seconds) => seconds.to_string(),
                None => "desk".to_owned(),
            },
            _ => self.insecure_http.to_string(),
        }
    }

    fn overlay(&mut self, text: &str, origin: impl Fn(usize) -> Origin) -> Result<(), ConfigError> {
        let line = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
        let file: BTreeMap<Spanned<String>, Value> = toml::from_str(text).map_err(|e| {
            let at = line(e.span().map_or(0, |s| s.start));
            ConfigError { origin: origin(at), what: e.message().replace('\n', " ") }
        })?;
        for (key, value) in &file {
            if key.get_ref() == "view" {
                self.views = views(value, &origin(line(key.span().start)))?;
                continue;
            }
            let value = match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            self.set(key.get_ref(), &value, origin(line(key.span().start)))?;
        }
        Ok(())
    }

    fn set(&mut self, key: &str, value: &str, origin: Origin) -> Result<(), ConfigError> {
        let wrong = |what: String| ConfigError { origin: origin.clone(), what };
        let Some(&known) = KEYS.iter().find(|k| **k == key) else {
            let known = KEYS.join(", ");
            return Err(wrong(format!("there is no setting `{key}`; there are {known}")));
        };
        let must = |be: &str| wrong(format!("`{key}` must be {be}, not `{value}`"));
        match known {
            "server" => self.server = Some(value.to_owned()).filter(|s| !s.is_empty()),
            "enter" => {
                self.enter = match value {
                    "send" => Enter::Send,
                    "newline" => Enter::NewLine,
                    _ => return Err(must("\"send\" or \"newline\"")),
                }
            }
            "theme" => {
                let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
                if value.is_empty() || !value.bytes().all(fits) {
                    return Err(must("the name of a theme, such as \"dark\""));
                }
                value.clone_into(&mut self.theme);
            }
            "notify" => {
                let known = Notify::ALL.map(Notify::name).join(", ");
                self.notify =
                    Notify::parse(value).ok_or_else(|| must(&format!("one of {known}")))?;
            }
            "opener" => self.opener = Some(value.to_owned()).filter(|s| !s.is_empty()),
            "send_delay" => {
                let seconds = value.parse().ok().filter(|s| *s <= 60);
                let words = "a number of seconds, 0 to 60, or \"desk\"";
                self.send_delay = match value {
                    "desk" => None,
                    _ => Some(seconds.ok_or_else(|| must(words))?),
                };
            }
            _ => {
                let on = value.parse().map_err(|_| must("true or false"))?;
                *self.switch(known) = on;
            }
        }
        self.origins.insert(known, origin);
        Ok(())
    }
}

/// Reads the `[[view]]` tables.
fn views(value: &Value, origin: &Origin) -> Result<Vec<OwnView>, ConfigError> {
    let wrong = || {
        let what = "a `[[view]]` has a `name` and a `query`, both texts, and nothing else";
        ConfigError { origin: origin.clone(), what: what.to_owned() }
    };
    let view = |table: &Value| {
        let table = table.as_table().filter(|t| t.len() == 2)?;
        let text = |key| table.get(key).and_then(Value::as_str).map(str::to_owned);
        let name = text("name").filter(|name| !name.trim().is_empty())?;
        Some(OwnView { name, query: text("query")?, origin: origin.clone() })
    };
    let tables = value.as_array().ok_or_else(wrong)?;
    tables.iter().map(|table| view(table).ok_or_else(wrong)).collect()
}

impl Config {
    fn switch(&mut self, key: &str) -> &mut bool {
        match key {
            "ascii" => &mut self.ascii,
            "plain" => &mut self.plain,
            "reduced_motion" => &mut self.reduced_motion,
            "mouse" => &mut self.mouse,
            _ => &mut self.insecure_http,
        }
    }
}

#[cfg(test)]
mod tests;
