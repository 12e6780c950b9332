//! Parties that have another name than their orders stand under in the full-text index.

use super::Table;
use crate::desk::changes::{Changes, Party};
use crate::desk::world::World;
use crate::store::cells::Cell;

pub const RENAMED: Table =
    Table { name: "renamed", key: 2, columns: &["kind", "id", "at"], adds: false, select: None };

/// The time is the number of the change: all that matters is which came last.
pub fn rows<'a>(world: &World, changes: &Changes) -> Vec<Vec<Cell<'a>>> {
    let row = |party: &Party| {
        let (kind, id) = match party {
            Party::Brand(id) => ("brand", id.0),
            Party::Creator(id) => ("creator", id.0),
        };
        vec![kind.into(), id.into(), world.head.audit.into()]
    };
    changes.renamed.iter().map(row).collect()
}
