//! Signals: the ones that end us let us end well; the one that stops us is sent by ourselves; the one
//! that wakes us tells that the shell had the terminal meanwhile.

use std::io;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// What a signal asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signalled {
    /// To end, by the signal of this name.
    End(&'static str),
    /// To go on, after we were stopped by somebody.
    GoOn,
}

/// The signals that we listen to.
#[derive(Debug)]
pub struct Signals {
    terminate: Signal,
    hangup: Signal,
    interrupt: Signal,
    go_on: Signal,
}

impl Signals {
    /// Listens from now on.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            go_on: signal(SignalKind::from_raw(signal_hook::consts::SIGCONT))?,
        })
    }

    /// Waits for one of them.
    pub async fn next(&mut self) -> Signalled {
        tokio::select! {
            _ = self.terminate.recv() => Signalled::End("SIGTERM"),
            _ = self.hangup.recv() => Signalled::End("SIGHUP"),
            _ = self.interrupt.recv() => Signalled::End("SIGINT"),
            _ = self.go_on.recv() => Signalled::GoOn,
        }
    }
}

/// Stops this process as the terminal's own ctrl+z would; comes back when the shell continues it, and
/// at once where no shell could.
pub(super) fn stop() -> io::Result<()> {
    signal_hook::low_level::raise(signal_hook::consts::SIGTSTP)
}
