//! Macros.

use super::rows_of;
use crate::desk::world::World;
use crate::store::cells::Row;
use crate::store::{Conn, StoreError};
use robindesk_protocol::{Macro, MacroId, UserId};

/// What a macro's columns are.
pub const MACRO: &str =
    "SELECT id, owner_id, shared, title, body, actions, created_at, updated_at FROM macros";

/// These macros.
pub async fn macros(conn: &mut Conn, ids: &[i64], world: &mut World) -> Result<(), StoreError> {
    let found = rows_of(conn, &format!("{MACRO} WHERE id IN ({{}})"), ids, item).await?;
    world.macros.extend(found.into_iter().map(|m| (m.id, m)));
    Ok(())
}

/// One macro.
pub fn item(r: &Row<'_>) -> Result<Macro, StoreError> {
    let actions = r.text(5)?;
    Ok(Macro {
        id: MacroId(r.int(0)?),
        owner_id: UserId(r.int(1)?),
        shared: r.flag(2)?,
        title: r.text(3)?,
        body: r.text(4)?,
        actions: serde_json::from_str(&actions)
            .map_err(|e| StoreError::Internal(format!("a macro's actions: {e}")))?,
        created_at: r.time(6)?,
        updated_at: r.time(7)?,
    })
}
