//! Staff, as admins see it.

use super::page::{Position, Total, Where, Window, contains, in_name};
use crate::desk::world::{AgentFact, UserFact, World};
use crate::store::cells::{Cell, Row};
use crate::store::load::{in_list, people};
use crate::store::{Conn, Store, StoreError};
use robindesk_protocol::{AccountStatus, Agent, AgentPage, Timestamp, UserId, UserType};
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// The word in cursors of this list: it is sorted by id alone.
pub const SORT: &str = "agents";

/// Which staff. Empty lists filter nothing.
#[derive(Debug, Clone)]
pub struct Filter {
    pub status: Vec<AccountStatus>,
    pub user_type: Vec<UserType>,
    /// Text in a name or an address.
    pub q: Option<String>,
    pub window: Window,
}

/// A page of staff, the oldest accounts first. Removed ones are no staff.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn page(store: &Store, filter: &Filter) -> Result<AgentPage, StoreError> {
    let mut conn = store.lease().await?;
    let mut conditions = conditions(filter);
    let total = Total::counted(&mut conn, "users", &conditions).await?;
    let window = &filter.window;
    let after = window.after.map_or(0, |p| p.id);
    conditions.and("id > ?", [Cell::from(after)]);
    let offset = if window.after.is_some() { 0 } else { window.offset };
    let limit = window.limit as usize;
    let sql = format!(
        "SELECT id FROM users{} ORDER BY id LIMIT {} OFFSET {offset}",
        conditions.sql(),
        limit + 1
    );
    let mut ids = conn.rows(AssertSqlSafe(sql), conditions.args(), |r| r.int(0)).await?;
    let more = ids.len() > limit;
    ids.truncate(limit);
    let last = ids.last().filter(|_| more).map(|id| Position { key: 0, id: *id });
    Ok(AgentPage {
        agents: these(&mut conn, &ids).await?,
        paging: window.paging(total, last.map(|p| p.cursor(SORT))),
    })
}

/// One member of staff; `None` for anybody else, and for a removed one.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn one(store: &Store, id: UserId) -> Result<Option<Agent>, StoreError> {
    Ok(these(&mut store.lease().await?, &[id.0]).await?.pop())
}

fn conditions(filter: &Filter) -> Where<'_> {
    let mut conditions = Where::default();
    let staff = UserType::ALL.iter().filter(|t| t.is_staff());
    let wanted = staff.filter(|t| filter.user_type.is_empty() || filter.user_type.contains(t));
    conditions.any_of("user_type", wanted.map(|t| Cell::from(t.as_str())).collect());
    conditions.and("removed_at IS NULL", []);
    conditions.any_of("status", filter.status.iter().map(|s| Cell::from(s.as_str())).collect());
    if let Some(q) = &filter.q {
        conditions.and(
            "(folded LIKE ? ESCAPE '\\' OR email LIKE ? ESCAPE '\\')",
            [in_name(q), contains(q)].map(Cell::from),
        );
    }
    conditions
}

async fn these(conn: &mut Conn, ids: &[i64]) -> Result<Vec<Agent>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut world = World::default();
    people::users(conn, ids, &mut world).await?;
    let seen = last_seen(conn, ids).await?;
    let agent = |id: &i64| {
        let id = UserId(*id);
        let (fact, place) = (world.users.get(&id)?, world.agents.get(&id)?);
        render(&world, fact, place, seen.get(&id).copied())
    };
    Ok(ids.iter().filter_map(agent).collect())
}

fn render(
    world: &World,
    user: &UserFact,
    place: &AgentFact,
    last_seen_at: Option<Timestamp>,
) -> Option<Agent> {
    Some(Agent {
        user: world.user(user.id)?,
        phone: user.phone.clone(),
        takes_tickets: place.takes_tickets,
        max_open_tickets: place.max_open_tickets.and_then(|max| u32::try_from(max).ok()),
        open_tickets: u32::try_from(place.open_tickets).unwrap_or_default(),
        last_seen_at,
        // Who is where is in no table.
        current_ticket: None,
        version: user.version,
    })
}

/// When each of these accounts last opened or renewed a session, whether it is over or not.
async fn last_seen(conn: &mut Conn, ids: &[i64]) -> Result<HashMap<UserId, Timestamp>, StoreError> {
    let (list, args) = in_list(ids, 1);
    let sql = format!(
        "SELECT user_id, max(seen_at) FROM sessions WHERE user_id IN ({list}) GROUP BY user_id"
    );
    let read = |r: &Row<'_>| Ok((UserId(r.int(0)?), r.time(1)?));
    Ok(conn.rows(AssertSqlSafe(sql), args, read).await?.into_iter().collect())
}
