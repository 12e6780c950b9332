//! Orders a second over HTTP, durable, against a bare loop that writes the very same rows straight
//! into SQLite in batches of 50, in the same run.
//!
//!     cargo bench -p robindesk-server --bench intake [-- ORDERS]

#[path = "load.rs"]
#[allow(clippy::allow_attributes, dead_code, reason = "each bench uses some of it")]
mod load;

use load::{Http, Server, machine, ms, percentile, ran};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Executor, Row, SqliteConnection};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const CONNECTIONS: usize = 64;
const BATCH: usize = 50;
const OWNER: &str = "bench@desk.example";

#[tokio::main]
async fn main() {
    let asked = std::env::args().skip(1).find_map(|arg| arg.parse().ok());
    let orders: usize = asked.unwrap_or(20_000);
    let folder = tempfile::tempdir().expect("a folder");
    println!("intake: {}", machine());
    let database = format!("sqlite:{}", folder.path().join("desk.db").display());
    let done = server(folder.path(), &database, orders).await;
    println!("  robindesk, {CONNECTIONS} connections: {:.0} orders/s", done.rate);
    println!("    p50 {}, p99 {}", ms(done.p50), ms(done.p99));
    println!("  robindesk, 1 connection: p50 {}, p99 {}", ms(done.p50_alone), ms(done.p99_alone));
    if let Some(memory) = done.memory {
        println!("  memory after it: {} MiB", memory / 1024);
    }
    let bare = bare(folder.path(), &folder.path().join("desk.db")).await;
    println!("  bare loop, the same rows in batches of {BATCH}: {bare:.0} orders/s");
    println!("  robindesk is at {:.0}% of the bare loop", 100.0 * done.rate / bare);
}

struct Done {
    rate: f64,
    p50: Duration,
    p99: Duration,
    p50_alone: Duration,
    p99_alone: Duration,
    memory: Option<u64>,
}

async fn server(folder: &Path, database: &str, orders: usize) -> Done {
    ran(folder, database, &["seed", "--agents", "5", "--orders", "0"]);
    ran(folder, database, &["create-super-admin", "--email", OWNER, "--name", "Bench"]);
    let token = ran(folder, database, &["token", "--email", OWNER]);
    let server = Server::start(folder, database);
    let body = order(&server.addr, &token).await;
    // Statements are prepared and pages are warm before anything is measured.
    load(&server.addr, &token, &body, CONNECTIONS, 2_000).await;
    let begun = Instant::now();
    let many = load(&server.addr, &token, &body, CONNECTIONS, orders).await;
    let took = begun.elapsed();
    let alone = load(&server.addr, &token, &body, 1, 2_000).await;
    #[expect(clippy::cast_precision_loss, reason = "a count of orders")]
    let rate = orders as f64 / took.as_secs_f64();
    Done {
        rate,
        p50: percentile(&many, 50),
        p99: percentile(&many, 99),
        p50_alone: percentile(&alone, 50),
        p99_alone: percentile(&alone, 99),
        memory: server.memory(),
    }
}

/// An order for the first package.
async fn order(addr: &str, token: &str) -> String {
    let mut http = Http::open(addr, token).await;
    let (status, answer) = http.send("GET", "/api/packages?limit=1", "").await;
    assert_eq!(status, 200);
    let answer: serde_json::Value = serde_json::from_slice(&answer).expect("JSON");
    let package = &answer["data"]["packages"][0];
    serde_json::json!({
        "package_id": package["id"],
        "brand_id": "1",
        "creator_id": package["creator_id"],
        "total_amount": package["price"],
        "additional_instructions": "Two takes, one in daylight, and please no music.",
    })
    .to_string()
}

/// Places so many orders over so many connections; how long each took, sorted.
async fn load(
    addr: &str,
    token: &str,
    body: &str,
    connections: usize,
    orders: usize,
) -> Vec<Duration> {
    let next = Arc::new(AtomicUsize::new(0));
    let mut tasks = Vec::new();
    for _ in 0..connections {
        let mut http = Http::open(addr, token).await;
        let (next, body) = (Arc::clone(&next), body.to_owned());
        tasks.push(tokio::spawn(async move {
            let mut took = Vec::new();
            while next.fetch_add(1, Ordering::Relaxed) < orders {
                let begun = Instant::now();
                let (status, answer) = http.send("POST", "/api/orders", &body).await;
                assert_eq!(status, 201, "{}", String::from_utf8_lossy(&answer));
                took.push(begun.elapsed());
            }
            took
        }));
    }
    let mut all = Vec::with_capacity(orders);
    for task in tasks {
        all.extend(task.await.expect("a client"));
    }
    all.sort_unstable();
    all
}

/// A value of a row, as it is bound.
enum Value {
    Int(Option<i64>),
    Text(Option<String>),
}

/// The tables that an order is written to, with how many rows it has in each.
const TABLES: [(&str, &str); 5] = [
    ("orders", "id"),
    ("tickets", "id"),
    ("messages", "id"),
    ("decisions", "number"),
    ("events", "seq"),
];

/// Writes the rows that the server wrote into a database of its own, and tells orders a second.
async fn bare(folder: &Path, written: &Path) -> f64 {
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
        let head = "UPDATE head SET seq = seq + 150, orders = orders + 50, tickets = tickets + 50, \
                    messages = messages + 50, decisions = decisions + 50 WHERE id = 1";
        to.execute(head).await.expect("the head");
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
