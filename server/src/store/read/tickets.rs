//! Lists of tickets, and single ones.

mod asked;
mod merge;
mod narrow;
mod shown;
mod tagged;

use super::page::{Position, Total, Where, Window};
use crate::search::Query;
use crate::store::cells::Cell;
use crate::store::{Conn, Store, StoreError};
use merge::Merged;
use narrow::Narrow;
pub(super) use narrow::are_few;
use robindesk_protocol::{
    OrderId, Priority, Ticket, TicketId, TicketPage, TicketStatus, Timestamp, UserId,
};
use shown::{Places, position, shown};

/// Which tickets, in which order, seen by whom.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Empty lists filter nothing.
    pub status: Vec<TicketStatus>,
    pub agents: Vec<UserId>,
    /// Also those without an agent.
    pub unassigned: bool,
    /// None of these agents'; [`NOBODY`] for those without an agent.
    pub not_agents: Vec<UserId>,
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

/// Who has the tickets without an agent, where agents are counted.
pub const NOBODY: UserId = UserId(0);

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
    let filter = &asked::spelled_out(&mut conn, filter).await?;
    let narrow = Narrow::of(&mut conn, filter).await?;
    let exactly = merge::total(&mut conn, filter).await?;
    let rare = merge::are_rare(&mut conn, filter, exactly).await?;
    let (places, end) = match merge::places(filter, &narrow, rare, conn.is_sqlite()) {
        Merged::Of(places, end) => (Some(places), end),
        Merged::Empty => (None, None),
        Merged::Cannot => (Some(places(filter, &narrow)), None),
    };
    let mut found = match places {
        Some(places) => shown(store, &mut conn, places, filter.reader).await?,
        None => Vec::new(),
    };
    found.sort_unstable_by_key(|(at, _)| (at.key, at.id));
    if filter.descending {
        found.reverse();
    }
    let limit = filter.window.limit as usize;
    let next = match end {
        // A short page, and what follows begins where it stopped looking.
        Some(end) if found.len() <= limit => position(&mut conn, end).await?,
        _ => found.get(limit).and(found.get(limit - 1)).map(|(at, _)| *at),
    };
    let total = match exactly {
        Some(total) => total,
        None => counted(&mut conn, filter, &narrow, found.len(), next.is_some()).await?,
    };
    let next = next.map(|at| at.cursor(&filter.sort_word()));
    let tickets = found.into_iter().take(limit).map(|(_, ticket)| ticket).collect();
    Ok(TicketPage { tickets, paging: filter.window.paging(total, next) })
}

/// The total of a list that has no counter, of which a page found so many and whether it goes on.
async fn counted(
    conn: &mut Conn,
    filter: &Filter,
    narrow: &Narrow<'_>,
    found: usize,
    goes_on: bool,
) -> Result<Total, StoreError> {
    let all = conditions(filter, narrow);
    if narrow.few || filter.snoozed == Some(true) {
        return Total::counted(conn, "tickets t", &all).await;
    }
    let others = merge::counter(conn, filter).await?.unsigned_abs();
    let held = narrow.held_against(conn, all, others).await?;
    // A total that is "at least" is so for what is shown as well; at the end of the list it is all.
    let window = &filter.window;
    let ends = !goes_on && (window.offset == 0 || found > 0) && window.after.is_none();
    let shown = window.offset + found as u64;
    Ok(Total { rows: held.rows.max(shown), at_least: held.at_least && !ends })
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

/// How many unresolved tickets have no agent.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn waiting(store: &Store) -> Result<i64, StoreError> {
    let sql = "SELECT waiting FROM head WHERE id = 1";
    let found = store.lease().await?.rows(sql, vec![], |r| r.int(0)).await?;
    Ok(found.first().copied().unwrap_or_default())
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
    of_agents(filter, &mut conditions);
    match filter.snoozed {
        None => {}
        Some(true) => conditions.and("t.snoozed_until IS NOT NULL", []),
        Some(false) => conditions.and("t.snoozed_until IS NULL", []),
    }
    conditions
}

/// Adds whose tickets a filter asks for.
fn of_agents(filter: &Filter, conditions: &mut Where<'_>) {
    let not = filter.not_agents.iter().map(|a| Cell::from(a.0)).collect();
    conditions.none_of("COALESCE(t.agent_id, 0)", not);
    let agents: Vec<Cell<'_>> = filter.agents.iter().map(|a| Cell::from(a.0)).collect();
    match (filter.unassigned, agents.is_empty()) {
        (false, _) => conditions.any_of("t.agent_id", agents),
        (true, true) => conditions.and("t.agent_id IS NULL", []),
        (true, false) => {
            let places = vec!["?"; agents.len()].join(", ");
            conditions.and(&format!("(t.agent_id IS NULL OR t.agent_id IN ({places}))"), agents);
        }
    }
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
