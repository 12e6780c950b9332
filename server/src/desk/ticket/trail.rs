//! What the audit trail says of tickets: that an admin gave away what was somebody else's. What agents
//! do with their own is in the ticket's history and needs no trail.

use crate::desk::decide::{Case, change};
use robindesk_protocol::{Action, Change, Subject, SubjectKind, TicketId, UserId};

/// Notes a reassignment that is about to be made.
pub fn reassigned(case: &mut Case<'_>, id: TicketId, to: UserId, reason: Option<&str>) {
    let Some(fact) = case.world.tickets.get(&id) else { return };
    let (from, order) = (fact.agent_id, fact.order_id);
    if !by_an_admin(case) || from == Some(to) || from == case.by.account().map(|a| a.id) {
        return;
    }
    let parties = case.world.summary(order);
    let parties = parties.map(|o| format!(" {} \u{21c4} {}", o.brand.name, o.creator.name));
    let name = format!("#{id}{}", parties.unwrap_or_default());
    let subject = Subject { kind: SubjectKind::Ticket, id: Some(id.to_string()), name };
    let names = named(case, from, to);
    let (from, to) = (from.map(|a| a.to_string()), to.to_string());
    let mut step = change("agent_id", from.as_deref(), Some(&to));
    step.reason = reason.map(str::to_owned);
    case.audit(Action::TicketReassigned, subject, vec![step, names]);
}

/// Notes that these tickets were given to an agent at once.
pub fn moved(case: &mut Case<'_>, tickets: &[TicketId], to: UserId) {
    if tickets.is_empty() || !by_an_admin(case) {
        return;
    }
    let name = match tickets {
        [one] => format!("#{one}"),
        many => format!("{} tickets", many.len()),
    };
    let ids: Vec<String> = tickets.iter().map(ToString::to_string).collect();
    let steps = vec![
        change("agent_id", None, Some(&to.to_string())),
        change("ticket_ids", None, Some(&ids.join(","))),
        named(case, None, to),
    ];
    case.audit(Action::TicketsMoved, Subject { kind: SubjectKind::Ticket, id: None, name }, steps);
}

/// Who had it and who got it, by the names they bear now: who is removed later is in no list that could
/// tell.
fn named(case: &Case<'_>, from: Option<UserId>, to: UserId) -> Change {
    let name = |id| case.world.users.get(&id).map(|user| user.name.as_str());
    change("agent", from.and_then(name), name(to))
}

fn by_an_admin(case: &Case<'_>) -> bool {
    case.by.account().is_some_and(|account| account.user_type.is_admin())
}
