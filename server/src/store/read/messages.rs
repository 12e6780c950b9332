//! The messages of a ticket.

use crate::store::cells::{Cell, Row};
use crate::store::load::{MESSAGE, message};
use crate::store::read::page::Where;
use crate::store::{Store, StoreError};
use robindesk_protocol::{Audience, MessageId, MessagePage, TicketId, UserId};
use sqlx::AssertSqlSafe;

/// Which messages of which ticket.
#[derive(Debug, Clone)]
pub struct Filter {
    pub ticket: TicketId,
    /// The lanes wanted, already cut to those that the reader may read. None: no messages.
    pub lanes: Vec<Audience>,
    /// Only older ones.
    pub before: Option<MessageId>,
    /// 1 to 200.
    pub limit: u32,
    pub reader: UserId,
}

/// The newest page that the filter allows, in time order.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn page(store: &Store, filter: &Filter) -> Result<MessagePage, StoreError> {
    let mut conn = store.lease().await?;
    let position = "SELECT message_id FROM reads WHERE user_id = $1 AND ticket_id = $2";
    let args = vec![Cell::from(filter.reader.0), Cell::from(filter.ticket.0)];
    let read_up_to = conn.rows(position, args, |r: &Row<'_>| r.int(0)).await?;
    let read_up_to = read_up_to.first().copied().map(MessageId);
    if filter.lanes.is_empty() {
        return Ok(MessagePage { messages: Vec::new(), has_more: false, read_up_to });
    }
    let mut conditions = Where::default();
    conditions.and("m.ticket_id = ?", [Cell::from(filter.ticket.0)]);
    let lanes = filter.lanes.iter().map(|a| Cell::from(a.as_str())).collect();
    conditions.any_of("m.audience", lanes);
    if let Some(before) = filter.before {
        conditions.and("m.id < ?", [Cell::from(before.0)]);
    }
    let limit = filter.limit as usize;
    let sql =
        format!("{MESSAGE}{} ORDER BY m.id DESC LIMIT {}", conditions.sql(), filter.limit + 1);
    let mut messages = conn.rows(AssertSqlSafe(sql), conditions.args(), message).await?;
    let has_more = messages.len() > limit;
    messages.truncate(limit);
    messages.reverse();
    Ok(MessagePage { messages, has_more, read_up_to })
}
