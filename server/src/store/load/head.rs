//! The log head, and the settings that are kept in its row.

use super::people::STAFF;
use crate::desk::world::Head;
use crate::store::cells::Row;
use crate::store::{Conn, PATIENCE, StoreError};
use robindesk_protocol::{DeskSettings, Policy};
use std::sync::LazyLock;

macro_rules! head_sql {
    () => {
        "SELECT seq, orders, tickets, messages, users, brands, creators, packages, decisions, \
         waiting, audit, policy, default_max_open_tickets, send_delay_seconds, \
         settings_version, macros, facts, tags, at FROM head WHERE id = 1"
    };
}
/// Reads the log head.
const HEAD: &str = head_sql!();
/// Begins a write and reads the log head.
pub const BEGIN_SQLITE: &str = concat!("BEGIN IMMEDIATE; ", head_sql!());
/// How long a node may keep the log head without a word, in milliseconds. The database then ends its
/// transaction: one that hangs, or whose network is gone, must not hold the others for good.
const SILENCE_MS: u32 = 3_000;
/// Has a connection know what its writes begin with: the others wait while it is planned.
pub static PREPARE_POSTGRES: LazyLock<String> = LazyLock::new(|| {
    let head = concat!(head_sql!(), " FOR UPDATE");
    let statement_ms = PATIENCE.as_millis();
    format!(
        "SET idle_in_transaction_session_timeout = {SILENCE_MS}; \
         SET statement_timeout = {statement_ms}; \
         PREPARE log_head AS {head}; PREPARE all_staff AS {STAFF}"
    )
});
/// Begins a write, reads the log head and keeps every other node out until the commit.
pub const BEGIN_POSTGRES: &str = "BEGIN; EXECUTE log_head";
/// The same, and what came of the staff by then.
pub const BEGIN_WITH_STAFF: &str = "BEGIN; EXECUTE log_head; EXECUTE all_staff";

/// The log head and the settings in force.
pub async fn head(conn: &mut Conn) -> Result<(Head, DeskSettings), StoreError> {
    one_head(conn.rows(HEAD, vec![], head_row).await?)
}

/// There is one log head.
pub fn one_head(mut rows: Vec<(Head, DeskSettings)>) -> Result<(Head, DeskSettings), StoreError> {
    rows.pop().ok_or_else(|| StoreError::Internal("the log head is missing".to_owned()))
}

/// What a row of [`HEAD`] says.
pub fn head_row(r: &Row<'_>) -> Result<(Head, DeskSettings), StoreError> {
    let head = Head {
        seq: r.int(0)?,
        orders: r.int(1)?,
        tickets: r.int(2)?,
        messages: r.int(3)?,
        users: r.int(4)?,
        brands: r.int(5)?,
        creators: r.int(6)?,
        packages: r.int(7)?,
        decisions: r.int(8)?,
        waiting: r.int(9)?,
        audit: r.int(10)?,
        macros: r.int(15)?,
        facts: r.int(16)?,
        at: r.time(18)?,
    };
    let settings = DeskSettings {
        rotation_policy: r.word(11, Policy::parse)?,
        default_max_open_tickets: r.opt_int(12)?.and_then(|max| u32::try_from(max).ok()),
        send_delay_seconds: u32::try_from(r.int(13)?).unwrap_or_default(),
        tags: tags(&r.text(17)?)?,
        version: r.int(14)?,
    };
    Ok((head, settings))
}

fn tags(list: &str) -> Result<Vec<String>, StoreError> {
    serde_json::from_str(list).map_err(|e| StoreError::Internal(format!("tags {list:?}: {e}")))
}
