//! The first page of tickets, filtered and sorted, at ten thousand, a hundred thousand and a million
//! tickets, and page 10,000 by cursor: as a client sees them over one connection, and over sixteen,
//! on SQLite and on PostgreSQL.
//!
//!     cargo bench -p robindesk-server --bench reads [-- TICKETS ...]
//!
//! # Notes
//!
//! 2 cores for server, database and client together; the command above; today's figures are in the
//! README. What was changed, each measured before and after in turns on the same machine:
//!
//! - SQLite merges a list's scans row by row: where a page's rows are, 1.0 ms -> 36 us.
//! - PostgreSQL plans a list's scans once for all: first executions 3 to 16 ms -> 2 to 4, p99 of sixteen
//!   readers 62 -> 43 ms. Its just-in-time compiling took half of all reading at a million; it is off.
//! - Status and priority are told to belong together: `-priority` at a million 296 ms -> 3 to 6.
//! - Five agents and more are read in the list's order: 1.9 s -> 2 ms at a million; and where most of a
//!   small desk is theirs, 4.4 -> 1.2 ms on PostgreSQL, 2.0 -> 0.8 on SQLite, at ten thousand.
//! - Not kept: a page's rows packed as one JSON value (9% less of the processor, a third form of row); an
//!   index that covers `unread` (5%); the planner held to generic plans (300 ms for a rare brand).

mod cluster;
#[path = "load.rs"]
#[allow(clippy::allow_attributes, dead_code, reason = "each bench uses some of it")]
mod load;

use cluster::Cluster;
use load::{Http, Server, machine, ms, percentile, ran};
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
use std::path::Path;
use std::str::FromStr;
use std::time::{Duration, Instant};

const OWNER: &str = "bench@desk.example";
const TRIES: usize = 200;

/// What the console asks for, and whatever else a list can be asked.
const QUERIES: [&str; 14] = [
    "",
    "sort=waiting&status=open,in_progress&agent_id=3",
    "sort=waiting&status=open,in_progress",
    "sort=-priority",
    "sort=-priority&status=open&agent_id=4",
    "sort=created&status=resolved,closed",
    "priority=urgent&sort=-updated",
    "agent_id=none&status=open,in_progress&sort=created",
    "agent_id=3,4,none&sort=-created",
    // Of more than are merged.
    "agent_id=3,4,5,6,7",
    // Common, rare, and nowhere.
    "q=acme&sort=waiting&status=open,in_progress",
    "q=fernway&sort=waiting",
    "q=%239000",
    "q=nowhere",
];

#[tokio::main]
async fn main() {
    let asked: Vec<u64> = std::env::args().skip(1).filter_map(|arg| arg.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![10_000, 100_000, 1_000_000] } else { asked };
    println!("reads: {}", machine());
    for tickets in sizes {
        let folder = tempfile::tempdir().expect("a folder");
        println!("  {tickets} tickets, SQLite");
        let file = folder.path().join("desk.db");
        on(folder.path(), &format!("sqlite:{}", file.display()), tickets).await;
        if let Ok(cluster) = Cluster::start() {
            println!("  {tickets} tickets, PostgreSQL");
            on(folder.path(), &cluster.database("desk"), tickets).await;
        }
    }
}

async fn on(folder: &Path, database: &str, tickets: u64) {
    ran(folder, database, &["seed", "--agents", "5", "--orders", "0"]);
    ran(folder, database, &["create-super-admin", "--email", OWNER, "--name", "Bench"]);
    let token = ran(folder, database, &["token", "--email", OWNER]);
    if database.starts_with("sqlite:") {
        let options = SqliteConnectOptions::from_str(database).expect("a path");
        fill(options.pragma("synchronous", "off").connect().await, tickets).await;
    } else {
        let options = PgConnectOptions::from_str(database).expect("a URL");
        fill(options.connect().await, tickets).await;
        analyze(database).await;
    }
    let server = Server::start(folder, database);
    for query in QUERIES {
        one(&server.addr, &token, query).await;
    }
    page_ten_thousand(&server.addr, &token, tickets).await;
    many(&server.addr, &token).await;
    stats(&server.addr, &token).await;
}

/// What PostgreSQL does by itself a minute later.
async fn analyze(database: &str) {
    let options = PgConnectOptions::from_str(database).expect("a URL");
    let mut conn = options.connect().await.expect("a database");
    conn.execute("VACUUM ANALYZE").await.expect("done");
}

/// Rows as a desk would have them: a tenth unresolved, few of them urgent, some of them waiting.
async fn fill<C: Connection>(conn: Result<C, sqlx::Error>, tickets: u64)
where
    for<'c> &'c mut C: Executor<'c>,
{
    let mut conn = conn.expect("a database");
    let script = format!(
        "BEGIN;
        CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS
            (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < {tickets}) SELECT i FROM n;
        INSERT INTO orders SELECT i, i, 1, CASE WHEN i % 200000 = 7 THEN 12 ELSE 1 + i % 11 END,
            p.creator_id, 1, 25000, 'USD', 'pending', NULL, 1790000000000 + i * 1000, NULL, NULL FROM n, packages p WHERE p.id = 1;
        INSERT INTO tickets (id, order_id, agent_id, status, priority, tags, snoozed_until,
            brand_waiting, creator_waiting, waiting_since, answered_at, last_message_id, last_line,
            last_audience, last_sender_id, last_at, created_at, updated_at)
            SELECT i, i, CASE WHEN i % 97 = 0 THEN NULL ELSE 3 + i % 5 END,
            CASE i % 20 WHEN 0 THEN 'open' WHEN 1 THEN 'in_progress' WHEN 2 THEN 'closed'
                ELSE 'resolved' END,
            CASE WHEN i % 1000 = 0 THEN 3 WHEN i % 10 = 1 THEN 2 WHEN i % 10 = 2 THEN 0 ELSE 1 END,
            '[]', NULL, NULL, NULL,
            CASE WHEN i % 40 = 0 THEN 1790000000000 + i * 1000 ELSE 9223372036854775807 END,
            NULL, i, 'Order placed', 'everyone', NULL, 1790000000000 + i * 1000,
            1790000000000 + i * 1000, 1790000000000 + (i * 7919 % {tickets}) * 1000 FROM n;
        INSERT INTO messages SELECT i, i, NULL, 'Order placed', 'system', 'everyone', NULL,
            1790000000000 + i * 1000 FROM n;
        INSERT INTO cells SELECT 'ticket', COALESCE(agent_id, 0), status, priority, count(*)
            FROM tickets GROUP BY 2, 3, 4;
        INSERT INTO cells VALUES ('order', 0, 'pending', 0, {tickets});
        UPDATE head SET orders = {tickets}, tickets = {tickets}, messages = {tickets};
        COMMIT;"
    );
    conn.execute(sqlx::raw_sql(AssertSqlSafe(script))).await.expect("rows");
    conn.close().await.expect("closed");
}

/// How long an answer took. It is not read: the processors are the server's too.
async fn asked(http: &mut Http, path: &str) -> Duration {
    let begun = Instant::now();
    let (status, body) = http.send("GET", path, "").await;
    let took = begun.elapsed();
    assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&body));
    took
}

async fn read(http: &mut Http, path: &str) -> serde_json::Value {
    let (status, body) = http.send("GET", path, "").await;
    assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&body));
    serde_json::from_slice(&body).expect("JSON")
}

async fn one(addr: &str, token: &str, query: &str) {
    let mut http = Http::open(addr, token).await;
    let path = format!("/api/crm/tickets?{query}");
    let first = read(&mut http, &path).await;
    let mut took = Vec::new();
    for _ in 0..TRIES {
        took.push(asked(&mut http, &path).await);
    }
    took.sort_unstable();
    let (p50, p99) = (ms(percentile(&took, 50)), ms(percentile(&took, 99)));
    println!("    p50 {p50}, p99 {p99}, total {:>7}  {query}", first["data"]["total"]);
}

/// The cursor to page 10,000 comes from a page at that offset; only what it costs is measured.
async fn page_ten_thousand(addr: &str, token: &str, tickets: u64) {
    let offset = (10_000 * 50).min(tickets - 100) - 50;
    let mut http = Http::open(addr, token).await;
    for sort in ["-updated", "-created", "waiting"] {
        let path = format!("/api/crm/tickets?sort={sort}&offset={offset}");
        let page = read(&mut http, &path).await;
        let cursor = page["data"]["next_cursor"].as_str().expect("a cursor").to_owned();
        one(addr, token, &format!("sort={sort}&cursor={cursor}")).await;
    }
}

async fn many(addr: &str, token: &str) {
    let mut tasks = Vec::new();
    for n in 0..16 {
        let (addr, token) = (addr.to_owned(), token.to_owned());
        tasks.push(tokio::spawn(async move {
            let mut http = Http::open(&addr, &token).await;
            let mut took = Vec::new();
            for m in 0..TRIES {
                let query = QUERIES[(n + m) % QUERIES.len()];
                took.push(asked(&mut http, &format!("/api/crm/tickets?{query}")).await);
            }
            took
        }));
    }
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await.expect("a client"));
    }
    all.sort_unstable();
    let (p50, p99) = (ms(percentile(&all, 50)), ms(percentile(&all, 99)));
    println!("    p50 {p50}, p99 {p99}  all of these over 16 connections");
}

async fn stats(addr: &str, token: &str) {
    let mut http = Http::open(addr, token).await;
    asked(&mut http, "/api/admin/stats").await;
    let mut took = Vec::new();
    for _ in 0..TRIES {
        took.push(asked(&mut http, "/api/admin/stats").await);
    }
    took.sort_unstable();
    println!("    p50 {}, p99 {}  stats", ms(percentile(&took, 50)), ms(percentile(&took, 99)));
}
