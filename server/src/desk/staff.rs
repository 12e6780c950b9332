//! Staff, as admins change it: what an account may do, how many tickets it takes, and what becomes of
//! its tickets when it goes (`product.md`, People; `api.md`, Admin).

use super::account::{MAX_NAME, check_phone, check_text};
use super::decide::{Case, change};
use super::rejection::Rejection;
use super::reply::Reply;
use super::world::UserFact;
use super::{rotation, session, ticket};
use robindesk_protocol::{
    AccountStatus, Action, Availability, Change, EventData, EventKind, SetAccountStatus, Subject,
    SubjectKind, TicketId, UpdateAgent, UserId, UserType,
};

/// The highest limit of unresolved tickets.
const MAX_LIMIT: u32 = 10_000;

/// Changes what was given, and nothing else.
pub(super) fn update(
    case: &mut Case<'_>,
    id: UserId,
    asked: &UpdateAgent,
) -> Result<Reply, Rejection> {
    case.at_least(UserType::SuperAdmin, "change staff")?;
    let user = checked(case, id, asked.version)?.clone();
    let name = asked.name.as_deref().map(|name| check_text("name", name, MAX_NAME)).transpose()?;
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

/// Suspends an account or lets it in again. A suspended one can do nothing from now on, and its
/// unresolved tickets go to others.
pub(super) fn set_status(
    case: &mut Case<'_>,
    id: UserId,
    asked: &SetAccountStatus,
) -> Result<Reply, Rejection> {
    case.at_least(UserType::SuperAdmin, "suspend staff")?;
    let user = checked(case, id, asked.version)?.clone();
    let (from, to) = (user.status, asked.status);
    let action = match to {
        AccountStatus::Active => Action::AgentActivated,
        AccountStatus::Suspended => Action::AgentSuspended,
        AccountStatus::Pending => {
            return Err(Rejection::field("status", "must be active or suspended"));
        }
    };
    if from == to {
        return answer(case, id);
    }
    if to == AccountStatus::Suspended {
        keep_one_super_admin(case, &user)?;
    }
    put_status(case, id, to);
    let step = change("status", Some(from.as_str()), Some(to.as_str()));
    tell(case, id, action, vec![step]);
    if to == AccountStatus::Suspended {
        leave(case, id, "suspended");
    }
    rotation::hand_out(case);
    answer(case, id)
}

/// Removes an account. Its name stays in history; its address is free for another.
pub(super) fn remove(case: &mut Case<'_>, id: UserId) -> Result<Reply, Rejection> {
    case.at_least(UserType::SuperAdmin, "remove staff")?;
    let user = checked(case, id, None)?.clone();
    keep_one_super_admin(case, &user)?;
    put_status(case, id, AccountStatus::Suspended);
    let step = change("status", Some(user.status.as_str()), Some("removed"));
    tell(case, id, Action::AgentRemoved, vec![step]);
    leave(case, id, "removed");
    let at = case.at;
    if let Some(user) = case.world.users.get_mut(&id) {
        let address = format!("removed-{id}@removed.invalid");
        case.world.emails.remove(&std::mem::replace(&mut user.email, address));
        (user.phone, user.password_hash, user.removed_at) = (None, None, Some(at));
    }
    rotation::hand_out(case);
    Ok(Reply::Done)
}

/// Ends every session of a member of staff.
pub(super) fn end_sessions(case: &mut Case<'_>, id: UserId) -> Result<Reply, Rejection> {
    case.at_least(UserType::SuperAdmin, "end another's sessions")?;
    checked(case, id, None)?;
    let ended = session::end_all(case, id, None).to_string();
    audit(case, Action::SessionsEnded, id, vec![change("sessions", Some(&ended), Some("0"))]);
    Ok(Reply::Done)
}

/// Sends some of an agent's unresolved tickets through the rotation, or all of them (`product.md`,
/// People: bulk moves are an admin's).
pub(super) fn hand_out(
    case: &mut Case<'_>,
    id: UserId,
    tickets: Option<&[TicketId]>,
) -> Result<Reply, Rejection> {
    case.at_least(UserType::Admin, "hand out an agent's tickets")?;
    checked(case, id, None)?;
    let held =
        |case: &Case<'_>| case.world.agents.get(&id).map_or(0, |a| a.open_tickets).to_string();
    let before = held(case);
    let done = ticket::hand_out(case, id, tickets);
    if !done.moved.is_empty() {
        let moved: Vec<String> = done.moved.iter().map(|m| m.ticket_id.to_string()).collect();
        let changes = vec![
            change("open_tickets", Some(&before), Some(&held(case))),
            change("tickets", None, Some(&moved.join(", "))),
        ];
        audit(case, Action::TicketsHandedOut, id, changes);
    }
    Ok(Reply::HandedOut(done))
}

/// Notes what was done to a member of staff.
pub(super) fn audit(case: &mut Case<'_>, action: Action, id: UserId, changes: Vec<Change>) {
    let name = case.world.users.get(&id).map(|user| user.name.clone()).unwrap_or_default();
    let subject = Subject { kind: SubjectKind::Agent, id: Some(id.to_string()), name };
    case.audit(action, subject, changes);
}

/// The member of staff, if it is the one that the caller saw.
fn checked<'a>(
    case: &'a Case<'_>,
    id: UserId,
    seen: Option<i64>,
) -> Result<&'a UserFact, Rejection> {
    let staff = |user: &&UserFact| user.user_type.is_staff() && user.removed_at.is_none();
    let user = case.world.users.get(&id).filter(staff);
    let user = user.ok_or_else(|| Rejection::not_found("agent"))?;
    if seen.is_some_and(|seen| seen != user.version) {
        let now = user.version;
        return Err(Rejection::conflict(format!(
            "Somebody else changed {} in the meantime: its version is {now}.",
            user.name
        )));
    }
    Ok(user)
}

/// Refuses to take a super admin away who does it to themselves, which only ever is a slip, or who is
/// the last active one: nobody could ever make another.
fn keep_one_super_admin(case: &Case<'_>, user: &UserFact) -> Result<(), Rejection> {
    if case.by.account().is_some_and(|account| account.id == user.id) {
        let words = "Nobody can do this to their own account: ask another super admin.";
        return Err(Rejection::conflict(words.to_owned()));
    }
    let rules = |u: &UserFact| {
        u.user_type == UserType::SuperAdmin
            && u.status == AccountStatus::Active
            && u.removed_at.is_none()
    };
    if !rules(user) || case.world.users.values().any(|other| other.id != user.id && rules(other)) {
        return Ok(());
    }
    Err(Rejection::conflict(format!("{} is the last active super admin.", user.name)))
}

/// What an account leaves behind: its sessions end, its unresolved tickets go through the rotation
/// again, and it is not there until it says so itself.
fn leave(case: &mut Case<'_>, id: UserId, why: &str) {
    if let Some(agent) = case.world.agents.get_mut(&id) {
        agent.availability = Availability::Offline;
    }
    session::end_all(case, id, None);
    ticket::take_from(case, id, why);
}

fn put_status(case: &mut Case<'_>, id: UserId, to: AccountStatus) {
    if let Some(user) = case.world.users.get_mut(&id) {
        user.status = to;
    }
    if let Some(agent) = case.world.agents.get_mut(&id) {
        agent.status = to;
    }
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

/// Notes what changed: a version, the rows, an event for each step, a line of the audit trail.
/// Nothing for no steps.
fn tell(case: &mut Case<'_>, id: UserId, action: Action, steps: Vec<Change>) {
    if steps.is_empty() {
        return;
    }
    if let Some(user) = case.world.users.get_mut(&id) {
        user.version += 1;
    }
    case.changes.users.insert(id);
    case.changes.agents.insert(id);
    // Names and types are remembered with sessions.
    case.changes.revoked = true;
    for step in &steps {
        let agent = case.world.user(id);
        let data = EventData { agent, change: Some(step.clone()), ..EventData::default() };
        case.log_for_staff(EventKind::AgentUpdated, data);
    }
    audit(case, action, id, steps);
}

/// A limit of unresolved tickets.
pub(super) fn check_limit(field: &str, limit: Option<u32>) -> Result<Option<i64>, Rejection> {
    if limit.is_some_and(|limit| !(1..=MAX_LIMIT).contains(&limit)) {
        let message = format!("must be from 1 to {MAX_LIMIT}, or null for no limit");
        return Err(Rejection::field(field, message));
    }
    Ok(limit.map(i64::from))
}

fn answer(case: &Case<'_>, id: UserId) -> Result<Reply, Rejection> {
    let user = case.world.user(id).ok_or_else(|| Rejection::not_found("agent"))?;
    Ok(Reply::Account(Box::new(user)))
}

#[cfg(test)]
mod tests;
