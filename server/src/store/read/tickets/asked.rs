//! What a list's `q` says in the words of search: each of them narrows the list further.

use super::narrow::{Narrow, are_few};
use super::{Filter, NOBODY};
use crate::search::Query;
use crate::store::cells::Cell;
use crate::store::flush::rank;
use crate::store::read::named::{Called, Kind, agents, number};
use crate::store::read::page::Where;
use crate::store::read::span::{self, Numbered};
use crate::store::{Conn, StoreError};
use robindesk_protocol::UserId;

/// The agent of no ticket at all.
const NO_ACCOUNT: UserId = UserId(-1);

/// The same filter with what its query says of agent, status, priority and tags as its own, as far as
/// it says nothing of them itself.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn spelled_out(conn: &mut Conn, filter: &Filter) -> Result<Filter, StoreError> {
    let mut filter = filter.clone();
    let Some(mut query) = filter.q.take() else { return Ok(filter) };
    if filter.status.is_empty() {
        filter.status = std::mem::take(&mut query.status);
    }
    if filter.priority.is_empty() {
        filter.priority = std::mem::take(&mut query.priority);
    }
    filter.tags.append(&mut query.tags);
    if filter.agents.is_empty() && !filter.unassigned && !query.agents.is_empty() {
        let (agents, nobody) = agents(conn, &query.agents, filter.reader).await?;
        query.agents.clear();
        filter.unassigned = nobody;
        filter.agents = agents;
        if filter.agents.is_empty() && !nobody {
            filter.agents.push(NO_ACCOUNT);
        }
    }
    if !query.not.agents.is_empty() {
        let (agents, nobody) = agents(conn, &query.not.agents, filter.reader).await?;
        query.not.agents.clear();
        filter.not_agents = agents.into_iter().chain(nobody.then_some(NOBODY)).collect();
    }
    filter.q = Some(query).filter(|query| *query != Query::default());
    Ok(filter)
}

/// Adds what is left of a query.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn narrow<'a>(
    conn: &mut Conn,
    query: &'a Query,
    reader: UserId,
    narrow: &mut Narrow<'a>,
) -> Result<(), StoreError> {
    let words = query.status.iter().map(|s| Cell::from(s.as_str())).collect();
    narrow.conditions.any_of("t.status", words);
    let ranks = query.priority.iter().map(|p| Cell::from(rank(*p))).collect();
    narrow.conditions.any_of("t.priority", ranks);
    if !query.agents.is_empty() {
        let (agents, nobody) = agents(conn, &query.agents, reader).await?;
        // No account's number makes a list of nobody's one that finds nothing.
        let last = if nobody { NOBODY } else { NO_ACCOUNT };
        let ids = agents.into_iter().chain(std::iter::once(last)).map(|a| Cell::from(a.0));
        narrow.conditions.any_of("COALESCE(t.agent_id, 0)", ids.collect());
    }
    for (names, kind) in [(&query.brands, Kind::Brand), (&query.creators, Kind::Creator)] {
        if !names.is_empty() {
            let called = Called::of(conn, names, &[kind]).await?;
            with(&called, None, narrow);
        }
    }
    for term in query.terms.iter().filter(|term| !term.not) {
        let called = Called::of(conn, std::slice::from_ref(&term.text), &Kind::ALL).await?;
        with(&called, number(&term.text), narrow);
    }
    without(conn, query, narrow).await?;
    times(conn, query, narrow).await
}

/// Adds that a ticket's order is one of these, or that it has this number.
fn with(called: &Called, number: Option<i64>, narrow: &mut Narrow<'_>) {
    match (number, called.is_empty()) {
        (None, true) => narrow.by_none(),
        (Some(number), true) => narrow.by_few("t.id = ?", [Cell::from(number)]),
        (number, false) if called.few => {
            let (orders, mut args) = called.looked_up();
            let or_number = number.map_or("", |_| " UNION ALL SELECT ?");
            args.extend(number.map(Cell::from));
            let tickets =
                format!("SELECT k.id FROM tickets k WHERE k.order_id IN ({orders}){or_number}");
            narrow.by_few(&format!("t.id IN ({tickets})"), args);
        }
        (number, false) => {
            let (held, mut args) = called.held_against();
            let or_number = number.map_or("", |_| " OR t.id = ?");
            args.extend(number.map(Cell::from));
            narrow.conditions.and(&format!("({held}{or_number})"), args);
        }
    }
}

/// Adds that a ticket is none of those that are not asked for: all of them at once, for each ticket of
/// the list may be held against them.
async fn without(
    conn: &mut Conn,
    query: &Query,
    narrow: &mut Narrow<'_>,
) -> Result<(), StoreError> {
    if !query.not.tags.is_empty() {
        let places = vec!["?"; query.not.tags.len()].join(", ");
        // With an offset PostgreSQL looks each ticket's up, and does not read all tags to join them.
        let tagged = format!(
            "NOT EXISTS (SELECT 1 FROM ticket_tags g WHERE g.ticket_id = t.id AND g.tag IN ({places}) \
             LIMIT 1 OFFSET 0)"
        );
        narrow.conditions.and(&tagged, query.not.tags.iter().map(|tag| Cell::from(tag.clone())));
    }
    for (names, kind) in [(&query.not.brands, Kind::Brand), (&query.not.creators, Kind::Creator)] {
        if !names.is_empty() {
            not_called(&Called::of(conn, names, &[kind]).await?, narrow);
        }
    }
    let not = query.terms.iter().filter(|term| term.not);
    let texts: Vec<String> = not.map(|term| term.text.clone()).collect();
    if texts.is_empty() {
        return Ok(());
    }
    for number in texts.iter().filter_map(|text| number(text)) {
        narrow.conditions.and("t.id <> ?", [Cell::from(number)]);
    }
    not_called(&Called::of(conn, &texts, &Kind::ALL).await?, narrow);
    Ok(())
}

/// Adds that a ticket's order is none of these.
fn not_called(called: &Called, narrow: &mut Narrow<'_>) {
    if !called.is_empty() {
        let (held, args) = called.held_against();
        narrow.conditions.and(&format!("NOT {held}"), args);
    }
}

/// Adds the times. Tickets are numbered in the order of time, so these are numbers as well.
async fn times(conn: &mut Conn, query: &Query, narrow: &mut Narrow<'_>) -> Result<(), StoreError> {
    let mut numbers = Where::default();
    let mut within = Vec::new();
    if let Some(time) = query.before {
        narrow.conditions.and("t.created_at < ?", [Cell::from(time)]);
        within.push(("k.id < ?", span::above(conn, Numbered::Tickets, time).await?));
    }
    if let Some(time) = query.after {
        narrow.conditions.and("t.created_at >= ?", [Cell::from(time)]);
        within.push(("k.id > ?", span::below(conn, Numbered::Tickets, time).await?));
    }
    for (condition, number) in &within {
        numbers.and(condition, [Cell::from(*number)]);
    }
    if !within.is_empty() && are_few(conn, "tickets k", &numbers).await? {
        let all: Vec<&str> = within.iter().map(|(condition, _)| *condition).collect();
        let sql = format!("t.id IN (SELECT k.id FROM tickets k WHERE {})", all.join(" AND "));
        narrow.by_few(&sql, within.into_iter().map(|(_, number)| Cell::from(number)));
    }
    Ok(())
}
