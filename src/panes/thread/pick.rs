//! Picks a message in the chat, for the keys that act on one: relay, quote, copy, links.

use super::Chat;
use crate::model::thread::Thread;
use robindesk_protocol::{Message, MessageId, MessageType};

impl Chat {
    /// Picks the message before the picked one, or after it. The first step picks the newest; a
    /// step beyond it picks none.
    pub fn pick_next(&mut self, thread: &Thread, up: bool) {
        let all: Vec<MessageId> = said(thread).map(|m| m.id).collect();
        let at = self.picked.and_then(|id| all.iter().position(|m| *m == id));
        let to = match (at, up) {
            (None, true) => all.len().checked_sub(1),
            (Some(at), true) => Some(at.saturating_sub(1)),
            (Some(at), false) => Some(at + 1),
            (None, false) => None,
        };
        self.picked = to.and_then(|at| all.get(at)).copied();
        if let Some(id) = self.picked {
            self.bring(id);
        } else {
            (self.below, self.anchor) = (0, None);
        }
    }

    /// The picked message.
    pub fn picked<'a>(&self, thread: &'a Thread) -> Option<&'a Message> {
        let id = self.picked?;
        thread.messages().iter().find(|m| m.id == id)
    }

    /// Picks none. False when none was picked.
    pub fn unpick(&mut self) -> bool {
        self.aim = None;
        self.picked.take().is_some()
    }

    /// Goes to a message and picks it, as soon as it is here: older pages come for it.
    pub fn aim(&mut self, message: MessageId) {
        self.aim = Some(message);
    }

    /// Goes to the message that is aimed at, once it is laid out; gives up when it is not there.
    pub(super) fn arrive(&mut self, thread: &Thread) {
        let Some(id) = self.aim else { return };
        let here = thread.messages().iter().any(|m| m.id == id);
        if here {
            self.picked = Some(id);
            self.bring(id);
        }
        let passed = thread.messages().first().is_some_and(|m| m.id < id);
        if here || passed || (thread.loaded == crate::model::Loaded::Here && !thread.has_more()) {
            self.aim = None;
        }
    }

    /// Turns the lanes from one stream to two columns, or back. Gives what is seen of it.
    pub fn turn_lanes(&mut self) -> &'static str {
        self.beside = !self.beside;
        match (self.beside, self.laid.has_room_beside()) {
            (false, _) => "one stream",
            (true, true) => "lanes side by side",
            (true, false) => "lanes side by side, once the chat is wider",
        }
    }

    /// Scrolls as little as brings a message in sight; of one that is too tall, its beginning.
    fn bring(&mut self, message: MessageId) {
        let Some((first, last)) = self.laid.rows_of(message) else { return };
        let len = self.laid.rows.len();
        let end = len - self.below.min(len);
        let start = end.saturating_sub(self.fits);
        let end = if first < start || last - first >= self.fits {
            first + self.fits
        } else {
            end.max(last + 1)
        };
        self.below = len - end.min(len);
        self.anchor = self.lowest();
    }
}

/// What people said, oldest first.
fn said(thread: &Thread) -> impl Iterator<Item = &Message> {
    thread.messages().iter().filter(|m| m.message_type != MessageType::System)
}
