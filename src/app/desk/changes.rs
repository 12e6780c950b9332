//! Changes: shown at once, told to the server, taken back when it refuses or when she undoes them.

use super::{Asked, Before, Desk};
use crate::app::effect::{Change, Effect};
use crate::model::tickets::News;
use crate::ui::badge;
use crate::ui::toast::Tone;
use robindesk_protocol::{AgentRef, Ticket, TicketId, TicketStatus};

impl Desk {
    /// Makes a change and remembers how to undo it.
    pub fn change(&mut self, change: Change, undo_key: &str, out: &mut Vec<Effect>) {
        let words = self.words(&change);
        let inverse = self.make(change, out);
        let undo = match inverse {
            Some(inverse) => {
                self.undo.push(inverse);
                format!(" · {undo_key} undo")
            }
            None => String::new(),
        };
        if let Some(words) = words {
            self.say(&format!("{words}{undo}"), Tone::Good);
        }
    }

    /// Undoes the last change that can be undone.
    pub fn undo(&mut self, out: &mut Vec<Effect>) {
        match self.undo.pop() {
            None => self.say("nothing to undo", Tone::News),
            Some(change) => {
                let words = self.words(&change).unwrap_or_default();
                self.make(change, out);
                self.say(&format!("undone: {words}"), Tone::Good);
            }
        }
    }

    /// Shows the change, asks for it, and gives its inverse where it has one.
    fn make(&mut self, change: Change, out: &mut Vec<Effect>) -> Option<Change> {
        let (before, inverse) = match &change {
            Change::Availability(availability) => {
                let before = self.who.user.clone();
                let inverse = before.agent_status.map(Change::Availability);
                self.who.user.agent_status = Some(*availability);
                (Before::User(Box::new(before)), inverse)
            }
            Change::OrderStatus { status, .. } => {
                (self.order.set_status(*status).map_or(Before::Nothing, Before::Order), None)
            }
            Change::Read { .. } => (Before::Nothing, None),
            Change::TicketStatus { ticket, .. }
            | Change::Priority { ticket, .. }
            | Change::Tags { ticket, .. }
            | Change::Snooze { ticket, .. }
            | Change::Reassign { ticket, .. } => self.show(*ticket, &change)?,
        };
        let ask = self.ask(Asked::Change(before));
        out.push(Effect::Change { ask, change });
        inverse
    }

    /// Shows a ticket as it will be.
    fn show(&mut self, ticket: TicketId, change: &Change) -> Option<(Before, Option<Change>)> {
        let before = self.find(ticket)?.clone();
        let mut after = before.clone();
        let inverse = self.patch(&mut after, change);
        self.put_ticket(&after, News::default());
        Some((Before::Ticket(Box::new(before)), inverse))
    }

    /// Changes the ticket and gives the change that would bring it back.
    fn patch(&self, t: &mut Ticket, change: &Change) -> Option<Change> {
        let ticket = t.id;
        Some(match change.clone() {
            Change::TicketStatus { status, .. } => {
                let was = std::mem::replace(&mut t.status, status);
                if !status.is_unresolved() {
                    t.waiting_since = None;
                }
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
                let user = &self.who.user;
                let mine = agent == user.id;
                let taken = mine.then(|| AgentRef {
                    id: agent,
                    name: user.name.clone(),
                    email: user.email.clone(),
                });
                let was = std::mem::replace(&mut t.agent, taken)?;
                Change::Reassign { ticket, agent: was.id, reason: None }
            }
            _ => return None,
        })
    }

    fn words(&self, change: &Change) -> Option<String> {
        Some(match change {
            Change::TicketStatus { ticket, status: TicketStatus::Open } => {
                format!("#{ticket} is open")
            }
            Change::TicketStatus { ticket, status } => {
                format!("#{ticket} {}", badge::status_words(*status))
            }
            Change::Priority { ticket, priority } => format!("#{ticket} is {priority}"),
            Change::Tags { ticket, .. } => format!("#{ticket} tagged"),
            Change::Snooze { ticket, until: None } => format!("#{ticket} is awake"),
            Change::Snooze { ticket, .. } => format!("#{ticket} snoozed"),
            Change::Reassign { ticket, agent, .. } if *agent == self.who.me() => {
                format!("#{ticket} is yours")
            }
            Change::Reassign { ticket, .. } => format!("#{ticket} reassigned"),
            Change::OrderStatus { order, status, .. } => {
                format!("order {order} {}", badge::order_words(*status))
            }
            Change::Availability(availability) => format!("you are {availability}"),
            Change::Read { .. } => return None,
        })
    }
}
