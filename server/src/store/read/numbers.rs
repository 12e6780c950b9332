//! The numbers that the writer keeps, as the tally begins with them.

use crate::desk::changes::counts::{Cell as TicketCell, Counts, Span, Sums, Wait, Waited};
use crate::desk::world::World;
use crate::store::cells::{Cell, Row};
use crate::store::flush::{EVER, NEVER, priority};
use crate::store::load::{self, people};
use crate::store::{Conn, Store, StoreError};
use robindesk_protocol::{OrderStatus, TicketId, TicketStatus, Timestamp, User, UserId};

/// Everything as it was after one event.
#[derive(Debug)]
pub struct Seed {
    /// That event's number.
    pub seq: i64,
    pub sums: Sums,
    /// Tickets on which a party waits, and since when.
    pub waiting: Vec<(TicketId, Timestamp)>,
    pub staff: Vec<User>,
    /// Staff that was removed, and its names.
    pub gone: Vec<(UserId, String)>,
    /// The number of the rotation's last decision.
    pub decided: i64,
}

/// Reads the numbers in one snapshot: by the hour and response times from `since` on.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn seed(store: &Store, since: Timestamp) -> Result<Seed, StoreError> {
    // A connection of its own: a snapshot that is left open must not go back to the pool.
    let mut conn = store.connect().await?;
    let seed = snapshot(&mut conn, since).await;
    conn.close().await;
    seed
}

async fn snapshot(conn: &mut Conn, since: Timestamp) -> Result<Seed, StoreError> {
    conn.snapshot().await?;
    let (head, _) = load::head(conn).await?;
    let mut sums = Sums::default();
    cells(conn, &mut sums).await?;
    counts(conn, since, &mut sums).await?;
    sums.waited = waited(conn, since).await?;
    let waiting = waiting(conn).await?;
    let mut world = World::default();
    people::staff(conn).await?.lay(&mut world);
    let mut staff: Vec<User> = world.users.keys().filter_map(|id| world.user(*id)).collect();
    staff.sort_unstable_by_key(|user| user.id);
    let gone = gone(conn).await?;
    Ok(Seed { seq: head.seq, sums, waiting, staff, gone, decided: head.decisions })
}

async fn cells(conn: &mut Conn, sums: &mut Sums) -> Result<(), StoreError> {
    let sql = "SELECT agent_id, status, priority, n FROM cells WHERE kind = 'ticket'";
    let read = |r: &Row<'_>| {
        let cell = TicketCell {
            agent: somebody(r.int(0)?),
            status: r.word(1, TicketStatus::parse)?,
            priority: priority(r.int(2)?)?,
        };
        Ok((cell, r.int(3)?))
    };
    sums.cells = conn.rows(sql, vec![], read).await?.into_iter().collect();
    let sql = "SELECT status, n FROM cells WHERE kind = 'order'";
    let read = |r: &Row<'_>| Ok((r.word(0, OrderStatus::parse)?, r.int(1)?));
    sums.orders = conn.rows(sql, vec![], read).await?.into_iter().collect();
    Ok(())
}

async fn counts(conn: &mut Conn, since: Timestamp, sums: &mut Sums) -> Result<(), StoreError> {
    let sql = "SELECT hour, agent_id, orders, tickets, turns, assigned, resolved, messages \
               FROM counts WHERE hour = $1 OR hour >= $2";
    let hour = since.0.div_euclid(crate::desk::changes::counts::HOUR_MS);
    let read = |r: &Row<'_>| {
        let span = match r.int(0)? {
            EVER => Span::Ever,
            hour => Span::Hour(hour),
        };
        let counts = Counts {
            orders: r.int(2)?,
            tickets: r.int(3)?,
            turns: r.int(4)?,
            assigned: r.int(5)?,
            resolved: r.int(6)?,
            messages: r.int(7)?,
        };
        Ok(((span, somebody(r.int(1)?)), counts))
    };
    let args = vec![Cell::from(EVER), Cell::from(hour)];
    sums.counts = conn.rows(sql, args, read).await?.into_iter().collect();
    Ok(())
}

async fn waited(conn: &mut Conn, since: Timestamp) -> Result<Vec<Waited>, StoreError> {
    let sql = "SELECT seq, wait, agent_id, at, ms FROM waited WHERE at >= $1 ORDER BY at";
    let read = |r: &Row<'_>| {
        Ok(Waited {
            seq: r.int(0)?,
            wait: r.word(1, Wait::parse)?,
            agent: UserId(r.int(2)?),
            at: r.time(3)?,
            ms: r.int(4)?,
        })
    };
    conn.rows(sql, vec![Cell::from(since)], read).await
}

async fn waiting(conn: &mut Conn) -> Result<Vec<(TicketId, Timestamp)>, StoreError> {
    // One scan for each pair that can wait, as the lists do.
    let sql = "SELECT id, waiting_since FROM tickets WHERE status IN ('open', 'in_progress') \
               AND priority IN (0, 1, 2, 3) AND waiting_since < $1";
    let read = |r: &Row<'_>| Ok((TicketId(r.int(0)?), r.time(1)?));
    conn.rows(sql, vec![Cell::from(NEVER)], read).await
}

async fn gone(conn: &mut Conn) -> Result<Vec<(UserId, String)>, StoreError> {
    let sql = "SELECT id, name FROM users WHERE removed_at IS NOT NULL \
               AND user_type IN ('agent', 'admin', 'super_admin')";
    conn.rows(sql, vec![], |r| Ok((UserId(r.int(0)?), r.text(1)?))).await
}

fn somebody(id: i64) -> Option<UserId> {
    (id != 0).then_some(UserId(id))
}
