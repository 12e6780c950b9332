//! Changes: shown at once, told to the server, taken back when it refuses.

use super::Desk;
use super::asks::{Asked, Before};
use super::undo::{Step, woken};
use crate::app::effect::{Change, Effect};
use crate::model::Loaded;
use crate::model::tickets::News;
use crate::ui::badge;
use crate::ui::toast::Tone;
use robindesk_protocol::{Ticket, TicketId, TicketStatus};

impl Desk {
    /// Makes a change and remembers how to undo it.
    pub fn change(&mut self, change: Change, undo_key: &str, out: &mut Vec<Effect>) {
        let words = self.words(&change);
        let steps = Vec::from_iter(self.make(change, out));
        let undo = if self.remember(&words, steps, None) {
            format!(" · {undo_key} undo")
        } else {
            String::new()
        };
        self.say(&format!("{words}{undo}"), Tone::Good);
    }

    /// Shows the change, asks for it, and gives what undoes it, where something does.
    pub(super) fn make(&mut self, change: Change, out: &mut Vec<Effect>) -> Option<Step> {
        let (before, changes) = match &change {
            Change::Availability(availability) => {
                let before = self.who.user.clone();
                let back = before.agent_status.map(Change::Availability);
                self.who.user.agent_status = Some(*availability);
                (Before::User(Box::new(before)), Vec::from_iter(back))
            }
            Change::OrderStatus { status, .. } => {
                let before = self.order.set_status(*status);
                (before.map_or(Before::Nothing, Before::Order), Vec::new())
            }
            Change::Read { ticket } => {
                self.set_unread(*ticket, 0);
                self.left_unread = self.left_unread.filter(|left| left != ticket);
                (Before::Nothing, Vec::new())
            }
            Change::Unread { ticket } => {
                let before = self.find(*ticket)?.clone();
                self.set_unread(*ticket, 1);
                (Before::Ticket(Box::new(before)), vec![Change::Read { ticket: *ticket }])
            }
            Change::Many(update) => {
                let (before, back) = self.show_many(update);
                (Before::Tickets(before), back)
            }
            Change::TicketStatus { ticket, .. }
            | Change::Priority { ticket, .. }
            | Change::Tags { ticket, .. }
            | Change::Snooze { ticket, .. }
            | Change::Reassign { ticket, .. } => self.show(*ticket, &change)?,
        };
        let ask = self.ask(Asked::Change(before));
        out.push(Effect::Change { ask, change });
        Some(Step { ask, changes })
    }

    fn set_unread(&mut self, ticket: TicketId, unread: u32) {
        self.queues.iter_mut().for_each(|q| q.tickets.set_unread(ticket, unread));
        if let Some(open) = self.open.as_mut().filter(|t| t.id == ticket) {
            open.unread = Some(unread);
        }
    }

    /// Marks the ticket at hand as unread. The open one stays so until she comes back to it.
    pub fn mark_unread(&mut self, undo_key: &str, out: &mut Vec<Effect>) {
        let Some(ticket) = self.at_hand().map(|t| t.id) else {
            return self.say("no ticket is here", Tone::News);
        };
        let me = self.who.me();
        let open = self.open.as_ref().is_some_and(|t| t.id == ticket);
        if let Some(thread) = self.threads.get_mut(&ticket).filter(|t| t.loaded == Loaded::Here)
            && !thread.mark_unread(me)
        {
            return self.say("nobody else has written there", Tone::News);
        }
        self.left_unread = Some(ticket).filter(|_| open);
        self.change(Change::Unread { ticket }, undo_key, out);
    }

    /// Shows a ticket as it will be.
    fn show(&mut self, ticket: TicketId, change: &Change) -> Option<(Before, Vec<Change>)> {
        let before = self.find(ticket)?.clone();
        let mut after = before.clone();
        let back = self.patch(&mut after, change);
        self.put_ticket(&after, News::default());
        let by_the_way = !matches!(change, Change::Snooze { .. });
        let asleep = woken(&before, &after).filter(|_| by_the_way);
        Some((Before::Ticket(Box::new(before)), back.into_iter().chain(asleep).collect()))
    }

    /// Changes the ticket and gives the change that would bring it back, but for its sleep.
    fn patch(&self, t: &mut Ticket, change: &Change) -> Option<Change> {
        let ticket = t.id;
        Some(match change.clone() {
            Change::TicketStatus { status, .. } => {
                let was = set_status(t, status);
                Change::TicketStatus { ticket, status: was }
            }
            Change::Priority { priority, .. } => {
                let was = std::mem::replace(&mut t.priority, priority);
                Change::Priority { ticket, priority: was }
            }
            Change::Tags { tags, .. } => {
                let was = t.tags.replace(tags).unwrap_or_default();
                Change::Tags { ticket, tags: was }
            }
            Change::Snooze { until, .. } => {
                let was = std::mem::replace(&mut t.snoozed_until, until);
                Change::Snooze { ticket, until: was }
            }
            Change::Reassign { agent, .. } => {
                let was = std::mem::replace(&mut t.agent, self.agent_ref(agent))?;
                self.may_take_back(agent).then_some(())?;
                Change::Reassign { ticket, agent: was.id, reason: None }
            }
            _ => return None,
        })
    }

    pub(super) fn words(&self, change: &Change) -> String {
        match change {
            Change::TicketStatus { ticket, status: TicketStatus::Open } => {
                format!("#{ticket} is open")
            }
            Change::TicketStatus { ticket, status } => {
                format!("#{ticket} {}", badge::status_words(*status))
            }
            Change::Priority { ticket, priority } => format!("#{ticket} is {priority}"),
            Change::Tags { ticket, tags } if tags.is_empty() => format!("#{ticket} untagged"),
            Change::Tags { ticket, .. } => format!("#{ticket} tagged"),
            Change::Snooze { ticket, until: None } => format!("#{ticket} is awake"),
            Change::Snooze { ticket, .. } => format!("#{ticket} snoozed"),
            Change::Reassign { ticket, agent, .. } if *agent == self.who.me() => {
                format!("#{ticket} is yours")
            }
            Change::Reassign { ticket, agent, .. } => {
                format!("#{ticket} is with {}", self.name_of(*agent))
            }
            Change::Many(update) => self.many_words(update),
            Change::OrderStatus { order, status, .. } => {
                format!("order {order} {}", badge::order_words(*status))
            }
            Change::Availability(availability) => format!("you are {availability}"),
            Change::Unread { ticket } => format!("#{ticket} is unread"),
            Change::Read { ticket } => format!("#{ticket} is read"),
        }
    }
}

/// Sets a status as the server will: who is done with waits no longer and sleeps no longer. Gives what
/// it was.
pub(super) fn set_status(t: &mut Ticket, status: TicketStatus) -> TicketStatus {
    if !status.is_unresolved() {
        (t.waiting_since, t.snoozed_until) = (None, None);
    }
    std::mem::replace(&mut t.status, status)
}
