//! An event from the moment its message was sent to the last of a thousand streams, and what a stream
//! weighs in memory: on one node, and over three nodes on PostgreSQL (where it is installed).
//!
//!     cargo bench -p robindesk-server --bench fanout [-- STREAMS]
//!
//! # Notes
//!
//! 2 cores for server, database and the thousand clients together; the command above; today's figures
//! are in the README, from asking: the commit is part of them.

#[allow(clippy::allow_attributes, dead_code, reason = "each bench uses some of it")]
mod cluster;
#[allow(clippy::allow_attributes, dead_code, reason = "each bench uses some of it")]
mod load;

use cluster::Cluster;
use load::{Http, Server, machine, ms, percentile, ran};
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

const OWNER: &str = "bench@desk.example";
const LISTENER: &str = "listener@desk.example";
const MESSAGES: usize = 100;

#[tokio::main]
async fn main() {
    let asked = std::env::args().skip(1).find_map(|arg| arg.parse().ok());
    let streams: usize = asked.unwrap_or(1_000);
    println!("fanout: {}", machine());
    let folder = tempfile::tempdir().expect("a folder");
    let database = format!("sqlite:{}", folder.path().join("desk.db").display());
    desk("SQLite", folder.path(), &database, 1, streams).await;
    let cluster = match Cluster::start() {
        Ok(cluster) => cluster,
        Err(why) => return println!("  PostgreSQL was left out: {why}"),
    };
    let folder = tempfile::tempdir().expect("a folder");
    let database = cluster.database("desk");
    desk("PostgreSQL, three nodes", folder.path(), &database, 3, streams).await;
}

/// Opens so many streams, spread over the nodes, and posts to the first of them.
async fn desk(name: &str, folder: &Path, database: &str, nodes: usize, streams: usize) {
    let run = |args: &[&str]| ran(folder, database, args);
    run(&["seed", "--agents", "5", "--orders", "0"]);
    for email in [OWNER, LISTENER] {
        run(&["create-super-admin", "--email", email, "--name", "Bench"]);
    }
    let (token, listener) =
        (run(&["token", "--email", OWNER]), run(&["token", "--email", LISTENER]));
    let servers: Vec<Server> = (0..nodes).map(|_| Server::start(folder, database)).collect();
    let memory = || servers.iter().map(Server::memory).sum::<Option<u64>>();
    let before = memory();
    let (heard, mut all) = mpsc::unbounded_channel();
    // Narrowed to one ticket, so that each stream carries events and not the numbers.
    let mut http = Http::open(&servers[0].addr, &token).await;
    let body = order(&mut http).await;
    assert_eq!(http.send("POST", "/api/orders", &body).await.0, 201);
    for server in servers.iter().cycle().take(streams) {
        let stream = Http::open(&server.addr, &listener).await;
        let stream = stream.stream("/api/events?ticket=1").await;
        tokio::spawn(listen(stream, heard.clone()));
        // One after the other: a thousand at once are told to come back.
        all.recv().await.expect("a greeting");
    }
    println!("  {name}, {streams} streams");
    if let (Some(before), Some(after)) = (before, memory()) {
        let each = after.saturating_sub(before) / streams.max(1) as u64;
        println!("    memory a stream: {each} KiB");
    }
    let (mut first, mut last) = (Vec::new(), Vec::new());
    for n in 0..MESSAGES {
        let begun = Instant::now();
        let message = format!("{{\"message_text\": \"number {n}\"}}");
        let path = "/api/crm/tickets/1/messages";
        assert_eq!(http.send("POST", path, &message).await.0, 201);
        // The first reply also moves the ticket's status: an event of its own.
        let mut times: Vec<Duration> = Vec::with_capacity(streams);
        while times.len() < streams {
            let at = all.recv().await.expect("an event");
            times.push(at.saturating_duration_since(begun));
        }
        times.sort_unstable();
        first.push(times[0]);
        last.push(times[streams - 1]);
    }
    for (which, times) in [("first", &mut first), ("last", &mut last)] {
        times.sort_unstable();
        let (p50, p99) = (ms(percentile(times, 50)), ms(percentile(times, 99)));
        println!("    asked to {which} stream: p50 {p50}, p99 {p99}");
    }
}

async fn order(http: &mut Http) -> String {
    let (_, answer) = http.send("GET", "/api/packages?limit=1", "").await;
    let answer: serde_json::Value = serde_json::from_slice(&answer).expect("JSON");
    let package = &answer["data"]["packages"][0];
    serde_json::json!({
        "package_id": package["id"], "brand_id": "1", "creator_id": package["creator_id"],
        "total_amount": package["price"],
    })
    .to_string()
}

/// Tells of the greeting and then of every message.
async fn listen(mut stream: TcpStream, heard: mpsc::UnboundedSender<Instant>) {
    let mut read = Vec::with_capacity(8_192);
    loop {
        if stream.read_buf(&mut read).await.unwrap_or(0) == 0 {
            return;
        }
        let now = Instant::now();
        for mark in [&b": here\n\n"[..], b"event: message.created"] {
            while let Some(place) = read.windows(mark.len()).position(|w| w == mark) {
                read.drain(..place + mark.len());
                if heard.send(now).is_err() {
                    return;
                }
            }
        }
    }
}
