//! What a list is narrowed by beyond agent, status and priority: tags, names, words and times. Of what
//! few tickets have, all are looked up; of what is common, the list is read in its own order, where
//! some soon turn up.

use super::{Filter, asked, tagged};
use crate::store::cells::Cell;
use crate::store::read::page::{Total, Where};
use crate::store::{Conn, StoreError};
use sqlx::AssertSqlSafe;

/// How many tickets are held against what is common, to count those that meet it.
const HELD: u64 = 256;

/// How many rows are few: looked up, they cost no more than it takes to come upon a page of them
/// among a million.
const FEW: u64 = 4_000;

/// Further conditions on `tickets t`.
#[derive(Debug, Default)]
pub struct Narrow<'a> {
    pub conditions: Where<'a>,
    /// No more than some thousands of tickets can meet them, and they are looked up by the conditions.
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

    /// Counts the tickets that meet these conditions and `all` others, which begin with them and which
    /// so many meet, as the counters say. Each is held against them: so only where those are few
    /// enough to come to an end.
    ///
    /// # Errors
    /// [`StoreError`] from the database.
    pub async fn held_against(
        &self,
        conn: &mut Conn,
        all: Where<'_>,
        others: u64,
    ) -> Result<Total, StoreError> {
        if others > HELD {
            return Ok(Total { rows: 0, at_least: true });
        }
        // Those others first, whatever the planner thinks of these.
        let sql = format!(
            "(SELECT t.id, t.order_id, t.agent_id, t.status, t.priority, t.created_at \
             FROM tickets t{} LIMIT {HELD}) t WHERE 1 = 1{}",
            all.sql_after(self.conditions.len()),
            self.conditions.also()
        );
        let sql = AssertSqlSafe(format!("SELECT count(*) FROM {sql}"));
        let found = conn.rows(sql, all.args(), |r| r.int(0)).await?.pop();
        Ok(Total::exactly(found.unwrap_or_default()))
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
    Ok(!Total::counted_to(FEW, conn, from, conditions).await?.at_least)
}
