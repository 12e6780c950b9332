//! The schema: its steps, and how a database is brought up to date. A new step is a file in
//! `migrations/` and a row here.

use super::folded;
use crate::store::{Cell, Conn, StoreError, search};

/// The schema's steps, oldest first. Applied once each, in order, inside one transaction a step.
const MIGRATIONS: &[(i64, Schema)] = &[
    (1, Schema::Both(include_str!("../../../migrations/0001_desk.sql"))),
    (2, Schema::Both(include_str!("../../../migrations/0002_people.sql"))),
    (
        3,
        Schema::Each {
            sqlite: include_str!("../../../migrations/0003_search.sqlite.sql"),
            postgres: include_str!("../../../migrations/0003_search.postgres.sql"),
        },
    ),
    (4, Schema::Both(include_str!("../../../migrations/0004_files.sql"))),
    (5, Schema::Both(include_str!("../../../migrations/0005_macros.sql"))),
    (6, Schema::Both(include_str!("../../../migrations/0006_numbers.sql"))),
    (8, Schema::Both(include_str!("../../../migrations/0008_snooze.sql"))),
    (10, Schema::Both(include_str!("../../../migrations/0010_import.sql"))),
    (12, Schema::Both(include_str!("../../../migrations/0012_objects.sql"))),
    (13, Schema::Both(include_str!("../../../migrations/0013_renamed.sql"))),
    (
        14,
        Schema::Each {
            sqlite: include_str!("../../../migrations/0014_tags.sqlite.sql"),
            postgres: include_str!("../../../migrations/0014_tags.postgres.sql"),
        },
    ),
    (16, Schema::Both(include_str!("../../../migrations/0016_facts.sql"))),
    (20, Schema::Both(include_str!("../../../migrations/0020_suggested_tags.sql"))),
    (
        21,
        Schema::Each {
            sqlite: include_str!("../../../migrations/0021_mix.sqlite.sql"),
            postgres: include_str!("../../../migrations/0021_mix.postgres.sql"),
        },
    ),
    (22, Schema::Both(include_str!("../../../migrations/0022_at.sql"))),
    (23, Schema::Folded(include_str!("../../../migrations/0023_folded.sql"))),
    (
        25,
        Schema::Words {
            sqlite: include_str!("../../../migrations/0025_words.sqlite.sql"),
            postgres: include_str!("../../../migrations/0025_words.postgres.sql"),
        },
    ),
];

/// The newest step that this program knows.
pub fn newest_step() -> i64 {
    MIGRATIONS.last().map_or(0, |(version, _)| *version)
}

/// How many of the steps that this program knows were not applied.
pub fn missing_steps(applied: &[i64]) -> usize {
    MIGRATIONS.iter().filter(|(version, _)| !applied.contains(version)).count()
}

/// A step of the schema.
#[derive(Debug, Clone, Copy)]
enum Schema {
    /// One text for both engines.
    Both(&'static str),
    /// The same, after which names are folded.
    Folded(&'static str),
    /// For what the engines have nothing in common in.
    Each { sqlite: &'static str, postgres: &'static str },
    /// The same, after which the index of words is filled.
    Words { sqlite: &'static str, postgres: &'static str },
}

macro_rules! first {
    () => {
        "CREATE TABLE IF NOT EXISTS migrations (version BIGINT PRIMARY KEY)"
    };
}
const FIRST: &str = first!();
/// Of two nodes that make the same table at once, PostgreSQL fails one. There is nothing to lock yet but
/// a number that means this.
const FIRST_POSTGRES: &str =
    concat!("BEGIN; SELECT pg_advisory_xact_lock(7305805); ", first!(), "; COMMIT");

/// Applies the steps that are missing, each whole or not at all.
pub(super) async fn migrate(conn: &mut Conn) -> Result<(), StoreError> {
    let sqlite = matches!(conn, Conn::Sqlite(_));
    conn.script(if sqlite { FIRST } else { FIRST_POSTGRES }).await?;
    for (version, schema) in MIGRATIONS {
        // Two nodes may start at once: the lock puts them in line, the second finds it done.
        let begin = if sqlite {
            "BEGIN IMMEDIATE"
        } else {
            "BEGIN; LOCK TABLE migrations IN EXCLUSIVE MODE"
        };
        conn.script(begin).await?;
        let known = "SELECT version FROM migrations WHERE version = $1";
        let done = conn.rows(known, vec![Cell::from(*version)], |row| row.int(0)).await?;
        if done.is_empty() {
            conn.script(&schema.dialect(sqlite)).await?;
            match schema {
                Schema::Folded(_) => folded::names(conn).await?,
                Schema::Words { .. } => {
                    let any = "SELECT id FROM messages LIMIT 1";
                    if !conn.rows(any, vec![], |_| Ok(())).await?.is_empty() {
                        tracing::info!(
                            "The index of full text is made anew, which may take minutes"
                        );
                        search::fill(conn).await?;
                    }
                }
                Schema::Both(_) | Schema::Each { .. } => {}
            }
            let note = "INSERT INTO migrations (version) VALUES ($1)";
            conn.run(note, vec![Cell::from(*version)]).await?;
        }
        conn.commit().await?;
    }
    Ok(())
}

impl Schema {
    /// SQLite's rows are found fastest by an `INTEGER PRIMARY KEY`, which must be spelled so.
    fn dialect(self, is_sqlite: bool) -> String {
        match self {
            Self::Both(sql) | Self::Folded(sql) if is_sqlite => {
                sql.replace("BIGINT PRIMARY KEY", "INTEGER PRIMARY KEY")
            }
            Self::Each { sqlite, .. } | Self::Words { sqlite, .. } if is_sqlite => {
                sqlite.to_owned()
            }
            Self::Both(sql)
            | Self::Folded(sql)
            | Self::Each { postgres: sql, .. }
            | Self::Words { postgres: sql, .. } => sql.to_owned(),
        }
    }
}
