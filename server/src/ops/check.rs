//! `check`: the production checklist (`api.md`, robindesk-server). Each line says how something is
//! and, where it is not well, what to do about it. It changes nothing: `mend` does.

mod desk;
mod host;

use crate::clock::Clock;
use crate::settings::Settings;
use serde::Serialize;

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Ok,
    /// It works, and somebody should know.
    Warn,
    /// It must be mended.
    Fail,
}

/// One line of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    pub level: Level,
    /// What was looked at: a word that stays the same, for programs.
    pub check: &'static str,
    pub said: String,
    /// What to do; `None` where nothing is to be done.
    pub todo: Option<String>,
}

impl Line {
    fn ok(check: &'static str, said: impl Into<String>) -> Self {
        Self { level: Level::Ok, check, said: said.into(), todo: None }
    }

    fn warn(check: &'static str, said: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { level: Level::Warn, check, said: said.into(), todo: Some(todo.into()) }
    }

    fn fail(check: &'static str, said: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { level: Level::Fail, check, said: said.into(), todo: Some(todo.into()) }
    }
}

/// Looks at everything.
pub async fn check(settings: &Settings, clock: &Clock) -> Vec<Line> {
    let mut lines = vec![
        host::secret(settings),
        host::door(settings, clock.now()),
        host::metrics(settings),
        host::limits(settings),
        host::room(settings),
        host::private(settings),
    ];
    lines.extend(desk::lines(settings, clock).await);
    lines
}
