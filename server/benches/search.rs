//! Full-text search over a million messages, the newest 50 hits, on SQLite and on PostgreSQL: as a
//! client sees it over one connection. Words are as rare as words are: the n-th of 20,000 comes up
//! one n-th as often as the first.
//!
//!     cargo bench -p robindesk-server --bench search [-- MESSAGES]
//!
//! # Notes
//!
//! 2 cores for server, database and client together; the command above; today's figures are in the
//! README. `before:` long ago on PostgreSQL was 174 ms while the newest hits were read first, and is 4.

mod cluster;
#[path = "load.rs"]
#[allow(clippy::allow_attributes, dead_code, reason = "each bench uses some of it")]
mod load;

use cluster::Cluster;
use load::{Http, Server, machine, ms, percentile, ran};
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
use std::fmt::Write;
use std::path::Path;
use std::str::FromStr;
use std::time::{Duration, Instant};

const OWNER: &str = "bench@desk.example";
const TRIES: usize = 200;
const WORDS: u64 = 20_000;
/// Words of a message.
const LONG: u64 = 18;
/// Messages that one statement writes.
const ROWS: u64 = 500;
/// Messages of a ticket.
const OF_A_TICKET: u64 = 10;

/// What is asked, and what it tries.
const QUERIES: [(&str, &str); 10] = [
    ("w1", "the commonest word"),
    ("w50", "a common word"),
    ("w15000", "a rare word"),
    ("w1 w2 w3", "three common words"),
    ("w3 w9000", "a common word and a rare one"),
    ("%22w1 w2%22", "a phrase"),
    ("w1*", "a beginning"),
    ("w2 -w1", "one word and not another"),
    ("w5 status:open brand:acme", "a word, a status and a brand"),
    ("w5 before:2026-09-22", "a word, long ago"),
];

#[tokio::main]
async fn main() {
    let asked = std::env::args().skip(1).find_map(|arg| arg.parse().ok());
    let messages: u64 = asked.unwrap_or(1_000_000);
    println!("search: {}, {messages} messages", machine());
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("desk.db");
    println!("  SQLite");
    on(folder.path(), &format!("sqlite:{}", path.display()), messages).await;
    let folder = tempfile::tempdir().expect("a folder");
    if let Ok(cluster) = Cluster::start() {
        println!("  PostgreSQL");
        on(folder.path(), &cluster.database("desk"), messages).await;
    }
}

async fn on(folder: &Path, database: &str, messages: u64) {
    ran(folder, database, &["seed", "--agents", "5", "--orders", "0"]);
    ran(folder, database, &["create-super-admin", "--email", OWNER, "--name", "Bench"]);
    let token = ran(folder, database, &["token", "--email", OWNER]);
    let party = ran(folder, database, &["token", "--email", "dana.whitfield@acme.example"]);
    let (tickets, texts) = scripts(messages);
    if database.starts_with("sqlite:") {
        let options = SqliteConnectOptions::from_str(database).expect("a path");
        fill(options.pragma("synchronous", "off").connect().await, tickets, texts).await;
    } else {
        let options = PgConnectOptions::from_str(database).expect("a URL");
        // What PostgreSQL does by itself a minute later comes at once here.
        let texts = texts.map(|text| postgresql(&text)).chain(["ANALYZE;".to_owned()]);
        fill(options.connect().await, tickets, texts).await;
    }
    let server = Server::start(folder, database);
    for (query, what) in QUERIES {
        one(&server.addr, &token, query, what).await;
    }
    one(&server.addr, &party, "w50", "a common word, asked by a brand").await;
}

/// The n-th word by its place in a row of numbers, as often as words are.
fn word(state: &mut u64) -> u64 {
    // A linear congruence is chance enough here, and the same in every run.
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    #[expect(clippy::cast_precision_loss, reason = "a share of one")]
    let share = (*state >> 33) as f64 / (1_u64 << 31) as f64;
    #[expect(clippy::cast_precision_loss, reason = "a small number")]
    let rank = (WORDS as f64).powf(share);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to WORDS")]
    let rank = rank as u64;
    rank
}

/// A statement for the tickets, and one after another for their messages with the index.
fn scripts(messages: u64) -> (String, impl Iterator<Item = String>) {
    let tickets = messages.div_ceil(OF_A_TICKET);
    let numbers = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {tickets})"
    );
    let tickets = format!(
        "{numbers} INSERT INTO orders SELECT i, i, 1, 1 + i % 12, p.creator_id, 1, 25000, 'USD', \
            'pending', NULL, 1790000000000 + i * 10000, NULL, NULL FROM n, packages p \
            WHERE p.id = 1;
        {numbers} INSERT INTO tickets (id, order_id, agent_id, status, priority, tags, \
            waiting_since, last_message_id, last_line, last_audience, last_at, created_at, \
            updated_at) SELECT i, i, 3 + i % 5, CASE WHEN i % 10 = 0 THEN 'open' ELSE 'resolved' \
            END, 1, '[]', 9223372036854775807, i, 'Order placed', 'everyone', \
            1790000000000 + i * 10000, 1790000000000 + i * 10000, 1790000000000 + i * 10000 FROM n;
        UPDATE head SET orders = {tickets}, tickets = {tickets}, messages = {messages};"
    );
    let mut state = 7;
    let texts = (1..=messages).step_by(usize::try_from(ROWS).expect("few")).map(move |first| {
        let last = messages.min(first + ROWS - 1);
        let (mut rows, mut index) = (String::new(), String::new());
        for id in first..=last {
            let words: Vec<String> = (0..LONG).map(|_| format!("w{}", word(&mut state))).collect();
            let words = words.join(" ");
            let (ticket, comma) = (id.div_ceil(OF_A_TICKET), if id == first { "" } else { "," });
            let (brand, at) = (1 + ticket % 12, 1_790_000_000_000 + id * 1_000);
            let lane = if id % 2 == 0 { "brand" } else { "creator" };
            write!(rows, "{comma}({id},{ticket},3,'{words}','text','{lane}',NULL,{at})").ok();
            write!(index, "{comma}({id},'{words}','b{brand} c1 a{lane}')").ok();
        }
        format!(
            "INSERT INTO messages VALUES {rows};\n\
             INSERT INTO message_index (rowid, words, scope) VALUES {index};"
        )
    });
    (tickets, texts)
}

/// The same for PostgreSQL, whose index holds words and scope in one.
fn postgresql(script: &str) -> String {
    let (rows, index) = script.split_once('\n').expect("two statements");
    let index = index.replace("message_index (rowid, words, scope) VALUES ", "");
    let values = index.trim_start_matches("INSERT INTO ").trim_end_matches(';');
    format!(
        "{rows}\nINSERT INTO message_index SELECT v.id, array_to_tsvector(ARRAY(SELECT DISTINCT \
            '~' || s FROM unnest(string_to_array(v.scope, ' ')) s)) || \
            to_tsvector('simple', v.words) FROM (VALUES {values}) AS v(id, words, scope);"
    )
}

async fn fill<C: Connection>(
    conn: Result<C, sqlx::Error>,
    tickets: String,
    texts: impl Iterator<Item = String>,
) where
    for<'c> &'c mut C: Executor<'c>,
{
    let mut conn = conn.expect("a database");
    let done = "rows are written";
    conn.execute(sqlx::raw_sql(AssertSqlSafe(format!("BEGIN;{tickets}")))).await.expect(done);
    for text in texts {
        conn.execute(sqlx::raw_sql(AssertSqlSafe(text))).await.expect(done);
    }
    conn.execute(sqlx::raw_sql("COMMIT;")).await.expect(done);
    conn.close().await.expect("closed");
}

async fn one(addr: &str, token: &str, query: &str, what: &str) {
    let mut http = Http::open(addr, token).await;
    let path = format!("/api/search?limit=50&q={}", query.replace(' ', "%20"));
    let mut took: Vec<Duration> = Vec::new();
    let mut hits = 0;
    for _ in 0..TRIES {
        let begun = Instant::now();
        let (status, body) = http.send("GET", &path, "").await;
        took.push(begun.elapsed());
        assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&body));
        let answer: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
        hits = answer["data"]["hits"].as_array().map_or(0, Vec::len);
    }
    took.sort_unstable();
    let (p50, p99) = (ms(percentile(&took, 50)), ms(percentile(&took, 99)));
    println!("    p50 {p50}, p99 {p99}, {hits:>2} hits: {what}");
}
