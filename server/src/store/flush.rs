//! The changes of a batch into the database: every table's rows at once, the log head last, and the
//! commit.

mod numbers;
mod renamed;
mod rows;
mod statement;
mod tags;

pub use numbers::EVER;
pub use rows::{Cells, NEVER, priority, rank};
pub use statement::{Table, Unsaved};

use super::cells::Cell;
use super::{Conn, StoreError, search, within};
use crate::desk::changes::Changes;
use crate::desk::changes::counts::Sums;
use crate::desk::world::World;
use robindesk_protocol::Timestamp;
use statement::Part;
use std::time::Duration;

/// Writes a batch, with the log head as it is after it, and makes it durable. PostgreSQL may take so
/// long for each step.
///
/// # Errors
/// [`Unsaved`]; the connection must then be dropped.
pub async fn commit(
    conn: &mut Conn,
    world: &World,
    changes: &Changes,
    patience: Duration,
) -> Result<(), Unsaved> {
    let parts = within(patience, write(conn, world, changes)).await?;
    statement::commit(conn, parts, &rows::HEAD, rows::head(world)?, patience).await
}

/// Removes what goes, and gives the rows that come.
async fn write<'a>(
    conn: &mut Conn,
    world: &'a World,
    changes: &'a Changes,
) -> Result<Vec<Part<'a>>, StoreError> {
    for id in changes.macros.iter().filter(|id| !world.macros.contains_key(id)) {
        conn.run("DELETE FROM macros WHERE id = $1", vec![Cell::from(id.0)]).await?;
    }
    tags::forget(conn, changes).await?;
    if let Some(at) = changes.backup {
        let moment = "INSERT INTO moments (name, at) VALUES ('backup', $1) \
                      ON CONFLICT (name) DO UPDATE SET at = excluded.at";
        conn.run(moment, vec![Cell::from(at)]).await?;
    }
    let sums = Sums::of(changes.events.iter().map(|logged| &logged.event));
    let parts = [
        (&rows::USERS, rows::users(world, changes)),
        (&rows::AGENTS, rows::agents(world, changes)),
        (&rows::BRANDS, rows::brands(world, changes)),
        (&rows::CREATORS, rows::creators(world, changes)),
        (&rows::PACKAGES, rows::packages(world, changes)),
        (&renamed::RENAMED, renamed::rows(world, changes)),
        (&rows::ORDERS, rows::orders(world, changes)),
        (&rows::TICKETS, rows::tickets(world, changes)?),
        (&tags::TAGS, tags::rows(world, changes)),
        (&rows::SESSIONS, rows::sessions(world, changes)),
        (&rows::READS, rows::reads(world, changes)),
        (&rows::MACROS, rows::macros(world, changes)?),
        (&rows::MESSAGES, rows::messages(changes)),
        (&rows::FILES, rows::files(changes)),
        search::index(conn, world, changes),
        (&rows::DECISIONS, rows::decisions(changes)),
        (&rows::EVENTS, rows::events(changes)?),
        (&rows::REPLIES, rows::replies(changes)?),
        (&rows::AUDIT, rows::audit(changes)?),
        (&numbers::CELLS, numbers::cells(&sums)),
        (&numbers::COUNTS, numbers::counts(&sums)),
        (&numbers::WAITED, numbers::waited(&sums)),
    ];
    let parts = parts.into_iter().map(|(table, rows)| Part { table, rows });
    Ok(parts.filter(|part| !part.rows.is_empty()).collect())
}

/// Throws away first answers that were given before `before`.
///
/// # Errors
/// [`StoreError`]; the transaction must then be rolled back.
pub async fn sweep_replies(conn: &mut Conn, before: Timestamp) -> Result<(), StoreError> {
    let sql = "DELETE FROM replies WHERE at < $1";
    conn.run(sql, vec![Cell::from(before)]).await.map(|_| ())
}
