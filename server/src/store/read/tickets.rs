//! Lists of tickets, and single ones.

mod asked;
mod merge;
mod named;
mod narrow;
mod shown;
mod tagged;

use super::page::{Position, Total, Where, Window};
use crate::search::Query;
use crate::store::cells::Cell;
use crate::store::{Store, StoreError};
use merge::Merged;
use narrow::Narrow;
use robindesk_protocol::{
    OrderId, Priority, Ticket, TicketId, TicketPage, TicketStatus, Timestamp, UserId,
};
use shown::{Places, shown};

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
    let places = match merge::places(filter, &narrow, conn.is_sqlite()) {
        Merged::Of(places) => Some(places),
        Merged::Empty => None,
        Merged::Cannot => Some(places(filter, &narrow)),
    };
    let mut found = match places {
        Some(places) => shown(store, &mut conn, places, filter.reader).await?,
        None => Vec::new(),
    };
    found.sort_unstable_by_key(|(at, _)| (at.key, at.id));
    if filter.descending {
        found.reverse();
    }
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
    let next = found.get(limit).and(found.get(limit - 1)).map(|(at, _)| at.cursor(&sort));
    let tickets = found.into_iter().take(limit).map(|(_, ticket)| ticket).collect();
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
    let sql = "SELECT CAST(0 AS BIGINT) AS k, $1 AS id".to_owned();
    let places = Places { sql, args: vec![Cell::from(id.0)] };
    Ok(shown(store, &mut conn, places, reader).await?.pop().map(|(_, ticket)| ticket))
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

/// The page and one row more, which tells whether there is a next page.
fn places<'a>(filter: &'a Filter, narrow: &Narrow<'a>) -> Places<'a> {
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
        "SELECT t.{column} AS k, t.id AS id FROM tickets t{} ORDER BY t.{column} {direction}, t.id {direction} \
         LIMIT {} OFFSET {offset}",
        conditions.sql(),
        filter.window.limit + 1,
    );
    Places { sql, args: conditions.args() }
}
