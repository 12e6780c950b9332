//! Names that an older desk has, folded as the flush writes them from now on (`search::words`).

use crate::search::words::folded;
use crate::store::cells::{Cell, Row};
use crate::store::{Conn, StoreError};
use sqlx::AssertSqlSafe;

/// How many rows are looked at in one piece.
const PIECE: i64 = 500;
/// Every table with a `folded`, and what that is made of.
const NAMES: [(&str, &str); 4] = [
    ("users", "name"),
    ("brands", "company_name"),
    ("packages", "title"),
    ("audit", "COALESCE(actor_name, '') || '\n' || subject_name"),
];

/// Goes through all names and writes those that SQL has folded otherwise: hardly any on most desks.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn names(conn: &mut Conn) -> Result<(), StoreError> {
    for (table, name) in NAMES {
        let read = format!(
            "SELECT id, {name}, folded FROM {table} WHERE id > $1 ORDER BY id LIMIT {PIECE}"
        );
        let write = format!("UPDATE {table} SET folded = $1 WHERE id = $2");
        let mut after = 0;
        loop {
            let row = |r: &Row<'_>| Ok((r.int(0)?, folded(&r.text(1)?), r.text(2)?));
            let args = vec![Cell::from(after)];
            let rows = conn.rows(AssertSqlSafe(read.clone()), args, row).await?;
            let Some((last, ..)) = rows.last() else { break };
            after = *last;
            for (id, name, _) in rows.into_iter().filter(|(_, name, sql)| name != sql) {
                conn.run(AssertSqlSafe(write.clone()), vec![name.into(), id.into()]).await?;
            }
        }
    }
    Ok(())
}
