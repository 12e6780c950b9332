//! Orders a second over HTTP, durable, against a bare loop that writes the very same rows straight
//! into the database in batches of 50, in the same run: on SQLite, and on PostgreSQL (where it is
//! installed) with one node and with three.
//!
//!     cargo bench -p robindesk-server --bench intake [-- ORDERS]
//!
//! # Notes
//!
//! 2 cores for server, database and client together; the command above; today's figures are in the
//! README. What was changed, each measured before and after in turns on the same machine:
//!
//! - SQLite's log is folded beside the commits, not by one of them: p99 24 -> 18 ms.
//! - A batch takes along whoever came while another node had the log head: three nodes 40 and 57% of one
//!   node -> 70 and 75%.
//! - The notice to the other nodes travels beside the commit, the staff comes with the head: 78 to 93%.
//! - What a write begins with is kept prepared: three nodes write 10% more.
//! - As it is shipped (`dist`), an order costs a tenth less of the processor than built as `release`.
//! - Not kept: mimalloc, 5 to 10% faster and 15 to 40 MiB larger.
//!
//! Three nodes are level with one where commits are slow, and up to a quarter below where they are quick:
//! 64 callers over three nodes are batches of 21 and not of 34, with the same fixed work in each.

mod bare;
mod cluster;
#[allow(clippy::allow_attributes, dead_code, reason = "each bench uses some of it")]
mod load;

use cluster::Cluster;
use load::{Http, Server, machine, ms, percentile, ran};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const CONNECTIONS: usize = 64;
const OWNER: &str = "bench@desk.example";

#[tokio::main]
async fn main() {
    let asked = std::env::args().skip(1).find_map(|arg| arg.parse().ok());
    let orders: usize = asked.unwrap_or(20_000);
    println!("intake: {}", machine());
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("desk.db");
    let database = format!("sqlite:{}", file.display());
    let rate = desk("SQLite", folder.path(), &database, 1, orders).await;
    let bare = bare::sqlite(folder.path(), &file).await;
    told("a bare loop", bare, rate);

    let cluster = match Cluster::start() {
        Ok(cluster) => cluster,
        Err(why) => return println!("  PostgreSQL was left out: {why}"),
    };
    let folder = tempfile::tempdir().expect("a folder");
    let rate = desk("PostgreSQL", folder.path(), &cluster.database("desk"), 1, orders).await;
    told("pgbench", bare::pgbench(&cluster, folder.path()), rate);
    let folder = tempfile::tempdir().expect("a folder");
    let three = cluster.database("three");
    let three = desk("PostgreSQL, three nodes", folder.path(), &three, 3, orders).await;
    println!("    three nodes are at {:.0}% of one", 100.0 * three / rate);
}

fn told(what: &str, bare: f64, rate: f64) {
    println!("    {what}, the same rows in batches of {}: {bare:.0} orders/s", bare::BATCH);
    println!("    robindesk is at {:.0}% of it", 100.0 * rate / bare);
}

/// Fills a desk of so many nodes, says how that went, and gives orders a second.
async fn desk(name: &str, folder: &Path, database: &str, nodes: usize, orders: usize) -> f64 {
    ran(folder, database, &["seed", "--agents", "5", "--orders", "0"]);
    ran(folder, database, &["create-super-admin", "--email", OWNER, "--name", "Bench"]);
    let token = ran(folder, database, &["token", "--email", OWNER]);
    let servers: Vec<Server> = (0..nodes).map(|_| Server::start(folder, database)).collect();
    let addrs: Vec<&str> = servers.iter().map(|server| server.addr.as_str()).collect();
    let body = order(addrs[0], &token).await;
    let idle = servers[0].memory();
    // Statements are prepared and pages are warm before anything is measured.
    load(&addrs, &token, &body, CONNECTIONS, 2_000).await;
    let cpu = || servers.iter().filter_map(Server::cpu).sum::<Duration>();
    let (begun, spent) = (Instant::now(), cpu());
    let many = load(&addrs, &token, &body, CONNECTIONS, orders).await;
    let (took, spent) = (begun.elapsed(), cpu().saturating_sub(spent));
    let alone = load(&addrs, &token, &body, 1, 2_000).await;
    #[expect(clippy::cast_precision_loss, reason = "a count of orders")]
    let orders = orders as f64;
    let rate = orders / took.as_secs_f64();
    let (p50, p99) = (ms(percentile(&many, 50)), ms(percentile(&many, 99)));
    println!("  {name}, {CONNECTIONS} connections: {rate:.0} orders/s, p50 {p50}, p99 {p99}");
    let spent = spent.as_secs_f64() * 1e6 / orders;
    println!("    an order costs the server {spent:.0} us of a core");
    let (p50, p99) = (ms(percentile(&alone, 50)), ms(percentile(&alone, 99)));
    println!("    1 connection: p50 {p50}, p99 {p99}");
    if let (Some(idle), Some(after)) = (idle, servers[0].memory()) {
        println!("    memory of a node: {} MiB idle, {} MiB after it", idle / 1024, after / 1024);
    }
    rate
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

/// Places so many orders over so many connections, spread over the nodes; how long each took, sorted.
async fn load(
    addrs: &[&str],
    token: &str,
    body: &str,
    connections: usize,
    orders: usize,
) -> Vec<Duration> {
    let next = Arc::new(AtomicUsize::new(0));
    let mut tasks = Vec::new();
    for addr in addrs.iter().cycle().take(connections) {
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
