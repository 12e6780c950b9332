//! What a list's `q` says in the words of search: each of them narrows the list further.

use super::tagged;
use crate::search::{AgentWord, Query, Term};
use crate::store::cells::Cell;
use crate::store::flush::rank;
use crate::store::read::page::{Where, contains};
use robindesk_protocol::UserId;
use std::collections::HashSet;

/// The tables that a query may ask about, all of them joined.
pub const FROM: &str = "tickets t JOIN orders o ON o.id = t.order_id \
    JOIN packages p ON p.id = o.package_id JOIN brands b ON b.id = o.brand_id \
    JOIN creators c ON c.id = o.creator_id JOIN users cu ON cu.id = c.user_id \
    LEFT JOIN users au ON au.id = t.agent_id";

/// Adds what the query asks for.
pub fn narrow<'a>(
    query: &'a Query,
    reader: UserId,
    rare: &HashSet<String>,
    conditions: &mut Where<'a>,
) {
    conditions.any_of("t.status", query.status.iter().map(|s| Cell::from(s.as_str())).collect());
    let ranks = query.priority.iter().map(|p| Cell::from(rank(*p))).collect();
    conditions.any_of("t.priority", ranks);
    for tag in &query.tags {
        tagged::narrow(tag, rare, conditions);
    }
    named("lower(b.company_name)", &query.brands, conditions);
    named("lower(cu.name)", &query.creators, conditions);
    for (condition, time) in
        [("t.created_at < ?", query.before), ("t.created_at >= ?", query.after)]
    {
        if let Some(time) = time {
            conditions.and(condition, [Cell::from(time)]);
        }
    }
    agents(&query.agents, reader, conditions);
    for term in &query.terms {
        words(term, conditions);
    }
}

/// One of these names, in part.
fn named(column: &str, names: &[String], conditions: &mut Where<'_>) {
    if !names.is_empty() {
        let any = vec![format!("{column} LIKE ? ESCAPE '\\'"); names.len()].join(" OR ");
        let patterns: Vec<_> = names.iter().map(|name| Cell::from(contains(name))).collect();
        conditions.and(&format!("({any})"), patterns);
    }
}

fn agents(agents: &[AgentWord], reader: UserId, conditions: &mut Where<'_>) {
    if agents.is_empty() {
        return;
    }
    let (mut any, mut args) = (Vec::new(), Vec::new());
    for agent in agents {
        let (condition, arg) = match agent {
            AgentWord::Nobody => ("t.agent_id IS NULL", None),
            AgentWord::Me => ("t.agent_id = ?", Some(Cell::from(reader.0))),
            AgentWord::Id(id) => ("t.agent_id = ?", Some(Cell::from(id.0))),
            AgentWord::Name(name) => {
                ("lower(au.name) LIKE ? ESCAPE '\\'", Some(Cell::from(contains(name))))
            }
        };
        any.push(condition);
        args.extend(arg);
    }
    conditions.and(&format!("({})", any.join(" OR ")), args);
}

/// In the ticket's number, or in a name or title.
fn words(term: &Term, conditions: &mut Where<'_>) {
    let number = term.text.trim_start_matches('#').parse::<i64>().unwrap_or_default();
    let pattern = contains(&term.text);
    let found = "(t.id = ? OR lower(p.title) LIKE ? ESCAPE '\\' \
                 OR lower(b.company_name) LIKE ? ESCAPE '\\' OR lower(cu.name) LIKE ? ESCAPE '\\')";
    let found = if term.not { format!("NOT {found}") } else { found.to_owned() };
    let args = [Cell::from(number), pattern.clone().into(), pattern.clone().into(), pattern.into()];
    conditions.and(&found, args);
}
