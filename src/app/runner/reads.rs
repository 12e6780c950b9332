//! Questions to the server. Each runs on its own and is answered once, whatever the answer.

use crate::app::effect::Effect;
use crate::app::message::{Failure, Message};
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
        _ => return None,
    })
}

fn plainly<T>(result: Result<T, Error>) -> Result<T, Failure> {
    result.map_err(|e| Failure::from(&e))
}
