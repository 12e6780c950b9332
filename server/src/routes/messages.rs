//! `/api/crm/tickets/{ticket_id}/messages`: the talk on a ticket, lane by lane.

use super::lists;
use super::{tickets, write};
use crate::answer::Answer;
use crate::auth::SignedIn;
use crate::desk::command::{Command, NewMessage};
use crate::desk::reply::Reply;
use crate::desk::visibility;
use crate::error::ApiError;
use crate::extract::{Keyed, PathId, QueryOf};
use crate::state::App;
use crate::store::read::messages;
use axum::extract::State;
use robindesk_protocol::{
    Audience, MessageAnswer, MessagePage, MessageQuery, MessageType, PostMessage, TicketId, UserId,
};

/// `GET /api/crm/tickets/{ticket_id}/messages`: a party gets only what it may read.
///
/// # Errors
/// 404 when there is no such ticket, or it is none of the caller's business.
pub async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    PathId(ticket): PathId<TicketId>,
    QueryOf(query): QueryOf<MessageQuery>,
) -> Result<Answer<MessagePage>, ApiError> {
    tickets::visible(&app, &signed_in, ticket).await?;
    let asked = lists::values("audience", query.audience.as_deref(), Audience::parse)?;
    let mut lanes = visibility::lanes(signed_in.account.user_type);
    lanes.retain(|lane| asked.is_empty() || asked.contains(lane));
    let filter = messages::Filter {
        ticket,
        lanes,
        before: query.before,
        limit: lists::limit(query.limit.as_deref())?,
        reader: signed_in.account.id,
    };
    Ok(Answer::ok("Messages", messages::page(&app.store, &filter).await?))
}

/// `POST /api/crm/tickets/{ticket_id}/messages`
///
/// # Errors
/// 400 naming the field, 403 for a lane or a sender that is not the caller's.
pub async fn post(
    State(app): State<App>,
    signed_in: SignedIn,
    PathId(ticket): PathId<TicketId>,
    Keyed { body, key }: Keyed<PostMessage>,
) -> Result<Answer<MessageAnswer>, ApiError> {
    claims(&signed_in, body.sender_id, body.message_type)?;
    check(&body)?;
    let PostMessage { message_text: text, audience, client_id, .. } = body;
    let client_id = client_id.map(|id| uuid(&id)).transpose()?;
    let command =
        Command::PostMessage(NewMessage { ticket, text, audience, client_id, file: None });
    let written = write::submit(&app, &signed_in, key, command).await?;
    let Reply::Message(message) = written.reply else { return Err(write::unexpected()) };
    let data = MessageAnswer { message: *message };
    Ok(Answer::created("Message sent", data).replayed(written.replayed))
}

/// What a message may say of itself: that it is the caller's, and nothing of the server's own.
///
/// # Errors
/// 403 for another's `sender_id`, and for a message of the system's (`product.md`, Lanes).
pub(super) fn claims(
    signed_in: &SignedIn,
    sender: Option<UserId>,
    message_type: Option<MessageType>,
) -> Result<(), ApiError> {
    if sender.is_some_and(|id| id != signed_in.account.id) {
        return Err(ApiError::forbidden("sender_id is somebody else's: you write as yourself."));
    }
    if message_type == Some(MessageType::System) {
        return Err(ApiError::forbidden("Only the server writes system messages."));
    }
    Ok(())
}

/// A `client_id` in the one form in which two of them are compared, however a UUID may be written.
///
/// # Errors
/// 400 when it is none.
pub(crate) fn uuid(client_id: &str) -> Result<String, ApiError> {
    let id = uuid::Uuid::try_parse(client_id);
    id.map(|id| id.to_string()).map_err(|_| ApiError::field("client_id", "must be a UUID"))
}

fn check(body: &PostMessage) -> Result<(), ApiError> {
    if body.message_type == Some(MessageType::File) {
        return Err(ApiError::field("message_type", "a file is sent to .../files"));
    }
    says(&body.message_text)
}

/// A message says something, and not too much.
///
/// # Errors
/// 400 naming the field.
pub(crate) fn says(text: &str) -> Result<(), ApiError> {
    if text.trim().is_empty() || text.contains('\0') {
        return Err(ApiError::field("message_text", "must say something, without NUL"));
    }
    if text.len() > PostMessage::MAX_BYTES {
        let message = format!("must be at most {} bytes", PostMessage::MAX_BYTES);
        return Err(ApiError::field("message_text", message));
    }
    Ok(())
}
