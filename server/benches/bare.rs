//! What the intake is held against: the very rows that the server wrote, written once more by nothing
//! but a loop, in batches of 50.

use crate::cluster::Cluster;
use crate::load::ran;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Executor, Row, SqliteConnection};
use std::path::Path;
use std::time::Instant;

pub const BATCH: usize = 50;

/// Orders that pgbench writes: its script is read whole before it begins.
const SCRIPTED: usize = 5_000;

/// A value of a row, as it is bound.
enum Value {
    Int(Option<i64>),
    Text(Option<String>),
}

/// The head as it moves with each batch.
const HEAD: &str = "UPDATE head SET seq = seq + 150, orders = orders + 50, tickets = tickets + 50, \
                    messages = messages + 50, decisions = decisions + 50 WHERE id = 1";

/// The tables that an order is written to, with how many rows it has in each.
const TABLES: [(&str, &str); 5] = [
    ("orders", "id"),
    ("tickets", "id"),
    ("messages", "id"),
    ("decisions", "number"),
    ("events", "seq"),
];

/// Writes the rows of an SQLite desk into a database of its own, and tells orders a second.
pub async fn sqlite(folder: &Path, written: &Path) -> f64 {
    let copy = folder.join("bare.db");
    ran(folder, &format!("sqlite:{}", copy.display()), &["migrate"]);
    let mut from = connect(written).await;
    let mut to = connect(&copy).await;
    let mut rows = Vec::new();
    for (table, key) in TABLES {
        rows.push(read(&mut from, table, key).await);
    }
    let orders = rows[0].len();
    let mut left: Vec<_> = rows.iter_mut().map(|rows| rows.drain(..)).collect();
    let mut inserts = vec![String::new(); TABLES.len()];
    let begun = Instant::now();
    for first in (0..orders).step_by(BATCH) {
        let batch = BATCH.min(orders - first);
        to.execute("BEGIN IMMEDIATE").await.expect("a transaction");
        for (n, (table, _)) in TABLES.iter().enumerate() {
            let each = if *table == "events" { 3 } else { 1 };
            let some: Vec<Vec<Value>> = left[n].by_ref().take(batch * each).collect();
            insert(&mut to, table, some, &mut inserts[n]).await;
        }
        to.execute(HEAD).await.expect("the head");
        to.execute("COMMIT").await.expect("a commit");
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of orders")]
    let rate = orders as f64 / begun.elapsed().as_secs_f64();
    rate
}

/// As the server opens it.
async fn connect(path: &Path) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("cache_size", "-8192")
        .connect()
        .await
        .expect("a database")
}

async fn read(conn: &mut SqliteConnection, table: &str, key: &str) -> Vec<Vec<Value>> {
    let columns = format!("SELECT type FROM pragma_table_info('{table}')");
    let columns = sqlx::query(AssertSqlSafe(columns)).fetch_all(&mut *conn).await.expect("columns");
    let text: Vec<bool> = columns.iter().map(|row| row.get::<String, _>(0) == "TEXT").collect();
    let of_orders = if table == "events" { "WHERE ticket_id IS NOT NULL" } else { "" };
    let sql = format!("SELECT * FROM {table} {of_orders} ORDER BY {key}");
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(conn).await.expect("rows");
    let value = |row: &sqlx::sqlite::SqliteRow, n: usize| {
        if text[n] { Value::Text(row.get(n)) } else { Value::Int(row.get(n)) }
    };
    rows.iter().map(|row| (0..text.len()).map(|n| value(row, n)).collect()).collect()
}

async fn insert(conn: &mut SqliteConnection, table: &str, rows: Vec<Vec<Value>>, sql: &mut String) {
    let Some(width) = rows.first().map(Vec::len) else { return };
    let row = format!("({})", vec!["?"; width].join(", "));
    let whole = if table == "events" { 3 * BATCH } else { BATCH };
    if sql.is_empty() || rows.len() != whole {
        *sql = format!("INSERT INTO {table} VALUES {}", vec![row; rows.len()].join(", "));
    }
    let mut query = sqlx::query(AssertSqlSafe(sql.clone()));
    for value in rows.into_iter().flatten() {
        query = match value {
            Value::Int(value) => query.bind(value),
            Value::Text(value) => query.bind(value),
        };
    }
    query.execute(conn).await.expect("rows are written");
}

/// Writes the rows of the desk in the database `desk` with pgbench, and tells orders a second.
pub fn pgbench(cluster: &Cluster, folder: &Path) -> f64 {
    ran(folder, &cluster.database("bare"), &["migrate"]);
    let dumps = TABLES.map(|(table, _)| {
        let each = if table == "events" { 3 * BATCH } else { BATCH };
        let rows = format!("--rows-per-insert={each}");
        let dump = cluster.ran("pg_dump", "desk", &["--data-only", "-t", table, &rows]);
        let dump = dump.expect("a dump");
        let inserts = dump.split("INSERT INTO ").skip(1).map(|insert| {
            let end = insert.rfind(");").expect("the end of a statement") + 2;
            format!("INSERT INTO {}", &insert[..end])
        });
        inserts.take(SCRIPTED / BATCH).collect::<Vec<String>>()
    });
    let mut script = String::new();
    for batch in 0..SCRIPTED / BATCH {
        let inserts: Vec<&str> = dumps.iter().map(|dump| dump[batch].as_str()).collect();
        script.extend(["BEGIN;\n", HEAD, ";\n", &inserts.join("\n"), "\nCOMMIT;\n"]);
    }
    let file = folder.join("script.sql");
    std::fs::write(&file, script).expect("a script");
    let file = file.display().to_string();
    let said = cluster.ran("pgbench", "bare", &["-n", "-c", "1", "-t", "1", "-f", &file]);
    let said = said.expect("pgbench runs");
    let average = said.lines().find_map(|line| line.strip_prefix("latency average = "));
    let ms = average.and_then(|said| said.split(' ').next()?.parse::<f64>().ok());
    #[expect(clippy::cast_precision_loss, reason = "a count of orders")]
    let orders = SCRIPTED as f64;
    orders * 1_000.0 / ms.expect("how long it took")
}
