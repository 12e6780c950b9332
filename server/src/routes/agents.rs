//! `/api/crm/agent`: an agent's own place in the rotation, and who else is there.

use super::write;
use crate::answer::Answer;
use crate::auth::Staff;
use crate::desk::command::Command;
use crate::desk::reply::Reply;
use crate::error::ApiError;
use crate::extract::Body;
use crate::state::App;
use crate::store::read::accounts;
use axum::extract::State;
use robindesk_protocol::{ColleaguesAnswer, SetAvailability, UserAnswer};

/// `GET /api/crm/agents`: who may be given a ticket, with availability and load.
///
/// # Errors
/// 403 for anybody but staff.
pub async fn colleagues(
    State(app): State<App>,
    Staff(_): Staff,
) -> Result<Answer<ColleaguesAnswer>, ApiError> {
    let agents = accounts::colleagues(&app.store).await?;
    Ok(Answer::ok("Agents", ColleaguesAnswer { agents }))
}

/// `PUT /api/crm/agent/status`: own availability. Takes effect on the very next order.
///
/// # Errors
/// 403 for anybody but staff.
pub async fn set_status(
    State(app): State<App>,
    Staff(signed_in): Staff,
    Body(body): Body<SetAvailability>,
) -> Result<Answer<UserAnswer>, ApiError> {
    let command = Command::SetAvailability(body.agent_status);
    let written = write::submit(&app, &signed_in, None, command).await?;
    let Reply::Account(user) = written.reply else { return Err(write::unexpected()) };
    Ok(Answer::ok(format!("You are {}", body.agent_status), UserAnswer { user: *user }))
}
