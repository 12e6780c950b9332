//! What is asked of the server: pages, the open thread, its order; and which questions are on their
//! way, so that an answer that comes too late is known.

use super::{Desk, people};
use crate::app::effect::{Ask, Effect};
use crate::model::Loaded;
use crate::model::session::SignedIn;
use crate::model::thread::Thread;
use crate::model::tickets::{Page, View};
use robindesk_protocol::{OrderId, OrderStatus, Ticket, TicketId, User};

/// What a question was asked for: an answer to a question that is not here any more comes too late.
#[derive(Debug)]
pub(super) enum Asked {
    /// Of the view at this place.
    Page(usize, Page),
    /// Pages looked through for what is unread, by this key; the one that waits longest in a view, asked
    /// from this ticket.
    Unread(String),
    Longest(usize, Option<TicketId>),
    Newest(TicketId),
    Older(TicketId),
    Order(OrderId),
    /// Orders of the same brand and creator as this one.
    Past(OrderId),
    /// Who may be given a ticket, or the marked ones.
    Colleagues(people::ForWhom),
    Change(Before),
}

/// What was there before a change that is shown but not confirmed.
#[derive(Debug)]
pub(super) enum Before {
    Ticket(Box<Ticket>),
    Tickets(Vec<Ticket>),
    Order(OrderStatus),
    User(Box<User>),
    Nothing,
}

impl Before {
    /// Whether it is worth telling her that it waits: a read position is not.
    pub(super) const fn is_told(&self) -> bool {
        !matches!(self, Self::Nothing)
    }
}

impl Desk {
    /// Asks for everything that was never asked for, or was in vain.
    pub fn load_missing(&mut self, out: &mut Vec<Effect>) {
        self.ahead_failed = false;
        for view in 0..self.queues.len() {
            let counted = view == View::INBOX || view == View::ALL || view == self.view;
            let loaded = &self.queues[view].tickets.loaded;
            if counted && matches!(loaded, Loaded::Never | Loaded::Failed(_)) {
                self.load_first(view, out);
            }
        }
        if self.thread().is_some_and(|t| matches!(t.loaded, Loaded::Never | Loaded::Failed(_))) {
            self.load_thread(out);
        }
        if matches!(self.order.loaded, Loaded::Never | Loaded::Failed(_)) {
            self.load_order(out);
        }
    }

    /// Loads everything on screen again: events were missed.
    pub fn reset(&mut self, out: &mut Vec<Effect>) {
        for queue in &mut self.queues {
            queue.tickets.loaded = Loaded::Never;
        }
        self.threads.values_mut().for_each(Thread::doubt);
        self.order.loaded = Loaded::Never;
        out.push(Effect::LoadMe);
        self.load_missing(out);
    }

    /// She is signed in again. Changes that were not answered by the session before are on disk, and
    /// are told anew.
    pub fn resume(&mut self, who: SignedIn, out: &mut Vec<Effect>) {
        self.who = who;
        self.asked.retain(|_, asked| !matches!(asked, Asked::Change(_)));
        self.reset(out);
    }

    /// Asks for the first page of a view; what is there stays on screen meanwhile.
    pub fn load_first(&mut self, view: usize, out: &mut Vec<Effect>) {
        self.asked.retain(|_, a| !matches!(a, Asked::Page(v, _) if *v == view));
        let tickets = &mut self.queues[view].tickets;
        tickets.loaded = Loaded::Asked;
        tickets.forget_pages();
        self.load_page(view, Page::First, out);
    }

    fn load_page(&mut self, view: usize, page: Page, out: &mut Vec<Effect>) {
        let tickets = &mut self.queues[view].tickets;
        let Some(query) = tickets.ask_for(page) else { return };
        tickets.await_page();
        let ask = self.ask(Asked::Page(view, page));
        out.push(Effect::LoadTickets { ask, query });
    }

    /// Asks for pages that are coming into sight, and lets go of rows that are far from it.
    pub fn load_ahead(&mut self, out: &mut Vec<Effect>) {
        if self.ahead_failed {
            return;
        }
        let view = self.view;
        let busy = self.asked.values().any(|a| matches!(a, Asked::Page(v, _) if *v == view));
        if self.queue().tickets.loaded == Loaded::Here && !busy {
            self.queue_mut().let_go();
            if let Some(page) = self.queue().wants_more() {
                self.load_page(view, page, out);
            }
        }
        self.load_older(out);
    }

    pub(super) fn load_thread(&mut self, out: &mut Vec<Effect>) {
        let Some(ticket) = self.open.as_ref().map(|t| t.id) else { return };
        self.threads.entry(ticket).or_default().loaded = Loaded::Asked;
        let ask = self.ask(Asked::Newest(ticket));
        out.push(Effect::LoadThread { ask, ticket, before: None });
    }

    fn load_older(&mut self, out: &mut Vec<Effect>) {
        let Some((ticket, thread)) = self.open.as_ref().zip(self.thread()) else { return };
        let (ticket, before) = (ticket.id, thread.messages().first().map(|m| m.id));
        let here = thread.loaded == Loaded::Here && before.is_some();
        if here && self.older_before != before && self.chat.wants_older(thread) {
            self.older_before = before;
            let ask = self.ask(Asked::Older(ticket));
            out.push(Effect::LoadThread { ask, ticket, before });
        }
    }

    pub(super) fn load_order(&mut self, out: &mut Vec<Effect>) {
        if let Some(order) = self.order.shown() {
            self.order.loaded = Loaded::Asked;
            let ask = self.ask(Asked::Order(order));
            out.push(Effect::LoadOrder { ask, order });
        }
    }

    /// A number for a question.
    pub(in crate::app) fn next_ask(&mut self) -> Ask {
        self.asks += 1;
        Ask(self.asks)
    }

    pub(super) fn ask(&mut self, asked: Asked) -> Ask {
        let ask = self.next_ask();
        self.asked.insert(ask, asked);
        ask
    }
}
