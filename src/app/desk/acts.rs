//! What the actions do on the desk.

use super::{Desk, Focus};
use crate::app::effect::{Change, Effect};
use crate::model::Loaded;
use crate::ui::badge;
use crate::ui::plain::Plain;
use crate::ui::toast::Tone;
use robindesk_protocol::{Audience, Ticket, TicketId, TicketStatus, UserType};

impl Desk {
    /// Goes to a screen.
    pub fn go(&mut self, view: usize, out: &mut Vec<Effect>) {
        self.view = view;
        self.focus = Focus::List;
        self.load_missing(out);
    }

    /// Goes to the view after this one, or before it, and around.
    pub fn go_beside(&mut self, forward: bool, out: &mut Vec<Effect>) {
        let count = self.queues.len();
        self.go((self.view + if forward { 1 } else { count - 1 }) % count, out);
    }

    /// Gives the keys to the pane after this one, or before it.
    pub fn next_pane(&mut self, forward: bool) {
        const ROUND: [Focus; 3] = [Focus::List, Focus::Chat, Focus::Order];
        let here = if self.focus == Focus::Composer { Focus::Chat } else { self.focus };
        let at = ROUND.iter().position(|f| *f == here).unwrap_or(0);
        self.focus = ROUND[(at + if forward { 1 } else { ROUND.len() - 1 }) % ROUND.len()];
    }

    /// One step back: filter, zoom, pane. Never discards and never quits.
    pub fn back(&mut self, out: &mut Vec<Effect>) {
        if self.queue().filter.is_some() || self.focus == Focus::List {
            if self.queue_mut().filter.take().is_none() && self.queue_mut().unmark() {
                return;
            }
            if self.queue().tickets.filter.is_empty() {
                self.zoom = false;
            } else {
                self.queue_mut().change(|t| t.filter_by(""));
                self.load_first(self.view, out);
            }
            return;
        }
        if self.zoom {
            self.zoom = false;
            return;
        }
        if self.focus == Focus::Chat && self.chat.unpick() {
            return;
        }
        self.focus = match self.focus {
            Focus::Order | Focus::Composer => Focus::Chat,
            Focus::Chat | Focus::List => Focus::List,
        };
    }

    /// Opens the ticket under the cursor and goes there.
    pub fn open_selected(&mut self, out: &mut Vec<Effect>) {
        if let Some(ticket) = self.queue().selected().cloned() {
            self.open(ticket, out);
            self.focus = Focus::Chat;
        }
    }

    /// Opens what a key on the chat needs, when the list has the keys.
    pub fn open_at_hand(&mut self, out: &mut Vec<Effect>) -> bool {
        if let (Focus::List, Some(ticket)) = (self.focus, self.at_hand().cloned()) {
            self.open(ticket, out);
        }
        self.open.is_some()
    }

    /// Goes to a ticket of the list: opens it when she is reading, else puts the cursor on it.
    pub fn visit(&mut self, ticket: Option<TicketId>, otherwise: &str, out: &mut Vec<Effect>) {
        let Some(id) = ticket else { return self.say(otherwise, Tone::News) };
        self.queue_mut().select(id);
        if self.focus == Focus::List {
            return;
        }
        if let Some(ticket) = self.queue().tickets.get(id).cloned() {
            self.open(ticket, out);
            self.focus = Focus::Chat;
        }
    }

    /// Resolves the ticket at hand and goes to the next.
    pub fn resolve_next(&mut self, undo_key: &str, out: &mut Vec<Effect>) {
        let Some((ticket, status)) = self.at_hand().map(|t| (t.id, t.status)) else { return };
        if !status.is_unresolved() {
            let words = badge::status_words(status);
            return self.say(&format!("#{ticket} is {words} already"), Tone::News);
        }
        let next = self.queue().next_after(ticket);
        let status = TicketStatus::Resolved;
        self.change(Change::TicketStatus { ticket, status }, undo_key, out);
        if self.focus != Focus::List || self.open.as_ref().is_some_and(|t| t.id == ticket) {
            if let Some(next) = next.and_then(|id| self.queue().tickets.get(id)).cloned() {
                self.open(next, out);
            }
        } else if let Some(next) = next {
            self.queue_mut().select(next);
        }
    }

    /// Takes the ticket at hand for herself.
    pub fn take(&mut self, undo_key: &str, out: &mut Vec<Effect>) {
        let (me, Some(t)) = (self.who.me(), self.at_hand()) else { return };
        let ticket = t.id;
        if t.agent.as_ref().is_some_and(|a| a.id == me) {
            return self.say(&format!("#{ticket} is yours already"), Tone::News);
        }
        self.change(Change::Reassign { ticket, agent: me, reason: None }, undo_key, out);
    }

    /// Begins a reply, in the lane where it is waited for; a note goes to staff alone.
    pub fn write(&mut self, note: bool, out: &mut Vec<Effect>) {
        if !self.open_at_hand(out) {
            return self.say("open a ticket first", Tone::News);
        }
        let lane = match (note, self.composer.lane()) {
            (true, _) => Audience::Staff,
            (false, Some(lane)) if lane != Audience::Staff && !self.composer.text().is_empty() => {
                lane
            }
            _ => self.lane_that_waits(),
        };
        self.composer.open(lane);
        self.focus = Focus::Composer;
    }

    /// The lane of the newest message that a party wrote; the brand's when none did.
    pub(super) fn lane_that_waits(&self) -> Audience {
        let messages = self.thread().map_or(&[][..], |t| t.messages());
        let party = messages.iter().rev().find_map(|m| {
            let by = m.sender.as_ref()?.user_type;
            (!by.is_staff()).then_some(by)
        });
        match party {
            Some(UserType::Creator) => Audience::Creator,
            _ => Audience::Brand,
        }
    }

    /// Copies the ticket's number, or the address of its resource on the server.
    pub fn copy(&mut self, link: bool, out: &mut Vec<Effect>) {
        let Some(Ticket { id, .. }) = self.at_hand() else { return };
        let server = Plain::line(self.who.server.trim_end_matches('/'));
        let text = if link { format!("{server}/api/crm/tickets/{id}") } else { format!("#{id}") };
        self.say(&format!("copied {text}"), Tone::Good);
        out.push(Effect::Copy(text));
    }

    /// Filters as she types; the server is asked after a pause.
    pub fn filter(&mut self, text: &str, out: &mut Vec<Effect>) {
        /// Long enough not to ask for each letter, too short to be waited for.
        const PAUSE_MS: u64 = 120;
        if self.queue().tickets.filter != text {
            self.queue_mut().change(|t| t.filter_by(text));
            self.filter_pauses += 1;
            out.push(Effect::WakeAfter { ms: PAUSE_MS });
        }
    }

    /// A pause is over.
    pub fn woken(&mut self, out: &mut Vec<Effect>) {
        if self.filter_pauses > 0 {
            self.filter_pauses -= 1;
            if self.filter_pauses == 0 && self.queue().tickets.loaded == Loaded::Never {
                self.load_first(self.view, out);
            }
        }
    }
}
