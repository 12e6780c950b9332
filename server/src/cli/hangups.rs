//! SIGHUP: a server with TLS reads its certificate again. To one without it means what it always
//! does: the terminal is gone.

use crate::{Running, Settings};
use std::convert::Infallible;
use std::io;

/// The hangups of this process, where they are listened to.
#[derive(Debug)]
pub struct Hangups {
    #[cfg(unix)]
    signal: Option<tokio::signal::unix::Signal>,
}

impl Hangups {
    /// Listens from now on. Begun before the server is, so that none ends it.
    #[cfg(unix)]
    pub fn heard(settings: &Settings) -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let signal = settings.tls.is_some().then(|| signal(SignalKind::hangup())).transpose()?;
        Ok(Self { signal })
    }

    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "there is nothing to fail here")]
    pub fn heard(_: &Settings) -> io::Result<Self> {
        Ok(Self {})
    }

    /// Renews the certificate on each of them.
    pub async fn renew(mut self, running: &Running) -> Infallible {
        loop {
            self.next().await;
            match running.renew_certificate() {
                Ok(()) => tracing::info!("Read the certificate again"),
                Err(error) => {
                    tracing::error!(%error, "The old certificate stays: the new one is bad");
                }
            }
        }
    }

    #[cfg(unix)]
    async fn next(&mut self) {
        let heard = match &mut self.signal {
            Some(signal) => signal.recv().await,
            None => None,
        };
        if heard.is_none() {
            std::future::pending::<()>().await;
        }
    }

    #[cfg(not(unix))]
    async fn next(&mut self) {
        std::future::pending::<()>().await;
    }
}
