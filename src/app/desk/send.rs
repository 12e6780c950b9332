//! Sending: now or after a delay, again, or not after all.

use super::{Desk, Focus};
use crate::app::action::Action;
use crate::app::effect::{Change, Draft, Effect, Outgoing};
use crate::model::thread::{Echo, Thread};
use crate::ui::toast::Tone;
use robindesk_protocol::{MacroActions, TicketId, Timestamp};

impl Desk {
    /// Sends what is written: it stands in the thread at once, and goes out when it can.
    /// With a delay, in milliseconds, it can be taken back until that is over.
    pub fn send(
        &mut self,
        client_id: String,
        at: Timestamp,
        delay: i64,
        out: &mut Vec<Effect>,
    ) -> Option<TicketId> {
        if self.composer.too_long() {
            self.say("too long: a message holds 64 KiB", Tone::Bad);
            return None;
        }
        let (ticket, audience, text, forget) = self.composer.take_text()?;
        let not_before = (delay > 0).then(|| at.plus_ms(delay));
        let message = Outgoing { client_id, ticket, audience, text, at, not_before };
        self.echo(&message);
        if let Some(thread) = self.threads.get_mut(&ticket) {
            // Who answers has read: the unread line has done its work.
            thread.mark_read();
        }
        out.push(Effect::Send(message));
        out.push(forget);
        self.chat.unpick();
        self.chat.act(Action::Newest);
        Some(ticket)
    }

    /// Does what the macros in the text did that was sent; one undo takes all of it back.
    pub fn carry_out(
        &mut self,
        (ticket, client_id): (TicketId, String),
        plan: MacroActions,
        undo_key: &str,
        out: &mut Vec<Effect>,
    ) {
        if let Some(thread) = self.threads.get_mut(&ticket) {
            thread.note_plan(&client_id, plan.clone());
        }
        let had = self.find(ticket).and_then(|t| t.tags.clone()).unwrap_or_default();
        let mut tags = had.clone();
        tags.extend(plan.add_tags.into_iter().filter(|tag| !had.contains(tag)));
        let tags = (tags != had).then_some(Change::Tags { ticket, tags });
        let priority = plan.priority.map(|priority| Change::Priority { ticket, priority });
        let status = plan.status.map(|status| Change::TicketStatus { ticket, status });
        let (mut words, mut steps) = (Vec::new(), Vec::new());
        for change in [tags, priority, status].into_iter().flatten() {
            words.push(self.words(&change));
            steps.extend(self.make(change, out));
        }
        if words.is_empty() {
            return;
        }
        let words = words.join(", ");
        let undo = self.remember(&words, steps, Some(client_id));
        let undo = if undo { format!(" · {undo_key} undo") } else { String::new() };
        self.say(&format!("{words}{undo}"), Tone::Good);
    }

    /// Sends the newest refused message again.
    pub fn retry(&mut self, out: &mut Vec<Effect>) {
        let id = self.open.as_ref().map(|t| t.id);
        let again = id.and_then(|id| self.threads.get_mut(&id)).and_then(Thread::retry);
        match again {
            Some(client_id) => out.push(Effect::Resend { client_id }),
            None => self.say("nothing failed here", Tone::News),
        }
    }

    /// Takes the newest refused message back into the composer.
    pub fn take_back(&mut self, out: &mut Vec<Effect>) {
        let Some(ticket) = self.open.as_ref().map(|t| t.id) else { return };
        let Some(echo) = self.threads.get_mut(&ticket).and_then(Thread::take_back) else {
            return self.say("nothing failed here", Tone::News);
        };
        self.write_on(ticket, echo, out);
    }

    /// Takes the message that waits to be sent back into the composer. False when none waits.
    pub fn take_back_waiting(&mut self, now: Timestamp, out: &mut Vec<Effect>) -> bool {
        let Some(ticket) = self.open.as_ref().map(|t| t.id) else { return false };
        let thread = self.threads.get_mut(&ticket);
        let Some(echo) = thread.and_then(|t| t.take_back_waiting(now)) else { return false };
        let undone = self.undo_sent(&echo.client_id, now, out);
        self.write_on(ticket, echo, out);
        let undone = if undone { ", and what it did is undone" } else { "" };
        self.say(&format!("taken back: it was not sent{undone}"), Tone::Good);
        true
    }

    /// When the next message goes out that still waits for that.
    pub fn holds_until(&self, now: Timestamp) -> Option<Timestamp> {
        let echoes = self.threads.values().flat_map(Thread::echoes);
        echoes.filter_map(|e| e.waits_until(now)).min()
    }

    /// When the newest message of the open ticket goes out that still waits for that.
    pub fn waits_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.thread()?.echoes().iter().rev().find_map(|e| e.waits_until(now))
    }

    /// Puts the text of a message that was not sent where it was written.
    fn write_on(&mut self, ticket: TicketId, echo: Echo, out: &mut Vec<Effect>) {
        let draft = Draft { text: echo.text, plan: echo.plan };
        out.push(self.composer.put_back(ticket, echo.audience, draft));
        out.push(Effect::Unsend { client_id: echo.client_id });
        self.composer.open(echo.audience);
        self.focus = Focus::Composer;
    }
}
