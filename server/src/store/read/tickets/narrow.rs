//! What a list is narrowed by beyond agent, status and priority: tags, names, words and times. Of what
//! few tickets have, all are looked up; of what is common, the list is read in its own order, where
//! some soon turn up.

use super::{Filter, asked, tagged};
use crate::store::cells::{Cell, Row};
use crate::store::read::page::{Total, Where};
use crate::store::{Conn, StoreError};
use sqlx::AssertSqlSafe;

/// How many tickets are held against what is common to count those that meet it.
const HELD: u64 = 256;

/// Further conditions on `tickets t`.
#[derive(Debug, Default)]
pub struct Narrow<'a> {
    pub conditions: Where<'a>,
    /// No more than some thousand tickets can meet them, and they are looked up by the conditions.
    pub few: bool,
}

impl<'a> Narrow<'a> {
    /// What the tags and the query of a filter ask for.
    ///
    /// # Errors
    /// [`StoreError`] from the database.
    pub async fn of(conn: &mut Conn, filter: &'a Filter) -> Result<Self, StoreError> {
        let mut narrow = Self::default();
        for tag in &filter.tags {
            tagged::narrow(conn, tag, &mut narrow).await?;
        }
        if let Some(query) = &filter.q {
            asked::narrow(conn, query, filter.reader, &mut narrow).await?;
        }
        Ok(narrow)
    }

    /// Counts the tickets that meet these conditions and `all` others, which begin with them. Each is
    /// held against them, so no more than some hundreds are: they may be anywhere.
    ///
    /// # Errors
    /// [`StoreError`] from the database.
    pub async fn held_against(&self, conn: &mut Conn, all: Where<'_>) -> Result<Total, StoreError> {
        let others = all.sql_after(self.conditions.len());
        let these = self.conditions.also();
        let sql = format!(
            "SELECT count(*), CAST(COALESCE(sum(CASE WHEN 1 = 1{these} THEN 1 ELSE 0 END), 0) AS BIGINT) \
             FROM (SELECT t.id, t.order_id, t.agent_id, t.status, t.priority, t.created_at \
             FROM tickets t{others} LIMIT {}) t",
            HELD + 1
        );
        let read = |r: &Row<'_>| Ok((r.int(0)?.unsigned_abs(), r.int(1)?.unsigned_abs()));
        let found = conn.rows(AssertSqlSafe(sql), all.args(), read).await?;
        let (held, rows) = found.first().copied().unwrap_or_default();
        Ok(Total { rows: rows.min(HELD), at_least: held > HELD })
    }

    /// Adds a condition that few tickets meet.
    pub fn by_few(&mut self, condition: &str, args: impl IntoIterator<Item = Cell<'a>>) {
        self.few = true;
        self.conditions.and(condition, args);
    }

    /// Adds a condition that no ticket meets.
    pub fn by_none(&mut self) {
        self.by_few("1 = 0", []);
    }
}

/// Whether no more rows of `from` meet `conditions` than are better looked up.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn are_few(
    conn: &mut Conn,
    from: &str,
    conditions: &Where<'_>,
) -> Result<bool, StoreError> {
    Ok(!Total::counted(conn, from, conditions).await?.at_least)
}
