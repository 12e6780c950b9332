//! Accounts and sessions, for `auth`.

use crate::desk::world::{AgentFact, World};
use crate::store::cells::{Cell, Row};
use crate::store::load::people;
use crate::store::{Store, StoreError};
use robindesk_protocol::{AccountStatus, Colleague, Session, Timestamp, User, UserId};
use std::fmt;

/// A session and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionFacts {
    pub sid: String,
    pub user: User,
    pub expires_at: Timestamp,
    pub ended: bool,
}

/// The sessions of an account that are not over at `now`, the newest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn sessions(
    store: &Store,
    user: UserId,
    now: Timestamp,
) -> Result<Vec<Session>, StoreError> {
    let sql = "SELECT sid, created_at, seen_at, expires_at, address, program FROM sessions \
               WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2 \
               ORDER BY created_at DESC, sid";
    let read = |r: &Row<'_>| {
        Ok(Session {
            id: r.text(0)?,
            created_at: r.time(1)?,
            last_seen_at: r.time(2)?,
            expires_at: r.time(3)?,
            address: r.opt_text(4)?,
            program: r.opt_text(5)?,
            current: false,
        })
    };
    store.lease().await?.rows(sql, vec![Cell::from(user.0), Cell::from(now)], read).await
}

/// What a password is held against.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    pub user: User,
    /// Argon2id in PHC form; `None` when the account has no password.
    pub password_hash: Option<String>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("user", &self.user.id).finish_non_exhaustive()
    }
}

/// The session, `None` when there never was one of that name.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn session(store: &Store, sid: &str) -> Result<Option<SessionFacts>, StoreError> {
    let mut conn = store.lease().await?;
    let sql = "SELECT user_id, expires_at, ended_at FROM sessions WHERE sid = $1";
    let read = |r: &Row<'_>| Ok((UserId(r.int(0)?), r.time(1)?, r.opt_int(2)?.is_some()));
    let Some((id, expires_at, ended)) = conn.rows(sql, vec![Cell::from(sid)], read).await?.pop()
    else {
        return Ok(None);
    };
    let mut world = World::default();
    people::users(&mut conn, &[id.0], &mut world).await?;
    let facts = |user| SessionFacts { sid: sid.to_owned(), user, expires_at, ended };
    Ok(world.user(id).map(facts))
}

/// The account with this address, whatever its case, and its password's hash.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn credentials(store: &Store, email: &str) -> Result<Option<Credentials>, StoreError> {
    let mut conn = store.lease().await?;
    let mut world = World::default();
    let found = people::by_email(&mut conn, &email.trim().to_lowercase(), &mut world).await?;
    let Some(id) = found else { return Ok(None) };
    let password_hash = world.users.get(&id).and_then(|u| u.password_hash.clone());
    Ok(world.user(id).map(|user| Credentials { user, password_hash }))
}

/// Active staff, by name.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn colleagues(store: &Store) -> Result<Vec<Colleague>, StoreError> {
    let mut conn = store.lease().await?;
    let mut world = World::default();
    people::staff(&mut conn).await?.lay(&mut world);
    let colleague = |a: &AgentFact| {
        let user = world.users.get(&a.id).filter(|u| u.status == AccountStatus::Active)?;
        Some(Colleague {
            id: a.id,
            name: user.name.clone(),
            user_type: a.user_type,
            agent_status: a.availability,
            open_tickets: u32::try_from(a.open_tickets).unwrap_or_default(),
            max_open_tickets: a.max_open_tickets.and_then(|n| u32::try_from(n).ok()),
        })
    };
    let mut found: Vec<Colleague> = world.agents.values().filter_map(colleague).collect();
    found.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
    Ok(found)
}

/// The account, `None` when there is none.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn user(store: &Store, id: UserId) -> Result<Option<User>, StoreError> {
    let mut conn = store.lease().await?;
    let mut world = World::default();
    people::users(&mut conn, &[id.0], &mut world).await?;
    Ok(world.user(id))
}
