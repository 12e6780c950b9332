//! Names that another version wrote, folded as the flush writes them from now on (`search::words`).

use crate::search::words::folded;
use crate::store::cells::{Cell, Row};
use crate::store::{Conn, Store, StoreError};
use sqlx::AssertSqlSafe;
use std::time::Duration;

/// How many rows are looked at in one piece.
const PIECE: i64 = 5_000;
/// When a node looks for what older ones wrote: as it starts, and when those are surely gone.
const ROUNDS: [Duration; 2] = [Duration::ZERO, Duration::from_hours(1)];
/// How long to wait after a fault.
const RETRY: Duration = Duration::from_secs(10);

/// A table with a `folded`, and what that is made of.
type Names = (&'static str, &'static str);
const NAMES: [Names; 4] = [
    ("users", "name"),
    ("brands", "company_name"),
    ("packages", "title"),
    ("audit", "COALESCE(actor_name, '') || '\n' || subject_name"),
];

/// Goes through all names and writes those that SQL has folded otherwise: hardly any on most desks.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn names(conn: &mut Conn) -> Result<(), StoreError> {
    every(conn, false).await.map(|_| ())
}

impl Store {
    /// Folds what nodes of an older version write while this one is there already, or wrote since the
    /// schema knows of folded names; beside the work of all, until `stop`. The log head is left alone:
    /// a row is written by itself, and only as long as it has the name that was read.
    pub fn fold_names(&self, stop: impl Future<Output = ()> + Send + 'static) {
        let store = self.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = stop => {}
                () = rounds(&store) => {}
            }
        });
    }
}

async fn rounds(store: &Store) {
    for pause in ROUNDS {
        tokio::time::sleep(pause).await;
        loop {
            match round(store).await {
                Ok(0) => {}
                Ok(names) => tracing::info!(names, "Folded names that an older version wrote"),
                Err(error) => {
                    tracing::warn!(%error, "Names could not be looked through yet");
                    tokio::time::sleep(RETRY).await;
                    continue;
                }
            }
            break;
        }
    }
}

async fn round(store: &Store) -> Result<u64, StoreError> {
    let mut conn = store.connect().await?;
    let written = every(&mut conn, true).await?;
    conn.close().await;
    Ok(written)
}

/// Goes through the tables, and tells how many names were written.
async fn every(conn: &mut Conn, doubtful: bool) -> Result<u64, StoreError> {
    let mut written = 0;
    for names in NAMES {
        let last = format!("SELECT COALESCE(max(id), 0) FROM {}", names.0);
        let last = conn.rows(AssertSqlSafe(last), vec![], |r| r.int(0)).await?;
        let (mut after, last) = (0, last.first().copied().unwrap_or_default());
        while after < last {
            for wrong in wrong(conn, names, doubtful, after).await? {
                written += write(conn, names, wrong).await?;
            }
            after += PIECE;
        }
    }
    Ok(written)
}

/// A name that is not folded as it should be.
struct Wrong {
    id: i64,
    name: String,
    /// What was written for it.
    kept: String,
}

/// Those of one piece. Only the `doubtful` ones, where the database itself leaves out what its own
/// small letters agree with: of a million names in English that is all, and nothing is sent.
async fn wrong(
    conn: &mut Conn,
    (table, name): Names,
    doubtful: bool,
    after: i64,
) -> Result<Vec<Wrong>, StoreError> {
    let and = if doubtful { format!(" AND folded <> lower({name})") } else { String::new() };
    let sql = format!(
        "SELECT id, {name}, folded FROM {table} WHERE id > $1 AND id <= $2{and} ORDER BY id"
    );
    let row = |r: &Row<'_>| Ok(Wrong { id: r.int(0)?, name: r.text(1)?, kept: r.text(2)? });
    let mut rows =
        conn.rows(AssertSqlSafe(sql), vec![after.into(), (after + PIECE).into()], row).await?;
    rows.retain(|row| folded(&row.name) != row.kept);
    Ok(rows)
}

/// Folds one, unless it was renamed or folded meanwhile.
async fn write(
    conn: &mut Conn,
    (table, name): Names,
    Wrong { id, name: read, kept }: Wrong,
) -> Result<u64, StoreError> {
    let sql =
        format!("UPDATE {table} SET folded = $1 WHERE id = $2 AND {name} = $3 AND folded = $4");
    let args: Vec<Cell<'_>> = vec![folded(&read).into(), id.into(), read.into(), kept.into()];
    conn.run(AssertSqlSafe(sql), args).await
}

#[cfg(test)]
mod tests {
    use super::{PIECE, Wrong, write, wrong};
    use crate::store::Store;

    #[tokio::test]
    async fn a_name_that_changes_meanwhile_is_left_to_whoever_changed_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("desk.db");
        let store = Store::open(&format!("sqlite:{}", file.display())).await.unwrap();
        let mut conn = store.connect().await.unwrap();
        for sql in [
            "CREATE TABLE called (id INTEGER PRIMARY KEY, name TEXT, folded TEXT)",
            "INSERT INTO called VALUES (1, 'Zoë', ''), (2, 'Zoë', ''), (3, 'Zoe', 'zoe'), \
             (4, 'Žoe', 'zoe'), (5, 'ADA', 'ada'), (6000, 'Ada', '')",
        ] {
            conn.run(sql, vec![]).await.unwrap();
        }
        let names = ("called", "name");
        let ids = |found: &[Wrong]| found.iter().map(|wrong| wrong.id).collect::<Vec<_>>();
        let found = wrong(&mut conn, names, true, 0).await.unwrap();
        assert_eq!(ids(&found), [1, 2]);
        assert_eq!(ids(&wrong(&mut conn, names, true, PIECE).await.unwrap()), [6000]);
        let newer = "UPDATE called SET name = 'Ivo', folded = 'ivo' WHERE id = 2";
        conn.run(newer, vec![]).await.unwrap();
        let mut written = Vec::new();
        for wrong in found {
            written.push(write(&mut conn, names, wrong).await.unwrap());
        }
        assert_eq!(written, [1, 0]);
        let kept = "SELECT folded FROM called WHERE id < 3 ORDER BY id";
        assert_eq!(conn.rows(kept, vec![], |r| r.text(0)).await.unwrap(), ["zoe", "ivo"]);
        assert!(wrong(&mut conn, names, false, 0).await.unwrap().is_empty());
    }
}
