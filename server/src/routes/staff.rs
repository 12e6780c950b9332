//! `/api/admin/agents`: staff, seen by admins and changed by super admins.

mod handing_out;
mod passwords;

pub use handing_out::hand_out;
pub use passwords::{create, reset_password};

use super::lists::{self, Asked};
use super::write;
use crate::answer::Answer;
use crate::auth::{Admin, SuperAdmin};
use crate::desk::command::Command;
use crate::desk::reply::Reply;
use crate::error::ApiError;
use crate::extract::{Body, PathId, QueryOf};
use crate::state::App;
use crate::store::read::page::Position;
use crate::store::read::{accounts, agents};
use axum::extract::State;
use robindesk_protocol::{
    AccountStatus, Agent, AgentAnswer, AgentPage, AgentQuery, SessionList, SetAccountStatus,
    UpdateAgent, UserId, UserType,
};
use serde_json::{Map, Value};

/// `GET /api/admin/agents`
///
/// # Errors
/// 400 naming the parameter.
pub async fn list(
    State(app): State<App>,
    _: Admin,
    QueryOf(query): QueryOf<AgentQuery>,
) -> Result<Answer<AgentPage>, ApiError> {
    let asked = Asked {
        limit: query.limit.as_deref(),
        offset: query.offset.as_deref(),
        cursor: query.cursor.as_deref(),
    };
    let staff = |word: &str| UserType::parse(word).filter(|t| t.is_staff());
    let filter = agents::Filter {
        status: lists::values("status", query.status.as_deref(), AccountStatus::parse)?,
        user_type: lists::values("user_type", query.user_type.as_deref(), staff)?,
        q: lists::text(query.q.as_deref())?,
        window: asked.window(|cursor| Position::parse(cursor, agents::SORT))?,
    };
    let mut page = agents::page(&app.store, &filter).await?;
    page.agents.iter_mut().for_each(|agent| here(&app, agent));
    Ok(Answer::ok("Staff", page))
}

/// `GET /api/admin/agents/{agent_id}`
///
/// # Errors
/// 404 when there is none.
pub async fn one(
    State(app): State<App>,
    _: Admin,
    PathId(id): PathId<UserId>,
) -> Result<Answer<AgentAnswer>, ApiError> {
    Ok(Answer::ok("Agent", AgentAnswer { agent: whole(&app, id).await? }))
}

/// `PUT /api/admin/agents/{agent_id}`: what is left out stays as it is.
///
/// # Errors
/// 409 when somebody else changed it in the meantime, or it is the last active super admin.
pub async fn update(
    State(app): State<App>,
    SuperAdmin(signed_in): SuperAdmin,
    PathId(agent): PathId<UserId>,
    Body(change): Body<UpdateAgent>,
) -> Result<Answer<AgentAnswer>, ApiError> {
    let command = Command::UpdateAgent { agent, change };
    write::submit(&app, &signed_in, None, command).await?;
    Ok(Answer::ok("Agent updated", AgentAnswer { agent: whole(&app, agent).await? }))
}

/// `PUT /api/admin/agents/{agent_id}/status`: suspends it, or lets it in again. The unresolved tickets
/// of a suspended one have gone to others when this is answered.
///
/// # Errors
/// 409 when it is the last active super admin.
pub async fn set_status(
    State(app): State<App>,
    SuperAdmin(signed_in): SuperAdmin,
    PathId(agent): PathId<UserId>,
    Body(change): Body<SetAccountStatus>,
) -> Result<Answer<AgentAnswer>, ApiError> {
    let command = Command::SetAccountStatus { agent, change };
    write::submit(&app, &signed_in, None, command).await?;
    let agent = whole(&app, agent).await?;
    Ok(Answer::ok(format!("Agent is {}", agent.user.status), AgentAnswer { agent }))
}

/// `DELETE /api/admin/agents/{agent_id}`: its name stays in history, its unresolved tickets go to others.
///
/// # Errors
/// 404 when there is none, 409 when it is the last active super admin.
pub async fn remove(
    State(app): State<App>,
    SuperAdmin(signed_in): SuperAdmin,
    PathId(agent): PathId<UserId>,
) -> Result<Answer<Map<String, Value>>, ApiError> {
    write::submit(&app, &signed_in, None, Command::RemoveAgent { agent }).await?;
    Ok(Answer::ok("Agent removed", Map::new()))
}

/// `GET /api/admin/agents/{agent_id}/sessions`
///
/// # Errors
/// 404 when there is no such agent.
pub async fn sessions(
    State(app): State<App>,
    SuperAdmin(signed_in): SuperAdmin,
    PathId(id): PathId<UserId>,
) -> Result<Answer<SessionList>, ApiError> {
    whole(&app, id).await?;
    let mut sessions = accounts::sessions(&app.store, id, app.clock.now()).await?;
    for session in &mut sessions {
        session.current = session.id == signed_in.sid;
    }
    Ok(Answer::ok("The agent's sessions", SessionList { sessions }))
}

/// `DELETE /api/admin/agents/{agent_id}/sessions`: all of them end.
///
/// # Errors
/// 404 when there is no such agent.
pub async fn end_sessions(
    State(app): State<App>,
    SuperAdmin(signed_in): SuperAdmin,
    PathId(agent): PathId<UserId>,
) -> Result<Answer<Map<String, Value>>, ApiError> {
    write::submit(&app, &signed_in, None, Command::EndSessions { agent }).await?;
    Ok(Answer::ok("The agent's sessions have ended", Map::new()))
}

async fn whole(app: &App, id: UserId) -> Result<Agent, ApiError> {
    let agent = agents::one(&app.store, id).await?;
    let mut agent = agent.ok_or_else(|| ApiError::not_found("agent"))?;
    here(app, &mut agent);
    Ok(agent)
}

/// Adds what only memory knows: where somebody is, and that it was there a moment ago.
fn here(app: &App, agent: &mut Agent) {
    agent.last_seen_at = agent.last_seen_at.max(app.presence.seen_at(agent.user.id));
    agent.current_ticket = app.presence.place_of(agent.user.id);
}

/// The account that a command answered with.
fn account(reply: Reply) -> Result<UserId, ApiError> {
    match reply {
        Reply::Account(user) => Ok(user.id),
        _ => Err(write::unexpected()),
    }
}
