//! Tickets: changes by hand, and the counters that must follow every one of them.

mod bulk;
mod moving;
mod reading;
mod snooze;
mod trail;

pub(super) use bulk::update as bulk_update;
pub(super) use moving::{hand_out, take_from};
pub(super) use reading::{mark_read, mark_unread};
pub(super) use snooze::wake;

use super::account::check_long;
use super::command::TicketChange;
use super::decide::{Case, change};
use super::rejection::Rejection;
use super::reply::Reply;
use super::rotation;
use robindesk_protocol::{
    AccountStatus, Audience, Priority, Reassign, TicketId, TicketStatus, UserId,
};

/// Where a ticket may go from `from` by hand. A closed one can only be opened again.
pub const fn successors(from: TicketStatus) -> &'static [TicketStatus] {
    use TicketStatus::{Closed, InProgress, Open, Resolved};
    match from {
        Open => &[InProgress, Resolved, Closed],
        InProgress => &[Open, Resolved, Closed],
        Resolved => &[Open, InProgress, Closed],
        Closed => &[Open, InProgress],
    }
}

/// Changes one thing about a ticket. What is already so is no change, no event and no error.
pub(super) fn update(
    case: &mut Case<'_>,
    id: TicketId,
    asked: &TicketChange,
) -> Result<Reply, Rejection> {
    let order = case.world.tickets.get(&id).map(|t| t.order_id);
    if !order.is_some_and(|order| case.sees(order)) {
        return Err(Rejection::not_found("ticket"));
    }
    case.staff_only("change a ticket")?;
    check(case, id, asked)?;
    if let TicketChange::Agent { agent, reason } = asked {
        trail::reassigned(case, id, *agent, reason.as_deref());
    }
    apply(case, id, asked);
    answer(case, id)
}

/// Whether the caller may make this change, without making it.
fn check(case: &Case<'_>, id: TicketId, asked: &TicketChange) -> Result<(), Rejection> {
    let fact = case.world.tickets.get(&id).ok_or_else(|| Rejection::not_found("ticket"))?;
    match asked {
        TicketChange::Status(to) => check_status(fact.status, *to),
        TicketChange::Snooze(until) => snooze::check(fact, *until, case.at),
        TicketChange::Agent { agent, reason } => {
            check_agent(case, fact.agent_id, *agent)?;
            let reason = reason.as_deref().unwrap_or_default();
            check_long("reason", reason, Reassign::MAX_REASON).map(drop)
        }
        TicketChange::Priority(_) | TicketChange::Tags(_) => Ok(()),
    }
}

/// Makes a change that was checked.
fn apply(case: &mut Case<'_>, id: TicketId, asked: &TicketChange) {
    match asked {
        TicketChange::Status(to) => set_status(case, id, *to),
        TicketChange::Priority(to) => set_priority(case, id, *to),
        TicketChange::Tags(tags) => set_tags(case, id, tags),
        TicketChange::Snooze(until) => snooze::set(case, id, *until),
        TicketChange::Agent { agent, reason } => reassign(case, id, *agent, reason.as_deref()),
    }
}

/// Sets a status that a rule calls for, with its event and its counters.
pub(super) fn move_to(case: &mut Case<'_>, id: TicketId, to: TicketStatus) {
    let Some(fact) = case.world.tickets.get_mut(&id) else { return };
    let from = std::mem::replace(&mut fact.status, to);
    let agent = fact.agent_id;
    if !to.is_unresolved() {
        fact.snoozed_until = None;
    }
    // Each event shows the ticket after its own change and no other: numbers are folded from that.
    let step = change("status", Some(from.as_str()), Some(to.as_str()));
    case.log_ticket(id, Audience::Everyone, step);
    match (from.is_unresolved(), to.is_unresolved()) {
        (true, false) => count(case, agent, -1),
        (false, true) => reopen(case, id, agent),
        _ => {}
    }
}

/// Puts a ticket back on its agent's desk, or in line for another when that agent has gone.
fn reopen(case: &mut Case<'_>, id: TicketId, agent: Option<UserId>) {
    let active = |a: &UserId| {
        case.world.users.get(a).is_some_and(|user| user.status == AccountStatus::Active)
    };
    if agent.as_ref().is_some_and(active) {
        return count(case, agent, 1);
    }
    if let Some(fact) = case.world.tickets.get_mut(&id) {
        fact.agent_id = None;
    }
    if let Some(gone) = agent {
        let mut step = change("agent_id", Some(&gone.to_string()), None);
        step.reason = Some("Its agent is not active any more".to_owned());
        case.log_ticket(id, Audience::Everyone, step);
    }
    rotation::enqueue(case, id);
}

/// Counts an unresolved ticket to its agent, or to those that wait.
fn count(case: &mut Case<'_>, agent: Option<UserId>, by: i64) {
    match agent {
        None => case.world.head.waiting += by,
        Some(id) => {
            if let Some(agent) = case.world.agents.get_mut(&id) {
                agent.open_tickets += by;
                case.changes.agents.insert(id);
            }
        }
    }
}

fn check_status(from: TicketStatus, to: TicketStatus) -> Result<(), Rejection> {
    if from == to || successors(from).contains(&to) {
        return Ok(());
    }
    let ways: Vec<&str> = successors(from).iter().map(|s| s.as_str()).collect();
    let detail = format!("The ticket is {from}; from there it may go to: {}.", ways.join(", "));
    Err(Rejection::illegal_transition(detail))
}

fn set_status(case: &mut Case<'_>, id: TicketId, to: TicketStatus) {
    if case.world.tickets.get(&id).is_none_or(|t| t.status == to) {
        return;
    }
    move_to(case, id, to);
    // A reopened ticket without an agent may find one at once; a resolved one makes room.
    rotation::hand_out(case);
}

fn set_priority(case: &mut Case<'_>, id: TicketId, to: Priority) {
    let Some(fact) = case.world.tickets.get_mut(&id) else { return };
    let from = std::mem::replace(&mut fact.priority, to);
    if from != to {
        let step = change("priority", Some(from.as_str()), Some(to.as_str()));
        case.log_ticket(id, Audience::Everyone, step);
    }
}

fn set_tags(case: &mut Case<'_>, id: TicketId, tags: &[String]) {
    let Some(fact) = case.world.tickets.get_mut(&id) else { return };
    let mut tags = tags.to_vec();
    tags.sort_unstable();
    tags.dedup();
    let from = std::mem::replace(&mut fact.tags, tags.clone());
    if from != tags {
        case.changes.tagged.insert(id);
        let step = change("tags", Some(&from.join(",")), Some(&tags.join(",")));
        case.log_ticket(id, Audience::Staff, step);
    }
}

/// An agent may give away its own tickets and take one that waits; an admin any (`product.md`,
/// People).
fn check_agent(case: &Case<'_>, from: Option<UserId>, to: UserId) -> Result<(), Rejection> {
    if let Some(caller) = case.by.account() {
        let own = from == Some(caller.id) || from.is_none() && to == caller.id;
        if !caller.user_type.is_admin() && !own {
            let detail = "An agent may reassign its own tickets, or take one that has no agent.";
            return Err(Rejection::forbidden(detail));
        }
    }
    let active = case.world.agents.get(&to).is_some_and(|a| a.status == AccountStatus::Active);
    if active { Ok(()) } else { Err(Rejection::field("agent_id", "there is no such active agent")) }
}

/// Gives a ticket to somebody by hand, which does not move the rotation.
fn reassign(case: &mut Case<'_>, id: TicketId, to: UserId, reason: Option<&str>) {
    let Some(fact) = case.world.tickets.get(&id) else { return };
    let (from, unresolved) = (fact.agent_id, fact.status.is_unresolved());
    if from == Some(to) {
        return;
    }
    if unresolved {
        count(case, from, -1);
        count(case, Some(to), 1);
    }
    if let Some(fact) = case.world.tickets.get_mut(&id) {
        fact.agent_id = Some(to);
    }
    let (before, after) = (from.map(|a| a.to_string()), to.to_string());
    let mut step = change("agent_id", before.as_deref(), Some(&after));
    step.reason = reason.map(str::to_owned);
    case.log_ticket(id, Audience::Everyone, step);
    rotation::hand_out(case);
}

fn answer(case: &Case<'_>, id: TicketId) -> Result<Reply, Rejection> {
    let ticket = case.world.ticket(id).ok_or_else(|| Rejection::not_found("ticket"))?;
    Ok(Reply::Ticket(Box::new(ticket)))
}

#[cfg(test)]
mod tests;
