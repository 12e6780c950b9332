//! What the server answered, put where it was asked for.

use super::Desk;
use super::asks::{Asked, Before};
use crate::app::effect::{Ask, Change, Effect, Outgoing};
use crate::app::message::{Changed, Failure, FailureKind};
use crate::model::Loaded;
use crate::model::thread::Echo;
use crate::model::tickets::{News, View};
use crate::ui::toast::Tone;
use robindesk_protocol::{
    MacroActions, Message as Posted, MessagePage, Order, Ticket, TicketId, TicketPage, User,
};

impl Desk {
    pub fn take_tickets(
        &mut self,
        ask: Ask,
        result: Result<TicketPage, Failure>,
        out: &mut Vec<Effect>,
    ) {
        let (view, page) = match self.asked.remove(&ask) {
            Some(Asked::Page(view, page)) => (view, page),
            Some(Asked::Unread(key)) => return self.take_hunted(&key, result, out),
            Some(Asked::Longest(view, from)) => {
                return self.take_longest((view, from), result, out);
            }
            _ => return,
        };
        let queue = &mut self.queues[view];
        match result {
            Ok(answer) => queue.change(|t| t.take(page, answer)),
            Err(why) if queue.tickets.loaded == Loaded::Asked => {
                queue.tickets.loaded = Loaded::Failed(why.text);
            }
            Err(_) => {
                queue.tickets.forget_pages();
                self.ahead_failed = true;
            }
        }
    }

    pub fn take_ticket(&mut self, result: Result<Box<Ticket>, Failure>) {
        match result {
            Ok(ticket) => {
                self.put_ticket(&ticket, News::default());
            }
            Err(why) => self.say(&why.text, Tone::Bad),
        }
    }

    pub fn take_thread(&mut self, ask: Ask, result: Result<MessagePage, Failure>) {
        let (ticket, newest) = match self.asked.remove(&ask) {
            Some(Asked::Newest(ticket)) => (ticket, true),
            Some(Asked::Older(ticket)) => (ticket, false),
            _ => return,
        };
        let thread = self.threads.entry(ticket).or_default();
        match result {
            Ok(page) if newest => thread.take_newest(page),
            Ok(page) => thread.take_older(page),
            Err(why) if newest => thread.loaded = Loaded::Failed(why.text),
            Err(_) => {
                self.older_before = None;
                self.ahead_failed = true;
            }
        }
    }

    pub fn take_order(
        &mut self,
        ask: Ask,
        result: Result<Box<Order>, Failure>,
        out: &mut Vec<Effect>,
    ) {
        let Some(Asked::Order(order)) = self.asked.remove(&ask) else { return };
        match result {
            Ok(order) => {
                let (id, brand, creator) = (order.id, order.brand.id, order.creator.id);
                self.order.take(order);
                let ask = self.ask(Asked::Past(id));
                out.push(Effect::LoadOrders { ask, brand, creator });
            }
            Err(why) if self.order.shown() == Some(order) => {
                self.order.loaded = Loaded::Failed(why.text);
            }
            Err(_) => {}
        }
    }

    /// Herself as the server knows her. What she just said of herself is newer.
    pub fn take_me(&mut self, result: Result<Box<User>, Failure>) {
        let says = |a: &Asked| matches!(a, Asked::Change(Before::User(_)));
        let Ok(me) = result else { return };
        if me.id == self.who.me() && !self.asked.values().any(says) {
            self.who.user = *me;
        }
    }

    /// Past orders are a help and no more: without them the order still stands there.
    pub fn take_orders(&mut self, ask: Ask, result: Result<Vec<Order>, Failure>) {
        if let (Some(Asked::Past(order)), Ok(orders)) = (self.asked.remove(&ask), result) {
            self.order.take_past(order, orders);
        }
    }

    /// What an earlier run did not get sent stands in its threads again.
    pub fn take_outbox(&mut self, outbox: Vec<Outgoing>) {
        for out in outbox {
            self.echo(&out);
        }
    }

    pub fn take_sent(
        &mut self,
        client_id: &str,
        ticket: TicketId,
        result: Result<Box<Posted>, Failure>,
    ) {
        let number = ticket;
        let thread = self.threads.entry(ticket).or_default();
        match result {
            Ok(message) => thread.confirm(*message),
            Err(why) => {
                thread.refuse(client_id, why.text.clone());
                self.say(&format!("not sent on #{number}: {}", why.text), Tone::Bad);
            }
        }
    }

    /// A change was taken, or refused: then what was there before is there again.
    pub fn take_changed(
        &mut self,
        ask: Ask,
        result: Result<Changed, Failure>,
        out: &mut Vec<Effect>,
    ) {
        let Some(Asked::Change(before)) = self.asked.remove(&ask) else { return };
        match result {
            Ok(Changed::Ticket(ticket)) => {
                self.put_ticket(&ticket, News::default());
            }
            Ok(Changed::Many(results)) => {
                let Before::Tickets(before) = before else { return };
                let refused = self.take_many(&before, results);
                self.forget_undo(ask, Some(&refused));
            }
            Ok(Changed::Order(order)) => {
                self.order.take(order);
                self.load_order(out);
            }
            Ok(Changed::User(user)) => self.who.user = *user,
            Ok(Changed::Done) => {}
            Err(why) => {
                self.forget_undo(ask, None);
                self.put_back(before, &why, out);
            }
        }
    }

    /// What came of a change that an earlier run left: shown, or handed back with the reason.
    pub fn take_late(
        &mut self,
        change: &Change,
        result: Result<Changed, Failure>,
        out: &mut Vec<Effect>,
    ) {
        self.left_over = self.left_over.saturating_sub(1);
        let words = self.words(change);
        match result {
            Ok(Changed::Ticket(ticket)) => {
                self.put_ticket(&ticket, News::default());
                self.say(&format!("made up for: {words}"), Tone::Good);
            }
            Ok(Changed::Many(results)) => _ = self.take_many(&[], results),
            Ok(_) => self.load_order(out),
            Err(why) => {
                self.said =
                    Some((format!("not done, from before: {words}. {}", why.text), Tone::Bad));
            }
        }
    }

    fn put_back(&mut self, before: Before, why: &Failure, out: &mut Vec<Effect>) {
        match before {
            // A read position that was not taken is told again with the next message.
            Before::Nothing => return,
            Before::Ticket(ticket) => {
                self.put_ticket(&ticket, News::default());
            }
            Before::Tickets(tickets) => {
                for ticket in &tickets {
                    self.put_ticket(ticket, News::default());
                }
            }
            Before::Order(status) => {
                self.order.set_status(status);
                self.load_order(out);
            }
            Before::User(user) => self.who.user = *user,
        }
        let words = match why.kind {
            FailureKind::NotFound => format!("not changed: {}", why.text),
            _ => why.text.clone(),
        };
        self.say(&words, Tone::Bad);
    }

    /// Puts a ticket wherever it is shown. Says whether it is new in the Inbox.
    pub(super) fn put_ticket(&mut self, ticket: &Ticket, news: News) -> bool {
        let mut new = false;
        for (view, queue) in self.queues.iter_mut().enumerate() {
            let here = queue.tickets.loaded != Loaded::Never;
            new |= here && queue.change(|t| t.apply(ticket, news)) && view == View::INBOX;
        }
        if let Some(open) = self.open.as_mut().filter(|t| t.id == ticket.id) {
            let (order, was) = (open.order.take(), open.unread.unwrap_or(0));
            *open = ticket.clone();
            open.order = open.order.take().or(order);
            open.unread = Some(ticket.unread.unwrap_or(was) + news.unread);
        }
        new
    }

    pub(super) fn echo(&mut self, out: &Outgoing) {
        let echo = Echo {
            client_id: out.client_id.clone(),
            audience: out.audience,
            text: out.text.clone(),
            at: out.at,
            refused: None,
            not_before: out.not_before,
            plan: MacroActions::default(),
        };
        self.threads.entry(out.ticket).or_default().echo(echo);
    }

    pub fn say(&mut self, words: &str, tone: Tone) {
        self.said = Some((words.to_owned(), tone));
    }
}
