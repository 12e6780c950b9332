//! The counts that are kept beside the rows, counted anew while nobody writes (`api.md`, `check`).

use super::flush;
use super::{ALL_TIME, Conn, Store, StoreError};
use crate::desk::changes::Changes;
use crate::desk::mend::{Recount, mend};
use crate::desk::world::World;
use robindesk_protocol::{Change, Timestamp};
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;

const WAITING: &str = "SELECT count(*) FROM tickets \
                       WHERE agent_id IS NULL AND status IN ('open', 'in_progress')";
/// Whose count is wrong.
const AGENTS: &str = "SELECT u.name, a.open_tickets, COALESCE(t.n, 0) FROM agents a \
                      JOIN users u ON u.id = a.user_id \
                      LEFT JOIN (SELECT agent_id, count(*) AS n FROM tickets \
                      WHERE status IN ('open', 'in_progress') GROUP BY agent_id) t \
                      ON t.agent_id = a.user_id \
                      WHERE a.open_tickets <> COALESCE(t.n, 0) ORDER BY a.user_id";
const MEND_AGENTS: &str = "UPDATE agents SET open_tickets = (SELECT count(*) FROM tickets t \
                           WHERE t.agent_id = agents.user_id \
                           AND t.status IN ('open', 'in_progress'))";
const LISTS: &str = "SELECT kind, agent_id, status, CAST(priority AS BIGINT), n FROM cells \
                     WHERE n <> 0";
const COUNTED: &str = "SELECT 'ticket' AS kind, COALESCE(agent_id, 0) AS agent_id, status, \
                       CAST(priority AS BIGINT) AS priority, count(*) AS n FROM tickets \
                       GROUP BY COALESCE(agent_id, 0), status, CAST(priority AS BIGINT) \
                       UNION ALL SELECT 'order', CAST(0 AS BIGINT), status, CAST(0 AS BIGINT), \
                       count(*) FROM orders GROUP BY status";

/// Counts anew and puts right what is wrong, in one transaction that holds the log head; gives what
/// was changed. The same numbers that `read::invariants` looks at, but those of the past, which are
/// folded from the log.
///
/// # Errors
/// [`StoreError`] from the database; then nothing was changed.
pub async fn recount(store: &Store, at: Timestamp) -> Result<Vec<Change>, StoreError> {
    let mut conn = store.connect_to_write().await?;
    conn.take_all_time().await?;
    let (head, settings, _) = conn.begin(false).await?;
    let (mut world, mut changes) =
        (World { head, settings, ..World::default() }, Changes::default());
    let found = found(&mut conn).await?;
    let steps = mend(&mut world, &mut changes, &found, at);
    if steps.is_empty() {
        conn.rollback().await?;
    } else {
        write(&mut conn, &found).await?;
        flush::commit(&mut conn, &world, &changes, ALL_TIME).await?;
    }
    conn.close().await;
    Ok(steps)
}

async fn found(conn: &mut Conn) -> Result<Recount, StoreError> {
    let waiting = conn.rows(WAITING, vec![], |r| r.int(0)).await?.first().copied();
    let read = |r: &super::cells::Row<'_>| Ok((r.text(0)?, r.int(1)?, r.int(2)?));
    let agents = conn.rows(AGENTS, vec![], read).await?;
    let lists = cells(conn, LISTS).await? != cells(conn, COUNTED).await?;
    Ok(Recount { waiting: waiting.unwrap_or_default(), agents, lists })
}

type Counted = (String, i64, String, i64, i64);

async fn cells(conn: &mut Conn, sql: &'static str) -> Result<BTreeSet<Counted>, StoreError> {
    let rows =
        conn.rows(sql, vec![], |r| Ok((r.text(0)?, r.int(1)?, r.text(2)?, r.int(3)?, r.int(4)?)));
    Ok(rows.await?.into_iter().collect())
}

async fn write(conn: &mut Conn, found: &Recount) -> Result<(), StoreError> {
    if !found.agents.is_empty() {
        conn.run(MEND_AGENTS, vec![]).await?;
    }
    if found.lists {
        conn.run("DELETE FROM cells", vec![]).await?;
        let sql = format!("INSERT INTO cells (kind, agent_id, status, priority, n) {COUNTED}");
        conn.run(AssertSqlSafe(sql), vec![]).await?;
    }
    Ok(())
}
