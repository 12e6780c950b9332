//! Macros, as their reader may see them: the shared ones and its own.

use super::page::{Position, Total, Where, Window};
use crate::store::cells::Cell;
use crate::store::load::canned::{MACRO, item};
use crate::store::{Store, StoreError};
use robindesk_protocol::{Macro, MacroId, MacroPage, UserId};
use sqlx::AssertSqlSafe;

/// The word in cursors of these lists.
pub const SORT: &str = "macros";

/// A page of macros, the oldest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn page(store: &Store, reader: UserId, window: &Window) -> Result<MacroPage, StoreError> {
    let mut conn = store.lease().await?;
    let mut conditions = Where::default();
    conditions.and("(shared OR owner_id = ?)", [Cell::from(reader.0)]);
    let total = Total::counted(&mut conn, "macros", &conditions).await?;
    let mut offset = window.offset;
    if let Some(after) = window.after {
        offset = 0;
        conditions.and("id > ?", [Cell::from(after.id)]);
    }
    let limit = window.limit as usize;
    let sql =
        format!("{MACRO}{} ORDER BY id LIMIT {} OFFSET {offset}", conditions.sql(), limit + 1);
    let mut macros = conn.rows(AssertSqlSafe(sql), conditions.args(), item).await?;
    let more = macros.len() > limit;
    macros.truncate(limit);
    let last = macros.last().filter(|_| more).map(|m| Position { key: 0, id: m.id.0 });
    let paging = window.paging(total, last.map(|p| p.cursor(SORT)));
    Ok(MacroPage { macros, paging })
}

/// One macro, `None` when there is none or it is another's own.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn one(store: &Store, reader: UserId, id: MacroId) -> Result<Option<Macro>, StoreError> {
    let sql = format!("{MACRO} WHERE id = $1 AND (shared OR owner_id = $2)");
    let args = vec![Cell::from(id.0), Cell::from(reader.0)];
    Ok(store.lease().await?.rows(AssertSqlSafe(sql), args, item).await?.pop())
}
