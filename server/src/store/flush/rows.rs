//! What each table's row is made of. A new column is named here once and filled here once.

mod log;
mod messages;
mod orders;
mod people;

pub use log::{AUDIT, EVENTS, HEAD, REPLIES, audit, events, head, replies};
pub use messages::{FILES, MACROS, MESSAGES, READS, files, macros, messages, reads};
pub use orders::{DECISIONS, NEVER, ORDERS, TICKETS, decisions, orders, priority, rank, tickets};
pub use people::{
    AGENTS, BRANDS, CREATORS, PACKAGES, SESSIONS, USERS, agents, brands, creators, packages,
    sessions, users,
};

use crate::store::StoreError;
use crate::store::cells::Cell;
use serde::Serialize;

/// The values of a row, in the order of its table's columns. A column's values are of one kind.
pub type Cells<'a> = Vec<Cell<'a>>;

macro_rules! table {
    ($name:literal, $key:literal, [$($column:literal),+ $(,)?]) => {
        Table { name: $name, key: $key, columns: &[$($column),+], adds: false, select: None }
    };
}
use table;

fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| StoreError::Internal(format!("a row as JSON: {e}")))
}
