//! `GET /metrics`: for Prometheus, and closed to the public.

use crate::auth::ClientAddress;
use crate::error::ApiError;
use crate::health;
use crate::state::App;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

/// Headers by which a proxy says that it asks for somebody else.
const FORWARDED: [&str; 4] = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

/// Beside the API: for this machine itself, and only where no other address was named for it.
///
/// # Errors
/// 404 for anybody else, as if there were nothing.
pub async fn beside(
    State(app): State<App>,
    ClientAddress(from): ClientAddress,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    // A proxy on this machine is not this machine's own scraper.
    let forwarded = FORWARDED.iter().any(|name| headers.contains_key(*name));
    if app.settings.metrics_address.is_some() || !from.is_loopback() || forwarded {
        return Err(ApiError::no_such_path());
    }
    Ok(alone(State(app)).await)
}

/// At an address of its own, which whoever configures it keeps closed. While the database does not
/// answer it tells that, and what is known without it: this is when somebody looks.
pub async fn alone(State(app): State<App>) -> Response {
    let health = health::look(&app).await;
    let stats = if health.is_ok() { app.tally.stats().await } else { None };
    let (totals, own) = (app.pulse.totals(), health::Own::of(&app));
    let text = health::text(&totals, own, health.as_ref().ok(), stats.as_ref());
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}
