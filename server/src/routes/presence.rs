//! `POST /api/crm/tickets/{ticket_id}/presence`: I am looking, I am typing, I have left.

use super::tickets;
use crate::answer::Answer;
use crate::auth::Staff;
use crate::error::ApiError;
use crate::extract::{Body, PathId};
use crate::state::App;
use axum::extract::State;
use robindesk_protocol::{Actor, PresenceData, PresenceEvent, PresenceKind, SetPresence, TicketId};
use serde_json::{Map, Value};

/// `POST /api/crm/tickets/{ticket_id}/presence`: told to staff at once and kept nowhere.
///
/// # Errors
/// 404 when there is no such ticket, 400 for a state that is none.
pub async fn set(
    State(app): State<App>,
    Staff(signed_in): Staff,
    PathId(ticket): PathId<TicketId>,
    Body(SetPresence { state }): Body<SetPresence>,
) -> Result<Answer<Map<String, Value>>, ApiError> {
    let ticket = tickets::visible(&app, &signed_in, ticket).await?;
    let account = signed_in.account;
    app.presence.publish(PresenceEvent {
        seq: None,
        kind: PresenceKind::Presence,
        at: app.clock.now(),
        actor: Actor { id: account.id, name: account.name, user_type: account.user_type },
        ticket_id: ticket.id,
        order_id: ticket.order_id,
        data: PresenceData { state },
    });
    Ok(Answer::ok("Noted", Map::new()))
}
