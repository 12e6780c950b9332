//! `/api/admin/stats` and its kin: what is counted, live, and how the server is.

use crate::answer::Answer;
use crate::auth::Admin;
use crate::error::ApiError;
use crate::extract::QueryOf;
use crate::health;
use crate::state::App;
use crate::tally::{self, EARLIEST_MS};
use axum::extract::State;
use robindesk_protocol::{
    AgentStatsAnswer, DistributionAnswer, DistributionQuery, HealthAnswer, StatsAnswer, Timestamp,
};

/// `GET /api/admin/stats`
///
/// # Errors
/// 503 in the first moment of a server, while its numbers are being read.
pub async fn stats(State(app): State<App>, _: Admin) -> Result<Answer<StatsAnswer>, ApiError> {
    let stats = app.tally.stats().await.ok_or_else(ApiError::unavailable)?;
    Ok(Answer::ok("Stats", StatsAnswer { stats }))
}

/// `GET /api/admin/agents/stats`
///
/// # Errors
/// 503 in the first moment of a server, while its numbers are being read.
pub async fn agents(
    State(app): State<App>,
    _: Admin,
) -> Result<Answer<AgentStatsAnswer>, ApiError> {
    let agents = app.tally.stats().await.ok_or_else(ApiError::unavailable)?.agents;
    Ok(Answer::ok("Agents", AgentStatsAnswer { agents }))
}

/// `GET /api/admin/distribution`: what the rotation gave to whom since a time, by default midnight
/// UTC.
///
/// # Errors
/// 400 for a time that is none, in the future, or more than 30 days ago.
pub async fn distribution(
    State(app): State<App>,
    _: Admin,
    QueryOf(query): QueryOf<DistributionQuery>,
) -> Result<Answer<DistributionAnswer>, ApiError> {
    let now = app.clock.now();
    let since = match query.since.as_deref() {
        None => tally::midnight(now),
        Some(text) => Timestamp::parse(text)
            .filter(|since| (0..=EARLIEST_MS).contains(&now.since_ms(*since)))
            .ok_or_else(|| {
                let message = "must be an RFC 3339 time of the last 30 days";
                ApiError::field("since", message)
            })?,
    };
    let distribution = app.tally.distribution(since).await;
    let distribution = distribution.ok_or_else(ApiError::unavailable)?;
    Ok(Answer::ok("Distribution", DistributionAnswer { distribution }))
}

/// `GET /api/admin/health`
///
/// # Errors
/// 503 while the database does not answer.
pub async fn health(State(app): State<App>, _: Admin) -> Result<Answer<HealthAnswer>, ApiError> {
    let health = health::look(&app).await?;
    Ok(Answer::ok("Health", HealthAnswer { health }))
}
