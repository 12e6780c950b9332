//! Opening the database: where it is, how its connections are set, and (`schema`) what is in it. What
//! the two engines do differently at this point is here.

mod folded;
mod private;
mod schema;

pub use private::{close_to_others, open_to_others};
pub use schema::{missing_steps, newest_step};

use super::load::PREPARE_POSTGRES;
use super::met::Met;
use super::{Conn, Pool, Store, StoreError, Wake, in_time, within};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Executor};
use std::str::FromStr;
use std::time::Duration;

/// How long a reader waits for a connection before it is told to come back.
const ACQUIRE_TIMEOUT: Duration = Duration::from_millis(250);
/// How long a database that is well may take to answer at all.
const TOUCH: Duration = Duration::from_secs(2);
/// How long a connection to PostgreSQL may rest before it is asked whether it still stands.
pub const REST: Duration = Duration::from_secs(1);
/// How long it may then take to say so. One that was cut off without a word never does.
pub const ANSWER: Duration = Duration::from_secs(1);
/// The same while a reader waits: there must be time left to make another.
const READERS_ANSWER: Duration = Duration::from_millis(80);
/// How long a new connection to PostgreSQL may take to be made.
const CONNECT: Duration = Duration::from_secs(5);
/// How long SQLite waits for another process's write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How many rows SQLite's thread reads ahead: a page, without waiting for whoever takes them.
const ROWS_AHEAD: usize = 256;
/// Distinct statements: tables x row counts, and the reads.
const STATEMENTS: usize = 512;

/// After how many pages the write-ahead log is folded into the database, by whoever commits then: at
/// 16 MiB, so that pages which every batch touches are seldom written twice.
const WAL_PAGES: &str = "4096";

/// Where the database is, as a parsed URL.
#[derive(Clone)]
pub enum Location {
    Sqlite(Box<SqliteConnectOptions>),
    Postgres(Box<PgConnectOptions>),
}

// Written by hand: the URL may hold a password.
impl std::fmt::Debug for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        })
    }
}

impl Location {
    /// Reads `sqlite:PATH` or `postgresql://...`.
    ///
    /// # Errors
    /// [`StoreError::Internal`] naming what is wrong with the URL, without its password.
    pub fn parse(url: &str) -> Result<Self, StoreError> {
        let wrong = |why: String| StoreError::Internal(format!("DATABASE_URL: {why}"));
        if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url).map_err(|e| wrong(e.to_string()))?;
            return Ok(Self::Sqlite(Box::new(
                options
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(BUSY_TIMEOUT)
                    .foreign_keys(true)
                    .statement_cache_capacity(STATEMENTS)
                    .row_buffer_size(ROWS_AHEAD)
                    .pragma("cache_size", "-8192")
                    .pragma("wal_autocheckpoint", WAL_PAGES)
                    .pragma("temp_store", "memory")
                    .disable_statement_logging(),
            )));
        }
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options = PgConnectOptions::from_str(url).map_err(|e| wrong(e.to_string()))?;
            return Ok(Self::Postgres(Box::new(
                options
                    // Of this process's own, so that processes can be told apart and counted.
                    .application_name(&format!("robindesk-server {}", uuid::Uuid::new_v4()))
                    .options([
                        // The pool's ROLLBACK finds nothing to roll back nearly always, and says so.
                        ("client_min_messages", "error"),
                        // Compiling a statement takes longer than any of ours runs.
                        ("jit", "off"),
                    ])
                    .statement_cache_capacity(STATEMENTS)
                    .disable_statement_logging(),
            )));
        }
        Err(wrong("must begin with sqlite: or postgresql:".to_owned()))
    }
}

impl Store {
    /// Opens the database, closes an SQLite file to others, brings its schema up to date, and makes the
    /// pool to read from.
    ///
    /// # Errors
    /// [`StoreError`] when the URL is wrong, the database is not there, or a migration fails.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let location = Location::parse(url)?;
        if let Location::Sqlite(options) = &location {
            close_to_others(options.get_filename());
        }
        let mut conn = connect(&location).await?;
        schema::migrate(&mut conn).await?;
        conn.close().await;
        Self::at(location).await
    }

    /// Opens a database that must be there, and leaves its schema as it is.
    ///
    /// # Errors
    /// [`StoreError`] when the URL is wrong or the database is not there.
    pub async fn open_as_it_is(url: &str) -> Result<Self, StoreError> {
        let location = match Location::parse(url)? {
            Location::Sqlite(options) => {
                Location::Sqlite(Box::new(options.create_if_missing(false)))
            }
            postgres @ Location::Postgres(_) => postgres,
        };
        Self::at(location).await
    }

    async fn at(location: Location) -> Result<Self, StoreError> {
        let wake = Wake::new();
        let ears = wake.clone();
        let pool = match &location {
            Location::Sqlite(options) => {
                let options = options.as_ref().clone().pragma("query_only", "on");
                Pool::Sqlite(
                    SqlitePoolOptions::new()
                        .max_connections(4)
                        .acquire_timeout(ACQUIRE_TIMEOUT)
                        .test_before_acquire(false)
                        .connect_with(options)
                        .await?,
                )
            }
            // A cancelled request can leave a connection inside a transaction (sqlx 0.9.0): nothing
            // that a pool lends may be used to write, and every return ends what is open.
            Location::Postgres(options) => Pool::Postgres(
                PgPoolOptions::new()
                    .max_connections(8)
                    .acquire_timeout(ACQUIRE_TIMEOUT)
                    .test_before_acquire(false)
                    // What has rested may have been cut off, by a restart of the database say, and so
                    // may all be when the line is down on which other nodes are heard: nobody who
                    // reads should learn of it.
                    .before_acquire(move |conn, rested| {
                        let doubted = rested.idle_for > REST || !ears.hears();
                        Box::pin(async move {
                            if doubted {
                                answered(READERS_ANSWER, conn.ping()).await?;
                            }
                            Ok(true)
                        })
                    })
                    .after_release(|conn, _| {
                        Box::pin(async move {
                            // What never answers would keep its place in the pool for good.
                            answered(ANSWER, conn.execute(sqlx::raw_sql("ROLLBACK"))).await?;
                            Ok(true)
                        })
                    })
                    .connect_with(options.as_ref().clone())
                    .await?,
            ),
        };
        Ok(Self { pool, location, wake, met: Met::default() })
    }

    /// What this process is told after each commit.
    pub fn wake(&self) -> &Wake {
        &self.wake
    }

    /// A connection of the caller's own.
    ///
    /// # Errors
    /// [`StoreError`] when the database is not there.
    pub async fn connect(&self) -> Result<Conn, StoreError> {
        connect(&self.location).await
    }

    /// The same, to begin writes on. PostgreSQL ends one that is silent for seconds in the middle of
    /// a write.
    ///
    /// # Errors
    /// [`StoreError`] when the database is not there, or not up to date.
    pub async fn connect_to_write(&self) -> Result<Conn, StoreError> {
        let mut conn = self.connect().await?;
        if !conn.is_sqlite() {
            in_time(conn.script(&PREPARE_POSTGRES)).await?;
        }
        Ok(conn)
    }

    /// A connection to read with.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when none is free within 250 ms.
    pub async fn lease(&self) -> Result<Conn, StoreError> {
        Ok(match &self.pool {
            Pool::Sqlite(pool) => Conn::SqliteLease(pool.acquire().await?),
            Pool::Postgres(pool) => Conn::PostgresLease(pool.acquire().await?),
        })
    }

    /// Touches the database.
    ///
    /// # Errors
    /// [`StoreError`] when it does not answer.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let asked = async { self.lease().await?.rows("SELECT 1", vec![], |_| Ok(())).await };
        let silent = |_| StoreError::Busy("it does not answer".to_owned());
        tokio::time::timeout(TOUCH, asked).await.map_err(silent)?.map(|_| ())
    }

    /// The engine's name, as people know it.
    pub const fn engine(&self) -> &'static str {
        match &self.pool {
            Pool::Sqlite(_) => "sqlite",
            Pool::Postgres(_) => "postgresql",
        }
    }

    /// Asks for the size of the database, in bytes.
    pub(super) const fn size_sql(&self) -> &'static str {
        match &self.pool {
            Pool::Sqlite(_) => {
                "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            }
            Pool::Postgres(_) => "SELECT pg_database_size(current_database())",
        }
    }

    /// Asks how many server processes use the database. An SQLite file has one.
    pub(super) const fn nodes_sql(&self) -> &'static str {
        match &self.pool {
            Pool::Sqlite(_) => "SELECT 1",
            Pool::Postgres(_) => {
                // Those that listen, and this one before it does: a command is no node.
                "SELECT GREATEST(1, count(DISTINCT application_name)) FROM pg_stat_activity \
                 WHERE datname = current_database() \
                 AND application_name LIKE 'robindesk-ears %'"
            }
        }
    }

    /// Closes the pool, waiting for what is lent.
    pub async fn close(&self) {
        match &self.pool {
            Pool::Sqlite(pool) => pool.close().await,
            Pool::Postgres(pool) => pool.close().await,
        }
    }
}

pub(super) async fn connect(url: &Location) -> Result<Conn, StoreError> {
    Ok(match url {
        Location::Sqlite(options) => {
            Conn::Sqlite(sqlx::SqliteConnection::connect_with(options).await?)
        }
        Location::Postgres(options) => {
            let made = async { Ok(sqlx::PgConnection::connect_with(options).await?) };
            Conn::Postgres(within::<_, StoreError>(CONNECT, made).await?)
        }
    })
}

/// What a connection of the pool answers; an error when it does not do so in time.
async fn answered<T>(
    most: Duration,
    asked: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, sqlx::Error> {
    let silent = |_| Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into()));
    tokio::time::timeout(most, asked).await.unwrap_or_else(silent)
}
