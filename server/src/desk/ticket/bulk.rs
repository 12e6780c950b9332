//! One change to many tickets: each is accepted or refused on its own, and all that is accepted is
//! written at once.

use super::{apply, check, trail};
use crate::desk::command::TicketChange;
use crate::desk::decide::Case;
use crate::desk::rejection::Rejection;
use crate::desk::reply::{BulkOutcome, Reply};
use crate::desk::world::TicketFact;
use robindesk_protocol::{BulkSet, SetTags, Ticket, TicketId};

/// Changes each of these tickets, in this order.
pub fn update(
    case: &mut Case<'_>,
    tickets: &[TicketId],
    set: &BulkSet,
) -> Result<Reply, Rejection> {
    case.staff_only("change tickets")?;
    let (mut outcomes, mut moved) = (Vec::with_capacity(tickets.len()), Vec::new());
    for &ticket in tickets {
        let had = case.world.tickets.get(&ticket).and_then(|fact| fact.agent_id);
        let result = one(case, ticket, set);
        if result.is_ok() && had != set.agent_id {
            moved.push(ticket);
        }
        outcomes.push(BulkOutcome { ticket, result });
    }
    if let Some(agent) = set.agent_id {
        trail::moved(case, &moved, agent);
    }
    Ok(Reply::Bulk(outcomes))
}

/// All of the change or none of it: everything is checked before anything is done.
fn one(case: &mut Case<'_>, id: TicketId, set: &BulkSet) -> Result<Box<Ticket>, Rejection> {
    let fact = case.world.tickets.get(&id).ok_or_else(|| Rejection::not_found("ticket"))?;
    let changes = steps(fact, set)?;
    for step in &changes {
        check(case, id, step)?;
    }
    for step in &changes {
        apply(case, id, step);
    }
    case.world.ticket(id).map(Box::new).ok_or_else(|| Rejection::not_found("ticket"))
}

/// What it comes to for this ticket. The status comes last: whoever gets the ticket resolves it.
fn steps(fact: &TicketFact, set: &BulkSet) -> Result<Vec<TicketChange>, Rejection> {
    let agent = set.agent_id.map(|agent| TicketChange::Agent { agent, reason: None });
    let priority = set.priority.map(TicketChange::Priority);
    let tags = tags(fact, set)?.map(TicketChange::Tags);
    let status = set.status.map(TicketChange::Status);
    Ok([agent, priority, tags, status].into_iter().flatten().collect())
}

fn tags(fact: &TicketFact, set: &BulkSet) -> Result<Option<Vec<String>>, Rejection> {
    if set.add_tags.is_empty() && set.remove_tags.is_empty() {
        return Ok(None);
    }
    let mut tags: Vec<String> = fact.tags.iter().chain(&set.add_tags).cloned().collect();
    tags.sort_unstable();
    tags.dedup();
    tags.retain(|tag| !set.remove_tags.contains(tag));
    if tags.len() > SetTags::MAX && tags.len() > fact.tags.len() {
        let message = format!("would make more than {} tags", SetTags::MAX);
        return Err(Rejection::field("add_tags", message));
    }
    Ok(Some(tags))
}
