//! Sessions: opened at sign-in, renewed by refresh tokens that work once, ended for good.

use super::command::NewSession;
use super::decide::Case;
use super::rejection::Rejection;
use super::reply::Reply;
use super::world::SessionFact;
use robindesk_protocol::{AccountStatus, Timestamp};

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
            expires_at: new.expires_at,
            ended_at: None,
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
    if !active || session.refresh_hash.as_deref() != Some(presented) {
        session.ended_at = Some(at);
        case.changes.revoked = true;
        return Ok(Reply::SessionEnded);
    }
    session.refresh_hash = Some(next.to_owned());
    session.expires_at = expires_at;
    case.changes.revoked = true;
    Ok(Reply::Session { user })
}

/// Ends a session. Ending one that is over is no error.
pub fn end(case: &mut Case<'_>, sid: &str) -> Reply {
    if let Some(session) = case.world.sessions.get_mut(sid) {
        session.ended_at.get_or_insert(case.at);
        case.changes.sessions.insert(sid.to_owned());
        case.changes.revoked = true;
    }
    Reply::Done
}
