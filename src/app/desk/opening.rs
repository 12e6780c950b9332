//! The ticket in the chat: opened, left, read once it was in sight, and where the others are told
//! that she is.

use super::{Desk, Focus, Welcome};
use crate::app::effect::{Change, Effect};
use crate::model::Loaded;
use robindesk_protocol::{PresenceState, Ticket, TicketId};

/// So many threads are kept for coming back to them; beyond, they are loaded again.
const THREADS: usize = 64;

impl Desk {
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
}
