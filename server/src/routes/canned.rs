//! `/api/crm/macros`: canned replies, shared or one's own.

use super::lists::Asked;
use super::{tags, write};
use crate::answer::Answer;
use crate::auth::Staff;
use crate::desk::command::Command;
use crate::desk::reply::Reply;
use crate::error::ApiError;
use crate::extract::{Body, Keyed, PathId, QueryOf};
use crate::state::App;
use crate::store::read::canned;
use crate::store::read::page::Position;
use axum::extract::State;
use robindesk_protocol::{
    MacroActions, MacroAnswer, MacroId, MacroPage, NewMacro, PageQuery, PostMessage, WriteMacro,
};
use serde_json::{Map, Value};

/// `GET /api/crm/macros`: the shared ones and the caller's own.
///
/// # Errors
/// 400 naming the parameter.
pub async fn list(
    State(app): State<App>,
    Staff(signed_in): Staff,
    QueryOf(query): QueryOf<PageQuery>,
) -> Result<Answer<MacroPage>, ApiError> {
    let asked = Asked {
        limit: query.limit.as_deref(),
        offset: query.offset.as_deref(),
        cursor: query.cursor.as_deref(),
    };
    let window = asked.window(|cursor| Position::parse(cursor, canned::SORT))?;
    Ok(Answer::ok("Macros", canned::page(&app.store, signed_in.account.id, &window).await?))
}

/// `GET /api/crm/macros/{macro_id}`
///
/// # Errors
/// 404 when there is none, or it is another's own.
pub async fn one(
    State(app): State<App>,
    Staff(signed_in): Staff,
    PathId(id): PathId<MacroId>,
) -> Result<Answer<MacroAnswer>, ApiError> {
    let item = canned::one(&app.store, signed_in.account.id, id).await?;
    let item = item.ok_or_else(|| ApiError::not_found("macro"))?;
    Ok(Answer::ok("Macro", MacroAnswer { item }))
}

/// `POST /api/crm/macros`
///
/// # Errors
/// 400 naming the field, 403 for an agent that writes for everyone.
pub async fn create(
    State(app): State<App>,
    Staff(signed_in): Staff,
    Keyed { body, key }: Keyed<NewMacro>,
) -> Result<Answer<MacroAnswer>, ApiError> {
    let command = Command::CreateMacro(checked(body.into())?);
    let written = write::submit(&app, &signed_in, key, command).await?;
    let Reply::Macro(item) = written.reply else { return Err(write::unexpected()) };
    let data = MacroAnswer { item: *item };
    Ok(Answer::created("Macro created", data).replayed(written.replayed))
}

/// `PUT /api/crm/macros/{macro_id}`: sets it whole.
///
/// # Errors
/// 404 when there is none or it is another's own, 403 for an agent and a shared one.
pub async fn update(
    State(app): State<App>,
    Staff(signed_in): Staff,
    PathId(id): PathId<MacroId>,
    Body(body): Body<WriteMacro>,
) -> Result<Answer<MacroAnswer>, ApiError> {
    let command = Command::UpdateMacro { id, new: checked(body)? };
    let written = write::submit(&app, &signed_in, None, command).await?;
    let Reply::Macro(item) = written.reply else { return Err(write::unexpected()) };
    Ok(Answer::ok("Macro updated", MacroAnswer { item: *item }))
}

/// `DELETE /api/crm/macros/{macro_id}`
///
/// # Errors
/// 404 when there is none or it is another's own, 403 for an agent and a shared one.
pub async fn delete(
    State(app): State<App>,
    Staff(signed_in): Staff,
    PathId(id): PathId<MacroId>,
) -> Result<Answer<Map<String, Value>>, ApiError> {
    write::submit(&app, &signed_in, None, Command::DeleteMacro(id)).await?;
    Ok(Answer::ok("Macro deleted", Map::new()))
}

/// All but its title, which is held to the rule of titles where it is written.
fn checked(body: WriteMacro) -> Result<WriteMacro, ApiError> {
    let text = &body.body;
    if text.trim().is_empty() || text.contains('\0') || text.len() > PostMessage::MAX_BYTES {
        let most = PostMessage::MAX_BYTES;
        let message = format!("must say something, in at most {most} bytes, without NUL");
        return Err(ApiError::field("body", message));
    }
    let add_tags = tags::words("actions.add_tags", body.actions.add_tags)?;
    Ok(WriteMacro { actions: MacroActions { add_tags, ..body.actions }, ..body })
}
