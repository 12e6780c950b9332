//! Undo: what takes back what she did, as far as the server would take it back.

use super::Desk;
use crate::app::effect::{Ask, Change, Effect};
use crate::ui::toast::Tone;
use robindesk_protocol::{Ticket, TicketId, Timestamp, UserId};

/// What takes one thing back that she did: one change or what a macro did, in its order.
#[derive(Debug)]
pub(super) struct Undo {
    pub(super) steps: Vec<Step>,
    /// The message that it was done with: who takes that back takes back this too.
    pub(super) sent: Option<String>,
    /// What she did, in words, where nothing takes it back: an undo says so, and does not take back what
    /// she did before it in its place.
    stuck: Option<String>,
}

/// What takes one change back, and which question that was.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) ask: Ask,
    pub(super) changes: Vec<Change>,
}

impl Undo {
    /// What takes all of it back, the last first. Nobody is put to sleep until a time that is over.
    fn back(self, now: Timestamp) -> Vec<Change> {
        let over = |c: &Change| matches!(c, Change::Snooze { until: Some(t), .. } if *t <= now);
        let back = self.steps.into_iter().rev().flat_map(|step| step.changes);
        back.filter(|change| !over(change)).collect()
    }
}

impl Desk {
    /// Remembers what takes a thing back that is told in these words. Says whether anything does.
    pub(super) fn remember(&mut self, words: &str, steps: Vec<Step>, sent: Option<String>) -> bool {
        let known = steps.iter().any(|step| !step.changes.is_empty());
        if !steps.is_empty() {
            let stuck = (!known).then(|| words.to_owned());
            self.undo.push(Undo { steps, sent, stuck });
        }
        known
    }

    /// Undoes the last thing that can be undone.
    pub fn undo(&mut self, now: Timestamp, out: &mut Vec<Effect>) {
        let Some(undo) = self.undo.pop() else { return self.say("nothing to undo", Tone::News) };
        if let Some(words) = undo.stuck {
            return self.say(&format!("can't be undone: {words}"), Tone::News);
        }
        let back = undo.back(now);
        if back.is_empty() {
            return self.say("not undone: its time would be over by now", Tone::News);
        }
        let words: Vec<String> = back.iter().map(|c| self.words(c)).collect();
        let left = back.iter().find_map(|change| match change {
            Change::TicketStatus { ticket, .. } => Some(*ticket),
            _ => None,
        });
        for change in back {
            self.make(change, out);
        }
        if let Some(ticket) = left {
            self.come_back(ticket, out);
        }
        self.say(&format!("undone: {}", words.join(", ")), Tone::Good);
    }

    /// Back to a ticket that resolving it took her away from, in the list and in the chat.
    fn come_back(&mut self, ticket: TicketId, out: &mut Vec<Effect>) {
        self.queue_mut().select(ticket);
        if let (Some(_), Some(ticket)) = (&self.open, self.find(ticket).cloned()) {
            self.open(ticket, out);
        }
    }

    /// Takes back what was done with a message that was not sent after all. Says whether anything was.
    pub(super) fn undo_sent(&mut self, id: &str, now: Timestamp, out: &mut Vec<Effect>) -> bool {
        let Some(at) = self.undo.iter().position(|undo| undo.sent.as_deref() == Some(id)) else {
            return false;
        };
        for change in self.undo.remove(at).back(now) {
            self.make(change, out);
        }
        true
    }

    /// What was refused is not there to be undone: all of a change, or some tickets of many.
    pub(super) fn forget_undo(&mut self, ask: Ask, refused: Option<&[TicketId]>) {
        for step in self.undo.iter_mut().flat_map(|undo| &mut undo.steps).filter(|s| s.ask == ask) {
            let Some(refused) = refused else {
                step.changes.clear();
                continue;
            };
            for change in &mut step.changes {
                if let Change::Many(update) = change {
                    update.ticket_ids.retain(|id| !refused.contains(id));
                }
            }
            step.changes.retain(|change| match change {
                Change::Many(update) => !update.ticket_ids.is_empty(),
                Change::Snooze { ticket, .. } => !refused.contains(ticket),
                _ => true,
            });
        }
        let all = refused.is_none();
        self.undo.retain(|undo| {
            let stuck = undo.stuck.is_some() && !(all && undo.steps.iter().any(|s| s.ask == ask));
            stuck || undo.steps.iter().any(|step| !step.changes.is_empty())
        });
    }

    /// Whether a ticket that is given to this agent is still hers to give elsewhere: what an agent gave
    /// away is not (`product.md`, People).
    pub(super) fn may_take_back(&self, agent: UserId) -> bool {
        agent == self.who.me() || self.who.user.user_type.is_admin()
    }
}

/// What puts a ticket back to sleep that was woken.
pub(super) fn woken(before: &Ticket, after: &Ticket) -> Option<Change> {
    let slept = before.snoozed_until.filter(|_| after.snoozed_until.is_none());
    slept.map(|until| Change::Snooze { ticket: before.id, until: Some(until) })
}
