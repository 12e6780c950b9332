//! An agent's tickets on their way through the rotation, as an admin asks for it.

use crate::answer::Answer;
use crate::auth::Admin;
use crate::desk::command::Command;
use crate::desk::reply::Reply;
use crate::error::ApiError;
use crate::extract::{Body, PathId};
use crate::routes::write;
use crate::state::App;
use axum::extract::State;
use robindesk_protocol::{BulkUpdate, HandOutTickets, HandedOut, UserId};

/// `POST /api/admin/agents/{agent_id}/tickets/hand_out`: some of the agent's unresolved tickets, or all,
/// go to the next in turn, never back to that agent. All in one transaction.
///
/// # Errors
/// 404 when there is no such agent, 400 when too many tickets are named, or none.
pub async fn hand_out(
    State(app): State<App>,
    Admin(signed_in): Admin,
    PathId(agent): PathId<UserId>,
    Body(HandOutTickets { ticket_ids: tickets }): Body<HandOutTickets>,
) -> Result<Answer<HandedOut>, ApiError> {
    let most = BulkUpdate::MAX;
    if tickets.as_ref().is_some_and(|tickets| !(1..=most).contains(&tickets.len())) {
        let message = format!("must be 1 to {most} tickets, or be left out for all");
        return Err(ApiError::field("ticket_ids", message));
    }
    let command = Command::HandOutTickets { agent, tickets };
    let written = write::submit(&app, &signed_in, None, command).await?;
    let Reply::HandedOut(done) = written.reply else { return Err(write::unexpected()) };
    Ok(Answer::ok(format!("{} tickets went through the rotation", done.moved.len()), done))
}
