//! Lists by tag.

use super::narrow::{Narrow, are_few};
use crate::store::cells::Cell;
use crate::store::read::page::Where;
use crate::store::{Conn, StoreError};

/// Adds that a ticket has this tag.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn narrow(conn: &mut Conn, tag: &str, narrow: &mut Narrow<'_>) -> Result<(), StoreError> {
    let tag = tag.to_lowercase();
    let mut having = Where::default();
    having.and("tag = ?", [Cell::from(tag.clone())]);
    if are_few(conn, "ticket_tags", &having).await? {
        let condition = "t.id IN (SELECT ticket_id FROM ticket_tags WHERE tag = ?)";
        narrow.by_few(condition, [Cell::from(tag)]);
    } else {
        let condition =
            "EXISTS (SELECT 1 FROM ticket_tags g WHERE g.tag = ? AND g.ticket_id = t.id)";
        narrow.conditions.and(condition, [Cell::from(tag)]);
    }
    Ok(())
}
