//! `reply`, `note`, `status`, `assign`: changing things, from scripts.

use super::failure::CliError;
use super::print;
use super::setup::Setup;
use crate::net::{Backoff, Error, Pace};
use robindesk_protocol::{
    Audience, Colleague, PostMessage, Ticket, TicketId, TicketStatus, UserId,
};
use std::io::Read;

/// How often a message is tried before a script is told that it failed.
const TRIES: u32 = 4;

pub(super) async fn message(
    setup: &Setup,
    id: TicketId,
    text: &str,
    lane: Audience,
    json: bool,
) -> Result<(), CliError> {
    let text = if text == "-" { stdin_text()? } else { text.to_owned() };
    if text.trim().is_empty() {
        return Err(CliError::Usage("There is nothing to send.".to_owned()));
    }
    let message = PostMessage {
        message_text: text,
        message_type: None,
        audience: Some(lane),
        sender_id: None,
        // The same for every try: an answer that was lost makes no second message.
        client_id: Some(uuid::Uuid::new_v4().to_string()),
    };
    let api = setup.api()?;
    let posted = patiently(|| api.post_message(id, &message)).await?;
    if json {
        return print::json(&posted);
    }
    print::line(&format!("Sent to {lane} on ticket #{id}."))
}

pub(super) async fn status(
    setup: &Setup,
    id: TicketId,
    status: TicketStatus,
    json: bool,
) -> Result<(), CliError> {
    let ticket = setup.api()?.set_ticket_status(id, status).await?;
    tell(&ticket, json, &format!("Ticket #{id} is {}.", ticket.status))
}

pub(super) async fn assign(
    setup: &Setup,
    id: TicketId,
    agent: &str,
    reason: Option<String>,
    json: bool,
) -> Result<(), CliError> {
    let api = setup.api()?;
    let agent = match agent {
        "me" => api.me().await?.id,
        words => match words.parse::<UserId>() {
            Ok(id) => id,
            Err(_) => named(&api.colleagues().await?, words)?,
        },
    };
    let ticket = api.reassign(id, agent, reason).await?;
    let holder = ticket.agent.as_ref().map_or("nobody", |a| &a.name);
    tell(&ticket, json, &format!("Ticket #{id} is with {holder}."))
}

/// The one colleague whose name is this, or begins so.
fn named(colleagues: &[Colleague], words: &str) -> Result<UserId, CliError> {
    let begins = |c: &&Colleague| c.name.to_lowercase().starts_with(&words.to_lowercase());
    let mut found = colleagues.iter().filter(begins);
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one.id),
        (None, _) => {
            Err(CliError::Usage(format!("`{words}` is no agent: give a name, an id, or `me`.")))
        }
        (Some(one), Some(two)) => Err(CliError::Usage(format!(
            "`{words}` may be {} or {}: give more of the name, or the id.",
            one.name, two.name
        ))),
    }
}

fn tell(ticket: &Ticket, json: bool, words: &str) -> Result<(), CliError> {
    if json { print::json(ticket) } else { print::line(words) }
}

fn stdin_text() -> Result<String, CliError> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

async fn patiently<T, F: Future<Output = Result<T, Error>>>(
    attempt: impl Fn() -> F,
) -> Result<T, Error> {
    let mut backoff = Backoff::new(Pace::default());
    loop {
        match attempt().await {
            Err(error) if error.is_passing() && backoff.tries() + 1 < TRIES => {
                tokio::time::sleep(backoff.failed(error.retry_after())).await;
            }
            answer => return answer,
        }
    }
}
