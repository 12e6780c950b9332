//! Changing one's own password, and what a new one must be.

use super::{SignedIn, random_text};
use crate::desk::command::{Command, NewPassword, OwnPassword, Request};
use crate::error::ApiError;
use crate::limits::no_tries_left;
use crate::state::App;
use crate::store::read::accounts;
use robindesk_protocol::{ChangePassword, MAX_PASSWORD, MIN_PASSWORD};
use std::net::IpAddr;

/// Changes the password of whoever is signed in and ends their other sessions.
///
/// # Errors
/// 400 naming the field when the present password is wrong or the new one will not do, 429 after too
/// many tries: an open session must not be a way to guess.
pub async fn change_password(
    app: &App,
    signed_in: &SignedIn,
    asked: ChangePassword,
    from: IpAddr,
) -> Result<(), ApiError> {
    check_new("new_password", &asked.new_password)?;
    let email = &signed_in.user.email;
    if app.settings.rate_limit {
        app.tries.begin(email, from, app.clock.now()).map_err(no_tries_left)?;
    }
    let known = accounts::credentials(&app.store, email).await?;
    let known = known.filter(|known| known.user.id == signed_in.account.id);
    let was = known.and_then(|known| known.password_hash);
    let right = app.passwords.verify(asked.current_password, was.clone()).await?;
    let Some(was) = was.filter(|_| right) else {
        return Err(ApiError::field("current_password", "is not your password"));
    };
    app.tries.succeeded(email, from);
    let hash = app.passwords.hash(asked.new_password).await?;
    let own = Some(OwnPassword { was, keep: signed_in.sid.clone() });
    let command = Command::SetPassword(NewPassword { user: signed_in.account.id, hash, own });
    let by = signed_in.caller();
    app.writer.submit(Request { at: app.clock.now(), by, key: None, command }).await?;
    Ok(())
}

/// Refuses a password that is too short to be one, or longer than anybody types.
///
/// # Errors
/// 400 naming `field`.
pub fn check_new(field: &str, password: &str) -> Result<(), ApiError> {
    if password.chars().count() < MIN_PASSWORD || password.len() > MAX_PASSWORD {
        let message =
            format!("must have {MIN_PASSWORD} characters, and at most {MAX_PASSWORD} bytes");
        return Err(ApiError::field(field, message));
    }
    Ok(())
}

/// A made-up password: 120 random bits, short enough to be copied by hand.
pub fn made_up() -> String {
    random_text().chars().take(20).collect()
}
