//! The event log, as `feed` and histories read it.

use crate::desk::changes::LoggedEvent;
use crate::store::cells::{Cell, Row};
use crate::store::load;
use crate::store::{Conn, Store, StoreError};
use robindesk_protocol::{Audience, BrandId, CreatorId, Event, EventKind, TicketId};

/// What an event's columns are.
const EVENT: &str = "SELECT body, audience, brand_id, creator_id FROM events";

/// Up to `limit` events after `seq`, in order.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn after(store: &Store, seq: i64, limit: u32) -> Result<Vec<LoggedEvent>, StoreError> {
    let sql = format!("{EVENT} WHERE seq > $1 ORDER BY seq LIMIT {limit}");
    let mut conn = store.lease().await?;
    conn.rows(sqlx::AssertSqlSafe(sql), vec![Cell::from(seq)], event).await
}

/// The number of the newest event, 0 when there is none, and the count of revocations.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn newest(store: &Store) -> Result<(i64, i64), StoreError> {
    let mut conn = store.lease().await?;
    let (head, _) = load::head(&mut conn, load::HEAD).await?;
    Ok((head.seq, head.revocations))
}

/// The event with this number.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn at(conn: &mut Conn, seq: i64) -> Result<Option<LoggedEvent>, StoreError> {
    let sql = sqlx::AssertSqlSafe(format!("{EVENT} WHERE seq = $1"));
    Ok(conn.rows(sql, vec![Cell::from(seq)], event).await?.pop())
}

/// The events of these kinds on a ticket and its order, oldest first.
pub(super) async fn of_ticket(
    conn: &mut Conn,
    ticket: TicketId,
    kinds: &[EventKind],
) -> Result<Vec<LoggedEvent>, StoreError> {
    let mut conditions = super::page::Where::default();
    conditions.and("ticket_id = ?", [Cell::from(ticket.0)]);
    conditions.any_of("kind", kinds.iter().map(|k| Cell::from(k.as_str())).collect());
    let sql = format!("{EVENT}{} ORDER BY seq", conditions.sql());
    conn.rows(sqlx::AssertSqlSafe(sql), conditions.args(), event).await
}

fn event(r: &Row<'_>) -> Result<LoggedEvent, StoreError> {
    let body = r.text(0)?;
    let event: Event =
        serde_json::from_str(&body).map_err(|e| StoreError::Internal(format!("an event: {e}")))?;
    Ok(LoggedEvent {
        event,
        audience: r.word(1, Audience::parse)?,
        brand_id: r.opt_int(2)?.map(BrandId),
        creator_id: r.opt_int(3)?.map(CreatorId),
    })
}
