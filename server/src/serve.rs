//! Opening the desk, serving it, and stopping without losing anything.

use crate::auth::{Keys, Known, Passwords, Tries};
use crate::clock::Clock;
use crate::limits::Limits;
use crate::pulse::Pulse;
use crate::router::{self, router};
use crate::settings::{Settings, SettingsError, Tls};
use crate::shelf::Shelf;
use crate::shelf::sweep::Sweep;
use crate::state::{App, Parts, Shutdown};
use crate::store::{Store, StoreError, wal};
use crate::{alarm, feed, nodes, presence, tally, writer};
use axum_server::Handle;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use hyper_util::rt::TokioTimer;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// How long a new connection may take to agree on TLS.
const HANDSHAKE_DEADLINE: Duration = Duration::from_secs(10);

/// How long a new connection may take over its first request's head.
const FIRST_HEADER_DEADLINE: Duration = Duration::from_secs(10);

/// How long a connection may then be idle and take over the head of its next request: hyper has one
/// clock for both. Clients that keep connections should let go of them sooner.
const HEADER_DEADLINE: Duration = Duration::from_secs(30);

/// How long requests in flight may take to end once a stop was asked for.
const GRACE: Duration = Duration::from_secs(8);

/// How long the writer may then take over what it has queued.
const WRITER_GRACE: Duration = Duration::from_secs(2);

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error("the database could not be opened: {0}")]
    Store(#[from] StoreError),
    #[error("the storage of files could not be opened: {0}")]
    Files(std::io::Error),
    #[error("the writer could not be started: {0}")]
    Writer(std::io::Error),
    #[error("cannot listen on {address}: {cause}")]
    Listen { address: SocketAddr, cause: std::io::Error },
}

/// The desk, open, without a socket.
#[derive(Debug)]
pub struct Opened {
    app: App,
    writer: JoinHandle<()>,
}

impl Opened {
    /// The desk.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Finishes what was begun and lets go of the database. Clones of the [`App`] that are still
    /// around hold the writer open; it is then given up after two seconds.
    pub async fn close(self) {
        let Self { app, writer } = self;
        app.shutdown.ask();
        drop(app);
        if tokio::time::timeout(WRITER_GRACE, writer).await.is_err() {
            tracing::debug!("The writer is still held by somebody");
        }
    }
}

/// A server at work.
#[derive(Debug)]
pub struct Running {
    opened: Opened,
    addr: SocketAddr,
    handle: Handle<SocketAddr>,
    serving: JoinHandle<std::io::Result<()>>,
    tls: Option<RustlsConfig>,
    metrics: Option<Metrics>,
}

/// The second listener, for metrics alone.
#[derive(Debug)]
struct Metrics {
    addr: SocketAddr,
    handle: Handle<SocketAddr>,
    serving: JoinHandle<std::io::Result<()>>,
}

impl Running {
    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Where metrics are served, where that is an address of its own.
    pub fn metrics_addr(&self) -> Option<SocketAddr> {
        self.metrics.as_ref().map(|metrics| metrics.addr)
    }

    /// The desk that it serves.
    pub fn app(&self) -> &App {
        self.opened.app()
    }

    /// Reads the certificate and its key again, for connections to come. Without TLS it does nothing.
    ///
    /// # Errors
    /// When they do not do: those that were read before stay.
    pub fn renew_certificate(&self) -> Result<(), SettingsError> {
        if let (Some(config), Some(files)) = (&self.tls, &self.app().settings.tls) {
            config.reload_from_config(files.read()?);
            files.warn(self.app().clock.now());
        }
        Ok(())
    }

    /// Stops: takes no new connections, ends streams, lets requests in flight finish. Gone within 10 s.
    pub async fn stop(self) {
        self.opened.app.shutdown.ask();
        self.handle.graceful_shutdown(Some(GRACE));
        if let Some(metrics) = &self.metrics {
            metrics.handle.graceful_shutdown(Some(GRACE));
        }
        for serving in std::iter::once(self.serving).chain(self.metrics.map(|m| m.serving)) {
            match serving.await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!(%error, "The server ended with an error"),
                Err(error) => tracing::error!(%error, "The server ended by a panic"),
            }
        }
        self.opened.close().await;
    }
}

/// Opens the desk: the database with its migrations, the writer, the feed.
///
/// # Errors
/// When the secret or the database cannot be had.
pub async fn open(settings: Settings, clock: Clock) -> Result<Opened, StartError> {
    settings.make_data_dir()?;
    let keys = Keys::new(&settings.secret()?);
    let shelf = Shelf::of(&settings).map_err(StartError::Files)?;
    let store = Store::open(&settings.database_url()).await?;
    let shutdown = Shutdown::default();
    let (feed, _) = feed::start(store.clone(), shutdown.asked()).await?;
    let tally = tally::start(store.clone(), feed.clone(), clock.clone(), shutdown.asked());
    let (writer, writer_task) = writer::start(store.clone()).map_err(StartError::Writer)?;
    let presence = presence::start(clock.clone(), shutdown.asked());
    nodes::join(store.clone(), presence.clone(), shutdown.asked());
    wal::start(store.clone(), shutdown.asked());
    store.fold_names(shutdown.asked());
    let alarm = alarm::Alarm {
        store: store.clone(),
        writer: writer.clone(),
        feed: feed.clone(),
        clock: clock.clone(),
    };
    alarm::start(alarm, shutdown.asked());
    Sweep::new(shelf.clone(), store.clone(), clock.clone()).start(shutdown.asked());
    let app = App::from(Parts {
        store,
        writer,
        feed,
        presence,
        tally,
        pulse: Pulse::default(),
        shelf,
        keys,
        passwords: Passwords::default(),
        tries: Tries::default(),
        limits: Limits::new(settings.rates),
        known: Known::default(),
        clock,
        settings: Arc::new(settings),
        shutdown,
    });
    Ok(Opened { app, writer: writer_task })
}

/// Brings the database's schema up to date, and no more.
///
/// # Errors
/// When the data folder or the database cannot be had.
pub async fn migrate(settings: &Settings) -> Result<(), StartError> {
    settings.make_data_dir()?;
    Store::open(&settings.database_url()).await?;
    Ok(())
}

/// Opens the desk and serves it.
///
/// # Errors
/// When the secret, the database or the address cannot be had.
pub async fn start(settings: Settings) -> Result<Running, StartError> {
    start_with(settings, Clock::System).await
}

/// [`start`], by a clock that the caller holds.
///
/// # Errors
/// When the secret, the certificate, the database or the address cannot be had.
pub async fn start_with(settings: Settings, clock: Clock) -> Result<Running, StartError> {
    let address = settings.address();
    let tls = settings.tls.as_ref().map(Tls::read).transpose()?.map(RustlsConfig::from_config);
    if let Some(files) = &settings.tls {
        files.warn(clock.now());
    }
    // Listening comes first: a second server on the same port must not touch the database.
    let (listener, addr) = listen(address)?;
    let metrics_listener = settings.metrics_address.map(listen).transpose()?;
    if !settings.rate_limit {
        tracing::warn!("Rate limits are off");
    }
    let opened = open(settings, clock).await?;
    let handle = Handle::new();
    let serving = serve(listener, address, tls.clone(), &handle, router(opened.app.clone()))?;
    tracing::info!(address = %addr, tls = tls.is_some(), "Listening");
    let metrics = match metrics_listener {
        None => None,
        Some((listener, addr)) => {
            let handle = Handle::new();
            let serving =
                serve(listener, addr, None, &handle, router::metrics(opened.app.clone()))?;
            tracing::info!(address = %addr, "Listening for metrics");
            Some(Metrics { addr, handle, serving })
        }
    };
    Ok(Running { opened, addr, handle, serving, tls, metrics })
}

fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let cannot_listen = |cause| StartError::Listen { address, cause };
    let listener = TcpListener::bind(address).map_err(cannot_listen)?;
    let addr = listener.local_addr().map_err(cannot_listen)?;
    Ok((listener, addr))
}

/// Serves these routes, with the time limits that keep slow clients from costing others anything.
fn serve(
    listener: TcpListener,
    address: SocketAddr,
    tls: Option<RustlsConfig>,
    handle: &Handle<SocketAddr>,
    routes: axum::Router,
) -> Result<JoinHandle<std::io::Result<()>>, StartError> {
    let cannot_listen = |cause| StartError::Listen { address, cause };
    // HTTP/2 has none of the deadlines below, and nobody who talks to us needs it.
    let server = axum_server::from_tcp(listener).map_err(cannot_listen)?.http1_only();
    // The head's deadline begins with its first byte; a socket that never sends one has this.
    let mut server = server.first_request_timeout(FIRST_HEADER_DEADLINE);
    server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEADER_DEADLINE);
    let service = routes.into_make_service_with_connect_info::<SocketAddr>();
    let server = server.handle(handle.clone());
    let Some(config) = tls else { return Ok(tokio::spawn(server.serve(service))) };
    let acceptor = RustlsAcceptor::new(config).handshake_timeout(HANDSHAKE_DEADLINE);
    Ok(tokio::spawn(server.acceptor(acceptor).serve(service)))
}
