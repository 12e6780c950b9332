//! `/api/admin/settings`: read by admins, who change its tags; the rest is for super admins.

use super::{tags, write};
use crate::answer::Answer;
use crate::auth::{Admin, Staff};
use crate::desk::command::Command;
use crate::desk::reply::Reply;
use crate::error::ApiError;
use crate::extract::Body;
use crate::state::App;
use crate::store::read::settings;
use axum::extract::State;
use robindesk_protocol::{DeskSettings, SettingsAnswer, UpdateSettings};

/// `GET /api/admin/settings`
///
/// # Errors
/// 403 for anybody but admins.
pub async fn get(State(app): State<App>, _: Admin) -> Result<Answer<SettingsAnswer>, ApiError> {
    Ok(Answer::ok("Settings", answer(&app, settings::settings(&app.store).await?)))
}

/// `GET /api/crm/settings`: the same for everybody on the staff, whose consoles follow them.
///
/// # Errors
/// 403 for anybody but staff.
pub async fn for_staff(
    State(app): State<App>,
    _: Staff,
) -> Result<Answer<SettingsAnswer>, ApiError> {
    Ok(Answer::ok("Settings", answer(&app, settings::settings(&app.store).await?)))
}

/// `PUT /api/admin/settings`: what is left out stays as it is. Takes effect on the very next order.
///
/// # Errors
/// 400 naming the field, 403 for an admin who names more than the tags, 409 when somebody else changed them in the meantime.
pub async fn update(
    State(app): State<App>,
    Admin(signed_in): Admin,
    Body(body): Body<UpdateSettings>,
) -> Result<Answer<SettingsAnswer>, ApiError> {
    let tags = body.tags.map(|tags| tags::suggested("tags", tags)).transpose()?;
    let body = UpdateSettings { tags, ..body };
    let written = write::submit(&app, &signed_in, None, Command::UpdateSettings(body)).await?;
    let Reply::Settings(settings) = written.reply else { return Err(write::unexpected()) };
    Ok(Answer::ok("Settings updated", answer(&app, settings)))
}

fn answer(app: &App, settings: DeskSettings) -> SettingsAnswer {
    SettingsAnswer { settings, max_file_bytes: app.settings.max_file_bytes }
}
