//! `/api/crm/tickets/{ticket_id}/history`: what happened on a ticket, and why it went to whom.

use super::lists::Asked;
use super::tickets;
use crate::answer::Answer;
use crate::auth::Staff;
use crate::error::ApiError;
use crate::extract::{PathId, QueryOf};
use crate::state::App;
use crate::store::read::page::Position;
use crate::store::read::{decisions, events};
use axum::extract::State;
use robindesk_protocol::{AssignmentHistory, HistoryPage, PageQuery, TicketId};

/// `GET /api/crm/tickets/{ticket_id}/history`: every event on it and on its order, newest last.
///
/// # Errors
/// 404 when there is no such ticket, 400 naming the parameter.
pub async fn events_of(
    State(app): State<App>,
    Staff(signed_in): Staff,
    PathId(ticket): PathId<TicketId>,
    QueryOf(query): QueryOf<PageQuery>,
) -> Result<Answer<HistoryPage>, ApiError> {
    let asked = Asked {
        limit: query.limit.as_deref(),
        offset: query.offset.as_deref(),
        cursor: query.cursor.as_deref(),
    };
    let window = asked.window(|cursor| Position::parse(cursor, events::SORT))?;
    tickets::visible(&app, &signed_in, ticket).await?;
    Ok(Answer::ok("History", events::history(&app.store, ticket, &window).await?))
}

/// `GET /api/crm/tickets/{ticket_id}/history/assignment`: the decision records, oldest first.
///
/// # Errors
/// 404 when there is no such ticket.
pub async fn assignment(
    State(app): State<App>,
    Staff(signed_in): Staff,
    PathId(ticket): PathId<TicketId>,
) -> Result<Answer<AssignmentHistory>, ApiError> {
    tickets::visible(&app, &signed_in, ticket).await?;
    let decisions = decisions::of_ticket(&app.store, ticket).await?;
    Ok(Answer::ok("Decisions", AssignmentHistory { decisions }))
}
