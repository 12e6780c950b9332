//! The tags of tickets as rows of their own, which lists by tag read.

use super::Table;
use crate::desk::changes::Changes;
use crate::desk::world::World;
use crate::store::cells::Cell;
use crate::store::load::in_list;
use crate::store::{Conn, StoreError};
use sqlx::AssertSqlSafe;

/// How many tickets one statement names at most.
const MOST: usize = 256;

pub const TAGS: Table = Table {
    name: "ticket_tags",
    key: 0,
    columns: &["tag", "ticket_id"],
    adds: false,
    select: None,
};

/// Removes the rows of the tickets that have other tags now.
pub async fn forget(conn: &mut Conn, changes: &Changes) -> Result<(), StoreError> {
    let tickets: Vec<i64> = changes.tagged.iter().map(|id| id.0).collect();
    for some in tickets.chunks(MOST) {
        let (list, args) = in_list(some, 1);
        let sql = format!("DELETE FROM ticket_tags WHERE ticket_id IN ({list})");
        conn.run(AssertSqlSafe(sql), args).await?;
    }
    Ok(())
}

pub fn rows<'a>(world: &'a World, changes: &Changes) -> Vec<Vec<Cell<'a>>> {
    let tickets = changes.tagged.iter().filter_map(|id| world.tickets.get(id));
    let row = |(tag, id): (&'a String, i64)| vec![tag.into(), id.into()];
    tickets.flat_map(|t| t.tags.iter().map(|tag| (tag, t.id.0))).map(row).collect()
}
