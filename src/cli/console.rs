//! The console: what it needs is gathered before the screen is taken, so that what is wrong with it
//! can be said in words.

use super::failure::CliError;
use super::log;
use super::setup::{Setup, unreadable};
use crate::app::runner::{self, RunnerOptions};
use crate::app::{self, Options, Signs, Start};
use crate::config::OwnView;
use crate::config::keymap::Keymap;
use crate::config::theme::{BUILT_IN, Depth, Theme};
use crate::disk::welcome;
use crate::model::tickets::View;
use crate::terminal;
use futures_util::FutureExt as _;
use std::io::ErrorKind;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// How long leaving may take: by then everything is on disk, or the disk does not answer.
const LEAVING: Duration = Duration::from_secs(3);

/// `robindesk`.
pub(super) fn open(setup: &Setup) -> Result<(), CliError> {
    log::to_file(&setup.folders);
    terminal::log_is_at(setup.folders.log_file());
    let runner = setup.runner(setup.address()?);
    let options = options(setup, &runner)?;
    let runtime = runtime()?;
    let shown = runtime.block_on(show(options, runner));
    runtime.shutdown_timeout(LEAVING);
    Ok(shown?)
}

/// Shows the console until somebody leaves it, and everything is on disk. Even when drawing panics:
/// what was typed just before must not be lost by that.
pub(super) async fn show(options: Options, runner: RunnerOptions) -> std::io::Result<()> {
    let (world, mut end) = runner::start_and_watch(runner);
    let shown = AssertUnwindSafe(Box::pin(app::run(options, world))).catch_unwind().await;
    if tokio::time::timeout(LEAVING, &mut end).await.is_err() {
        tracing::error!("the runner did not end in time");
    }
    let ended_by = shown.map_err(|_| std::io::Error::other("the console panicked"))??;
    if let Some(signal) = ended_by {
        terminal::farewell(&format!("ended by {signal}"));
    }
    Ok(())
}

/// Two threads: the drawing one is the main thread, and nothing here keeps even one busy.
pub(super) fn runtime() -> std::io::Result<Runtime> {
    Builder::new_multi_thread().worker_threads(2).enable_all().build()
}

/// What the screen starts with.
pub(super) fn options(setup: &Setup, runner: &RunnerOptions) -> Result<Options, CliError> {
    let start = match runner.signed_in() {
        Some(signed_in) => Start::SignedIn(Box::new(signed_in)),
        None => Start::Login {
            server: runner.server.as_ref().map(ToString::to_string).unwrap_or_default(),
            email: String::new(),
        },
    };
    Ok(Options {
        keymap: keymap(&setup.folders.config.join("keymap.toml"))?,
        theme: theme(&setup.config.theme, &setup.folders.config.join("themes"))?,
        enter: setup.config.enter,
        signs: match (setup.config.plain, setup.config.ascii) {
            (true, _) => Signs::Plain,
            (false, true) => Signs::Ascii,
            (false, false) => Signs::Fine,
        },
        mouse: setup.config.mouse,
        notify: setup.config.notify,
        still: setup.config.reduced_motion || setup.config.plain,
        opener: setup.config.opener.clone(),
        send_delay: setup.config.send_delay,
        zone: jiff::tz::TimeZone::system(),
        clock: setup.clock.clone(),
        start,
        views: views(&setup.config.views)?,
        newcomer: welcome::is_new(&setup.folders),
    })
}

fn views(own: &[OwnView]) -> Result<Vec<View>, CliError> {
    let view = |own: &OwnView| {
        View::own(&own.name, &own.query)
            .map_err(|why| CliError::Usage(format!("{}: view `{}`: {why}", own.origin, own.name)))
    };
    own.iter().map(view).collect()
}

fn keymap(path: &Path) -> Result<Keymap, CliError> {
    let Some(text) = read(path)? else { return Ok(Keymap::defaults()) };
    Keymap::with(&text)
        .map_err(|e| CliError::Usage(format!("{}, line {}: {}", path.display(), e.line, e.what)))
}

/// A theme that comes with the console, or one of the user's own.
fn theme(name: &str, folder: &Path) -> Result<Theme, CliError> {
    if let Some(theme) = Theme::named(name, depth()) {
        return Ok(theme);
    }
    let path = folder.join(format!("{name}.toml"));
    let text = read(&path)?.ok_or_else(|| {
        let known: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
        let (known, path) = (known.join(", "), path.display());
        CliError::Usage(format!("There is no theme `{name}` ({known}), and no file {path}."))
    })?;
    Theme::parse(&text, depth())
        .map_err(|e| CliError::Usage(format!("{}, line {}: {}", path.display(), e.line, e.what)))
}

fn depth() -> Depth {
    match supports_color::on(supports_color::Stream::Stdout) {
        None => Depth::None,
        Some(level) if level.has_16m => Depth::True,
        Some(level) if level.has_256 => Depth::Ansi256,
        Some(_) => Depth::Ansi16,
    }
}

fn read(path: &Path) -> Result<Option<String>, CliError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(unreadable(path, &e)),
    }
}
