//! Lists of tickets that cost the same at ten thousand and at a million: a page is the merge of a few
//! index scans, one for each combination of agent, status and priority, each no longer than the page.
//! Whatever else is asked for and is common is held against each row. Where nothing else is, the total
//! is the sum of a few counters that the writer keeps (`desk::changes::counts`).
//!
//! SQLite merges the scans row by row as they are, and stops at the end of the page. PostgreSQL does so
//! only with scans that are told their order and how far to go; SQLite would fill each of these first.

use super::narrow::Narrow;
use super::shown::Places;
use super::{Filter, Sort};
use crate::store::cells::Cell;
use crate::store::flush::rank;
use crate::store::read::page::{Position, Total, Where};
use crate::store::{Conn, StoreError};
use robindesk_protocol::{Priority, TicketStatus, UserId};
use sqlx::AssertSqlSafe;

/// As many rows as there may ever be.
const ALL: u64 = 1 << 40;

/// How many rows one answer holds against what else was asked for: a word that is common, and nowhere
/// in this list, would have a million of them read. What is beyond comes with the next page.
const HELD: u64 = 20_000;

/// More scans than these are not worth merging: then the list is read as it comes.
const MOST_SCANS: usize = 64;

/// Whose tickets a scan reads.
#[derive(Debug, Clone, Copy)]
enum Whose {
    Anybodys,
    Nobodys,
    One(UserId),
}

/// One combination that a filter asks for.
struct Scan {
    whose: Whose,
    status: TicketStatus,
    priority: Priority,
}

/// What a list is read by.
struct Scans {
    all: Vec<Scan>,
    /// They are so many agents' that each row's is looked at instead.
    of_anybody: bool,
}

/// The scans of a filter that finds so many tickets; `None` where there are better ways.
fn scans(filter: &Filter, narrow: &Narrow<'_>, total: Option<Total>) -> Option<Scans> {
    // Those that sleep have an index of their own, and are few.
    if narrow.few || filter.snoozed == Some(true) {
        return None;
    }
    let mut whose: Vec<Whose> = unique(&filter.agents).into_iter().map(Whose::One).collect();
    if filter.unassigned {
        whose.push(Whose::Nobodys);
    }
    if whose.is_empty() {
        whose.push(Whose::Anybodys);
    }
    let status = or_all(&filter.status, TicketStatus::ALL);
    let priority = or_all(&filter.priority, Priority::ALL);
    let of_anybody = whose.len() * status.len() * priority.len() > MOST_SCANS;
    if of_anybody {
        if total.is_some_and(Total::is_few) {
            return None;
        }
        whose = vec![Whose::Anybodys];
    }
    let mut all = Vec::with_capacity(MOST_SCANS);
    for whose in whose {
        for &status in &status {
            all.extend(priority.iter().map(|&priority| Scan { whose, status, priority }));
        }
    }
    Some(Scans { all, of_anybody })
}

fn unique<T: Ord + Copy>(values: &[T]) -> Vec<T> {
    let mut values = values.to_vec();
    values.sort_unstable();
    values.dedup();
    values
}

fn or_all<T: Ord + Copy>(asked: &[T], all: &[T]) -> Vec<T> {
    unique(if asked.is_empty() { all } else { asked })
}

/// How many tickets the filter finds; `None` when only a count can tell.
pub async fn total(conn: &mut Conn, filter: &Filter) -> Result<Option<Total>, StoreError> {
    if filter.q.is_some() || !filter.tags.is_empty() || filter.snoozed == Some(true) {
        return Ok(None);
    }
    let asleep = if filter.snoozed.is_some() { asleep(conn, filter).await? } else { 0 };
    let mut conditions = Where::default();
    conditions.and("kind = 'ticket'", []);
    let words = filter.status.iter().map(|s| Cell::from(s.as_str())).collect();
    conditions.any_of("status", words);
    let ranks = filter.priority.iter().map(|p| Cell::from(rank(*p))).collect();
    conditions.any_of("priority", ranks);
    let nobody = filter.unassigned.then_some(0);
    let agents = filter.agents.iter().map(|a| a.0).chain(nobody).map(Cell::from).collect();
    conditions.any_of("agent_id", agents);
    let sql = format!("SELECT CAST(COALESCE(sum(n), 0) AS BIGINT) FROM cells{}", conditions.sql());
    let all = conn.rows(AssertSqlSafe(sql), conditions.args(), |r| r.int(0)).await?.pop();
    Ok(all.map(|all| Total::exactly(all - asleep)))
}

/// How many of those that the filter finds are snoozed: a few, by their own index.
async fn asleep(conn: &mut Conn, filter: &Filter) -> Result<i64, StoreError> {
    let asleep = Filter { snoozed: Some(true), ..filter.clone() };
    let conditions = super::conditions(&asleep, &Narrow::default());
    let sql = format!("SELECT count(*) FROM tickets t{}", conditions.sql());
    let found = conn.rows(AssertSqlSafe(sql), conditions.args(), |r| r.int(0)).await?;
    Ok(found.first().copied().unwrap_or_default())
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

/// The page and one row more, of so many in all.
pub fn places<'a>(
    filter: &'a Filter,
    narrow: &Narrow<'a>,
    total: Option<Total>,
    is_sqlite: bool,
) -> Merged<'a> {
    let Some(scans) = scans(filter, narrow, total) else { return Merged::Cannot };
    let mut held = narrow.conditions.clone();
    if scans.of_anybody {
        super::of_agents(filter, &mut held);
    }
    let narrowed = !held.is_empty();
    let begins = filter.window.after.is_some() || filter.window.offset == 0;
    let most = match (narrowed, begins) {
        (false, _) => most(filter),
        (true, true) => HELD,
        // An offset counts what was found.
        (true, false) => ALL,
    };
    let mut union = Union { filter, most: (!is_sqlite).then_some(most), args: held.args() };
    let parts: Vec<String> = scans.all.iter().flat_map(|scan| union.parts(scan)).collect();
    if parts.is_empty() {
        return Merged::Empty;
    }
    let direction = direction(filter);
    let order = format!("ORDER BY 1 {direction}, 2 {direction}");
    let offset = filter.window.after.map_or(filter.window.offset, |_| 0);
    let page = format!("LIMIT {} OFFSET {offset}", filter.window.limit + 1);
    let merged = format!("{} {order}", parts.join(" UNION ALL "));
    if narrowed {
        // Each row of the merge is held against the conditions in turn, not each scan's by itself:
        // one scan may hold none that meets them. SQLite keeps the order, and would sort it anew.
        let order = if is_sqlite { String::new() } else { order };
        let sql = format!(
            "SELECT m.k, m.id FROM ({merged} LIMIT {most}) m CROSS JOIN tickets t \
             WHERE t.id = m.id{} {order} {page}",
            held.also()
        );
        let last = format!("{merged} LIMIT 1 OFFSET {}", HELD - 1);
        let end = begins.then(|| Places { sql: last, args: union.args.clone() });
        return Merged::Of(Places { sql, args: union.args }, end);
    }
    Merged::Of(Places { sql: format!("{merged} {page}"), args: union.args }, None)
}

/// How many rows of one scan a page can need at most.
fn most(filter: &Filter) -> u64 {
    let offset = filter.window.after.map_or(filter.window.offset, |_| 0);
    offset + u64::from(filter.window.limit) + 1
}

const fn direction(filter: &Filter) -> &'static str {
    if filter.descending { "DESC" } else { "ASC" }
}

/// What of a scan lies beyond the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beyond {
    /// Rows with its key and a further id.
    Ids,
    /// Rows with a further key.
    Keys,
    Both,
}

/// A union of scans, being written.
struct Union<'a, 'c> {
    filter: &'a Filter,
    /// How many rows of each scan are wanted, where that must be said.
    most: Option<u64>,
    args: Vec<Cell<'c>>,
}

impl Union<'_, '_> {
    /// A scan as parts of the union: what lies beyond the cursor. Those who do not wait all have one
    /// key, and SQLite looks up no more than the key of a pair whose second is the row's own number:
    /// so those with the cursor's key are a part of their own.
    fn parts(&mut self, scan: &Scan) -> Vec<String> {
        let split = self.filter.sort == Sort::Waiting && self.filter.window.after.is_some();
        let beyond: &[Beyond] = if split { &[Beyond::Ids, Beyond::Keys] } else { &[Beyond::Both] };
        beyond.iter().filter_map(|beyond| self.part(scan, *beyond)).collect()
    }

    /// A part of the union; `None` when all of it lies before the cursor.
    fn part(&mut self, scan: &Scan, what: Beyond) -> Option<String> {
        let filter = self.filter;
        let Scan { whose, status, priority } = scan;
        let priority = rank(*priority);
        let direction = direction(filter);
        let mut put = |value: i64| {
            self.args.push(Cell::from(value));
            format!("${}", self.args.len())
        };
        // Words of our own: as literals, so that the planner sees how common each is.
        let (mut conditions, agent) = match whose {
            Whose::Anybodys => (String::new(), ""),
            Whose::Nobodys => ("agent_id IS NULL AND ".to_owned(), "agent_id, "),
            Whose::One(agent) => (format!("agent_id = {} AND ", put(agent.0)), "agent_id, "),
        };
        conditions = format!("{conditions}status = '{status}' AND priority = {priority}");
        if filter.snoozed == Some(false) {
            conditions.push_str(" AND snoozed_until IS NULL");
        }
        if let Some(after) = filter.window.after {
            conditions.push_str(&further(filter, priority, after, what, &mut put)?);
        }
        let key = filter.sort.column();
        let rows = format!("SELECT {key} AS k, id FROM tickets WHERE {conditions}");
        let Some(most) = self.most else { return Some(rows) };
        let column = match filter.sort {
            Sort::Priority | Sort::Created => "",
            sort => &format!("{}, ", sort.column()),
        };
        // The whole index is named, also what is the same in every row: only so does PostgreSQL see
        // that a scan of it is sorted already when the agent is nobody.
        let order = format!("{agent}status, priority, {column}id, ")
            .replace(", ", &format!(" {direction}, "));
        let order = order.trim_end_matches(", ");
        Some(format!("SELECT * FROM ({rows} ORDER BY {order} LIMIT {most}) s"))
    }
}

/// The condition that a row of a scan lies beyond the cursor; `None` when none does.
fn further(
    filter: &Filter,
    priority: i64,
    after: Position,
    what: Beyond,
    put: &mut impl FnMut(i64) -> String,
) -> Option<String> {
    let beyond = if filter.descending { "<" } else { ">" };
    match filter.sort {
        // A whole scan has one priority: it lies beyond the cursor, or all of it was seen.
        Sort::Priority if priority != after.key => {
            ((priority < after.key) == filter.descending).then(String::new)
        }
        Sort::Priority | Sort::Created => Some(format!(" AND id {beyond} {}", put(after.id))),
        Sort::Updated | Sort::Waiting => {
            let (key, column) = (put(after.key), filter.sort.column());
            Some(match what {
                Beyond::Ids => format!(" AND {column} = {key} AND id {beyond} {}", put(after.id)),
                Beyond::Keys => format!(" AND {column} {beyond} {key}"),
                Beyond::Both => format!(" AND ({column}, id) {beyond} ({key}, {})", put(after.id)),
            })
        }
    }
}
