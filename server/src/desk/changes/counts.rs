//! What events add to the desk's numbers. The writer keeps the sums on disk in the same transaction
//! as the events, and the tally folds the same events in memory: one rule, so neither can drift.

use robindesk_protocol::{
    Change, Event, EventKind, OrderStatus, Priority, TicketId, TicketStatus, Timestamp, UserId,
};
use std::collections::BTreeMap;

/// Milliseconds of an hour: numbers that go by time are kept by the hour, in UTC.
pub const HOUR_MS: i64 = 3_600_000;

/// Tickets that agree in these three, which lists filter by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    pub agent: Option<UserId>,
    pub status: TicketStatus,
    pub priority: Priority,
}

/// When something was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Span {
    /// From the beginning.
    Ever,
    /// In this hour since the Unix epoch.
    Hour(i64),
}

/// What is counted by agent and by the hour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Orders placed; nobody's.
    pub orders: i64,
    /// Tickets opened; nobody's.
    pub tickets: i64,
    /// Tickets that the rotation gave to the agent.
    pub turns: i64,
    /// Tickets given to the agent, by the rotation or by hand.
    pub assigned: i64,
    /// The agent's tickets that were resolved or closed.
    pub resolved: i64,
    /// Messages that the agent wrote.
    pub messages: i64,
}

impl Counts {
    /// These and those.
    pub fn add(&mut self, more: Self) {
        self.orders += more.orders;
        self.tickets += more.tickets;
        self.turns += more.turns;
        self.assigned += more.assigned;
        self.resolved += more.resolved;
        self.messages += more.messages;
    }
}

/// What took how long, of which the median is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    FirstResponse,
    Resolution,
}

impl Wait {
    /// The word that the database keeps.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FirstResponse => "first_response",
            Self::Resolution => "resolution",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::FirstResponse, Self::Resolution].into_iter().find(|wait| wait.as_str() == word)
    }
}

/// One first response or resolution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waited {
    /// The event that told of it.
    pub seq: i64,
    pub wait: Wait,
    pub agent: UserId,
    pub at: Timestamp,
    /// Milliseconds since the ticket's creation.
    pub ms: i64,
}

/// Sums, or what a few events add to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    pub cells: BTreeMap<Cell, i64>,
    pub orders: BTreeMap<OrderStatus, i64>,
    pub counts: BTreeMap<(Span, Option<UserId>), Counts>,
    pub waited: Vec<Waited>,
}

impl Sums {
    /// What these events add.
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut sums = Self::default();
        events.into_iter().for_each(|event| sums.add(event));
        sums
    }

    /// Adds one event. Two sums of the same events in another order are the same.
    pub fn add(&mut self, event: &Event) {
        match event.kind {
            EventKind::OrderCreated => {
                self.order(event.data.order.as_ref().map(|o| o.status), 1);
                self.count(event.at, None, |c| c.orders += 1);
            }
            EventKind::OrderUpdated => self.order_moved(event),
            EventKind::TicketCreated => {
                self.cell(after(event), 1);
                self.count(event.at, None, |c| c.tickets += 1);
                self.assigned(event);
            }
            EventKind::TicketUpdated => self.ticket_moved(event),
            EventKind::MessageCreated => self.message(event),
            _ => {}
        }
    }

    fn order_moved(&mut self, event: &Event) {
        let Some(Change { field, from, to, .. }) = &event.data.change else { return };
        if field == "status" {
            self.order(from.as_deref().and_then(OrderStatus::parse), -1);
            self.order(to.as_deref().and_then(OrderStatus::parse), 1);
        }
    }

    fn ticket_moved(&mut self, event: &Event) {
        let (Some(change), Some(now)) = (&event.data.change, after(event)) else { return };
        let from = change.from.as_deref();
        let before = match change.field.as_str() {
            "status" => from.and_then(TicketStatus::parse).map(|status| Cell { status, ..now }),
            "priority" => from.and_then(Priority::parse).map(|priority| Cell { priority, ..now }),
            "agent_id" => Some(Cell { agent: from.and_then(|id| id.parse().ok()), ..now }),
            _ => return,
        };
        self.cell(before, -1);
        self.cell(Some(now), 1);
        if change.field == "agent_id" {
            self.assigned(event);
        }
        let was_open = before.is_some_and(|cell| cell.status.is_unresolved());
        if was_open && !now.status.is_unresolved() {
            self.resolved(event, now.agent);
        }
    }

    /// The ticket was given to the agent that it has now.
    fn assigned(&mut self, event: &Event) {
        let Some(agent) = after(event).and_then(|cell| cell.agent) else { return };
        let turns = i64::from(event.data.decision.is_some());
        self.count(event.at, Some(agent), |c| {
            c.assigned += 1;
            c.turns += turns;
        });
    }

    fn resolved(&mut self, event: &Event, agent: Option<UserId>) {
        let (Some(agent), Some(ticket)) = (agent, &event.data.ticket) else { return };
        self.count(event.at, Some(agent), |c| c.resolved += 1);
        let ms = event.at.since_ms(ticket.created_at);
        let (seq, at) = (event.seq, event.at);
        self.waited.push(Waited { seq, wait: Wait::Resolution, agent, at, ms });
    }

    fn message(&mut self, event: &Event) {
        let sender = event.data.message.as_ref().and_then(|m| m.sender.as_ref());
        let Some(sender) = sender.filter(|s| s.user_type.is_staff()) else { return };
        self.count(event.at, Some(sender.id), |c| c.messages += 1);
        if let Some(ms) = event.data.first_response_ms {
            let (seq, at, agent) = (event.seq, event.at, sender.id);
            self.waited.push(Waited { seq, wait: Wait::FirstResponse, agent, at, ms });
        }
    }

    fn order(&mut self, status: Option<OrderStatus>, by: i64) {
        if let Some(status) = status {
            *self.orders.entry(status).or_default() += by;
        }
    }

    fn cell(&mut self, cell: Option<Cell>, by: i64) {
        if let Some(cell) = cell {
            *self.cells.entry(cell).or_default() += by;
        }
    }

    fn count(&mut self, at: Timestamp, agent: Option<UserId>, by: impl Fn(&mut Counts)) {
        let hour = at.0.div_euclid(HOUR_MS);
        for span in [Span::Ever, Span::Hour(hour)] {
            by(self.counts.entry((span, agent)).or_default());
        }
    }
}

/// Where the ticket lies after this event.
fn after(event: &Event) -> Option<Cell> {
    let ticket = event.data.ticket.as_ref()?;
    let agent = ticket.agent.as_ref().map(|a| a.id);
    Some(Cell { agent, status: ticket.status, priority: ticket.priority })
}

/// The ticket of this event and since when it waits now; `None` when the event does not say.
pub fn waits(event: &Event) -> Option<(TicketId, Option<Timestamp>)> {
    event.data.ticket.as_ref().map(|ticket| (ticket.id, ticket.waiting_since))
}

#[cfg(test)]
mod tests;
