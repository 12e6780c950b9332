//! How the server is, now: for admins, and for whoever scrapes `/metrics`.

mod metrics;

pub use metrics::text;

use crate::state::App;
use crate::store::StoreError;
use crate::store::read::about;
use robindesk_protocol::Health;
use std::time::Instant;

/// What a node knows of itself, also while its database does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Own {
    pub uptime_seconds: u64,
    /// Commands that wait for the writer.
    pub writer_queue: u64,
    /// Open event streams.
    pub live_connections: u64,
}

impl Own {
    /// As it is now.
    pub fn of(app: &App) -> Self {
        Self {
            uptime_seconds: app.pulse.uptime().as_secs(),
            writer_queue: app.writer.queued() as u64,
            live_connections: app.feed.listeners() as u64,
        }
    }
}

/// Looks at everything that tells how this node and its database are.
///
/// # Errors
/// [`StoreError`] while the database does not answer.
pub async fn look(app: &App) -> Result<Health, StoreError> {
    let asked = Instant::now();
    app.store.ping().await?;
    let latency = asked.elapsed();
    let about = about::database(&app.store).await?;
    let Own { uptime_seconds, writer_queue, live_connections } = Own::of(app);
    let minute = app.pulse.minute();
    let behind = about.newest.saturating_sub(app.feed.newest());
    Ok(Health {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        uptime_seconds,
        nodes: about.nodes,
        requests_per_second: minute.requests_per_second,
        error_rate: minute.error_rate,
        latency_p50_ms: minute.p50,
        latency_p95_ms: minute.p95,
        latency_p99_ms: minute.p99,
        database: app.store.engine().to_owned(),
        database_latency_ms: latency.as_secs_f64() * 1_000.0,
        database_bytes: about.bytes,
        writer_queue,
        event_lag: u64::try_from(behind).unwrap_or(0),
        live_connections,
        last_backup: about.last_backup,
    })
}
