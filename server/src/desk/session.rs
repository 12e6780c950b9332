//! Sessions: opened at sign-in, renewed by refresh tokens that work once, ended for good.

use super::command::{NewPassword, NewSession};
use super::decide::Case;
use super::rejection::Rejection;
use super::reply::Reply;
use super::world::SessionFact;
use robindesk_protocol::{AccountStatus, Action, Timestamp, UserId, UserType};

/// Opens a session for an account that has just proved who it is.
pub fn open(case: &mut Case<'_>, new: &NewSession) -> Result<Reply, Rejection> {
    let user = case.world.users.get(&new.user).ok_or_else(Rejection::unauthorized)?;
    if user.status != AccountStatus::Active {
        return Err(Rejection::unauthorized());
    }
    case.world.sessions.insert(
        new.sid.clone(),
        SessionFact {
            sid: new.sid.clone(),
            user: new.user,
            refresh_hash: new.refresh_hash.clone(),
            created_at: case.at,
            seen_at: case.at,
            expires_at: new.expires_at,
            ended_at: None,
            address: new.address.clone(),
            program: new.program.clone(),
        },
    );
    case.changes.sessions.insert(new.sid.clone());
    Ok(Reply::Session { user: new.user })
}

/// Trades a refresh token for the next. One that was used before ends the session: either its owner
/// or a thief holds a copy, and nobody can tell which.
pub fn rotate(
    case: &mut Case<'_>,
    sid: &str,
    presented: &str,
    next: &str,
    expires_at: Timestamp,
) -> Result<Reply, Rejection> {
    let at = case.at;
    let live = |s: &&mut SessionFact| s.ended_at.is_none() && s.expires_at > at;
    let session =
        case.world.sessions.get_mut(sid).filter(live).ok_or_else(Rejection::unauthorized)?;
    let user = session.user;
    let active = case.world.users.get(&user).is_some_and(|u| u.status == AccountStatus::Active);
    case.changes.sessions.insert(sid.to_owned());
    // The very token that would be next: done already, by a try whose outcome nobody learnt.
    let known = [Some(presented), Some(next)].contains(&session.refresh_hash.as_deref());
    if !active || !known {
        session.ended_at = Some(at);
        case.changes.revoked = true;
        return Ok(Reply::SessionEnded);
    }
    session.refresh_hash = Some(next.to_owned());
    session.expires_at = expires_at;
    session.seen_at = at;
    Ok(Reply::Session { user })
}

/// Ends a session of the caller's own. Ending one that is over is no error.
pub fn end(case: &mut Case<'_>, sid: &str) -> Result<Reply, Rejection> {
    let caller = case.by.account().map(|account| account.id);
    let own = |s: &SessionFact| caller.is_none_or(|id| s.user == id);
    if !case.world.sessions.get(sid).is_some_and(own) {
        return Err(Rejection::not_found("session"));
    }
    end_one(case, sid);
    Ok(Reply::Done)
}

/// Ends the sessions of an account, all but `keep`, and returns how many that were.
pub(super) fn end_all(case: &mut Case<'_>, user: UserId, keep: Option<&str>) -> usize {
    let live = |s: &&SessionFact| s.user == user && s.ended_at.is_none();
    let sids = case.world.sessions.values().filter(live).map(|s| s.sid.clone());
    let sids: Vec<String> = sids.filter(|sid| Some(sid.as_str()) != keep).collect();
    for sid in &sids {
        end_one(case, sid);
    }
    // Also without a session to end: what is remembered of the account is void.
    case.changes.revoked = true;
    sids.len()
}

fn end_one(case: &mut Case<'_>, sid: &str) {
    if let Some(session) = case.world.sessions.get_mut(sid) {
        session.ended_at.get_or_insert(case.at);
        case.changes.sessions.insert(sid.to_owned());
        case.changes.revoked = true;
    }
}

/// Sets a password and ends the account's sessions: all at a reset, the others at one's own change.
pub fn set_password(case: &mut Case<'_>, new: &NewPassword) -> Result<Reply, Rejection> {
    let gone = || Rejection::not_found("agent");
    let user = case.world.users.get(&new.user).filter(|u| u.removed_at.is_none());
    let user = user.ok_or_else(gone)?;
    if let Some(own) = &new.own {
        if case.account()?.id != new.user {
            return Err(Rejection::forbidden("This is somebody else's password."));
        }
        // Checked a moment ago, outside of this batch: it may have been changed since.
        if user.password_hash.as_ref() != Some(&own.was) {
            return Err(Rejection::conflict("The password was changed in the meantime."));
        }
    } else {
        case.at_least(UserType::SuperAdmin, "reset a password")?;
        if !user.user_type.is_staff() {
            return Err(gone());
        }
    }
    if let Some(user) = case.world.users.get_mut(&new.user) {
        user.password_hash = Some(new.hash.clone());
        case.changes.users.insert(new.user);
    }
    end_all(case, new.user, new.own.as_ref().map(|own| own.keep.as_str()));
    if new.own.is_none() {
        super::staff::audit(case, Action::PasswordReset, new.user, Vec::new());
    }
    Ok(Reply::Done)
}
