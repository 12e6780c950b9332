//! Decision records: why a ticket went to whom it went.

use crate::desk::rotation::why;
use crate::desk::world::World;
use crate::store::cells::{Cell, Row};
use crate::store::load::people;
use crate::store::{Conn, Store, StoreError};
use robindesk_protocol::{Decision, DecisionRecord, Outcome, Policy, TicketId, Turn, UserId};

/// The automatic assignments of a ticket, oldest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn of_ticket(store: &Store, ticket: TicketId) -> Result<Vec<DecisionRecord>, StoreError> {
    let mut conn = store.lease().await?;
    let sql = "SELECT number, at, policy, agent_id, considered FROM decisions \
               WHERE ticket_id = $1 ORDER BY number";
    let decisions = conn.rows(sql, vec![Cell::from(ticket.0)], decision).await?;
    let mut ids: Vec<i64> =
        decisions.iter().flat_map(|d| &d.considered).map(|t| t.agent_id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut world = World::default();
    people::users(&mut conn, &ids, &mut world).await?;
    let name = |id: UserId| {
        let user = world.users.get(&id);
        user.map_or_else(|| format!("agent {id}"), |user| user.name.clone())
    };
    Ok(decisions.iter().map(|d| why::record(d, name)).collect())
}

/// The automatic assignments with numbers above `after` and up to `last`, in their order.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn between(
    store: &Store,
    after: i64,
    last: i64,
) -> Result<Vec<(TicketId, Decision)>, StoreError> {
    let mut conn = store.lease().await?;
    let sql = "SELECT number, at, policy, agent_id, considered, ticket_id FROM decisions \
               WHERE number > $1 AND number <= $2 ORDER BY number";
    let read = |r: &Row<'_>| Ok((TicketId(r.int(5)?), decision(r)?));
    conn.rows(sql, vec![Cell::from(after), Cell::from(last)], read).await
}

/// Some decisions after this number, in order.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn after(conn: &mut Conn, number: i64) -> Result<Vec<Decision>, StoreError> {
    let sql = "SELECT number, at, policy, agent_id, considered FROM decisions \
               WHERE number > $1 ORDER BY number LIMIT 2000";
    conn.rows(sql, vec![Cell::from(number)], decision).await
}

fn decision(r: &Row<'_>) -> Result<Decision, StoreError> {
    let turns = r.text(4)?;
    let considered = turns.split_whitespace().map(turn).collect::<Option<_>>();
    Ok(Decision {
        number: r.int(0)?,
        at: r.time(1)?,
        policy: r.word(2, Policy::parse)?,
        agent_id: UserId(r.int(3)?),
        considered: considered
            .ok_or_else(|| StoreError::Internal(format!("a decision's turns: {turns:?}")))?,
    })
}

/// `agent:outcome`, as the flush writes it.
fn turn(text: &str) -> Option<Turn> {
    let (agent, outcome) = text.split_once(':')?;
    Some(Turn { agent_id: UserId(agent.parse().ok()?), outcome: Outcome::parse(outcome)? })
}
