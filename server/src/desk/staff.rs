//! Staff, as admins change it: what an account may do, how many tickets it takes, and what becomes of
//! its tickets when it goes (`product.md`, People; `api.md`, Admin).

mod update;

pub(super) use update::{check_limit, update};

use super::decide::{Case, change};
use super::rejection::Rejection;
use super::reply::Reply;
use super::world::UserFact;
use super::{rotation, session, ticket};
use robindesk_protocol::{
    AccountStatus, Action, Availability, Change, EventData, EventKind, SetAccountStatus, Subject,
    SubjectKind, TicketId, UserId, UserType,
};

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

/// What an account leaves behind: its sessions end, and its unresolved tickets go through the rotation
/// again.
fn leave(case: &mut Case<'_>, id: UserId, why: &str) {
    session::end_all(case, id, None);
    ticket::take_from(case, id, why);
}

/// Whoever is suspended is not there until it says so itself.
fn put_status(case: &mut Case<'_>, id: UserId, to: AccountStatus) {
    if let Some(user) = case.world.users.get_mut(&id) {
        user.status = to;
    }
    if let Some(agent) = case.world.agents.get_mut(&id) {
        agent.status = to;
        if to == AccountStatus::Suspended {
            agent.availability = Availability::Offline;
        }
    }
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

fn answer(case: &Case<'_>, id: UserId) -> Result<Reply, Rejection> {
    let user = case.world.user(id).ok_or_else(|| Rejection::not_found("agent"))?;
    Ok(Reply::Account(Box::new(user)))
}

#[cfg(test)]
mod tests;
