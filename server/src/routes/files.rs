//! Files: sent as messages, read by whoever may read the message.

use super::{messages, tickets, write};
use crate::answer::Answer;
use crate::auth::{SignedIn, hex};
use crate::desk::command::{Command, NewFile, NewMessage};
use crate::desk::reply::Reply;
use crate::desk::visibility;
use crate::error::ApiError;
use crate::extract::{Form, Part, PathId, Texts, Upload, part, upload};
use crate::shelf::name;
use crate::state::App;
use crate::store::read::files::{self, Stored};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use robindesk_protocol::{
    Audience, FileId, FileRef, Message, MessageAnswer, MessageType, TicketId,
};
use serde::de::DeserializeOwned;
use serde::de::value::{self, StrDeserializer};
use sha2::{Digest, Sha256};

/// A file is for its reader alone, and for a disk only where they save it.
const CACHING: &str = "private, no-store";

/// `POST /api/crm/tickets/{ticket_id}/files`: a form with `file`, and perhaps the fields of a message.
///
/// # Errors
/// 413 for a file that is too large, 403 for a lane or a sender that is not the caller's, 422 for a key
/// used with another form.
pub async fn post(
    State(app): State<App>,
    signed_in: SignedIn,
    PathId(ticket): PathId<TicketId>,
    form: Form,
) -> Result<Answer<MessageAnswer>, ApiError> {
    // Nobody's disk is filled for a ticket that the sender cannot see.
    tickets::visible(&app, &signed_in, ticket).await?;
    let sent = upload(form, &app.shelf, app.settings.max_file_bytes).await?;
    let (audience, client_id) = checked(&signed_in, &sent.texts)?;
    let Upload { file, name, content_type, size, texts, key } = sent;
    let object = file.finish().await.map_err(|error| ApiError::storage(&error))?;
    let text =
        texts.message_text.filter(|text| !text.trim().is_empty()).unwrap_or_else(|| name.clone());
    let content_type = content_type.to_owned();
    let file = Some(NewFile { name, content_type, size, object: object.clone() });
    let command = Command::PostMessage(NewMessage { ticket, text, audience, client_id, file });
    let written = write::submit(&app, &signed_in, key, command).await;
    let (message, replayed) = match written.map(|written| (written.reply, written.replayed)) {
        Ok((Reply::Message(message), replayed)) => (message, replayed),
        Ok(_) => return Err(write::unexpected()),
        Err(error) => {
            // The file of a message that may be there after all is left to the broom.
            if !error.is_in_doubt() {
                app.shelf.remove(&object).await;
            }
            return Err(error);
        }
    };
    give_up_double(&app, &message, &object).await;
    let data = MessageAnswer { message: *message };
    Ok(Answer::created("File sent", data).replayed(replayed))
}

/// By the rules of messages: this is one.
fn checked(
    signed_in: &SignedIn,
    sent: &Texts,
) -> Result<(Option<Audience>, Option<String>), ApiError> {
    let audience = read("audience", sent.audience.as_deref())?;
    let message_type = read("message_type", sent.message_type.as_deref())?;
    messages::claims(signed_in, read("sender_id", sent.sender_id.as_deref())?, message_type)?;
    if message_type == Some(MessageType::Text) {
        return Err(ApiError::field("message_type", "what is sent here is a file"));
    }
    let client_id = sent.client_id.as_deref().map(messages::uuid).transpose()?;
    Ok((audience, client_id))
}

/// A field of a form, as strictly as one of a JSON body.
fn read<T: DeserializeOwned>(field: &str, text: Option<&str>) -> Result<Option<T>, ApiError> {
    let read = |text| T::deserialize(StrDeserializer::<value::Error>::new(text));
    text.map(read).transpose().map_err(|error| ApiError::field(field, error.to_string()))
}

/// A resend was answered with the first message, whose file lies there already.
async fn give_up_double(app: &App, message: &Message, object: &str) {
    let Some(file) = &message.file else { return };
    if let Ok(Some(stored)) = files::one(&app.store, file.id).await
        && stored.object != object
    {
        app.shelf.remove(object).await;
    }
}

/// What says which bytes these are: an object never changes. The file's number does not say it, as a desk
/// that was restored gives the same one to another file. The object's name itself is nobody's business.
fn etag(object: &str) -> String {
    let hash = Sha256::digest(object.as_bytes());
    format!("\"{}\"", hex(&hash[..16]))
}

/// `GET /api/files/{file_id}`, also with `Range`: always something to save, never to show.
///
/// # Errors
/// 404 for anybody who may not read the message, 412 when it is not the one that `If-Match` names, 416
/// for a part that the file does not have.
pub async fn one(
    State(app): State<App>,
    signed_in: SignedIn,
    PathId(id): PathId<FileId>,
    method: Method,
    mut headers: HeaderMap,
) -> Result<Response, ApiError> {
    let stored = readable(&app, &signed_in, id).await?;
    if method != Method::GET {
        // A HEAD has no parts (RFC 9110, 14.2).
        headers.remove(header::RANGE);
    }
    let size = stored.file.size;
    let etag = etag(&stored.object);
    let (status, first, last) = match part(&headers, size, &etag) {
        Part::Whole => (StatusCode::OK, 0, size.saturating_sub(1)),
        Part::Bytes { first, last } => (StatusCode::PARTIAL_CONTENT, first, last),
        Part::Nothing => {
            let mut response = ApiError::no_such_range(size).into_response();
            let whole = HeaderValue::from_str(&format!("bytes */{size}"));
            response.headers_mut().extend(whole.ok().map(|whole| (header::CONTENT_RANGE, whole)));
            return Ok(response);
        }
        Part::Known => {
            // A HEAD's answer would tell of 0 bytes otherwise (RFC 9110, 8.6).
            let kept = [
                (header::ETAG, etag),
                (header::CACHE_CONTROL, CACHING.to_owned()),
                (header::CONTENT_LENGTH, size.to_string()),
            ];
            return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
        }
        Part::Another => return Err(ApiError::another_file()),
    };
    let length = (last + 1).saturating_sub(first);
    let body = app.shelf.read(&stored.object, first, length).await;
    let body = body.map_err(|error| ApiError::internal(format!("file {id}: {error}")))?;
    let mut response = (status, Body::from_stream(body)).into_response();
    let headers = response.headers_mut();
    describe(headers, &stored.file, &etag, length);
    if status == StatusCode::PARTIAL_CONTENT {
        set(headers, header::CONTENT_RANGE, &format!("bytes {first}-{last}/{size}"));
    }
    Ok(response)
}

/// A file of a message that the caller may read; of any other it is not told whether there is one.
async fn readable(app: &App, signed_in: &SignedIn, id: FileId) -> Result<Stored, ApiError> {
    let not_found = || ApiError::not_found("file");
    let stored = files::one(&app.store, id).await?.ok_or_else(not_found)?;
    tickets::visible(app, signed_in, stored.ticket).await.map_err(|_| not_found())?;
    if !visibility::reads(signed_in.account.user_type, stored.audience) {
        return Err(not_found());
    }
    Ok(stored)
}

/// What is said of these `length` bytes of a file.
fn describe(headers: &mut HeaderMap, file: &FileRef, etag: &str, length: u64) {
    set(headers, header::CONTENT_TYPE, &file.content_type);
    set(headers, header::CONTENT_LENGTH, &length.to_string());
    set(headers, header::CONTENT_DISPOSITION, &name::disposition(&file.name));
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'");
    set(headers, header::ETAG, etag);
    set(headers, header::ACCEPT_RANGES, "bytes");
    set(headers, header::CACHE_CONTROL, CACHING);
}

fn set(headers: &mut HeaderMap, name: HeaderName, text: &str) {
    // All of them are made of plain ASCII.
    if let Ok(value) = HeaderValue::from_str(text) {
        headers.insert(name, value);
    }
}
