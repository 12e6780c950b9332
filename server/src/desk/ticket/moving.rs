//! An agent's unresolved tickets on their way to others, through the rotation. All of them were loaded.

use super::count;
use crate::desk::decide::{Case, change};
use crate::desk::rotation;
use robindesk_protocol::{AgentRef, Audience, HandedOut, MovedTicket, TicketId, UserId};

/// Takes all of them away, oldest first: each goes to the next in the rotation, or waits when nobody is
/// eligible. The agent is out of the rotation already.
pub fn take_from(case: &mut Case<'_>, agent: UserId, why: &str) {
    let name = case.world.users.get(&agent).map(|user| user.name.clone()).unwrap_or_default();
    let reason = format!("{name} was {why}");
    for id in held(case, agent) {
        let next = give_on(case, id, agent);
        if next.is_none() {
            rotation::enqueue(case, id);
        }
        tell(case, id, agent, &reason);
    }
}

/// Hands out some of them, or all, oldest first. While the agent may take tickets itself, one that
/// nobody else can take stays: in line it would come straight back.
pub fn hand_out(case: &mut Case<'_>, agent: UserId, wanted: Option<&[TicketId]>) -> HandedOut {
    let held = held(case, agent);
    let asked = wanted.unwrap_or(&held);
    let reason = match case.by.account() {
        Some(account) => format!("{} sent it through the rotation", account.name),
        None => "It was sent through the rotation".to_owned(),
    };
    let comes_back = rotation::takes_part(case, agent);
    let mut done = HandedOut::default();
    for id in held.iter().copied().filter(|id| asked.contains(id)) {
        if give_on(case, id, agent).is_none() {
            if comes_back {
                stay(case, id, agent);
                continue;
            }
            rotation::enqueue(case, id);
        }
        tell(case, id, agent, &reason);
        done.moved.push(MovedTicket { ticket_id: id, agent: None });
    }
    rotation::hand_out(case);
    for moved in &mut done.moved {
        moved.agent = holder(case, moved.ticket_id);
    }
    let stays = |id: &TicketId| !done.moved.iter().any(|moved| moved.ticket_id == *id);
    let left = asked.iter().copied().filter(stays);
    (done.stayed, done.unknown) = left.partition(|id| case.world.tickets.contains_key(id));
    done
}

/// What an agent holds, oldest first.
fn held(case: &Case<'_>, agent: UserId) -> Vec<TicketId> {
    let tickets = case.world.tickets.values();
    let held = tickets.filter(|t| t.agent_id == Some(agent) && t.status.is_unresolved());
    let mut held: Vec<TicketId> = held.map(|t| t.id).collect();
    held.sort_unstable();
    held
}

/// Takes a ticket from its agent and gives it to the next in turn, if somebody is.
fn give_on(case: &mut Case<'_>, id: TicketId, from: UserId) -> Option<UserId> {
    count(case, Some(from), -1);
    if let Some(fact) = case.world.tickets.get_mut(&id) {
        fact.agent_id = None;
    }
    case.changes.tickets.insert(id);
    // Whoever waits already comes first.
    let in_line = case.world.head.waiting > 0;
    if in_line { None } else { rotation::assign_from(case, id, Some(from)) }
}

/// Nobody else could take it.
fn stay(case: &mut Case<'_>, id: TicketId, agent: UserId) {
    if let Some(fact) = case.world.tickets.get_mut(&id) {
        fact.agent_id = Some(agent);
    }
    count(case, Some(agent), 1);
}

fn tell(case: &mut Case<'_>, id: TicketId, from: UserId, reason: &str) {
    let to = case.world.tickets.get(&id).and_then(|t| t.agent_id).map(|a| a.to_string());
    let mut step = change("agent_id", Some(&from.to_string()), to.as_deref());
    step.reason = Some(reason.to_owned());
    case.log_ticket(id, Audience::Everyone, step);
}

fn holder(case: &Case<'_>, id: TicketId) -> Option<AgentRef> {
    let agent = case.world.tickets.get(&id)?.agent_id?;
    let user = case.world.users.get(&agent)?;
    Some(AgentRef { id: agent, name: user.name.clone(), email: user.email.clone() })
}
