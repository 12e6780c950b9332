//! Signing in with a password.

use super::RunnerOptions;
use super::failure::disk_words;
use crate::app::effect::Secret;
use crate::app::message::{Failure, FailureKind, Message, Unkept};
use crate::disk::tokens::{self, KeptSession, TokenFile};
use crate::net::{Address, Api, Client, Error, api};
use tokio::sync::mpsc::UnboundedSender;

/// No server there is something else than a server that says no: another field is looked at.
fn refused(error: &Error) -> Failure {
    match error {
        Error::Unreachable(text) => Failure { kind: FailureKind::NotFound, text: text.clone() },
        other => other.into(),
    }
}

/// Signs in and keeps the session, so that the next start needs no password.
pub(super) async fn sign_in(
    options: &RunnerOptions,
    server: &str,
    email: &str,
    password: &Secret,
    messages: &UnboundedSender<Message>,
) -> Result<(Api, KeptSession), Failure> {
    let address = Address::parse(server, options.insecure_http)
        .map_err(|e| Failure { kind: FailureKind::NotFound, text: e.to_string() })?;
    let client = Client::new(address);
    let session =
        api::sign_in(&client, &options.clock, email, &password.0).await.map_err(|e| refused(&e))?;
    if let Err(error) = tokens::keep_new(&options.folders, &session) {
        tracing::warn!(%error, "the session could not be kept on disk");
        let words = format!("you have to sign in again next time: {}", disk_words(&error));
        let _ = messages.send(Message::Unkept(Unkept::One(words)));
    }
    let file = TokenFile::new(&options.folders, &session.server);
    Ok((Api::new(client, options.clock.clone(), session.clone(), Some(file)), session))
}
