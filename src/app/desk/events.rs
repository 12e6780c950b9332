//! What happened on the desk, from the stream: rows are patched in place, messages join their
//! threads, and nothing moves under her cursor.

use super::Desk;
use crate::app::effect::Effect;
use crate::model::Loaded;
use crate::model::tickets::{News, View};
use crate::ui::badge;
use crate::ui::plain::Plain;
use crate::ui::toast::Tone;
use robindesk_protocol::{Actor, Event, EventKind, Message, MessageType, Ticket};

impl Desk {
    pub fn take_event(&mut self, event: Event, out: &mut Vec<Effect>) {
        let me = self.who.me();
        let mine = event.actor.as_ref().is_some_and(|a| a.id == me);
        let data = event.data;
        let message = data.message.as_ref().filter(|_| event.kind == EventKind::MessageCreated);
        let unread = message.is_some_and(|m| is_unread(m, self));
        let created = event.kind == EventKind::TicketCreated;
        if let Some(mut ticket) = data.ticket {
            if !mine {
                self.tell_change(&ticket, event.actor.as_ref());
            }
            // An event carries no count: another list may know it, else the server does.
            ticket.unread = self.find(ticket.id).and_then(|known| known.unread);
            let (counted, id) = (ticket.unread.is_some() || created, ticket.id);
            let ticket = &ticket;
            let new = self.put_ticket(ticket, News { unread: unread.into(), created });
            if new && !counted {
                let ask = self.next_ask();
                out.push(Effect::LoadTicket { ask, ticket: id });
            }
            if new && !mine && self.queues[View::INBOX].tickets.loaded == Loaded::Here {
                self.tell_new(ticket, created);
            }
        }
        if let Some(order) = &data.order {
            self.queues.iter_mut().for_each(|q| q.tickets.apply_order(order));
            if self.order.apply(order) {
                self.load_order(out);
            }
        }
        if let Some(message) = data.message
            && let Some(thread) = self.threads.get_mut(&message.ticket_id)
        {
            thread.confirm(message);
        }
        if let Some(user) = data.agent {
            let known = self.colleagues.iter_mut().find(|c| c.id == user.id);
            if let (Some(known), Some(status)) = (known, user.agent_status) {
                known.agent_status = status;
            }
            if user.id == me {
                self.who.user = user;
            }
        }
    }

    /// What somebody else did to the ticket that she has open, or took from her.
    fn tell_change(&mut self, now: &Ticket, by: Option<&Actor>) {
        let me = self.who.me();
        let open = self.open.as_ref().is_some_and(|t| t.id == now.id);
        let Some(was) = self.find(now.id).filter(|was| was.updated_at < now.updated_at) else {
            return;
        };
        let holder = |t: &Ticket| t.agent.as_ref().map(|a| a.id);
        let by = by.map(|a| format!(" by {}", Plain::line(&a.name))).unwrap_or_default();
        let id = now.id;
        let words = if holder(was) != holder(now) && holder(now) == Some(me) {
            return;
        } else if holder(was) != holder(now) && (open || holder(was) == Some(me)) {
            let name = now.agent.as_ref().map(|a| Plain::line(&a.name).into_string());
            let to = name.map_or_else(|| "back to the queue".into(), |name| format!("to {name}"));
            format!("#{id} went {to}")
        } else if open && was.status != now.status {
            format!("#{id} is {} now{by}", badge::status_words(now.status))
        } else if open && was.priority != now.priority {
            format!("#{id} is {} now{by}", now.priority)
        } else {
            return;
        };
        let kept = open && !self.composer.text().is_empty();
        let kept = if kept { " · your draft is kept" } else { "" };
        self.say(&format!("{words}{kept}"), Tone::News);
    }

    /// A ticket that came to her is told quietly, once.
    fn tell_new(&mut self, ticket: &Ticket, created: bool) {
        let brand = ticket.order.as_ref().map(|o| Plain::line(&o.brand.name).into_string());
        let from = brand.map(|b| format!(" from {b}")).unwrap_or_default();
        let what = if created { "new ticket" } else { "in your Inbox:" };
        self.say(&format!("{what} #{}{from}", ticket.id), Tone::News);
    }
}

/// Whether a message counts as unread: somebody else wrote it.
fn is_unread(message: &Message, desk: &Desk) -> bool {
    message.message_type != MessageType::System
        && message.sender.as_ref().is_some_and(|s| s.id != desk.who.me())
}
