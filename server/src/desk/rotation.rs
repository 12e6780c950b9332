//! The rotation: who gets the next ticket (`product.md`, The rotation).
//!
//! The next one is the eligible agent whose last automatic assignment is longest ago; never assigned
//! comes first; ties by id. So among agents who stay eligible counts never differ by more than one.

pub mod replay;
pub mod why;

use super::command::Command;
use super::decide::{Case, change};
use super::rejection::Rejection;
use super::reply::Reply;
use super::world::{AgentFact, TicketFact};
use robindesk_protocol::{
    AccountStatus, Audience, Availability, Decision, EventData, EventKind, Outcome, Policy,
    TicketId, Turn, UserId, UserType,
};

/// Why an agent cannot be given a ticket now, `None` when it can.
fn skipped(agent: &AgentFact) -> Option<Outcome> {
    if agent.status != AccountStatus::Active {
        return Some(Outcome::NotActive);
    }
    if !agent.takes_tickets || !agent.user_type.is_staff() {
        return Some(Outcome::TakesNoTickets);
    }
    if agent.availability != Availability::Available {
        return Some(Outcome::NotAvailable);
    }
    let full = agent.max_open_tickets.is_some_and(|max| agent.open_tickets >= max);
    full.then_some(Outcome::AtLimit)
}

/// Who is next, and what was made of everybody: first the eligible in the order of their turn, then
/// the skipped. `None` when nobody is eligible. `giver` is from whom the ticket comes, and it does not
/// go back there.
pub fn next<'a>(
    policy: Policy,
    agents: impl IntoIterator<Item = &'a AgentFact>,
    giver: Option<UserId>,
) -> (Option<UserId>, Vec<Turn>) {
    let mut eligible: Vec<&AgentFact> = Vec::new();
    let mut rest: Vec<Turn> = Vec::new();
    for agent in agents {
        let away = (giver == Some(agent.id)).then_some(Outcome::GivesAway);
        match skipped(agent).or(away) {
            None => eligible.push(agent),
            Some(outcome) => rest.push(Turn { agent_id: agent.id, outcome }),
        }
    }
    eligible.sort_unstable_by_key(|a| match policy {
        Policy::RoundRobin => (0, a.last_turn, a.id),
        Policy::Balanced => (a.open_tickets, a.last_turn, a.id),
    });
    let chosen = eligible.first().map(|a| a.id);
    let turns = eligible.iter().map(|a| Turn {
        agent_id: a.id,
        outcome: if Some(a.id) == chosen { Outcome::Chosen } else { Outcome::LaterInTurn },
    });
    (chosen, turns.chain(rest).collect())
}

/// Gives a ticket without an agent to the next in turn and leaves a decision record. Returns who got
/// it, `None` when nobody is eligible: then the ticket waits.
pub(super) fn assign(case: &mut Case<'_>, ticket: TicketId) -> Option<UserId> {
    assign_from(case, ticket, None)
}

/// As [`assign`], but never back to `giver`, from whom it comes.
pub(super) fn assign_from(
    case: &mut Case<'_>,
    ticket: TicketId,
    giver: Option<UserId>,
) -> Option<UserId> {
    let policy = case.world.policy();
    let (chosen, considered) = next(policy, case.world.agents.values(), giver);
    let agent_id = chosen?;
    case.world.head.decisions += 1;
    let number = case.world.head.decisions;
    let agent = case.world.agents.get_mut(&agent_id)?;
    agent.last_turn = number;
    agent.open_tickets += 1;
    case.world.tickets.get_mut(&ticket)?.agent_id = Some(agent_id);
    case.changes.agents.insert(agent_id);
    case.changes.tickets.insert(ticket);
    let decision = Decision { number, at: case.at, policy, agent_id, considered };
    case.changes.decisions.push((ticket, decision));
    case.decided = Some((ticket, number));
    Some(agent_id)
}

/// Whether the rotation gives this agent tickets now, as soon as it is below its limit.
pub(super) fn takes_part(case: &Case<'_>, agent: UserId) -> bool {
    let taken = |agent| matches!(skipped(agent), None | Some(Outcome::AtLimit));
    case.world.agents.get(&agent).is_some_and(taken)
}

/// Puts a ticket without an agent among those that wait, the oldest first.
pub(super) fn enqueue(case: &mut Case<'_>, ticket: TicketId) {
    // Earlier commands of this batch may have taken or resolved some.
    let tickets = &case.world.tickets;
    case.world.waiting.retain(|waiting| *waiting != ticket && still_waits(tickets.get(waiting)));
    // Behind the last one only when all that wait are loaded; it would overtake the ones that are not.
    let loaded = case.world.waiting.len();
    let place = case.world.waiting.partition_point(|waiting| *waiting < ticket);
    if place < loaded || i64::try_from(loaded) == Ok(case.world.head.waiting) {
        case.world.waiting.insert(place, ticket);
    }
    case.world.head.waiting += 1;
}

fn still_waits(ticket: Option<&TicketFact>) -> bool {
    ticket.is_some_and(|t| t.agent_id.is_none() && t.status.is_unresolved())
}

/// Hands out waiting tickets, oldest first, while somebody is eligible.
pub(super) fn hand_out(case: &mut Case<'_>) {
    // Whose turn it is can be said of all staff alone: a batch that needs it is decided anew with it.
    if !case.world.all_staff {
        return;
    }
    while let Some(&ticket) = case.world.waiting.front() {
        // An earlier command of this batch may have taken or resolved it.
        if !still_waits(case.world.tickets.get(&ticket)) {
            case.world.waiting.pop_front();
            continue;
        }
        let Some(agent) = assign(case, ticket) else { return };
        case.world.waiting.pop_front();
        case.world.head.waiting -= 1;
        let id = agent.to_string();
        case.log_ticket(ticket, Audience::Everyone, change("agent_id", None, Some(&id)));
    }
}

/// Hands out what an earlier batch left. All that wait were loaded for it: where there was nothing to
/// hand out, a count that says otherwise is wrong, and followed it would lead here for ever.
pub(super) fn hand_out_left(case: &mut Case<'_>) {
    let before = case.world.head.decisions;
    hand_out(case);
    let nothing = case.world.waiting.is_empty() && case.world.head.decisions == before;
    if nothing && case.world.head.waiting != 0 {
        case.world.head.waiting = 0;
        case.changes.recounted = true;
    }
}

/// Sets the caller's own availability; whoever comes back is handed what waits.
pub(super) fn set_availability(
    case: &mut Case<'_>,
    availability: Availability,
) -> Result<Reply, Rejection> {
    let id = case.account()?.id;
    let Some(agent) = case.world.agents.get_mut(&id) else {
        return Err(Rejection::forbidden("Only staff have an availability."));
    };
    let before = std::mem::replace(&mut agent.availability, availability);
    if before != availability {
        case.changes.agents.insert(id);
        let data = EventData {
            agent: case.world.user(id),
            change: Some(change(
                "agent_status",
                Some(before.as_str()),
                Some(availability.as_str()),
            )),
            ..EventData::default()
        };
        case.log_for_staff(EventKind::AgentUpdated, data);
        hand_out(case);
    }
    case.world.user(id).map(|u| Reply::Account(Box::new(u))).ok_or_else(Rejection::unauthorized)
}

/// Whether tickets wait that a batch has not handed out, although somebody could take them: more than
/// it could load.
pub fn more_to_hand_out(world: &super::world::World) -> Option<Command> {
    let waits = world.head.waiting > 0 && world.all_staff;
    let somebody = world.agents.values().any(|a| skipped(a).is_none());
    (waits && somebody).then_some(Command::HandOut)
}

/// Whether new staff of this type is in the rotation by default.
pub const fn takes_tickets_by_default(user_type: UserType) -> bool {
    matches!(user_type, UserType::Agent | UserType::Admin)
}

#[cfg(test)]
mod tests;
