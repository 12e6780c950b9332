//! `serve`, `migrate`, `seed` and `openapi`.

use super::Failure;
use super::args::SeedSize;
use super::hangups::Hangups;
use crate::clock::Clock;
use crate::ops::seed::{Plan, seed as fill};
use crate::router::openapi_json;
use crate::{Settings, open, serve};
use std::io::Write;

/// Serves until SIGTERM or Ctrl-C, then ends in good order.
pub async fn serve(settings: Settings) -> Result<(), Failure> {
    let hangups = Hangups::heard(&settings).map_err(Failure::failed)?;
    let running = crate::start(settings).await.map_err(Failure::failed)?;
    let signal = tokio::select! {
        signal = asked_to_stop() => signal.map_err(Failure::failed)?,
        never = hangups.renew(&running) => match never {},
    };
    tracing::info!(signal, "Stopping");
    running.stop().await;
    tracing::info!("Stopped");
    Ok(())
}

#[cfg(unix)]
async fn asked_to_stop() -> std::io::Result<&'static str> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted.map(|()| "Ctrl-C"),
        _ = terminate.recv() => Ok("SIGTERM"),
    }
}

#[cfg(not(unix))]
async fn asked_to_stop() -> std::io::Result<&'static str> {
    tokio::signal::ctrl_c().await.map(|()| "Ctrl-C")
}

/// Applies migrations and ends.
pub async fn migrate(settings: Settings) -> Result<(), Failure> {
    serve::migrate(&settings).await.map_err(Failure::failed)?;
    println!("The database is up to date.");
    Ok(())
}

/// Prints the OpenAPI document.
pub fn openapi() -> Result<(), Failure> {
    // Not `print!`, which panics when whoever reads has gone.
    std::io::stdout().write_all(openapi_json().as_bytes()).map_err(Failure::failed)
}

/// Fills an empty desk with test data.
pub async fn seed(settings: Settings, size: &SeedSize) -> Result<(), Failure> {
    let opened = open(settings, Clock::System).await.map_err(Failure::failed)?;
    let mut plan = Plan::demo(opened.app().clock.now());
    plan.agents = size.agents.unwrap_or(plan.agents);
    plan.brands = size.brands.unwrap_or(plan.brands);
    plan.orders = size.orders.unwrap_or(plan.orders);
    plan.random_seed = size.random_seed.unwrap_or(plan.random_seed);
    if let Some(creators) = size.creators {
        plan.creators = creators;
        plan.packages = creators * 2;
    }
    let done = fill(opened.app(), &plan).await;
    opened.close().await;
    let seeded = done.map_err(Failure::failed)?;
    println!(
        "Seeded {} agents, {} brands, {} creators, {} packages and {} orders.",
        seeded.agents.len(),
        seeded.brands.len(),
        seeded.creators.len(),
        seeded.packages.len(),
        seeded.orders
    );
    let entry = seeded.agents.first().unwrap_or(&seeded.super_admin);
    println!("Enter as {} with: robindesk-server token --email {}", entry.name, entry.email);
    Ok(())
}
