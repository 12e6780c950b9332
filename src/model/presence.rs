//! Who else is looking at a ticket or typing on it, as far as it was heard of lately.

use robindesk_protocol::{PresenceEvent, PresenceState, TicketId, Timestamp, UserId};
use std::collections::HashMap;

/// So long somebody counts as there without being heard of again (`api.md`, CRM).
const STAYS_MS: i64 = 30_000;

/// Somebody else on a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    pub id: UserId,
    pub name: String,
    pub typing: bool,
    until: Timestamp,
}

/// Everybody else, by ticket.
#[derive(Debug, Clone, Default)]
pub struct Presence {
    others: HashMap<TicketId, Vec<Other>>,
}

impl Presence {
    /// Takes what was heard, at `now` by this machine's clock: another one may go wrong.
    pub fn take(&mut self, event: PresenceEvent, me: UserId, now: Timestamp) {
        if event.actor.id == me {
            return;
        }
        self.forget(now);
        let others = self.others.entry(event.ticket_id).or_default();
        others.retain(|o| o.id != event.actor.id);
        if event.data.state != PresenceState::Left {
            others.push(Other {
                id: event.actor.id,
                name: event.actor.name,
                typing: event.data.state == PresenceState::Typing,
                until: now.plus_ms(STAYS_MS),
            });
            others.sort_by_key(|o| o.id);
        }
    }

    /// Who is on a ticket now.
    pub fn of(&self, ticket: TicketId, now: Timestamp) -> impl Iterator<Item = &Other> {
        self.others.get(&ticket).into_iter().flatten().filter(move |o| o.until > now)
    }

    /// When the next of them is not there any more.
    pub fn next_end(&self, now: Timestamp) -> Option<Timestamp> {
        self.others.values().flatten().map(|o| o.until).filter(|until| *until > now).min()
    }

    /// The link was lost: nobody is known to be anywhere.
    pub fn clear(&mut self) {
        self.others.clear();
    }

    fn forget(&mut self, now: Timestamp) {
        for others in self.others.values_mut() {
            others.retain(|o| o.until > now);
        }
        self.others.retain(|_, others| !others.is_empty());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use robindesk_protocol::{Actor, OrderId, PresenceData, PresenceKind, UserType};

    fn heard(id: i64, state: PresenceState) -> PresenceEvent {
        PresenceEvent {
            seq: None,
            kind: PresenceKind::Presence,
            at: Timestamp(0),
            actor: Actor {
                id: UserId(id),
                name: format!("Agent {id}"),
                user_type: UserType::Agent,
            },
            ticket_id: TicketId(8),
            order_id: OrderId(6),
            data: PresenceData { state },
        }
    }

    fn there(presence: &Presence, now: i64) -> Vec<(i64, bool)> {
        presence.of(TicketId(8), Timestamp(now)).map(|o| (o.id.0, o.typing)).collect()
    }

    #[test]
    fn others_come_type_and_leave_and_are_forgotten_when_they_fall_silent() {
        let (mut presence, me) = (Presence::default(), UserId(3));
        presence.take(heard(3, PresenceState::Viewing), me, Timestamp(0));
        presence.take(heard(5, PresenceState::Viewing), me, Timestamp(0));
        presence.take(heard(4, PresenceState::Typing), me, Timestamp(10_000));
        assert_eq!(there(&presence, 10_000), [(4, true), (5, false)]);
        assert_eq!(presence.next_end(Timestamp(10_000)), Some(Timestamp(30_000)));
        assert_eq!(there(&presence, 30_000), [(4, true)]);
        presence.take(heard(4, PresenceState::Left), me, Timestamp(31_000));
        assert_eq!(there(&presence, 31_000), []);
    }
}
