//! What the small world behind the desk answers, from memory.

use super::{Desk, ME};
use crate::{market, records};
use robindesk::app::effect::{Change, Effect, Outgoing};
use robindesk::app::message::{Changed, Failure, FailureKind, Message};
use robindesk_protocol::{
    BulkResult, BulkUpdate, Message as Posted, MessageId, MessagePage, MessageType, Order, OrderId,
    Paging, Sender, Ticket, TicketId, TicketPage, TicketQuery, UserType,
};

/// How many tickets this world's server gives at once.
const PAGE: usize = 100;

impl Desk {
    pub fn answer(&mut self, effects: Vec<Effect>) {
        self.effects.extend(effects.iter().cloned());
        for effect in effects {
            for message in self.reply(effect) {
                self.hear(message);
            }
        }
    }

    fn reply(&mut self, effect: Effect) -> Vec<Message> {
        let answer = match effect {
            Effect::LoadTickets { ask, query } => {
                Message::Tickets { ask, result: Ok(self.page(&query)) }
            }
            Effect::LoadThread { ask, ticket, before } => {
                Message::Thread { ask, ticket, result: Ok(self.thread_page(ticket, before)) }
            }
            Effect::LoadOrder { ask, order } => Message::Order { ask, result: self.order(order) },
            Effect::LookUp { ask, subject } => {
                Message::LookedUp { ask, result: Ok(records::findings(&subject)) }
            }
            Effect::Manage { ask, deed } => {
                Message::Managed { ask, result: self.office.answer(&deed, &self.tickets) }
            }
            Effect::LoadDrafts { ticket } => Message::Drafts { ticket, drafts: Vec::new() },
            Effect::Send(out) if self.delivers => {
                let result = Ok(Box::new(self.post(&out)));
                Message::Sent { client_id: out.client_id, ticket: out.ticket, result }
            }
            Effect::LoadOrders { ask, .. } => {
                Message::Orders { ask, result: Ok(self.past.clone()) }
            }
            Effect::LoadColleagues { ask } => {
                Message::Colleagues { ask, result: Ok(market::colleagues()) }
            }
            Effect::Change { ask, change: Change::Many(update) } => {
                Message::Changed { ask, result: Ok(Changed::Many(self.many(&update))) }
            }
            Effect::Change { ask, .. } => Message::Changed { ask, result: Ok(Changed::Done) },
            _ => return Vec::new(),
        };
        vec![answer]
    }

    fn page(&self, query: &TicketQuery) -> TicketPage {
        let has = |t: &&Ticket| {
            let needle = query.q.as_deref().unwrap_or("").to_lowercase();
            let brand = t.order.as_ref().map(|o| o.brand.name.to_lowercase()).unwrap_or_default();
            let agent = t.agent.as_ref().map(|a| a.id);
            let status = query.status.as_deref();
            let held = match query.agent_id.as_deref() {
                Some("me") => agent == Some(ME),
                Some("none") => agent.is_none(),
                _ => true,
            };
            let snoozed =
                query.snoozed.as_deref().is_none_or(|s| (s == "true") == t.snoozed_until.is_some());
            let status = status.is_none_or(|s| s.split(',').any(|s| s == t.status.as_str()));
            brand.contains(&needle) && held && snoozed && status
        };
        let mut tickets: Vec<Ticket> = self.tickets.iter().filter(has).cloned().collect();
        let total = tickets.len() as u64;
        if query.sort.as_deref().is_some_and(|s| s.ends_with("waiting")) {
            tickets.sort_by_key(|t| (t.waiting_since.is_none(), t.waiting_since, t.id));
        }
        if query.sort.as_deref() == Some("-waiting") {
            tickets.reverse();
        }
        // The cursors of this small world are numbers of rows.
        let from = query.cursor.as_deref().map_or(0, |c| c.parse().unwrap());
        let next = from + PAGE;
        let next_cursor = (next < tickets.len()).then(|| next.to_string());
        let tickets = tickets.into_iter().skip(from).take(PAGE).collect();
        TicketPage {
            tickets,
            paging: Paging { total, limit: 100, next_cursor, ..Paging::default() },
        }
    }

    /// Each of many changes is taken, but not on the tickets that refuse.
    fn many(&self, update: &BulkUpdate) -> Vec<BulkResult> {
        let result = |id: &TicketId| {
            let refused = self.refuses.contains(id);
            let problem = refused.then(|| market::problem("It is closed for good."));
            BulkResult { ticket_id: *id, ok: !refused, ticket: None, problem }
        };
        update.ticket_ids.iter().map(result).collect()
    }

    fn thread_page(&self, ticket: TicketId, before: Option<MessageId>) -> MessagePage {
        let all = self.threads.iter().find(|(t, _)| *t == ticket).map(|(_, m)| m.clone());
        let mut messages = all.unwrap_or_default();
        messages.retain(|m| before.is_none_or(|b| m.id < b));
        let from = messages.len().saturating_sub(50);
        let messages = messages.split_off(from);
        MessagePage { messages, has_more: from > 0, read_up_to: Some(MessageId(3)) }
    }

    fn order(&self, order: OrderId) -> Result<Box<Order>, Failure> {
        let found = self.orders.iter().find(|o| o.id == order).cloned().map(Box::new);
        let text = "There is no such order.".to_owned();
        found.ok_or(Failure { kind: FailureKind::NotFound, text })
    }

    /// The message that the server makes of what was sent.
    pub fn post(&mut self, out: &Outgoing) -> Posted {
        self.next_id += 1;
        Posted {
            id: MessageId(self.next_id),
            ticket_id: out.ticket,
            sender: Some(Sender { id: ME, name: "Maya Rivera".into(), user_type: UserType::Agent }),
            message_text: out.text.clone(),
            message_type: MessageType::Text,
            audience: out.audience,
            client_id: Some(out.client_id.clone()),
            created_at: out.at,
            file: None,
        }
    }
}
