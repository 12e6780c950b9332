//! What an operator asks of the database itself: which steps its schema has had, a copy of it while
//! it is written to, and to let go of its file.

pub use super::open::{missing_steps, newest_step, open_to_others};

use super::cells::{Cell, Row};
use super::open::{Location, close_to_others, connect};
use super::{Conn, Store, StoreError};
use sqlx::sqlite::{SqliteConnection, SqliteJournalMode};
use sqlx::{AssertSqlSafe, Connection};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long another process may take to let go of the file.
const PATIENCE: Duration = Duration::from_millis(500);

/// The file of an SQLite database; `None` for PostgreSQL.
///
/// # Errors
/// [`StoreError`] when the URL is wrong.
pub fn file_of(url: &str) -> Result<Option<PathBuf>, StoreError> {
    Ok(match Location::parse(url)? {
        Location::Sqlite(options) => Some(options.get_filename().to_owned()),
        Location::Postgres(_) => None,
    })
}

/// Puts everything into the file alone, for which nobody else may have it open, and closes it to others.
/// It is then safe to move.
///
/// # Errors
/// [`StoreError::Busy`] while another process has it open.
pub async fn let_go(url: &str) -> Result<(), StoreError> {
    let Location::Sqlite(options) = Location::parse(url)? else { return Ok(()) };
    close_to_others(options.get_filename());
    let options = options.create_if_missing(false).busy_timeout(PATIENCE);
    let options = options.journal_mode(SqliteJournalMode::Delete);
    SqliteConnection::connect_with(&options).await?.close().await?;
    Ok(())
}

/// The steps of the schema that were applied, oldest first; none on an empty database.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn steps(store: &Store) -> Result<Vec<i64>, StoreError> {
    let mut conn = store.lease().await?;
    let sql = match store.engine() {
        "sqlite" => "SELECT name FROM sqlite_master WHERE name = 'migrations'",
        _ => "SELECT tablename::text FROM pg_tables WHERE tablename = 'migrations'",
    };
    if conn.rows(sql, vec![], |r| r.text(0)).await?.is_empty() {
        return Ok(Vec::new());
    }
    conn.rows("SELECT version FROM migrations ORDER BY version", vec![], |r| r.int(0)).await
}

/// Writes a copy of an SQLite database, as it is at one moment, into a new file. It is read like any
/// other reader does: writes go on meanwhile.
///
/// # Errors
/// [`StoreError`] from the database, and when there is no room.
pub async fn copy_into(store: &Store, file: &Path) -> Result<(), StoreError> {
    let mut conn = connect(&store.location).await?;
    let path = file.to_string_lossy().into_owned();
    let copied = conn.run("VACUUM INTO $1", vec![Cell::from(path)]).await;
    conn.close().await;
    copied.map(|_| ())
}

/// A file that a message has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelved {
    /// Its name on the shelf.
    pub object: String,
    /// In bytes.
    pub size: u64,
}

/// All files that messages have.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn shelved(conn: &mut Conn) -> Result<Vec<Shelved>, StoreError> {
    let read = |r: &Row<'_>| Ok(Shelved { object: r.text(0)?, size: r.int(1)?.unsigned_abs() });
    conn.rows("SELECT object, size FROM files ORDER BY object", vec![], read).await
}

/// How many rows a table has.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn count(conn: &mut Conn, table: &'static str) -> Result<u64, StoreError> {
    let sql = AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
    let found = conn.rows(sql, vec![], |r| r.int(0)).await?;
    Ok(found.first().map_or(0, |n| n.unsigned_abs()))
}
