//! Tickets as a list shows them: where each stands, its card, and what its reader has not read of it,
//! in one statement.

use crate::store::cells::{Cell, Row};
use crate::store::load::card::{COLUMNS, Card, WIDTH, card};
use crate::store::read::cards::whole;
use crate::store::read::page::Position;
use crate::store::{Conn, Store, StoreError};
use robindesk_protocol::{Ticket, TicketId, UserId};
use sqlx::AssertSqlSafe;

/// A statement for the sort keys `k` and numbers `id` of tickets.
pub struct Places<'a> {
    pub sql: String,
    pub args: Vec<Cell<'a>>,
}

/// A row of a list.
struct Line {
    at: Position,
    card: Card,
    unread: u32,
}

/// The tickets at these places, in no order.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn shown(
    store: &Store,
    conn: &mut Conn,
    places: Places<'_>,
    reader: UserId,
) -> Result<Vec<(Position, Ticket)>, StoreError> {
    let Places { sql, mut args } = places;
    args.push(Cell::from(reader.0));
    let reader = args.len();
    // Places first, and then what is there. From the reader's position on: what was read is not read
    // again.
    let sql = format!(
        "SELECT {COLUMNS}, u.k, (SELECT count(*) FROM messages m WHERE m.ticket_id = t.id \
         AND m.id > COALESCE((SELECT r.message_id FROM reads r \
         WHERE r.user_id = ${reader} AND r.ticket_id = t.id), 0) \
         AND m.sender_id IS NOT NULL AND m.sender_id <> ${reader}) \
         FROM ({sql}) u CROSS JOIN tickets t JOIN orders o ON o.id = t.order_id WHERE t.id = u.id"
    );
    let mut lines = conn.rows(AssertSqlSafe(sql), args, line).await?;
    let numbers: Vec<_> = lines.iter().map(|line| (line.at, line.unread)).collect();
    let cards = lines.drain(..).map(|line| line.card).collect();
    let world = whole(store, conn, cards).await?;
    let ticket = |(at, unread): (Position, u32)| {
        let mut ticket = world.ticket(TicketId(at.id))?;
        ticket.unread = Some(unread);
        Some((at, ticket))
    };
    Ok(numbers.into_iter().filter_map(ticket).collect())
}

/// The one place that a statement finds.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn position(conn: &mut Conn, places: Places<'_>) -> Result<Option<Position>, StoreError> {
    let read = |r: &Row<'_>| Ok(Position { key: r.int(0)?, id: r.int(1)? });
    Ok(conn.rows(AssertSqlSafe(places.sql), places.args, read).await?.pop())
}

fn line(r: &Row<'_>) -> Result<Line, StoreError> {
    Ok(Line {
        at: Position { key: r.int(WIDTH)?, id: r.int(0)? },
        card: card(r)?,
        unread: u32::try_from(r.int(WIDTH + 1)?).unwrap_or(u32::MAX),
    })
}
