//! Signing in with a password.

use super::RunnerOptions;
use crate::app::effect::Secret;
use crate::app::message::{Failure, FailureKind};
use crate::disk::tokens::{self, KeptSession, TokenFile};
use crate::net::{Address, Api, Client, api};

/// Signs in and keeps the session, so that the next start needs no password.
pub(super) async fn sign_in(
    options: &RunnerOptions,
    server: &str,
    email: &str,
    password: &Secret,
) -> Result<(Api, KeptSession), Failure> {
    let address = Address::parse(server, options.insecure_http)
        .map_err(|e| Failure { kind: FailureKind::Refused, text: e.to_string() })?;
    let client = Client::new(address);
    let session = api::sign_in(&client, &options.clock, email, &password.0)
        .await
        .map_err(|e| Failure::from(&e))?;
    if let Err(error) = tokens::keep_new(&options.folders, &session) {
        tracing::warn!(%error, "the session could not be kept on disk");
    }
    let file = TokenFile::new(&options.folders, &session.server);
    Ok((Api::new(client, options.clock.clone(), session.clone(), Some(file)), session))
}
