//! What is on the desk of whoever is signed in: the lists, the open ticket, what she writes, and
//! which questions to the server are on their way.

mod acts;
mod answers;
mod bulk;
mod changes;
mod events;
mod files;
mod hunt;
mod lanes;
mod menus;
pub mod people;
mod send;

use super::effect::{Ask, Change, Effect};
use super::mouse::Pointer;
use crate::model::Loaded;
use crate::model::presence::Presence;
use crate::model::session::SignedIn;
use crate::model::thread::Thread;
use crate::model::tickets::{Page, Tickets, View};
use crate::model::transfers::Transfers;
use crate::panes::composer::Composer;
use crate::panes::order::OrderPane;
use crate::panes::queue::Queue;
use crate::panes::report::Report;
use crate::panes::search::Search;
use crate::panes::thread::Chat;
use crate::ui::toast::Tone;
use robindesk_protocol::{
    Colleague, Macro, MessageId, OrderId, OrderStatus, PresenceState, Ticket, TicketId, User,
};
use std::collections::HashMap;

/// So many threads are kept for coming back to them; beyond, they are loaded again.
const THREADS: usize = 64;

/// Which pane has the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    List,
    Chat,
    Composer,
    Order,
}

/// Whether the first keys are shown: nobody has opened a ticket on this machine yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Welcome {
    Due,
    Over,
}

/// What a question was asked for: an answer to a question that is not here any more comes too late.
#[derive(Debug)]
enum Asked {
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
enum Before {
    Ticket(Box<Ticket>),
    Tickets(Vec<Ticket>),
    Order(OrderStatus),
    User(Box<User>),
    Nothing,
}

impl Before {
    /// Whether it is worth telling her that it waits: a read position is not.
    const fn is_told(&self) -> bool {
        !matches!(self, Self::Nothing)
    }
}

/// What takes one thing back that she did, and which question it was.
#[derive(Debug)]
struct Undo {
    ask: Ask,
    changes: Vec<Change>,
}

/// The desk.
#[derive(Debug)]
pub struct Desk {
    pub who: SignedIn,
    /// The place of the view on screen.
    pub view: usize,
    /// One for each view: those that come with the console, then her own.
    pub queues: Vec<Queue>,
    pub threads: HashMap<TicketId, Thread>,
    /// The ticket in the chat.
    pub open: Option<Ticket>,
    pub chat: Chat,
    pub composer: Composer,
    pub order: OrderPane,
    pub focus: Focus,
    pub zoom: bool,
    pub welcome: Welcome,
    /// Whether the chat was on screen at the last drawing and the window is looked at.
    pub chat_seen: bool,
    pub pointer: Pointer,
    /// News for a toast.
    pub said: Option<(String, Tone)>,
    /// What was refused of a change to many, to be shown.
    pub report: Option<Report>,
    /// Who may be given a ticket, as far as is known.
    pub colleagues: Vec<Colleague>,
    /// Who else is on which ticket.
    pub presence: Presence,
    /// Where the others were told she is.
    place: Option<(TicketId, PresenceState)>,
    /// The macros as they were known last.
    pub macros: Vec<Macro>,
    /// Tags that the desk suggests to everybody.
    pub suggested_tags: Vec<String>,
    /// Files on their way.
    pub transfers: Transfers,
    /// The search screen while she is elsewhere.
    pub search: Search,
    /// The ticket that a hit led to, for as long as she stays on it: back leads to the search.
    pub found: Option<TicketId>,
    /// The ticket that she marked as unread while it was open: seeing it is not reading it until she
    /// comes back.
    left_unread: Option<TicketId>,
    /// Changes of an earlier run that the server has not answered.
    pub left_over: usize,
    /// A search beyond the rows that are here.
    hunt: Option<hunt::Hunt>,
    asked: HashMap<Ask, Asked>,
    asks: u64,
    undo: Vec<Undo>,
    /// Keys of the filter whose pause is not over: the server is asked after the last.
    pub filter_pauses: u32,
    older_before: Option<MessageId>,
    /// A further page was asked for in vain: not again until she moves on or the link is back.
    pub ahead_failed: bool,
}

impl Desk {
    pub fn new(who: SignedIn, own: &[View]) -> Self {
        let me = who.me();
        let views = View::built_in().into_iter().chain(own.iter().cloned());
        let queues = views.map(|view| Queue::new(Tickets::new(view, me))).collect();
        Self {
            who,
            view: View::INBOX,
            queues,
            threads: HashMap::new(),
            open: None,
            chat: Chat::default(),
            composer: Composer::default(),
            order: OrderPane::default(),
            focus: Focus::List,
            zoom: false,
            welcome: Welcome::Over,
            chat_seen: false,
            pointer: Pointer::default(),
            said: None,
            report: None,
            colleagues: Vec::new(),
            presence: Presence::default(),
            place: None,
            suggested_tags: Vec::new(),
            macros: Vec::new(),
            transfers: Transfers::default(),
            search: Search::default(),
            found: None,
            left_unread: None,
            left_over: 0,
            hunt: None,
            asked: HashMap::new(),
            asks: 0,
            undo: Vec::new(),
            filter_pauses: 0,
            older_before: None,
            ahead_failed: false,
        }
    }

    /// The list on screen.
    pub fn queue(&self) -> &Queue {
        &self.queues[self.view]
    }

    pub fn queue_mut(&mut self) -> &mut Queue {
        &mut self.queues[self.view]
    }

    /// The open ticket's thread.
    pub fn thread(&self) -> Option<&Thread> {
        self.threads.get(&self.open.as_ref()?.id)
    }

    /// Messages that are on their way out.
    pub fn unsent(&self) -> usize {
        let echoes = self.threads.values().flat_map(Thread::echoes);
        echoes.filter(|e| e.refused.is_none()).count()
    }

    /// Messages and changes that the server has not answered.
    pub fn waiting(&self) -> usize {
        let kept = |asked: &&Asked| matches!(asked, Asked::Change(before) if before.is_told());
        self.unsent() + self.asked.values().filter(kept).count() + self.left_over
    }

    /// What a key on a ticket means: the one under the cursor in the list, else the open one.
    pub fn at_hand(&self) -> Option<&Ticket> {
        match self.focus {
            Focus::List => self.queue().selected().or(self.open.as_ref()),
            _ => self.open.as_ref(),
        }
    }

    /// A ticket, wherever it is held.
    pub fn find(&self, ticket: TicketId) -> Option<&Ticket> {
        let open = self.open.as_ref().filter(|t| t.id == ticket);
        self.queues.iter().find_map(|q| q.tickets.get(ticket)).or(open)
    }

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

    /// She is signed in again. Changes that were not answered by the session before are on disk, and
    /// are told anew.
    pub fn resume(&mut self, who: SignedIn, out: &mut Vec<Effect>) {
        self.who = who;
        self.asked.retain(|_, asked| !matches!(asked, Asked::Change(_)));
        self.reset(out);
    }

    /// Loads everything on screen again: events were missed.
    pub fn reset(&mut self, out: &mut Vec<Effect>) {
        for queue in &mut self.queues {
            queue.tickets.loaded = Loaded::Never;
        }
        self.threads.values_mut().for_each(Thread::doubt);
        self.order.loaded = Loaded::Never;
        self.load_missing(out);
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

    /// Opens a ticket in the chat.
    pub fn open(&mut self, ticket: Ticket, out: &mut Vec<Effect>) {
        let (id, order) = (ticket.id, ticket.order_id);
        self.found = None;
        let unread = self.left_unread.take();
        if std::mem::replace(&mut self.welcome, Welcome::Over) == Welcome::Due {
            out.push(Effect::Welcomed);
        }
        if self.open.as_ref().is_none_or(|t| t.id != id) {
            self.leave_thread(unread);
            self.open = Some(ticket);
            self.older_before = None;
        }
        self.queue_mut().select(id);
        self.chat.show(Some(id));
        out.extend(self.composer.show(Some(id)));
        self.threads.entry(id).or_default();
        if self.threads.len() > THREADS {
            self.threads.retain(|ticket, t| *ticket == id || !t.echoes().is_empty());
        }
        if self.order.show(Some(order)) {
            self.load_order(out);
        }
        if self.thread().is_some_and(|t| matches!(t.loaded, Loaded::Never | Loaded::Failed(_))) {
            self.load_thread(out);
        }
        self.read_if_seen(out);
    }

    /// Tells the others where she is, when that has changed.
    pub fn tell_place(&mut self, watched: bool, out: &mut Vec<Effect>) {
        let typing = self.focus == Focus::Composer && !self.composer.text().is_empty();
        let state = if typing { PresenceState::Typing } else { PresenceState::Viewing };
        let open = self.open.as_ref().filter(|_| watched);
        let place = open.map(|t| (t.id, state));
        if self.place != place {
            self.place = place;
            out.push(Effect::Presence(place));
        }
    }

    /// What she saw is read when she leaves, unless she left it unread: the unread line will stand
    /// below it.
    fn leave_thread(&mut self, unread: Option<TicketId>) {
        let Some(id) = self.open.as_ref().map(|t| t.id).filter(|id| Some(*id) != unread) else {
            return;
        };
        if let Some(thread) = self.threads.get_mut(&id).filter(|t| t.loaded == Loaded::Here) {
            thread.mark_read();
        }
    }

    /// Tells the server what was read, once it was in sight.
    pub fn read_if_seen(&mut self, out: &mut Vec<Effect>) {
        let Some(ticket) = self.open.as_ref().map(|t| t.id) else { return };
        let here = self.thread().is_some_and(|t| t.loaded == Loaded::Here);
        let unread = self.find(ticket).and_then(|t| t.unread).unwrap_or(0);
        let left = self.left_unread == Some(ticket);
        if self.chat_seen && here && unread > 0 && !left && self.chat.at_newest() {
            self.make(Change::Read { ticket }, out);
        }
    }

    fn load_thread(&mut self, out: &mut Vec<Effect>) {
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

    fn load_order(&mut self, out: &mut Vec<Effect>) {
        if let Some(order) = self.order.shown() {
            self.order.loaded = Loaded::Asked;
            let ask = self.ask(Asked::Order(order));
            out.push(Effect::LoadOrder { ask, order });
        }
    }

    /// A number for a question.
    pub(super) fn next_ask(&mut self) -> Ask {
        self.asks += 1;
        Ask(self.asks)
    }

    fn ask(&mut self, asked: Asked) -> Ask {
        let ask = self.next_ask();
        self.asked.insert(ask, asked);
        ask
    }
}
