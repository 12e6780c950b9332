//! Questions to the server. Each runs on its own and is answered once, whatever the answer.

use crate::app::effect::{Effect, Subject};
use crate::app::message::{Failure, Findings, Message};
use crate::net::{Api, Error};
use robindesk_protocol::MessageQuery;

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
        Effect::LookUp { ask, subject } => {
            Message::LookedUp { ask, result: plainly(look_up(&api, subject).await) }
        }
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
        Subject::Search { words, cursor } => Findings::Search(api.search(words, cursor).await?),
    })
}

fn plainly<T>(result: Result<T, Error>) -> Result<T, Failure> {
    result.map_err(|e| Failure::from(&e))
}
