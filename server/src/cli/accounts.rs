//! `create-super-admin` and `token`.

use super::Failure;
use super::args::{NewSuperAdmin, TokenFor};
use crate::clock::Clock;
use crate::desk::command::{AccountKind, Caller, Command, NewAccount, Request};
use crate::writer::WriteError;
use crate::{App, Settings, auth, open};
use robindesk_protocol::{AccountStatus, Availability, MIN_PASSWORD, UserType};

/// Creates an account that may do everything. A password that was made up is printed once.
pub async fn create_super_admin(settings: Settings, new: NewSuperAdmin) -> Result<(), Failure> {
    let chosen = if new.password_stdin { Some(from_stdin()?) } else { None };
    let opened = open(settings, Clock::System).await.map_err(Failure::failed)?;
    let password = chosen.clone().unwrap_or_else(auth::made_up);
    let created = create(opened.app(), &new, password.clone()).await;
    opened.close().await;
    created?;
    println!("Created the super admin {}.", new.email);
    if chosen.is_none() {
        println!("Password (shown this once): {password}");
    }
    Ok(())
}

async fn create(app: &App, new: &NewSuperAdmin, password: String) -> Result<(), Failure> {
    let hash = app.passwords.hash(password).await;
    let hash = hash.map_err(|e| Failure::failed(format!("the password was not hashed: {e:?}")))?;
    let command = Command::CreateAccount(NewAccount {
        email: new.email.clone(),
        name: new.name.clone(),
        phone: None,
        password_hash: Some(hash),
        status: AccountStatus::Active,
        kind: AccountKind::Staff {
            user_type: UserType::SuperAdmin,
            availability: Availability::Available,
        },
    });
    let request = Request { at: app.clock.now(), by: Caller::System, key: None, command };
    match app.writer.submit(request).await {
        Ok(_) => Ok(()),
        Err(WriteError::Rejected(rejection)) => Err(Failure::failed(rejection.detail)),
        Err(error) => Err(Failure::failed(format!("the account was not written: {error:?}"))),
    }
}

/// The password on stdin's first line, without the line's end.
fn from_stdin() -> Result<String, Failure> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(Failure::failed)?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.chars().count() < MIN_PASSWORD {
        return Err(Failure::Usage(format!("the password must have {MIN_PASSWORD} characters")));
    }
    Ok(password.to_owned())
}

/// Prints a token for an account, and nothing else, on stdout.
pub async fn token(settings: Settings, token: &TokenFor) -> Result<(), Failure> {
    let opened = open(settings, Clock::System).await.map_err(Failure::failed)?;
    let issued = auth::issue(opened.app(), &token.email, token.ttl).await;
    opened.close().await;
    println!("{}", issued.map_err(Failure::failed)?);
    Ok(())
}
