//! The changes of a batch into the database: one multi-row statement a table.

mod numbers;
mod renamed;
mod rows;

pub use numbers::EVER;
pub use rows::{NEVER, priority, rank};

use super::cells::Cell;
use super::{Conn, StoreError, search};
use crate::desk::changes::Changes;
use crate::desk::changes::counts::Sums;
use crate::desk::world::World;
use robindesk_protocol::Timestamp;
use sqlx::AssertSqlSafe;

/// The most rows one statement writes. Row counts are split into powers of two up to this, so that
/// few statements are prepared and each of them is met again.
const MOST_ROWS: usize = 64;

/// A table as the flush writes it.
#[derive(Debug)]
struct Table {
    name: &'static str,
    columns: &'static [&'static str],
    /// How many of the first columns are the key; a row with a known key is overwritten.
    key: usize,
    /// A row with a known key is added to it, column by column, instead.
    adds: bool,
}

/// Writes a batch, with the log head as it is after it.
///
/// # Errors
/// [`StoreError`]; the transaction must then be rolled back.
pub async fn flush(conn: &mut Conn, world: &World, changes: &Changes) -> Result<(), StoreError> {
    write(conn, &rows::USERS, rows::users(world, changes)).await?;
    write(conn, &rows::AGENTS, rows::agents(world, changes)).await?;
    write(conn, &rows::BRANDS, rows::brands(world, changes)).await?;
    write(conn, &rows::CREATORS, rows::creators(world, changes)).await?;
    write(conn, &rows::PACKAGES, rows::packages(world, changes)).await?;
    write(conn, &renamed::RENAMED, renamed::rows(world, changes)).await?;
    write(conn, &rows::ORDERS, rows::orders(world, changes)).await?;
    write(conn, &rows::TICKETS, rows::tickets(world, changes)?).await?;
    write(conn, &rows::SESSIONS, rows::sessions(world, changes)).await?;
    write(conn, &rows::READS, rows::reads(world, changes)).await?;
    write(conn, &rows::MACROS, rows::macros(world, changes)?).await?;
    for id in changes.macros.iter().filter(|id| !world.macros.contains_key(id)) {
        conn.run("DELETE FROM macros WHERE id = $1", vec![Cell::from(id.0)]).await?;
    }
    write(conn, &rows::MESSAGES, rows::messages(changes)).await?;
    write(conn, &rows::FILES, rows::files(changes)).await?;
    search::index(conn, world, changes).await?;
    write(conn, &rows::DECISIONS, rows::decisions(changes)).await?;
    write(conn, &rows::EVENTS, rows::events(changes)?).await?;
    write(conn, &rows::REPLIES, rows::replies(changes)?).await?;
    write(conn, &rows::AUDIT, rows::audit(changes)?).await?;
    if changes.settings {
        let settings = "UPDATE head SET policy = $1, default_max_open_tickets = $2, \
                        send_delay_seconds = $3, settings_version = $4, tags = $5 WHERE id = 1";
        conn.run(settings, rows::settings(world)?).await?;
    }
    if let Some(at) = changes.backup {
        let moment = "INSERT INTO moments (name, at) VALUES ('backup', $1) \
                      ON CONFLICT (name) DO UPDATE SET at = excluded.at";
        conn.run(moment, vec![Cell::from(at)]).await?;
    }
    let sums = Sums::of(changes.events.iter().map(|logged| &logged.event));
    write(conn, &numbers::CELLS, numbers::cells(&sums)).await?;
    write(conn, &numbers::COUNTS, numbers::counts(&sums)).await?;
    write(conn, &numbers::WAITED, numbers::waited(&sums)).await?;
    let head = "UPDATE head SET seq = $1, orders = $2, tickets = $3, messages = $4, users = $5, \
                brands = $6, creators = $7, packages = $8, decisions = $9, waiting = $10, \
                audit = $11, macros = $12 WHERE id = 1";
    conn.run(head, rows::head(world)).await.map(|_| ())
}

/// Throws away first answers that were given before `before`.
///
/// # Errors
/// [`StoreError`]; the transaction must then be rolled back.
pub async fn sweep_replies(conn: &mut Conn, before: Timestamp) -> Result<(), StoreError> {
    let sql = "DELETE FROM replies WHERE at < $1";
    conn.run(sql, vec![Cell::from(before)]).await.map(|_| ())
}

async fn write(conn: &mut Conn, table: &Table, rows: Vec<Vec<Cell<'_>>>) -> Result<(), StoreError> {
    let mut rows = rows.into_iter();
    while rows.len() > 0 {
        // The largest power of two that fits.
        let count = MOST_ROWS.min(1 << rows.len().ilog2());
        let args = rows.by_ref().take(count).flatten().collect();
        conn.run(AssertSqlSafe(upsert(table, count)), args).await?;
    }
    Ok(())
}

/// `INSERT ... VALUES (..), (..) ON CONFLICT DO UPDATE` for so many rows.
fn upsert(table: &Table, rows: usize) -> String {
    let width = table.columns.len();
    let row = |r: usize| {
        let places: Vec<String> = (1..=width).map(|c| format!("${}", r * width + c)).collect();
        format!("({})", places.join(", "))
    };
    let values: Vec<String> = (0..rows).map(row).collect();
    let mut sql = format!(
        "INSERT INTO {} ({}) VALUES {}",
        table.name,
        table.columns.join(", "),
        values.join(", ")
    );
    if table.key > 0 {
        let (key, rest) = table.columns.split_at(table.key);
        let name = table.name;
        let value = |c: &&str| {
            let before = if table.adds { format!("{name}.{c} + ") } else { String::new() };
            format!("{c} = {before}excluded.{c}")
        };
        let set: Vec<String> = rest.iter().map(value).collect();
        let (key, set) = (key.join(", "), set.join(", "));
        sql = format!("{sql} ON CONFLICT ({key}) DO UPDATE SET {set}");
    }
    sql
}
