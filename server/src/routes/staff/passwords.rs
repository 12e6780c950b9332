//! New staff, and new passwords for staff: one that was made up is told once and kept nowhere.

use super::{account, whole};
use crate::answer::Answer;
use crate::auth::{self, SuperAdmin};
use crate::desk::command::{AccountKind, Command, NewAccount, NewPassword};
use crate::error::ApiError;
use crate::extract::{Body, Keyed, PathId};
use crate::routes::write;
use crate::state::App;
use axum::extract::State;
use robindesk_protocol::{
    AccountStatus, AgentPassword, Availability, NewAgent, ResetPassword, UserId, UserType,
};

/// `POST /api/admin/agents`: the password is in the answer when it was made up, and never again.
///
/// # Errors
/// 400 naming the field, 409 when there is an account with that address.
pub async fn create(
    State(app): State<App>,
    SuperAdmin(signed_in): SuperAdmin,
    Keyed { body, key }: Keyed<NewAgent>,
) -> Result<Answer<AgentPassword>, ApiError> {
    let user_type = body.user_type.unwrap_or(UserType::Agent);
    if !user_type.is_staff() {
        return Err(ApiError::field("user_type", "must be agent, admin or super_admin"));
    }
    let password = Password::of(body.password)?;
    let command = Command::CreateAccount(NewAccount {
        email: body.email,
        name: body.name,
        phone: body.phone,
        password_hash: Some(app.passwords.hash(password.text.clone()).await?),
        status: AccountStatus::Active,
        // Not there until it says so itself.
        kind: AccountKind::Staff { user_type, availability: Availability::Offline },
    });
    // The body holds a password, and a plain hash of it would be kept with the key.
    let key = key.map(|key| app.keys.seal(key));
    let written = write::submit(&app, &signed_in, key, command).await?;
    let agent = whole(&app, account(written.reply)?).await?;
    // The first answer again, but for the password: that was another one, or is known already.
    let password = password.made_up().filter(|_| !written.replayed);
    let data = AgentPassword { agent, password };
    Ok(Answer::created("Agent created", data).replayed(written.replayed).secret())
}

/// `PUT /api/admin/agents/{agent_id}/password`: all sessions of the agent end.
///
/// # Errors
/// 400 naming the field, 404 when there is no such agent.
pub async fn reset_password(
    State(app): State<App>,
    SuperAdmin(signed_in): SuperAdmin,
    PathId(user): PathId<UserId>,
    Body(body): Body<ResetPassword>,
) -> Result<Answer<AgentPassword>, ApiError> {
    let password = Password::of(body.password)?;
    // Before the costly hash.
    whole(&app, user).await?;
    let hash = app.passwords.hash(password.text.clone()).await?;
    let command = Command::SetPassword(NewPassword { user, hash, own: None });
    write::submit(&app, &signed_in, None, command).await?;
    let data = AgentPassword { agent: whole(&app, user).await?, password: password.made_up() };
    Ok(Answer::ok("Password reset; the agent's sessions have ended", data).secret())
}

/// A password that was chosen, or made up because none was.
struct Password {
    text: String,
    chosen: bool,
}

impl Password {
    fn of(chosen: Option<String>) -> Result<Self, ApiError> {
        match chosen {
            Some(text) => {
                auth::check_new("password", &text)?;
                Ok(Self { text, chosen: true })
            }
            None => Ok(Self { text: auth::made_up(), chosen: false }),
        }
    }

    /// What the one who asked must be told.
    fn made_up(self) -> Option<String> {
        (!self.chosen).then_some(self.text)
    }
}
