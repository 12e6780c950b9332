//! Lists of tickets, for staff.

use crate::answer::Answer;
use crate::auth::{SignedIn, Staff};
use crate::error::ApiError;
use crate::extract::{PathId, QueryOf};
use crate::routes::lists::{self, Asked};
use crate::state::App;
use crate::store::read::accounts;
use crate::store::read::page::Window;
use crate::store::read::tickets::{self, Filter, Sort};
use axum::extract::State;
use robindesk_protocol::{HeldQuery, Priority, TicketPage, TicketQuery, TicketStatus, UserId};

/// `GET /api/crm/tickets`
///
/// # Errors
/// 400 naming the parameter.
pub async fn list(
    State(app): State<App>,
    Staff(signed_in): Staff,
    QueryOf(query): QueryOf<TicketQuery>,
) -> Result<Answer<TicketPage>, ApiError> {
    let filter = filter(&signed_in, &query)?;
    Ok(Answer::ok("Tickets", tickets::page(&app.store, &filter).await?))
}

/// `GET /api/crm/tickets/my`: the caller's, with the same parameters but for whose they are.
///
/// # Errors
/// 400 naming the parameter.
pub async fn mine(
    State(app): State<App>,
    Staff(signed_in): Staff,
    QueryOf(query): QueryOf<HeldQuery>,
) -> Result<Answer<TicketPage>, ApiError> {
    let filter = filter(&signed_in, &query.of("me".to_owned()))?;
    Ok(Answer::ok("Tickets", tickets::page(&app.store, &filter).await?))
}

/// `GET /api/crm/agent/{agent_id}/tickets`: that agent's, with the same parameters.
///
/// # Errors
/// 404 when there is no such member of staff, 400 naming the parameter.
pub async fn of_agent(
    State(app): State<App>,
    Staff(signed_in): Staff,
    PathId(agent): PathId<UserId>,
    QueryOf(query): QueryOf<HeldQuery>,
) -> Result<Answer<TicketPage>, ApiError> {
    let filter = filter(&signed_in, &query.of(agent.to_string()))?;
    let user = accounts::user(&app.store, agent).await?;
    if !user.is_some_and(|user| user.user_type.is_staff()) {
        return Err(ApiError::not_found("agent"));
    }
    Ok(Answer::ok("Tickets", tickets::page(&app.store, &filter).await?))
}

fn snoozed(text: Option<&str>) -> Result<Option<bool>, ApiError> {
    match text {
        None => Ok(None),
        Some("true") => Ok(Some(true)),
        Some("false") => Ok(Some(false)),
        Some(_) => Err(ApiError::field("snoozed", "must be true or false")),
    }
}

/// Whom `agent_id` may name.
enum Agent {
    One(UserId),
    Nobody,
}

fn filter(signed_in: &SignedIn, query: &TicketQuery) -> Result<Filter, ApiError> {
    let me = signed_in.account.id;
    let agent = |word: &str| match word {
        "me" => Some(Agent::One(me)),
        "none" => Some(Agent::Nobody),
        id => id.parse().ok().map(Agent::One),
    };
    let agents = lists::values("agent_id", query.agent_id.as_deref(), agent)?;
    let sort = query.sort.as_deref().unwrap_or("-updated");
    let (sort, descending) = Sort::parse(sort).ok_or_else(|| {
        let message = "must be updated, created, waiting or priority, with - for descending";
        ApiError::field("sort", message)
    })?;
    let mut filter = Filter {
        status: lists::values("status", query.status.as_deref(), TicketStatus::parse)?,
        unassigned: agents.iter().any(|a| matches!(a, Agent::Nobody)),
        agents: agents
            .into_iter()
            .filter_map(|a| match a {
                Agent::One(id) => Some(id),
                Agent::Nobody => None,
            })
            .collect(),
        not_agents: Vec::new(),
        priority: lists::values("priority", query.priority.as_deref(), Priority::parse)?,
        tags: lists::values("tag", query.tag.as_deref(), |t| {
            (!t.is_empty() && !t.contains('\0')).then(|| t.to_lowercase())
        })?,
        snoozed: snoozed(query.snoozed.as_deref())?,
        q: lists::query(query.q.as_deref())?,
        sort,
        descending,
        window: Window { limit: 1, offset: 0, after: None },
        reader: me,
    };
    let asked = Asked {
        limit: query.limit.as_deref(),
        offset: query.offset.as_deref(),
        cursor: query.cursor.as_deref(),
    };
    filter.window = asked.window(|cursor| filter.position(cursor))?;
    Ok(filter)
}
