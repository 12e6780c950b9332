//! Connections, and the one macro that runs a body on either engine. Only this room spells SQL, and
//! it spells it once for both. What must differ lives in `open`, `begin` and `nodes`, or asks
//! `is_sqlite` and says why.

mod cells;
mod flush;
mod load;
pub mod mend;
mod met;
mod nodes;
mod open;
mod patience;
pub mod read;
mod search;
pub mod transfer;
pub mod upkeep;
mod wake;
pub mod wal;

pub use cells::{Cell, Row};
pub use flush::{Unsaved, commit, sweep_replies};
pub use load::{Staff, load};
pub use open::REST;
pub use patience::{ALL_TIME, PATIENCE, in_time, within};
pub use wake::Wake;

use crate::desk::world::Head;
use robindesk_protocol::DeskSettings;
use sqlx::pool::PoolConnection;
use sqlx::{
    AssertSqlSafe, Connection, Executor, PgConnection, PgPool, Postgres, SqlSafeStr, Sqlite,
    SqliteConnection, SqlitePool,
};
use std::borrow::Cow;
use std::fmt;

/// Why the database did not answer.
#[derive(Debug, Clone)]
pub enum StoreError {
    /// Every connection is taken, or the database is not there: worth another try.
    Busy(String),
    /// No room left to write.
    DiskFull,
    /// Anything else. For the log, never for a client.
    Internal(String),
}

impl StoreError {
    /// Whether another try may do.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Busy(_))
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy(why) => write!(f, "the database is busy: {why}"),
            Self::DiskFull => f.write_str("no room is left on the database's disk"),
            Self::Internal(why) => write!(f, "the database failed: {why}"),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let text = error.to_string();
        let code = error.as_database_error().and_then(|e| e.code().map(Cow::into_owned));
        match (&error, code.as_deref()) {
            // SQLITE_FULL, and PostgreSQL's disk_full.
            (_, Some("13" | "53100")) => Self::DiskFull,
            // SQLITE_BUSY and SQLITE_LOCKED; too many connections, a statement that took
            // too long, shutting down, silent for too long.
            (
                _,
                Some("5" | "6" | "517" | "53300" | "57014" | "57P01" | "57P02" | "57P03" | "25P03"),
            )
            | (sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::PoolClosed, _) => {
                Self::Busy(text)
            }
            _ => Self::Internal(text),
        }
    }
}

/// The database: a pool to read from, and the means to open the writer's own connection.
#[derive(Clone)]
pub struct Store {
    pool: Pool,
    location: open::Location,
    wake: Wake,
    met: met::Met,
}

#[derive(Clone)]
enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

// Written by hand: a pool prints its connect options, password and all.
impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("location", &self.location).finish_non_exhaustive()
    }
}

/// One connection: the writer's own, or one lent by the pool for reading.
#[derive(Debug)]
pub enum Conn {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
    SqliteLease(PoolConnection<Sqlite>),
    PostgresLease(PoolConnection<Postgres>),
}

/// Runs a body with `$c` as a connection of whichever engine this is. The body is compiled for both.
macro_rules! on {
    ($conn:expr, $c:ident => $body:expr) => {
        match $conn {
            Conn::Sqlite($c) => $body,
            Conn::Postgres($c) => $body,
            Conn::SqliteLease(lease) => {
                let $c: &mut SqliteConnection = &mut *lease;
                $body
            }
            Conn::PostgresLease(lease) => {
                let $c: &mut PgConnection = &mut *lease;
                $body
            }
        }
    };
}

impl Conn {
    /// Which engine it is, for the few places where that matters.
    const fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_) | Self::SqliteLease(_))
    }

    /// Reads rows, each through `read`.
    ///
    /// # Errors
    /// [`StoreError`] from the database or from a column that is not what it should be.
    pub async fn rows<T>(
        &mut self,
        sql: impl SqlSafeStr,
        args: Vec<Cell<'_>>,
        read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let sql = sql.into_sql_str();
        on!(self, c => {
            let mut query = sqlx::query(sql);
            for arg in args {
                query = cells::bind!(query, arg);
            }
            let rows = query.fetch_all(c).await?;
            rows.iter().map(|row| read(&Row::from(row))).collect()
        })
    }

    /// Runs a statement and tells how many rows it touched.
    ///
    /// # Errors
    /// [`StoreError`] from the database.
    pub async fn run(
        &mut self,
        sql: impl SqlSafeStr,
        args: Vec<Cell<'_>>,
    ) -> Result<u64, StoreError> {
        let sql = sql.into_sql_str();
        on!(self, c => {
            let mut query = sqlx::query(sql);
            for arg in args {
                query = cells::bind!(query, arg);
            }
            Ok(query.execute(c).await?.rows_affected())
        })
    }

    /// Runs a script of statements without arguments.
    async fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        let sql = AssertSqlSafe(sql.to_owned()).into_sql_str();
        on!(self, c => c.execute(sqlx::raw_sql(sql)).await.map(|_| ()).map_err(StoreError::from))
    }

    /// Begins a write and takes the log head, in one trip: from here to the commit this is the only
    /// writer, on any node. All staff may come along, as it is once the head is taken. For connections
    /// from [`Store::connect_to_write`].
    ///
    /// # Errors
    /// [`StoreError`]; the connection must then be dropped.
    pub async fn begin(
        &mut self,
        with_staff: bool,
    ) -> Result<(Head, DeskSettings, Option<Staff>), StoreError> {
        match self {
            // Kept prepared, both statements as one. A statement more is no trip here.
            Self::Sqlite(_) | Self::SqliteLease(_) => {
                let rows = self.rows(load::BEGIN_SQLITE, vec![], load::head_row).await?;
                load::one_head(rows).map(|(head, settings)| (head, settings, None))
            }
            // What is prepared is one statement there.
            Self::Postgres(c) => begun(c, with_staff).await,
            Self::PostgresLease(c) => begun(&mut *c, with_staff).await,
        }
    }

    /// Lets a connection from [`Store::connect_to_write`] take as long as it likes: an operator's work
    /// holds the log head for more than seconds, and knows it.
    ///
    /// # Errors
    /// [`StoreError`] from the database.
    pub async fn take_all_time(&mut self) -> Result<(), StoreError> {
        if self.is_sqlite() {
            return Ok(());
        }
        self.script("SET idle_in_transaction_session_timeout = 0; SET statement_timeout = 0").await
    }

    /// Asks whether a connection still stands; one to a file always does.
    ///
    /// # Errors
    /// [`StoreError`] when it does not answer at once; it must then be dropped.
    pub async fn stands(&mut self) -> Result<(), StoreError> {
        if self.is_sqlite() {
            return Ok(());
        }
        within(open::ANSWER, self.script("SELECT 1")).await
    }

    /// Begins to read everything as it is at one moment.
    ///
    /// # Errors
    /// [`StoreError`]; the connection must then be dropped.
    pub async fn snapshot(&mut self) -> Result<(), StoreError> {
        self.script(match self {
            Self::Sqlite(_) | Self::SqliteLease(_) => "BEGIN",
            Self::Postgres(_) | Self::PostgresLease(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ",
        })
        .await
    }

    /// Makes what was written durable.
    ///
    /// # Errors
    /// [`StoreError`]; whether it was made durable is then unknown.
    pub async fn commit(&mut self) -> Result<(), StoreError> {
        self.script("COMMIT").await
    }

    /// Forgets what was written since `begin`.
    ///
    /// # Errors
    /// [`StoreError`]; the connection must then be dropped.
    pub async fn rollback(&mut self) -> Result<(), StoreError> {
        self.script("ROLLBACK").await
    }

    /// Closes the connection in good order.
    pub async fn close(self) {
        let closed = match self {
            Self::Sqlite(c) => c.close().await,
            Self::Postgres(c) => c.close().await,
            Self::SqliteLease(_) | Self::PostgresLease(_) => Ok(()),
        };
        if let Err(error) = closed {
            tracing::debug!(%error, "a database connection did not close in good order");
        }
    }
}

async fn begun(
    conn: &mut PgConnection,
    with_staff: bool,
) -> Result<(Head, DeskSettings, Option<Staff>), StoreError> {
    let sql = if with_staff { load::BEGIN_WITH_STAFF } else { load::BEGIN_POSTGRES };
    let rows = sqlx::raw_sql(sql).fetch_all(conn).await?;
    let mut rows = rows.iter().map(Row::from);
    // The head is the one row of its own statement.
    let head = rows.next().map(|row| load::head_row(&row)).transpose()?;
    let (head, settings) = load::one_head(head.into_iter().collect())?;
    let staff = with_staff.then(|| Staff::of(rows)).transpose()?;
    Ok((head, settings, staff))
}
