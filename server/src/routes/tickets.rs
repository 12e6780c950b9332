//! `/api/crm/tickets`: the lists that staff work from, one ticket, and changing it.

mod bulk;
mod list;

pub use bulk::bulk;
pub use list::{list, mine, of_agent};

use super::{tags, write};
use crate::answer::Answer;
use crate::auth::{SignedIn, Staff};
use crate::desk::command::{Command, TicketChange};
use crate::desk::reply::Reply;
use crate::desk::visibility;
use crate::error::ApiError;
use crate::extract::{Body, PathId};
use crate::state::App;
use crate::store::read::tickets;
use axum::extract::State;
use robindesk_protocol::{
    MarkRead, OrderId, Reassign, SetPriority, SetSnooze, SetTags, SetTicketStatus, Ticket,
    TicketAnswer, TicketId,
};
use serde_json::{Map, Value};

/// `GET /api/crm/tickets/{ticket_id}`: staff, or a party to it.
///
/// # Errors
/// 404 when there is none, or it is none of the caller's business.
pub async fn one(
    State(app): State<App>,
    signed_in: SignedIn,
    PathId(id): PathId<TicketId>,
) -> Result<Answer<TicketAnswer>, ApiError> {
    let ticket = visible(&app, &signed_in, id).await?;
    let ticket = visibility::ticket(signed_in.account.user_type, ticket);
    Ok(Answer::ok("Ticket", TicketAnswer { ticket }))
}

/// `GET /api/crm/tickets/order/{order_id}`: the order's one ticket.
///
/// # Errors
/// 404 when there is none, or it is none of the caller's business.
pub async fn of_order(
    State(app): State<App>,
    signed_in: SignedIn,
    PathId(order): PathId<OrderId>,
) -> Result<Answer<TicketAnswer>, ApiError> {
    let id = tickets::of_order(&app.store, order).await?;
    let id = id.ok_or_else(|| ApiError::not_found("ticket"))?;
    one(State(app), signed_in, PathId(id)).await
}

/// The ticket, as staff see it, if the caller may know of it.
///
/// # Errors
/// 404 when there is none, or it is none of the caller's business.
pub async fn visible(app: &App, signed_in: &SignedIn, id: TicketId) -> Result<Ticket, ApiError> {
    let account = &signed_in.account;
    let ticket = tickets::one(&app.store, id, account.id).await?;
    let party = |t: &Ticket| {
        let order = t.order.as_ref();
        account.user_type.is_staff()
            || order.is_some_and(|o| account.brand_id == Some(o.brand.id))
            || order.is_some_and(|o| account.creator_id == Some(o.creator.id))
    };
    ticket.filter(party).ok_or_else(|| ApiError::not_found("ticket"))
}

/// `PUT /api/crm/tickets/{ticket_id}/status`
///
/// # Errors
/// 409 naming where it is and where it may go.
pub async fn set_status(
    State(app): State<App>,
    Staff(signed_in): Staff,
    PathId(id): PathId<TicketId>,
    Body(body): Body<SetTicketStatus>,
) -> Result<Answer<TicketAnswer>, ApiError> {
    change(&app, &signed_in, id, TicketChange::Status(body.status)).await
}

/// `PUT /api/crm/tickets/{ticket_id}/priority`
///
/// # Errors
/// 404 when there is no such ticket.
pub async fn set_priority(
    State(app): State<App>,
    Staff(signed_in): Staff,
    PathId(id): PathId<TicketId>,
    Body(body): Body<SetPriority>,
) -> Result<Answer<TicketAnswer>, ApiError> {
    change(&app, &signed_in, id, TicketChange::Priority(body.priority)).await
}

/// `PUT /api/crm/tickets/{ticket_id}/tags`
///
/// # Errors
/// 400 when there are too many or one is no word.
pub async fn set_tags(
    State(app): State<App>,
    Staff(signed_in): Staff,
    PathId(id): PathId<TicketId>,
    Body(body): Body<SetTags>,
) -> Result<Answer<TicketAnswer>, ApiError> {
    let tags = tags::words("tags", body.tags)?;
    change(&app, &signed_in, id, TicketChange::Tags(tags)).await
}

/// `PUT /api/crm/tickets/{ticket_id}/snooze`
///
/// # Errors
/// 400 for a time that has passed, 409 for a ticket that is resolved.
pub async fn snooze(
    State(app): State<App>,
    Staff(signed_in): Staff,
    PathId(id): PathId<TicketId>,
    Body(body): Body<SetSnooze>,
) -> Result<Answer<TicketAnswer>, ApiError> {
    change(&app, &signed_in, id, TicketChange::Snooze(body.snoozed_until)).await
}

/// `PUT /api/crm/tickets/{ticket_id}/reassign`
///
/// # Errors
/// 400 when there is no such active agent, 403 when the ticket is another agent's.
pub async fn reassign(
    State(app): State<App>,
    Staff(signed_in): Staff,
    PathId(id): PathId<TicketId>,
    Body(Reassign { agent_id, reason }): Body<Reassign>,
) -> Result<Answer<TicketAnswer>, ApiError> {
    change(&app, &signed_in, id, TicketChange::Agent { agent: agent_id, reason }).await
}

/// `POST /api/crm/tickets/{ticket_id}/read`: everything up to the newest message has been read, or
/// on purpose the newest of them not.
///
/// # Errors
/// 404 when there is no such ticket.
pub async fn read(
    State(app): State<App>,
    Staff(signed_in): Staff,
    PathId(ticket): PathId<TicketId>,
    body: Option<Body<MarkRead>>,
) -> Result<Answer<Map<String, Value>>, ApiError> {
    let unread = body.is_some_and(|Body(asked)| asked.unread);
    let (command, said) = if unread {
        (Command::MarkUnread { ticket }, "Unread")
    } else {
        (Command::MarkRead { ticket, up_to: None }, "Read")
    };
    write::submit(&app, &signed_in, None, command).await?;
    Ok(Answer::ok(said, Map::new()))
}

async fn change(
    app: &App,
    signed_in: &SignedIn,
    ticket: TicketId,
    change: TicketChange,
) -> Result<Answer<TicketAnswer>, ApiError> {
    let command = Command::UpdateTicket { ticket, change };
    let written = write::submit(app, signed_in, None, command).await?;
    let Reply::Ticket(ticket) = written.reply else { return Err(write::unexpected()) };
    Ok(Answer::ok("Ticket updated", TicketAnswer { ticket: *ticket }))
}
