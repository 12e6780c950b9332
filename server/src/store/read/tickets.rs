//! Lists of tickets, and single ones.

mod asked;
mod merge;
mod named;
mod narrow;
mod tagged;

use super::page::{Position, Total, Where, Window};
use crate::desk::world::World;
use crate::search::Query;
use crate::store::cells::{Cell, Row};
use crate::store::load::{card, in_list};
use crate::store::{Conn, Store, StoreError};
use narrow::Narrow;
use robindesk_protocol::{
    OrderId, Priority, Ticket, TicketId, TicketPage, TicketStatus, Timestamp, UserId,
};
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// Which tickets, in which order, seen by whom.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Empty lists filter nothing.
    pub status: Vec<TicketStatus>,
    pub agents: Vec<UserId>,
    /// Also those without an agent.
    pub unassigned: bool,
    pub priority: Vec<Priority>,
    pub tags: Vec<String>,
    /// Only those that are snoozed, or only those that are not.
    pub snoozed: Option<bool>,
    /// What was typed, in the words of search.
    pub q: Option<Query>,
    pub sort: Sort,
    pub descending: bool,
    pub window: Window,
    /// Whose `unread` is counted.
    pub reader: UserId,
}

/// What a list of tickets is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Updated,
    Created,
    /// Ascending: the longest waiting first, those who do not wait last.
    Waiting,
    Priority,
}

impl Sort {
    /// The word of the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Updated => "updated",
            Self::Created => "created",
            Self::Waiting => "waiting",
            Self::Priority => "priority",
        }
    }

    /// Reads `updated` or `-updated`: the sort and whether it is descending.
    pub fn parse(text: &str) -> Option<(Self, bool)> {
        let (word, descending) = text.strip_prefix('-').map_or((text, false), |w| (w, true));
        [Self::Updated, Self::Created, Self::Waiting, Self::Priority]
            .into_iter()
            .find(|s| s.as_str() == word)
            .map(|s| (s, descending))
    }

    /// Ids are in commit order, so they stand for the time of creation.
    const fn column(self) -> &'static str {
        match self {
            Self::Updated => "updated_at",
            Self::Created => "id",
            Self::Waiting => "waiting_since",
            Self::Priority => "priority",
        }
    }
}

/// A page of tickets.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn page(store: &Store, filter: &Filter) -> Result<TicketPage, StoreError> {
    let mut conn = store.lease().await?;
    let filter = &asked::folded(&mut conn, filter).await?;
    let narrow = Narrow::of(&mut conn, filter).await?;
    let found = match merge::positions(&mut conn, filter, &narrow).await? {
        Some(found) => found,
        None => positions(&mut conn, filter, &narrow).await?,
    };
    let total = if let Some(total) = merge::total(&mut conn, filter).await? {
        Total::exactly(total)
    } else if narrow.few || filter.snoozed == Some(true) {
        Total::counted(&mut conn, "tickets t", &conditions(filter, &narrow)).await?
    } else {
        let held = narrow.held_against(&mut conn, conditions(filter, &narrow)).await?;
        // A total that is "at least" is so for what is shown as well; at the end of the list it is all.
        let window = &filter.window;
        let shown = window.offset + found.len() as u64;
        let ends =
            found.len() <= window.limit as usize && (window.offset == 0 || !found.is_empty());
        let at_least = held.at_least && !(ends && window.after.is_none());
        Total { rows: held.rows.max(shown), at_least }
    };
    let sort = filter.sort_word();
    let limit = filter.window.limit as usize;
    let next = found.get(limit).and(found.get(limit - 1)).map(|p| p.cursor(&sort));
    let ids: Vec<i64> = found.iter().take(limit).map(|p| p.id).collect();
    let tickets = cards(&mut conn, &ids, filter.reader).await?;
    Ok(TicketPage { tickets, paging: filter.window.paging(total, next) })
}

/// One ticket with its reader's `unread`.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn one(
    store: &Store,
    id: TicketId,
    reader: UserId,
) -> Result<Option<Ticket>, StoreError> {
    let mut conn = store.lease().await?;
    Ok(cards(&mut conn, &[id.0], reader).await?.pop())
}

/// The ticket of an order.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn of_order(store: &Store, order: OrderId) -> Result<Option<TicketId>, StoreError> {
    let sql = "SELECT id FROM tickets WHERE order_id = $1";
    let found = store.lease().await?.rows(sql, vec![Cell::from(order.0)], |r| r.int(0)).await?;
    Ok(found.first().copied().map(TicketId))
}

/// When the next snoozed ticket wakes, `None` when none sleeps.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn next_to_wake(store: &Store) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT snoozed_until FROM tickets WHERE snoozed_until IS NOT NULL \
               ORDER BY snoozed_until, id LIMIT 1";
    let found = store.lease().await?.rows(sql, vec![], |r| r.time(0)).await?;
    Ok(found.first().copied())
}

impl Filter {
    /// The sort as it was asked for: part of the cursor, so that one is good for its own list alone.
    fn sort_word(&self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.sort.as_str())
    }

    /// Reads a cursor that was given out for a list sorted like this one.
    pub fn position(&self, cursor: &str) -> Option<Position> {
        Position::parse(cursor, &self.sort_word())
    }
}

/// All conditions of a filter on `tickets t`.
fn conditions<'a>(filter: &'a Filter, narrow: &Narrow<'a>) -> Where<'a> {
    let mut conditions = narrow.conditions.clone();
    let words = filter.status.iter().map(|s| Cell::from(s.as_str())).collect();
    conditions.any_of("t.status", words);
    let ranks = filter.priority.iter().map(|p| Cell::from(crate::store::flush::rank(*p))).collect();
    conditions.any_of("t.priority", ranks);
    let agents: Vec<Cell<'_>> = filter.agents.iter().map(|a| Cell::from(a.0)).collect();
    match (filter.unassigned, agents.is_empty()) {
        (false, _) => conditions.any_of("t.agent_id", agents),
        (true, true) => conditions.and("t.agent_id IS NULL", []),
        (true, false) => {
            let places = vec!["?"; agents.len()].join(", ");
            conditions.and(&format!("(t.agent_id IS NULL OR t.agent_id IN ({places}))"), agents);
        }
    }
    match filter.snoozed {
        None => {}
        Some(true) => conditions.and("t.snoozed_until IS NOT NULL", []),
        Some(false) => conditions.and("t.snoozed_until IS NULL", []),
    }
    conditions
}

/// Keys and ids of the page and of one row more, which tells whether there is a next page.
async fn positions(
    conn: &mut Conn,
    filter: &Filter,
    narrow: &Narrow<'_>,
) -> Result<Vec<Position>, StoreError> {
    let mut conditions = conditions(filter, narrow);
    let column = filter.sort.column();
    let (direction, beyond) = if filter.descending { ("DESC", "<") } else { ("ASC", ">") };
    let mut offset = filter.window.offset;
    if let Some(after) = filter.window.after {
        offset = 0;
        let condition = format!("(t.{column}, t.id) {beyond} (?, ?)");
        conditions.and(&condition, [Cell::from(after.key), Cell::from(after.id)]);
    }
    // A literal limit: PostgreSQL plans `LIMIT $1` for a tenth of the table.
    let sql = format!(
        "SELECT t.{column}, t.id FROM tickets t{} ORDER BY t.{column} {direction}, t.id {direction} \
         LIMIT {} OFFSET {offset}",
        conditions.sql(),
        filter.window.limit + 1,
    );
    let read = |r: &Row<'_>| Ok(Position { key: r.int(0)?, id: r.int(1)? });
    conn.rows(AssertSqlSafe(sql), conditions.args(), read).await
}

/// The cards of these tickets, in this order.
async fn cards(conn: &mut Conn, ids: &[i64], reader: UserId) -> Result<Vec<Ticket>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut world = World::default();
    card::by_ticket(conn, ids, &mut world).await?;
    let unread = unread(conn, ids, reader).await?;
    let ticket = |id: &i64| {
        let mut ticket = world.ticket(TicketId(*id))?;
        ticket.unread = Some(unread.get(id).copied().unwrap_or_default());
        Some(ticket)
    };
    Ok(ids.iter().filter_map(ticket).collect())
}

/// How many messages of others each ticket holds beyond the reader's position.
async fn unread(
    conn: &mut Conn,
    ids: &[i64],
    reader: UserId,
) -> Result<HashMap<i64, u32>, StoreError> {
    let (list, ids) = in_list(ids, 2);
    let rows = list.replace(", ", "), (");
    // From the reader's position on: what was read is not read again.
    let sql = format!(
        "SELECT t.column1, (SELECT count(*) FROM messages m WHERE m.ticket_id = t.column1 \
         AND m.id > COALESCE((SELECT r.message_id FROM reads r \
         WHERE r.user_id = $1 AND r.ticket_id = t.column1), 0) \
         AND m.sender_id IS NOT NULL AND m.sender_id <> $1) FROM (VALUES ({rows})) AS t"
    );
    let args = std::iter::once(Cell::from(reader.0)).chain(ids).collect();
    let read = |r: &Row<'_>| Ok((r.int(0)?, u32::try_from(r.int(1)?).unwrap_or(u32::MAX)));
    Ok(conn.rows(AssertSqlSafe(sql), args, read).await?.into_iter().collect())
}
