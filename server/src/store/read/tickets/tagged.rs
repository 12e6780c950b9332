//! Lists by tag, however many tickets have it: of a rare tag all are looked up, and of a common one
//! the list is read in its own order, where some soon turn up.

use super::Filter;
use crate::store::cells::Cell;
use crate::store::read::page::{Total, Where};
use crate::store::{Conn, StoreError};
use std::collections::HashSet;

/// The tags of a filter that few tickets have.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn rare(conn: &mut Conn, filter: &Filter) -> Result<HashSet<String>, StoreError> {
    let asked = filter.q.iter().flat_map(|q| &q.tags);
    let mut rare = HashSet::new();
    for tag in filter.tags.iter().chain(asked).map(|tag| tag.to_lowercase()) {
        let mut conditions = Where::default();
        conditions.and("tag = ?", [Cell::from(tag.clone())]);
        if !Total::counted(conn, "ticket_tags", &conditions).await?.at_least {
            rare.insert(tag);
        }
    }
    Ok(rare)
}

/// Adds that a ticket has this tag.
pub fn narrow(tag: &str, rare: &HashSet<String>, conditions: &mut Where<'_>) {
    let tag = tag.to_lowercase();
    let condition = if rare.contains(&tag) {
        "t.id IN (SELECT ticket_id FROM ticket_tags WHERE tag = ?)"
    } else {
        "EXISTS (SELECT 1 FROM ticket_tags g WHERE g.tag = ? AND g.ticket_id = t.id)"
    };
    conditions.and(condition, [Cell::from(tag)]);
}
