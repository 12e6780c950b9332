//! Changes to tickets and orders: made one after the other in the order they were asked for, and
//! kept until the server has answered.

use super::until_answered::until_answered;
use crate::app::effect::{Ask, Change};
use crate::app::message::{Changed, Failure, Message};
use crate::net::{Api, Error, Pace};
use robindesk_protocol::SetOrderStatus;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::sync::watch;

/// Works off changes until nobody can ask for any more.
pub(super) async fn work(
    api: Api,
    pace: Pace,
    nudge: watch::Receiver<u64>,
    mut asked: UnboundedReceiver<(Ask, Change)>,
    messages: UnboundedSender<Message>,
) {
    while let Some((ask, change)) = asked.recv().await {
        let answer = until_answered(pace, nudge.clone(), || make(&api, &change)).await;
        let result = answer.map_err(|e| Failure::from(&e));
        let _ = messages.send(Message::Changed { ask, result });
    }
}

async fn make(api: &Api, change: &Change) -> Result<Changed, Error> {
    let ticket = |ticket| Changed::Ticket(Box::new(ticket));
    match change.clone() {
        Change::TicketStatus { ticket: id, status } => {
            api.set_ticket_status(id, status).await.map(ticket)
        }
        Change::Priority { ticket: id, priority } => {
            api.set_priority(id, priority).await.map(ticket)
        }
        Change::Tags { ticket: id, tags } => api.set_tags(id, tags).await.map(ticket),
        Change::Snooze { ticket: id, until } => api.snooze(id, until).await.map(ticket),
        Change::Reassign { ticket: id, agent, reason } => {
            api.reassign(id, agent, reason).await.map(ticket)
        }
        Change::Many(update) => api.set_many(&update).await.map(Changed::Many),
        Change::OrderStatus { order, status, rejection_message } => {
            let status = SetOrderStatus { status, rejection_message };
            let order = api.set_order_status(order, &status).await?;
            Ok(Changed::Order(Box::new(order)))
        }
        Change::Read { ticket } => api.mark_read(ticket, false).await.map(|()| Changed::Done),
        Change::Unread { ticket } => api.mark_read(ticket, true).await.map(|()| Changed::Done),
        Change::Availability(availability) => {
            api.set_availability(availability).await.map(|user| Changed::User(Box::new(user)))
        }
    }
}
