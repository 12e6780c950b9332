//! Undo: what takes back what she did, as far as the server would take it back.

use super::Desk;
use crate::app::effect::{Ask, Change, Effect};
use crate::ui::toast::Tone;
use robindesk_protocol::{Ticket, TicketId, Timestamp, UserId};

/// What takes one thing back that she did, and which question it was.
#[derive(Debug)]
pub(super) struct Undo {
    pub(super) ask: Ask,
    pub(super) changes: Vec<Change>,
}

impl Desk {
    /// Undoes the last thing that can be undone. Nobody is put to sleep until a time that is over.
    pub fn undo(&mut self, now: Timestamp, out: &mut Vec<Effect>) {
        let Some(mut undo) = self.undo.pop() else {
            return self.say("nothing to undo", Tone::News);
        };
        let over = |c: &Change| matches!(c, Change::Snooze { until: Some(t), .. } if *t <= now);
        undo.changes.retain(|change| !over(change));
        if undo.changes.is_empty() {
            return self.say("not undone: its time would be over by now", Tone::News);
        }
        let words: Vec<String> = undo.changes.iter().map(|c| self.words(c)).collect();
        for change in undo.changes {
            self.make(change, out);
        }
        self.say(&format!("undone: {}", words.join(", ")), Tone::Good);
    }

    /// What was refused is not there to be undone.
    pub(super) fn forget_undo(&mut self, ask: Ask, refused: &[TicketId]) {
        for undo in self.undo.iter_mut().filter(|undo| undo.ask == ask) {
            for change in &mut undo.changes {
                if let Change::Many(update) = change {
                    update.ticket_ids.retain(|id| !refused.contains(id));
                }
            }
            undo.changes.retain(|change| match change {
                Change::Many(update) => !update.ticket_ids.is_empty(),
                Change::Snooze { ticket, .. } => !refused.contains(ticket),
                _ => true,
            });
        }
        self.undo.retain(|undo| !undo.changes.is_empty());
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
