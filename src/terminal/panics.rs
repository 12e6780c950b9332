//! Panics: the terminal is given back first, then what happened is said and logged.

use super::restore;
use crate::ui::plain::Plain;
use std::backtrace::Backtrace;
use std::io::{Write as _, stderr};
use std::path::PathBuf;
use std::sync::{Once, OnceLock};
use tokio::sync::Notify;

static HOOK: Once = Once::new();
static LOG: OnceLock<PathBuf> = OnceLock::new();
static LOST: Notify = Notify::const_new();

/// Where the log is, to be said when the console ends in another way than by its own key. Not told
/// for a demo, which keeps nothing.
pub fn log_is_at(path: PathBuf) {
    let _ = LOG.set(path);
}

/// Comes back when something has panicked, on whatever thread.
pub async fn lost() {
    LOST.notified().await;
}

/// Says on standard error why the console is gone, and where more of it can be read. By then the
/// terminal is the shell's again, or is gone too.
pub fn farewell(why: &str) {
    let mut err = stderr();
    let _ = writeln!(err, "robindesk: {}", Plain::block(why));
    if let Some(path) = LOG.get() {
        let _ = writeln!(err, "What was typed is kept for the next start.");
        let _ = writeln!(err, "The log is {}", Plain::line(&path.to_string_lossy()));
    }
}

/// From now on a panic gives the terminal back before it says anything. What it says goes through
/// `Plain`, because a panic may quote the text it stumbled over.
pub(super) fn hook() {
    HOOK.call_once(|| {
        std::panic::set_hook(Box::new(|panic| {
            restore();
            let words = panic.to_string();
            tracing::error!(panic = %Plain::line(&words), backtrace = %Backtrace::force_capture(), "the console panicked");
            farewell(&words);
            LOST.notify_one();
        }));
    });
}
