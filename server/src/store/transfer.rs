//! A whole desk from one database into another, of whichever engine: table by table in pieces, and
//! row by row read back (`api.md`, `copy`).

mod rows;

use super::{Conn, Store, StoreError, search};
use sqlx::AssertSqlSafe;

/// How many rows are carried at once.
const PIECE: i64 = 500;

/// A column's type, the same on both engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Int,
    Flag,
    Text,
}

/// A table: its name and its key, by which it is gone through in order.
#[derive(Debug, Clone, Copy)]
struct Table {
    name: &'static str,
    key: &'static [(&'static str, Kind)],
}

/// A column that is part of a table's key.
const fn int(name: &'static str) -> (&'static str, Kind) {
    (name, Kind::Int)
}

const fn text(name: &'static str) -> (&'static str, Kind) {
    (name, Kind::Text)
}

/// Every table but the index of words, which is made anew, and the schema's own.
const TABLES: &[Table] = &[
    Table { name: "users", key: &[int("id")] },
    Table { name: "agents", key: &[int("user_id")] },
    Table { name: "brands", key: &[int("id")] },
    Table { name: "creators", key: &[int("id")] },
    Table { name: "packages", key: &[int("id")] },
    Table { name: "orders", key: &[int("id")] },
    Table { name: "tickets", key: &[int("id")] },
    Table { name: "messages", key: &[int("id")] },
    Table { name: "files", key: &[int("message_id")] },
    Table { name: "renamed", key: &[text("kind"), int("id")] },
    Table { name: "ticket_tags", key: &[text("tag"), int("ticket_id")] },
    Table { name: "reads", key: &[int("user_id"), int("ticket_id")] },
    Table { name: "decisions", key: &[int("number")] },
    Table { name: "events", key: &[int("seq")] },
    Table { name: "sessions", key: &[text("sid")] },
    Table { name: "replies", key: &[int("user_id"), text("key")] },
    Table { name: "audit", key: &[int("id")] },
    Table { name: "macros", key: &[int("id")] },
    Table { name: "cells", key: &[text("kind"), int("agent_id"), text("status"), int("priority")] },
    Table { name: "counts", key: &[int("hour"), int("agent_id")] },
    Table { name: "waited", key: &[int("seq")] },
    Table { name: "moments", key: &[text("name")] },
    // Last: it says that all the others are there.
    Table { name: "head", key: &[int("id")] },
];

/// What was carried over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Carried {
    pub tables: usize,
    pub rows: u64,
}

/// Why nothing was carried over: the other database is as it was.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    #[error("the target is not empty: its table {0} has rows")]
    NotEmpty(&'static str),
    #[error("the table {table} of the database is not one that this program knows how to copy")]
    Unknown { table: String },
    #[error("the copy is not the same: table {table}, at {at}")]
    Differs { table: &'static str, at: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Copies everything. Both schemas must be up to date. Writes to either wait until it is done.
///
/// # Errors
/// [`TransferError`]; then the target is as it was.
pub async fn transfer(from: &Store, to: &Store) -> Result<Carried, TransferError> {
    let (mut from, mut to) = (patient(from).await?, patient(to).await?);
    let done = carry(&mut from, &mut to).await;
    let done = match done {
        Ok(carried) => to.commit().await.map(|()| carried).map_err(TransferError::from),
        Err(error) => Err(error),
    };
    // What was begun and not committed ends with its connection.
    to.close().await;
    from.close().await;
    done
}

/// A connection to write on, which may be silent for as long as the other one is busy.
async fn patient(store: &Store) -> Result<Conn, StoreError> {
    let mut conn = store.connect_to_write().await?;
    conn.take_all_time().await?;
    Ok(conn)
}

async fn carry(from: &mut Conn, to: &mut Conn) -> Result<Carried, TransferError> {
    // The source's head is held, so that no write can come in behind a table that was copied.
    from.begin(false).await?;
    to.begin(false).await?;
    known(from).await?;
    for table in TABLES.iter().filter(|table| table.name != "head") {
        let sql = AssertSqlSafe(format!("SELECT 1 FROM {} LIMIT 1", table.name));
        if !to.rows(sql, vec![], |_| Ok(())).await?.is_empty() {
            return Err(TransferError::NotEmpty(table.name));
        }
    }
    to.run("DELETE FROM head", vec![]).await?;
    let mut carried = Carried::default();
    for table in TABLES {
        let columns = rows::columns(from, table.name).await?;
        carried.rows += rows::copy(from, to, table, &columns).await?;
        rows::compare(from, to, table, &columns).await?;
        carried.tables += 1;
    }
    // Each engine's own.
    search::fill(to).await?;
    Ok(carried)
}

/// Refuses a database that has a table which is in no list here.
async fn known(conn: &mut Conn) -> Result<(), TransferError> {
    let sql = if conn.is_sqlite() {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
         AND name NOT LIKE 'message_index%'"
    } else {
        "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() \
         AND tablename <> 'message_index'"
    };
    let names = conn.rows(sql, vec![], |r| r.text(0)).await?;
    let is_known = |name: &String| name == "migrations" || TABLES.iter().any(|t| t.name == name);
    match names.into_iter().find(|name| !is_known(name)) {
        Some(table) => Err(TransferError::Unknown { table }),
        None => Ok(()),
    }
}
