//! Somebody who follows the event stream through whatever befalls the server, and panics at the first
//! event that is missing, doubled or out of order.

use serde_json::Value;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What was seen so far.
#[derive(Debug, Default)]
struct Seen {
    /// The number of the last event.
    last: i64,
    /// The orders that were told of, each once.
    orders: BTreeSet<String>,
    /// How many streams it took.
    streams: usize,
}

/// The one who follows; gives up when dropped.
#[derive(Debug)]
pub struct Follower {
    seen: watch::Receiver<Seen>,
    task: JoinHandle<()>,
}

impl Follower {
    /// Begins to follow, with a connection of its own.
    pub fn of(base: String, token: String) -> Self {
        let http = reqwest::Client::builder().no_proxy().build().expect("a client");
        let (told, seen) = watch::channel(Seen::default());
        let task = tokio::spawn(async move {
            loop {
                let last = told.borrow().last.to_string();
                let request = http.get(format!("{base}/api/events")).bearer_auth(&token);
                match request.header("Last-Event-ID", last).send().await {
                    Ok(response) if response.status() == 200 => follow(response, &told).await,
                    // Nobody is there, or has no time: a little later.
                    _ => tokio::time::sleep(Duration::from_millis(20)).await,
                }
            }
        });
        Self { seen, task }
    }

    /// Waits until its first stream is open.
    pub async fn is_there(&mut self) {
        self.until(|seen| seen.streams > 0).await;
    }

    /// Waits until it has been told of all these orders, and holds it to that: of no others.
    pub async fn has_seen(&mut self, orders: &BTreeSet<String>) {
        self.until(|seen| seen.orders.len() >= orders.len()).await;
        assert_eq!(&self.seen.borrow().orders, orders);
    }

    /// How many streams it took so far.
    pub fn streams(&self) -> usize {
        self.seen.borrow().streams
    }

    async fn until(&mut self, done: impl FnMut(&Seen) -> bool) {
        let wait = tokio::time::timeout(Duration::from_secs(30), self.seen.wait_for(done));
        let found = wait.await.expect("it is told within 30 s");
        drop(found.expect("the follower has met nothing odd"));
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Reads a stream until it ends, however it does.
async fn follow(mut response: reqwest::Response, told: &watch::Sender<Seen>) {
    told.send_modify(|seen| seen.streams += 1);
    let mut text = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        text.extend_from_slice(&chunk);
        while let Some(end) = text.windows(2).position(|two| two == b"\n\n") {
            let frame: Vec<u8> = text.drain(..end + 2).collect();
            let frame = String::from_utf8(frame).expect("UTF-8");
            told.send_modify(|seen| note(&frame, seen));
        }
    }
}

/// Notes an event; what has no number is in no log.
fn note(frame: &str, seen: &mut Seen) {
    let line = |name: &str| frame.lines().find_map(|line| line.strip_prefix(name));
    let Some(id) = line("id: ") else { return };
    assert_eq!(id, (seen.last + 1).to_string(), "{frame}");
    seen.last += 1;
    if line("event: ") == Some("order.created") {
        let event: Value = serde_json::from_str(line("data: ").expect("data")).expect("JSON");
        let order = event["order_id"].as_str().expect("an order").to_owned();
        assert!(seen.orders.insert(order), "told twice: {frame}");
    }
}
