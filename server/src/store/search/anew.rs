//! The index of words made anew, from the messages: for another database, and for words that are
//! folded in another way.

use super::{POSTGRES, SQLITE, Said};
use crate::store::cells::{Cell, Row};
use crate::store::flush::Cells;
use crate::store::{Conn, StoreError};
use robindesk_protocol::{Audience, BrandId, CreatorId, MessageType, TicketId};
use sqlx::AssertSqlSafe;

/// How many messages are read in one piece, and how many rows are written in one statement.
const PIECE: usize = 500;
const ROWS: usize = 100;

// Columns that were there when full text came, for this is a step of the schema too.
const MESSAGES: &str = "SELECT m.id, m.ticket_id, m.message_text, m.message_type, m.audience, \
    o.brand_id, o.creator_id, o.rejection_message, f.name, b.company_name, u.name, \
    (SELECT min(e.id) FROM messages e WHERE e.ticket_id = m.ticket_id) \
    FROM messages m JOIN tickets t ON t.id = m.ticket_id JOIN orders o ON o.id = t.order_id \
    JOIN brands b ON b.id = o.brand_id JOIN creators c ON c.id = o.creator_id \
    JOIN users u ON u.id = c.user_id LEFT JOIN files f ON f.message_id = m.id \
    WHERE m.id > $1 ORDER BY m.id LIMIT ";

/// Fills the index, which must be empty.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn fill(conn: &mut Conn) -> Result<(), StoreError> {
    let sqlite = conn.is_sqlite();
    let read = format!("{MESSAGES}{PIECE}");
    let mut after = 0;
    loop {
        let args = vec![Cell::from(after)];
        let found = conn
            .rows(AssertSqlSafe(read.clone()), args, |r| Ok((r.int(0)?, entry(r, sqlite)?)))
            .await?;
        let Some((last, _)) = found.last() else { return Ok(()) };
        after = *last;
        let rows: Vec<Cells<'static>> = found.into_iter().filter_map(|(_, row)| row).collect();
        for some in rows.chunks(ROWS) {
            let args = some.iter().flatten().cloned().collect();
            conn.run(AssertSqlSafe(insert(sqlite, some.len())), args).await?;
        }
    }
}

fn entry(r: &Row<'_>, sqlite: bool) -> Result<Option<Cells<'static>>, StoreError> {
    let (text, rejection, file) = (r.text(2)?, r.opt_text(7)?, r.opt_text(8)?);
    let said = Said {
        id: r.int(0)?,
        ticket: TicketId(r.int(1)?),
        kind: r.word(3, MessageType::parse)?,
        text: &text,
        file: file.as_deref(),
        audience: r.word(4, Audience::parse)?,
        brand: BrandId(r.int(5)?),
        creator: CreatorId(r.int(6)?),
        parties: if r.int(11)? == r.int(0)? { Some([r.text(9)?, r.text(10)?]) } else { None },
        rejection: rejection.as_deref(),
    };
    Ok(said.cells(sqlite))
}

fn insert(sqlite: bool, rows: usize) -> String {
    let table = if sqlite { &SQLITE } else { &POSTGRES };
    let width = table.columns.len();
    let row = |r: usize| {
        let place = |c| match (sqlite, c) {
            (false, 2) => format!("${}::tsvector", r * width + c),
            _ => format!("${}", r * width + c),
        };
        format!("({})", (1..=width).map(place).collect::<Vec<_>>().join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!("INSERT INTO {} ({}) VALUES {}", table.name, table.columns.join(", "), rows.join(", "))
}
