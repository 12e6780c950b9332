//! `/health`: for load balancers and whoever watches over this process.

use crate::answer::Answer;
use crate::error::ApiError;
use crate::state::App;
use axum::extract::State;
use serde_json::{Value, json};

/// `GET /health/live`: the process answers.
pub async fn live() -> Answer<Value> {
    Answer::ok("Alive", json!({"status": "live"}))
}

/// `GET /health/ready`: it can do its work. Touches the database, and is over once a stop was asked for.
///
/// # Errors
/// 503 while the database does not answer or the server is stopping.
pub async fn ready(State(app): State<App>) -> Result<Answer<Value>, ApiError> {
    if app.shutdown.is_asked() {
        return Err(ApiError::unavailable());
    }
    if let Err(error) = app.store.ping().await {
        tracing::warn!(?error, "The database does not answer");
        return Err(ApiError::unavailable());
    }
    Ok(Answer::ok("Ready", json!({"status": "ready"})))
}
