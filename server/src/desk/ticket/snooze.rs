//! Snoozing: out of the inbox until a time, a party's message, or somebody's hand.

use crate::desk::decide::{Case, change};
use crate::desk::rejection::Rejection;
use crate::desk::world::TicketFact;
use robindesk_protocol::{Audience, TicketId, Timestamp};

/// Whether this ticket may sleep until then.
///
/// # Errors
/// A time that has passed, or a ticket that is resolved.
pub fn check(fact: &TicketFact, until: Option<Timestamp>, now: Timestamp) -> Result<(), Rejection> {
    if until.is_some_and(|until| until <= now) {
        return Err(Rejection::field("snoozed_until", "must be in the future"));
    }
    if until.is_some() && !fact.status.is_unresolved() {
        return Err(Rejection::conflict(format!("The ticket is {}, not unresolved.", fact.status)));
    }
    Ok(())
}

/// Puts a ticket to sleep until then, or wakes it.
pub fn set(case: &mut Case<'_>, id: TicketId, until: Option<Timestamp>) {
    let Some(fact) = case.world.tickets.get_mut(&id) else { return };
    let from = std::mem::replace(&mut fact.snoozed_until, until);
    if from != until {
        let (from, to) = (from.map(|t| t.to_string()), until.map(|t| t.to_string()));
        let step = change("snoozed_until", from.as_deref(), to.as_deref());
        case.log_ticket(id, Audience::Staff, step);
    }
}

/// Wakes the tickets whose time has come (`product.md`, Tickets). One that was snoozed again in the
/// meantime sleeps on, so it does no harm when several nodes ask at once.
pub fn wake(case: &mut Case<'_>) {
    for id in std::mem::take(&mut case.world.due) {
        let until = case.world.tickets.get(&id).and_then(|t| t.snoozed_until);
        if until.is_some_and(|until| until <= case.at) {
            set(case, id, None);
        }
    }
}
