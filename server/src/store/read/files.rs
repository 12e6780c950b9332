//! Files: where their bytes lie, and whose message they are.

use crate::store::cells::{Cell, Row};
use crate::store::{Store, StoreError};
use robindesk_protocol::{Audience, FileId, FileRef, TicketId};

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
