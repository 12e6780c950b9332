//! All staff, as admins know it: loaded whole, patched by what happens, and asked for again when
//! something happened that changes somebody's load. However much happens: once a second at most.

use super::Loaded;
use robindesk_protocol::{
    Agent, Availability, Event, EventKind, PresenceEvent, PresenceState, Timestamp, UserId,
};
use std::collections::{HashMap, HashSet};

/// The least time between two questions, in milliseconds.
const PAUSE_MS: i64 = 1_000;

/// The staff.
#[derive(Debug, Clone, Default)]
pub struct Staff {
    agents: Vec<Agent>,
    pub loaded: Loaded,
    /// Something happened since it was asked for.
    stale: bool,
    asked_at: Option<Timestamp>,
    /// Who types now, of those that are on a ticket.
    typing: HashSet<UserId>,
    /// Who changed whom last, by name, as far as the stream told.
    changed_by: HashMap<UserId, String>,
}

impl Staff {
    /// Everybody, in no order.
    pub fn agents(&self) -> &[Agent] {
        &self.agents
    }

    pub fn find(&self, id: UserId) -> Option<&Agent> {
        self.agents.iter().find(|a| a.user.id == id)
    }

    pub fn is_typing(&self, id: UserId) -> bool {
        self.typing.contains(&id)
    }

    /// Who changed somebody last; nobody before the stream told of it.
    pub fn changed_by(&self, id: UserId) -> Option<&str> {
        self.changed_by.get(&id).map(String::as_str)
    }

    /// Takes everybody as they are now.
    pub fn take(&mut self, result: Result<Vec<Agent>, String>) {
        match result {
            Ok(agents) => (self.agents, self.loaded) = (agents, Loaded::Here),
            Err(why) => self.loaded = Loaded::Failed(why),
        }
    }

    /// Takes somebody as it is now.
    pub fn put(&mut self, agent: Agent) {
        match self.agents.iter_mut().find(|a| a.user.id == agent.user.id) {
            Some(known) => *known = agent,
            None => self.agents.push(agent),
        }
    }

    /// Somebody was removed.
    pub fn remove(&mut self, id: UserId) {
        self.agents.retain(|a| a.user.id != id);
    }

    /// Something happened on the desk: whoever did it is there, and loads may have changed.
    pub fn hear(&mut self, event: &Event) {
        if let Some(actor) = &event.actor {
            if let Some(agent) = self.agents.iter_mut().find(|a| a.user.id == actor.id) {
                agent.last_seen_at = agent.last_seen_at.max(Some(event.at));
            }
            if let Some(user) = event.data.agent.as_ref().filter(|u| u.id != actor.id) {
                self.changed_by.insert(user.id, actor.name.clone());
            }
        }
        match event.kind {
            EventKind::AgentUpdated => {
                let known = event.data.agent.as_ref().map(|user| {
                    self.agents.iter_mut().find(|a| a.user.id == user.id).map(|a| (a, user))
                });
                if let Some(Some((agent, user))) = known {
                    agent.user = user.clone();
                }
                self.stale = true;
            }
            EventKind::TicketCreated | EventKind::OrderCreated => self.stale = true,
            EventKind::TicketUpdated => {
                let field = event.data.change.as_ref().map(|change| change.field.as_str());
                self.stale |= matches!(field, Some("agent_id" | "status"));
            }
            _ => {}
        }
    }

    /// Somebody looks at a ticket, types on it, or has left.
    pub fn hear_presence(&mut self, event: &PresenceEvent) {
        let id = event.actor.id;
        let Some(agent) = self.agents.iter_mut().find(|a| a.user.id == id) else { return };
        match event.data.state {
            PresenceState::Left => {
                if agent.current_ticket == Some(event.ticket_id) {
                    agent.current_ticket = None;
                    self.typing.remove(&id);
                }
                return;
            }
            PresenceState::Typing => _ = self.typing.insert(id),
            PresenceState::Viewing => _ = self.typing.remove(&id),
        }
        agent.current_ticket = Some(event.ticket_id);
        agent.last_seen_at = agent.last_seen_at.max(Some(event.at));
    }

    /// What is here may be old: the link was away, or she asks for it.
    pub fn outdate(&mut self) {
        self.stale = true;
    }

    /// Whether to ask now. Then it counts as asked.
    pub fn asks(&mut self, now: Timestamp) -> bool {
        let first = matches!(self.loaded, Loaded::Never);
        let due = self.asks_next().is_some_and(|at| at <= now);
        if !(first || due) {
            return false;
        }
        if first || matches!(self.loaded, Loaded::Failed(_)) {
            self.loaded = Loaded::Asked;
        }
        (self.stale, self.asked_at) = (false, Some(now));
        true
    }

    /// When to ask next; nothing while nothing happened.
    pub fn asks_next(&self) -> Option<Timestamp> {
        let paused = self.asked_at.map_or(Timestamp(0), |at| at.plus_ms(PAUSE_MS));
        self.stale.then_some(paused)
    }
}

/// How near somebody is: who can take a ticket comes first.
pub const fn nearness(availability: Option<Availability>) -> u8 {
    match availability {
        Some(Availability::Available) => 0,
        Some(Availability::Busy) => 1,
        Some(Availability::Away) => 2,
        Some(Availability::Offline) | None => 3,
    }
}

#[cfg(test)]
mod tests;
