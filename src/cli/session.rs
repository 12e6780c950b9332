//! `login`, `logout`, `whoami`.

use super::failure::CliError;
use super::setup::Setup;
use super::{password, print};
use crate::disk::tokens;
use crate::net::{Client, Error, api};
use robindesk_protocol::User;
use serde::Serialize;

/// Who is signed in, and where, for programs.
#[derive(Debug, Serialize)]
struct Who<'a> {
    #[serde(flatten)]
    user: &'a User,
    server: &'a str,
}

pub(super) async fn login(
    setup: &Setup,
    email: &str,
    from_stdin: bool,
    json: bool,
) -> Result<(), CliError> {
    let address = setup
        .address()?
        .ok_or_else(|| CliError::Usage("Which server? Name it with --server URL.".to_owned()))?;
    let password = password::ask(from_stdin)?;
    let client = Client::new(address);
    let session = api::sign_in(&client, &setup.clock, email, &password.0).await?;
    tokens::keep_new(&setup.folders, &session)?;
    let user = &session.user;
    if json {
        return print::json(&Who { user, server: &session.server });
    }
    print::line(&format!("Signed in to {} as {} ({}).", session.server, user.name, user.user_type))
}

pub(super) async fn logout(setup: &Setup, json: bool) -> Result<(), CliError> {
    match setup.api()?.sign_out().await {
        // Over already, for the server or for both.
        Ok(()) | Err(Error::Refused { .. } | Error::SignedOut(_)) if json => {
            print::json(&serde_json::json!({ "signed_in": false }))
        }
        Ok(()) | Err(Error::Refused { .. } | Error::SignedOut(_)) => print::line("Signed out."),
        Err(error) => Err(CliError::Failed(format!(
            "Signed out on this machine; the server could not be told: {error}"
        ))),
    }
}

pub(super) async fn whoami(setup: &Setup, json: bool) -> Result<(), CliError> {
    let user = setup.api()?.me().await?;
    let server = setup.address()?.map(|a| a.to_string()).unwrap_or_default();
    if json {
        return print::json(&Who { user: &user, server: &server });
    }
    print::line(&format!("{} <{}>, {} on {server}", user.name, user.email, user.user_type))
}
