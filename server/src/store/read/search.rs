//! Search over messages, orders and people, for what the reader may see.

mod hits;

use super::named::{Called, Kind, agents, lookup};
use super::page::{Position, Where, contains};
use super::span::{self, Numbered};
use super::tickets::NOBODY;
use crate::desk::command::Account;
use crate::desk::visibility;
use crate::search::{Excluded, Query};
use crate::store::cells::{Cell, Row};
use crate::store::flush::rank;
use crate::store::search::{Renamed, Scope, condition};
use crate::store::{Conn, Store, StoreError};
use robindesk_protocol::{BrandId, CreatorId, Hit, SearchPage};
use sqlx::AssertSqlSafe;

/// The word in cursors of searches.
pub const SORT: &str = "search";
/// Where a cursor stands while only people were told.
const BEFORE_ALL: i64 = i64::MAX;
/// More brands or creators than these are not put to the index: then each hit's order is held against
/// their names.
const MOST_NAMES: usize = 100;
/// How many renamed parties a search looks at: far more than a desk of this size renames.
const MOST_RENAMED: usize = 1_000;

/// What is searched, by whom, and where the page before ended.
#[derive(Debug)]
pub struct Search<'a> {
    pub query: &'a Query,
    pub reader: &'a Account,
    /// 1 to 200.
    pub limit: u32,
    pub after: Option<Position>,
}

/// A page of hits: people, and then the newest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn page(store: &Store, search: &Search<'_>) -> Result<SearchPage, StoreError> {
    let mut conn = store.lease().await?;
    let limit = search.limit as usize;
    let told = search.people_told();
    let mut hits = match told {
        Some(told) => people(&mut conn, search, told).await?,
        None => Vec::new(),
    };
    let more_people = hits.len() > limit;
    hits.truncate(limit);
    let room = limit - hits.len();
    let mut ids = if more_people { Vec::new() } else { ids(&mut conn, search, room + 1).await? };
    let more = more_people || ids.len() > room;
    ids.truncate(room);
    let people = told.unwrap_or_default() + hits.len();
    let before_all = Position { key: i64::try_from(people).unwrap_or(i64::MAX), id: BEFORE_ALL };
    let last = ids.last().map_or(before_all, |id| Position { key: 0, id: *id });
    hits.extend(hits::talk(store, &mut conn, search, &ids).await?);
    let next_cursor = more.then(|| last.cursor(SORT));
    Ok(SearchPage { hits, limit: search.limit, next_cursor })
}

impl Search<'_> {
    /// How many people the pages before have told; `None` once messages have begun.
    fn people_told(&self) -> Option<usize> {
        match self.after {
            None => Some(0),
            Some(Position { key, id: BEFORE_ALL }) => usize::try_from(key).ok(),
            Some(_) => None,
        }
    }
}

/// The people that come before the messages, for staff who ask for nothing but words.
async fn people(conn: &mut Conn, search: &Search<'_>, told: usize) -> Result<Vec<Hit>, StoreError> {
    if !search.reader.user_type.is_staff() || search.query.has_filters() {
        return Ok(Vec::new());
    }
    let people = hits::persons(conn, &search.query.terms).await?;
    Ok(people.into_iter().skip(told).collect())
}

/// The messages of the page, `most` of them.
async fn ids(conn: &mut Conn, search: &Search<'_>, most: usize) -> Result<Vec<i64>, StoreError> {
    let query = search.query;
    if query.names_nothing() {
        return Ok(Vec::new());
    }
    let Some(Whom { scopes, held }) = whom(conn, search).await? else { return Ok(Vec::new()) };
    let mut conditions = Where::default();
    let renamed = renamed(conn).await?;
    conditions.and(&condition(conn, &query.terms, &scopes, &renamed), []);
    if let Some(after) = search.after {
        conditions.and("i.rowid < ?", [Cell::from(after.id)]);
    }
    let mut from = "message_index i";
    // Joined only when asked for. CROSS: SQLite is to begin with what was found, and stay with it.
    let joined = narrow(conn, search, &mut conditions).await? || !held.is_empty();
    for called in held {
        let (held, args) = called.held_against();
        conditions.and(&held, args);
    }
    if joined {
        from = "message_index i CROSS JOIN messages m CROSS JOIN tickets t";
        conditions.and("m.id = i.rowid AND t.id = m.ticket_id", []);
    }
    for bound in bounds(conn, query).await? {
        conditions.and(&format!("i.rowid {bound}"), []);
        // PostgreSQL may well begin at the messages.
        if joined {
            conditions.and(&format!("m.id {bound}"), []);
        }
    }
    let sql = format!(
        "SELECT i.rowid FROM {from}{} ORDER BY i.rowid DESC LIMIT {most}",
        conditions.sql()
    );
    conn.rows(AssertSqlSafe(sql), conditions.args(), |r| r.int(0)).await
}

/// Between which numbers a query's times lie. Literals: where a search begins decides the plan.
async fn bounds(conn: &mut Conn, query: &Query) -> Result<Vec<String>, StoreError> {
    let mut bounds = Vec::new();
    if let Some(time) = query.before {
        bounds.push(format!("< {}", span::above(conn, Numbered::Messages, time).await?));
    }
    if let Some(time) = query.after {
        bounds.push(format!("> {}", span::below(conn, Numbered::Messages, time).await?));
    }
    Ok(bounds)
}

/// The parties that were renamed, lately ones first, by the words of the names they have now: in the
/// index their orders stand under the names of their day.
async fn renamed(conn: &mut Conn) -> Result<Vec<Renamed>, StoreError> {
    let sql = format!(
        "SELECT r.kind, r.id, COALESCE(b.company_name, u.name) FROM renamed r \
         LEFT JOIN brands b ON r.kind = 'brand' AND b.id = r.id \
         LEFT JOIN creators c ON r.kind = 'creator' AND c.id = r.id \
         LEFT JOIN users u ON u.id = c.user_id ORDER BY r.at DESC, r.kind, r.id LIMIT {MOST_RENAMED}"
    );
    let read = |r: &Row<'_>| {
        let (kind, id, name) = (r.text(0)?, r.int(1)?, r.opt_text(2)?.unwrap_or_default());
        let brand = kind == "brand";
        let party = if brand { Scope::Brand(BrandId(id)) } else { Scope::Creator(CreatorId(id)) };
        Ok(Renamed::new(party, &name))
    };
    conn.rows(AssertSqlSafe(sql), vec![], read).await
}

/// Adds what the query says of tickets and times; `false` when it says nothing of them.
async fn narrow<'a>(
    conn: &mut Conn,
    search: &Search<'a>,
    conditions: &mut Where<'a>,
) -> Result<bool, StoreError> {
    let query = search.query;
    let times = [("m.created_at < ?", query.before), ("m.created_at >= ?", query.after)];
    for (condition, time) in times {
        if let Some(time) = time {
            conditions.and(condition, [Cell::from(time)]);
        }
    }
    let words = query.status.iter().map(|s| Cell::from(s.as_str())).collect();
    conditions.any_of("t.status", words);
    let ranks = query.priority.iter().map(|p| Cell::from(rank(*p))).collect();
    conditions.any_of("t.priority", ranks);
    for tag in &query.tags {
        let quoted = format!("\"{tag}\"");
        conditions.and("t.tags LIKE ? ESCAPE '\\'", [Cell::from(contains(&quoted))]);
    }
    if !query.agents.is_empty() {
        let (agents, nobody) = agents(conn, &query.agents, search.reader.id).await?;
        let places = vec!["?"; agents.len()].join(", ");
        let nobody = if nobody { "t.agent_id IS NULL" } else { "0 = 1" };
        // Names that nobody has find nothing.
        let some = if agents.is_empty() { "0 = 1" } else { &format!("t.agent_id IN ({places})") };
        conditions
            .and(&format!("({nobody} OR {some})"), agents.into_iter().map(|a| Cell::from(a.0)));
    }
    let asked = query.before.is_some() || query.after.is_some() || !query.status.is_empty();
    let excluded = without(conn, search, conditions).await?;
    Ok(asked || excluded || query.asks_for_staff())
}

/// Adds what a query says that tickets must not be; `false` when it says nothing of that.
async fn without<'a>(
    conn: &mut Conn,
    search: &Search<'a>,
    conditions: &mut Where<'a>,
) -> Result<bool, StoreError> {
    let not = &search.query.not;
    let (agents, nobody) = agents(conn, &not.agents, search.reader.id).await?;
    let agents = agents.into_iter().chain(nobody.then_some(NOBODY));
    let agents = agents.map(|a| Cell::from(a.0)).collect();
    conditions.none_of("COALESCE(t.agent_id, 0)", agents);
    for tag in &not.tags {
        let quoted = format!("\"{tag}\"");
        conditions.and("t.tags NOT LIKE ? ESCAPE '\\'", [Cell::from(contains(&quoted))]);
    }
    for (names, kind) in [(&not.brands, Kind::Brand), (&not.creators, Kind::Creator)] {
        if names.is_empty() {
            continue;
        }
        let called = Called::of(conn, names, &[kind]).await?;
        if !called.is_empty() {
            let (held, args) = called.held_against();
            conditions.and(&format!("NOT {held}"), args);
        }
    }
    Ok(*not != Excluded::default())
}

/// Whom the hits must concern.
struct Whom {
    /// One of each list.
    scopes: Vec<Vec<Scope>>,
    /// And those of names that too many have.
    held: Vec<Called>,
}

/// Whom the hits must concern; `None` when a name is nobody's.
async fn whom(conn: &mut Conn, search: &Search<'_>) -> Result<Option<Whom>, StoreError> {
    let (query, reader) = (search.query, search.reader);
    let (mut scopes, mut held) = (Vec::new(), Vec::new());
    if !reader.user_type.is_staff() {
        let brand = reader.brand_id.map(Scope::Brand);
        let party = brand.or(reader.creator_id.map(Scope::Creator));
        let Some(party) = party else { return Ok(None) };
        scopes.push(vec![party]);
        let lanes = visibility::lanes(reader.user_type);
        scopes.push(lanes.into_iter().map(Scope::Lane).collect());
    }
    if !query.has_words() {
        scopes.push(vec![Scope::Order]);
    }
    let brand: fn(i64) -> Scope = |id| Scope::Brand(BrandId(id));
    let creator: fn(i64) -> Scope = |id| Scope::Creator(CreatorId(id));
    let parties = [(&query.brands, Kind::Brand, brand), (&query.creators, Kind::Creator, creator)];
    for (names, kind, scope) in parties {
        if names.is_empty() {
            continue;
        }
        // As far as it takes to see that they are too many.
        let found = lookup(conn, names, &[kind], MOST_NAMES + 1).await?.concat();
        match found.len() {
            0 => return Ok(None),
            1..=MOST_NAMES => scopes.push(found.into_iter().map(scope).collect()),
            _ => held.push(Called::of(conn, names, &[kind]).await?),
        }
    }
    Ok(Some(Whom { scopes, held }))
}
