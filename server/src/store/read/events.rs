//! The event log, as `feed` and histories read it.

use super::page::{Position, Total, Where, Window};
use crate::desk::changes::{LoggedEvent, Readers};
use crate::store::cells::{Cell, Row};
use crate::store::load;
use crate::store::{Conn, Store, StoreError};
use robindesk_protocol::{Audience, BrandId, CreatorId, Event, EventKind, HistoryPage, TicketId};

/// What an event's columns are.
const EVENT: &str = "SELECT body, audience, brand_id, creator_id FROM events";

/// An entry of the log as it was written: its event still as text, which is what staff are sent.
#[derive(Debug)]
pub struct Written {
    pub seq: i64,
    pub kind: EventKind,
    pub ticket_id: Option<TicketId>,
    pub readers: Readers,
    /// The event as JSON on one line.
    pub body: String,
}

/// Up to `limit` events after `seq`, in order.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn after(store: &Store, seq: i64, limit: u32) -> Result<Vec<Written>, StoreError> {
    let sql = format!(
        "SELECT body, audience, brand_id, creator_id, seq, kind, ticket_id FROM events \
         WHERE seq > $1 ORDER BY seq LIMIT {limit}"
    );
    let mut conn = store.lease().await?;
    conn.rows(sqlx::AssertSqlSafe(sql), vec![Cell::from(seq)], written).await
}

/// The number of the newest event, 0 when there is none.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn newest(store: &Store) -> Result<i64, StoreError> {
    let mut conn = store.lease().await?;
    Ok(load::head(&mut conn).await?.0.seq)
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
    let mut conditions = Where::default();
    conditions.and("ticket_id = ?", [Cell::from(ticket.0)]);
    conditions.any_of("kind", kinds.iter().map(|k| Cell::from(k.as_str())).collect());
    let sql = format!("{EVENT}{} ORDER BY seq", conditions.sql());
    conn.rows(sqlx::AssertSqlSafe(sql), conditions.args(), event).await
}

/// The word in cursors of histories.
pub const SORT: &str = "history";

/// A page of the events on a ticket and its order, oldest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn history(
    store: &Store,
    ticket: TicketId,
    window: &Window,
) -> Result<HistoryPage, StoreError> {
    let mut conn = store.lease().await?;
    let mut conditions = Where::default();
    conditions.and("ticket_id = ?", [Cell::from(ticket.0)]);
    let total = Total::counted(&mut conn, "events", &conditions).await?;
    let after = window.after.map_or(0, |p| p.id);
    let offset = if window.after.is_some() { 0 } else { window.offset };
    let limit = window.limit as usize;
    let sql = format!(
        "{EVENT} WHERE ticket_id = $1 AND seq > $2 ORDER BY seq LIMIT {} OFFSET {offset}",
        limit + 1
    );
    let args = vec![Cell::from(ticket.0), Cell::from(after)];
    let mut found = conn.rows(sqlx::AssertSqlSafe(sql), args, event).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let events: Vec<Event> = found.into_iter().map(|logged| logged.event).collect();
    let last = events.last().filter(|_| more).map(|e| Position { key: 0, id: e.seq });
    let paging = window.paging(total, last.map(|p| p.cursor(SORT)));
    Ok(HistoryPage { events, paging })
}

fn event(r: &Row<'_>) -> Result<LoggedEvent, StoreError> {
    let body = r.text(0)?;
    let event: Event =
        serde_json::from_str(&body).map_err(|e| StoreError::Internal(format!("an event: {e}")))?;
    Ok(LoggedEvent { event, readers: readers(r)? })
}

fn written(r: &Row<'_>) -> Result<Written, StoreError> {
    Ok(Written {
        seq: r.int(4)?,
        kind: r.word(5, EventKind::parse)?,
        ticket_id: r.opt_int(6)?.map(TicketId),
        readers: readers(r)?,
        body: r.text(0)?,
    })
}

fn readers(r: &Row<'_>) -> Result<Readers, StoreError> {
    Ok(Readers {
        audience: r.word(1, Audience::parse)?,
        brand_id: r.opt_int(2)?.map(BrandId),
        creator_id: r.opt_int(3)?.map(CreatorId),
    })
}
