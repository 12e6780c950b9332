//! Questions to the server. Each runs on its own and is answered once, whatever the answer.

use crate::app::effect::{Effect, Subject};
use crate::app::message::{Failure, Findings, Message};
use crate::net::{Api, Error};
use robindesk_protocol::{MessageQuery, OrderQuery};

/// How many orders of the same brand and creator are asked for.
const PAST: usize = 10;

/// Asks one question; `None` when the effect is not one.
pub(super) async fn ask(api: Api, effect: Effect) -> Option<Message> {
    Some(match effect {
        Effect::LoadTickets { ask, query } => {
            Message::Tickets { ask, result: plainly(api.tickets(&query).await) }
        }
        Effect::LoadTicket { ask, ticket } => {
            Message::Ticket { ask, result: plainly(api.ticket(ticket).await.map(Box::new)) }
        }
        Effect::LoadThread { ask, ticket, before } => {
            let query = MessageQuery { before, ..MessageQuery::default() };
            Message::Thread { ask, ticket, result: plainly(api.thread(ticket, &query).await) }
        }
        Effect::LoadOrder { ask, order } => {
            Message::Order { ask, result: plainly(api.order(order).await.map(Box::new)) }
        }
        Effect::LoadOrders { ask, brand, creator } => {
            let query = OrderQuery {
                brand_id: Some(brand),
                creator_id: Some(creator),
                limit: Some(PAST.to_string()),
                ..OrderQuery::default()
            };
            let result = plainly(api.orders(&query).await.map(|page| page.orders));
            Message::Orders { ask, result }
        }
        Effect::LoadColleagues { ask } => {
            Message::Colleagues { ask, result: plainly(api.colleagues().await) }
        }
        Effect::LookUp { ask, subject } => {
            Message::LookedUp { ask, result: plainly(look_up(&api, subject).await) }
        }
        Effect::Manage { ask, deed } => {
            Message::Managed { ask, result: super::deeds::make(&api, deed).await }
        }
        Effect::LoadMe => Message::Me(plainly(api.me().await.map(Box::new))),
        Effect::LoadStats => Message::Stats(plainly(api.stats().await.map(Box::new))),
        Effect::LoadHealth => Message::Health(plainly(api.health().await.map(Box::new))),
        _ => return None,
    })
}

async fn look_up(api: &Api, subject: Subject) -> Result<Findings, Error> {
    Ok(match subject {
        Subject::Macros => Findings::Macros(api.macros().await?),
        Subject::Decisions(ticket) => Findings::Decisions(api.decisions(ticket).await?),
        Subject::History { ticket, cursor } => {
            Findings::History(ticket, api.history(ticket, cursor).await?)
        }
        Subject::Paths(from) => {
            let found = tokio::task::spawn_blocking(move || paths(&from)).await;
            Findings::Paths(found.unwrap_or_default())
        }
        Subject::Search { words, cursor } => Findings::Search(api.search(words, cursor).await?),
    })
}

/// What lies on this machine under paths that go on like this; what is hidden only when it is asked for.
fn paths(from: &str) -> Vec<String> {
    /// More than anybody reads; she types on.
    const MOST: usize = 200;
    let (folder, begun) =
        from.rsplit_once('/').map_or(("", from), |(folder, begun)| (folder, begun));
    let prefix = if from.contains('/') { format!("{folder}/") } else { String::new() };
    let home = std::env::var("HOME").unwrap_or_default();
    let read = match prefix.as_str() {
        "" => ".".to_owned(),
        prefix => {
            prefix.strip_prefix("~/").map_or(prefix.to_owned(), |rest| format!("{home}/{rest}"))
        }
    };
    let shown = prefix.strip_prefix("~/").map_or(prefix.clone(), |rest| format!("{home}/{rest}"));
    let Ok(entries) = std::fs::read_dir(read) else { return Vec::new() };
    let mut found: Vec<String> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name().into_string().ok()?;
            let wanted = name.to_lowercase().starts_with(&begun.to_lowercase());
            let hidden = name.starts_with('.') && !begun.starts_with('.');
            let slash = if entry.path().is_dir() { "/" } else { "" };
            (wanted && !hidden).then(|| format!("{shown}{name}{slash}"))
        })
        .take(MOST)
        .collect();
    found.sort();
    found
}

fn plainly<T>(result: Result<T, Error>) -> Result<T, Failure> {
    result.map_err(|e| Failure::from(&e))
}
