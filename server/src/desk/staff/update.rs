//! What is changed of a member of staff: its name, phone and type, and what it takes of the rotation.

use super::{answer, checked, keep_one_super_admin, tell};
use crate::desk::account::{check_line, check_phone};
use crate::desk::decide::{Case, change};
use crate::desk::rejection::Rejection;
use crate::desk::reply::Reply;
use crate::desk::rotation;
use robindesk_protocol::{Action, Change, MAX_NAME, UpdateAgent, UserId, UserType};

/// Changes what was given, and nothing else.
pub(in crate::desk) fn update(
    case: &mut Case<'_>,
    id: UserId,
    asked: &UpdateAgent,
) -> Result<Reply, Rejection> {
    case.at_least(UserType::SuperAdmin, "change staff")?;
    let user = checked(case, id, asked.version)?.clone();
    let name = asked.name.as_deref().map(|name| check_line("name", name, MAX_NAME)).transpose()?;
    let phone =
        asked.phone.clone().map(|phone| check_phone("phone", phone.as_deref())).transpose()?;
    let limit = asked.max_open_tickets;
    let limit = limit.map(|limit| check_limit("max_open_tickets", limit)).transpose()?;
    let user_type = asked.user_type.unwrap_or(user.user_type);
    if !user_type.is_staff() {
        return Err(Rejection::field("user_type", "must be agent, admin or super_admin"));
    }
    if user_type != UserType::SuperAdmin {
        keep_one_super_admin(case, &user)?;
    }
    let mut steps = Vec::new();
    set_user(case, id, name, phone, user_type, &mut steps);
    set_agent(case, id, user.user_type, (asked.takes_tickets, limit), &mut steps);
    tell(case, id, Action::AgentUpdated, steps);
    // Whoever takes more than before may take at once what waits.
    rotation::hand_out(case);
    answer(case, id)
}

#[expect(clippy::option_option, reason = "left out, null and a value are three things")]
fn set_user(
    case: &mut Case<'_>,
    id: UserId,
    name: Option<String>,
    phone: Option<Option<String>>,
    user_type: UserType,
    steps: &mut Vec<Change>,
) {
    let Some(user) = case.world.users.get_mut(&id) else { return };
    if let Some(name) = name.filter(|name| *name != user.name) {
        steps.push(change("name", Some(&user.name), Some(&name)));
        user.name = name;
    }
    if let Some(phone) = phone.filter(|phone| *phone != user.phone) {
        // That it changed is for everybody; a number is for admins to look up.
        steps.push(change("phone", None, None));
        user.phone = phone;
    }
    if user_type != user.user_type {
        let (from, to) = (user.user_type.as_str(), user_type.as_str());
        steps.push(change("user_type", Some(from), Some(to)));
        user.user_type = user_type;
        // Tokens that say otherwise are void.
        case.changes.revoked = true;
    }
}

#[expect(clippy::option_option, reason = "left out, null and a value are three things")]
fn set_agent(
    case: &mut Case<'_>,
    id: UserId,
    was: UserType,
    (takes_tickets, limit): (Option<bool>, Option<Option<i64>>),
    steps: &mut Vec<Change>,
) {
    let now = case.world.users.get(&id).map_or(was, |user| user.user_type);
    let Some(agent) = case.world.agents.get_mut(&id) else { return };
    agent.user_type = now;
    // What nobody chose goes with the new type's default.
    let by_default = rotation::takes_tickets_by_default;
    let goes_along = now != was && agent.takes_tickets == by_default(was);
    let takes = takes_tickets.or(goes_along.then(|| by_default(now)));
    if let Some(takes) = takes.filter(|takes| *takes != agent.takes_tickets) {
        let (from, to) = (agent.takes_tickets.to_string(), takes.to_string());
        steps.push(change("takes_tickets", Some(&from), Some(&to)));
        agent.takes_tickets = takes;
    }
    if let Some(limit) = limit.filter(|limit| *limit != agent.max_open_tickets) {
        let (from, to) = (agent.max_open_tickets.map(text), limit.map(text));
        steps.push(change("max_open_tickets", from.as_deref(), to.as_deref()));
        agent.max_open_tickets = limit;
    }
}

fn text(number: i64) -> String {
    number.to_string()
}

/// A limit of unresolved tickets.
pub(in crate::desk) fn check_limit(
    field: &str,
    limit: Option<u32>,
) -> Result<Option<i64>, Rejection> {
    let most = UpdateAgent::MAX_LIMIT;
    if limit.is_some_and(|limit| !(1..=most).contains(&limit)) {
        let message = format!("must be from 1 to {most}, or null for no limit");
        return Err(Rejection::field(field, message));
    }
    Ok(limit.map(i64::from))
}
