//! Files: where their bytes lie, and whose message they are.

use crate::store::cells::{Cell, Row};
use crate::store::{Store, StoreError};
use robindesk_protocol::{Audience, FileId, FileRef, TicketId};
use sqlx::AssertSqlSafe;
use std::collections::HashSet;

/// How many objects one statement asks for at most.
const MOST: usize = 256;

/// A file with what decides who may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub file: FileRef,
    /// Its name on the shelf.
    pub object: String,
    pub ticket: TicketId,
    pub audience: Audience,
}

/// The file, `None` when there is none.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn one(store: &Store, id: FileId) -> Result<Option<Stored>, StoreError> {
    let sql = "SELECT f.name, f.content_type, f.size, f.object, m.ticket_id, m.audience \
               FROM files f JOIN messages m ON m.id = f.message_id WHERE f.message_id = $1";
    let read = |r: &Row<'_>| {
        Ok(Stored {
            file: FileRef {
                id,
                name: r.text(0)?,
                content_type: r.text(1)?,
                size: r.int(2)?.unsigned_abs(),
            },
            object: r.text(3)?,
            ticket: TicketId(r.int(4)?),
            audience: r.word(5, Audience::parse)?,
        })
    };
    Ok(store.lease().await?.rows(sql, vec![Cell::from(id.0)], read).await?.pop())
}

/// Whether any message has ever brought a file.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn any(store: &Store) -> Result<bool, StoreError> {
    let sql = "SELECT message_id FROM files LIMIT 1";
    Ok(!store.lease().await?.rows(sql, vec![], |r| r.int(0)).await?.is_empty())
}

/// Those of these objects that a message has.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn known(store: &Store, objects: &[String]) -> Result<HashSet<String>, StoreError> {
    let mut conn = store.lease().await?;
    let mut known = HashSet::new();
    for some in objects.chunks(MOST) {
        let places: Vec<String> = (1..=some.len()).map(|n| format!("${n}")).collect();
        let sql = format!("SELECT object FROM files WHERE object IN ({})", places.join(", "));
        let args = some.iter().map(|object| Cell::from(object.as_str())).collect();
        known.extend(conn.rows(AssertSqlSafe(sql), args, |r: &Row<'_>| r.text(0)).await?);
    }
    Ok(known)
}
