//! What is on the desk of whoever is signed in: the lists, the open ticket, what she writes. What can
//! be done there is in the rooms below, a file a matter.

mod acts;
mod answers;
mod asks;
mod bulk;
mod changes;
mod events;
mod files;
mod hunt;
mod lanes;
mod menus;
mod opening;
pub mod people;
mod send;
mod undo;

use super::effect::Ask;
use super::mouse::Pointer;
use crate::model::presence::Presence;
use crate::model::session::SignedIn;
use crate::model::thread::Thread;
use crate::model::tickets::{Tickets, View};
use crate::model::transfers::Transfers;
use crate::panes::composer::Composer;
use crate::panes::order::OrderPane;
use crate::panes::queue::Queue;
use crate::panes::report::Report;
use crate::panes::search::Search;
use crate::panes::thread::Chat;
use crate::ui::toast::Tone;
use asks::Asked;

use robindesk_protocol::{Colleague, Macro, MessageId, PresenceState, Ticket, TicketId};
use std::collections::HashMap;
use undo::Undo;

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
}
