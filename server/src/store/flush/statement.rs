//! How rows become statements. What has to be written is the same for both engines; how many values
//! travel best is not. SQLite is in this process and binds values fastest one by one, to statements that
//! it has met before. PostgreSQL is a trip away: it is sent one statement for all tables, with an
//! array a column, which is the same text for any number of rows and is planned once.

mod arrays;
mod values;

use super::Cells;
use crate::store::{Conn, StoreError, within};
use std::time::Duration;

/// A table as the flush writes it.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    /// How many of the first columns are the key; a row with a known key is overwritten.
    pub key: usize,
    /// A row with a known key is added to it, column by column, instead.
    pub adds: bool,
    /// What PostgreSQL makes of the columns on their way in, where that is not themselves.
    pub select: Option<&'static str>,
}

/// The rows of one table; there is at least one.
#[derive(Debug)]
pub struct Part<'a> {
    pub table: &'static Table,
    pub rows: Vec<Cells<'a>>,
}

/// Why a batch was not made durable.
#[derive(Debug)]
pub enum Unsaved {
    /// It failed before the commit: nothing of it is on disk.
    NotWritten(StoreError),
    /// It failed in the commit: it may be on disk.
    Unknown(StoreError),
}

impl From<StoreError> for Unsaved {
    fn from(error: StoreError) -> Self {
        Self::NotWritten(error)
    }
}

impl From<Unsaved> for StoreError {
    fn from(unsaved: Unsaved) -> Self {
        match unsaved {
            Unsaved::NotWritten(error) | Unsaved::Unknown(error) => error,
        }
    }
}

/// Writes the rows of all parts, then the log head's row.
pub async fn send(
    conn: &mut Conn,
    parts: Vec<Part<'_>>,
    columns: &[&str],
    head: Cells<'_>,
) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(_) | Conn::SqliteLease(_) => {
            values::send(conn, parts, columns, head, "").await
        }
        Conn::Postgres(conn) => arrays::send(conn, parts, columns, head).await,
        Conn::PostgresLease(conn) => arrays::send(&mut *conn, parts, columns, head).await,
    }
}

/// The same, and makes it durable: on SQLite in one trip to the connection's thread. On PostgreSQL
/// each of both may take so long.
pub async fn commit(
    conn: &mut Conn,
    parts: Vec<Part<'_>>,
    columns: &[&str],
    head: Cells<'_>,
    patience: Duration,
) -> Result<(), Unsaved> {
    if conn.is_sqlite() {
        let sent = values::send(conn, parts, columns, head, "; COMMIT").await;
        return sent.map_err(Unsaved::Unknown);
    }
    within(patience, send(conn, parts, columns, head)).await?;
    within(patience, conn.commit()).await.map_err(Unsaved::Unknown)
}

impl Table {
    /// What happens to a row with a known key, as the end of an `INSERT`.
    fn on_conflict(&self) -> String {
        if self.key == 0 {
            return String::new();
        }
        let (key, rest) = self.columns.split_at(self.key);
        let value = |c: &&str| {
            let before = if self.adds { format!("{}.{c} + ", self.name) } else { String::new() };
            format!("{c} = {before}excluded.{c}")
        };
        let set: Vec<String> = rest.iter().map(value).collect();
        format!(" ON CONFLICT ({}) DO UPDATE SET {}", key.join(", "), set.join(", "))
    }
}

/// The statement that overwrites the log head's row, with places from `$first` on.
fn head_sql(columns: &[&str], place: impl Fn(usize) -> String) -> String {
    let set: Vec<String> =
        columns.iter().enumerate().map(|(n, c)| format!("{c} = {}", place(n))).collect();
    format!("UPDATE head SET {} WHERE id = 1", set.join(", "))
}
