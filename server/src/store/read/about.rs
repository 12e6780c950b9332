//! What the database says of itself.

use crate::store::load;
use crate::store::{Conn, Store, StoreError};
use robindesk_protocol::Timestamp;

/// The database, as health shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    pub bytes: u64,
    /// Server processes that are connected, this one among them.
    pub nodes: u64,
    /// The number of the newest event.
    pub newest: i64,
    pub last_backup: Option<Timestamp>,
}

/// Looks at the database.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn database(store: &Store) -> Result<About, StoreError> {
    let mut conn = store.lease().await?;
    let bytes = one(&mut conn, store.size_sql()).await?;
    let nodes = one(&mut conn, store.nodes_sql()).await?;
    let backup = "SELECT at FROM moments WHERE name = 'backup'";
    let last_backup = conn.rows(backup, vec![], |r| r.time(0)).await?.pop();
    let newest = load::head(&mut conn).await?.0.seq;
    Ok(About { bytes, nodes, newest, last_backup })
}

async fn one(conn: &mut Conn, sql: &'static str) -> Result<u64, StoreError> {
    let found = conn.rows(sql, vec![], |r| r.int(0)).await?;
    Ok(found.first().map_or(0, |n| n.unsigned_abs()))
}
