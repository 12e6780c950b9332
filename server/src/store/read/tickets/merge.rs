//! Lists of tickets that cost the same at ten thousand and at a million: a page is the merge of a few
//! index scans, one for each combination of agent, status and priority, each no longer than the page.
//! Whatever else is asked for and is common is held against each row. Where nothing else is, the total
//! is the sum of a few counters that the writer keeps (`desk::changes::counts`).
//!
//! Side by side (`union`) the scans are merged row by row, no further than the page goes. PostgreSQL
//! plans each of them by itself, ten times longer than it runs them; a page's worth of each, one after
//! the other (`each`), is planned once.

mod each;
mod scans;
mod union;

use super::Filter;
use super::narrow::Narrow;
use super::shown::Places;
use crate::store::cells::Cell;
use crate::store::flush::rank;
use crate::store::read::page::{Total, Where};
use crate::store::{Conn, StoreError};
use scans::scans;
use sqlx::AssertSqlSafe;

/// How many rows one answer holds against what else was asked for: a word that is common, and nowhere
/// in this list, would have a million of them read. What is beyond comes with the next page.
const HELD: u64 = 20_000;

/// The same where an offset is to be counted off first. It may end short of that offset: a cursor goes
/// on wherever it ends.
const HELD_WITH_OFFSET: u64 = 100_000;

/// Of longer pages, offset and all, each scan would be read too far.
const EACH: u64 = 1_000;

/// How many tickets the filter finds; `None` when only a count can tell.
pub async fn total(conn: &mut Conn, filter: &Filter) -> Result<Option<Total>, StoreError> {
    if filter.q.is_some() || !filter.tags.is_empty() || filter.snoozed == Some(true) {
        return Ok(None);
    }
    let asleep = if filter.snoozed.is_some() { asleep(conn, filter).await? } else { 0 };
    Ok(Some(Total::exactly(counter(conn, filter).await? - asleep)))
}

/// How many tickets have the agents, the status and the priority of a filter.
pub async fn counter(conn: &mut Conn, filter: &Filter) -> Result<i64, StoreError> {
    let mut conditions = Where::default();
    conditions.and("kind = 'ticket'", []);
    let words = filter.status.iter().map(|s| Cell::from(s.as_str())).collect();
    conditions.any_of("status", words);
    let ranks = filter.priority.iter().map(|p| Cell::from(rank(*p))).collect();
    conditions.any_of("priority", ranks);
    let nobody = filter.unassigned.then_some(0);
    let agents = filter.agents.iter().map(|a| a.0).chain(nobody).map(Cell::from).collect();
    conditions.any_of("agent_id", agents);
    let not = filter.not_agents.iter().map(|a| Cell::from(a.0)).collect();
    conditions.none_of("agent_id", not);
    let sql = format!("SELECT CAST(COALESCE(sum(n), 0) AS BIGINT) FROM cells{}", conditions.sql());
    let all = conn.rows(AssertSqlSafe(sql), conditions.args(), |r| r.int(0)).await?.pop();
    Ok(all.unwrap_or_default())
}

/// How many of those that the filter finds are snoozed: a few, by their own index.
async fn asleep(conn: &mut Conn, filter: &Filter) -> Result<i64, StoreError> {
    let asleep = Filter { snoozed: Some(true), ..filter.clone() };
    let conditions = super::conditions(&asleep, &Narrow::default());
    let sql = format!("SELECT count(*) FROM tickets t{}", conditions.sql());
    let found = conn.rows(AssertSqlSafe(sql), conditions.args(), |r| r.int(0)).await?;
    Ok(found.first().copied().unwrap_or_default())
}

/// Whether the tickets of many agents, so many in all, are better looked up and sorted than come upon:
/// where the list is longer than one answer reads, or would be read further for a page of them, were
/// they spread evenly, than they are many.
pub async fn are_rare(
    conn: &mut Conn,
    filter: &Filter,
    total: Option<Total>,
) -> Result<bool, StoreError> {
    let few = total.filter(|total| total.is_few() && scans::all(filter).are_too_many());
    let Some(Total { rows, .. }) = few else { return Ok(false) };
    let (agents, not_agents) = (Vec::new(), Vec::new());
    let anybodys = Filter { agents, not_agents, unassigned: false, ..filter.clone() };
    let among = counter(conn, &anybodys).await?.unsigned_abs();
    let page = filter.window.offset + u64::from(filter.window.limit) + 1;
    Ok(among > HELD || rows.saturating_mul(rows) <= among.saturating_mul(page))
}

/// What scans can tell of a page.
pub enum Merged<'a> {
    /// Where its rows are; and where those end that were held against the filter, if they do.
    Of(Places<'a>, Option<Places<'a>>),
    /// That there are none.
    Empty,
    /// Nothing.
    Cannot,
}

/// The page and one row more.
pub fn places<'a>(
    filter: &'a Filter,
    narrow: &Narrow<'a>,
    rare: bool,
    is_sqlite: bool,
) -> Merged<'a> {
    let Some(scans) = scans(filter, narrow, rare) else { return Merged::Cannot };
    let mut held = narrow.conditions.clone();
    if scans.of_anybody || !filter.not_agents.is_empty() {
        super::of_agents(filter, &mut held);
    }
    let narrowed = !held.is_empty();
    let offset = filter.window.after.map_or(filter.window.offset, |_| 0);
    let page = offset + u64::from(filter.window.limit) + 1;
    let most = match (narrowed, offset) {
        (false, _) => page,
        (true, 0) => HELD,
        (true, _) => HELD_WITH_OFFSET,
    };
    let args = held.args();
    let (parts, args) = if is_sqlite || narrowed || page > EACH {
        union::parts(filter, &scans, (!is_sqlite).then_some(most), args)
    } else {
        each::parts(filter, &scans, most, args)
    };
    if parts.is_empty() {
        return Merged::Empty;
    }
    let direction = scans::direction(filter);
    let order = format!("ORDER BY 1 {direction}, 2 {direction}");
    let page = format!("LIMIT {} OFFSET {offset}", filter.window.limit + 1);
    let merged = format!("{} {order}", parts.join(" UNION ALL "));
    if !narrowed {
        return Merged::Of(Places { sql: format!("{merged} {page}"), args }, None);
    }
    // Each row of the merge is held against the conditions in turn, not each scan's by itself:
    // one scan may hold none that meets them. SQLite keeps the order, and would sort it anew.
    let order = if is_sqlite { String::new() } else { order };
    let sql = format!(
        "SELECT m.k, m.id FROM ({merged} LIMIT {most}) m CROSS JOIN tickets t \
         WHERE t.id = m.id{} {order} {page}",
        held.also()
    );
    // With no arguments but its own: PostgreSQL keeps it as it is for the next list, which may have
    // others.
    let (parts, own) = union::parts(filter, &scans, (!is_sqlite).then_some(most), Vec::new());
    let merged = format!("{} ORDER BY 1 {direction}, 2 {direction}", parts.join(" UNION ALL "));
    let end = Places { sql: format!("{merged} LIMIT 1 OFFSET {}", most - 1), args: own };
    Merged::Of(Places { sql, args }, Some(end))
}
