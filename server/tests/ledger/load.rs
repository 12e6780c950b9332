//! Clients who place orders without pause and write down what they are told.

use super::book::{Book, Entry};
use super::follower::Follower;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How one server is asked.
#[derive(Debug, Clone)]
pub struct Desk {
    http: reqwest::Client,
    base: String,
    token: String,
    pub book: Arc<Book>,
}

impl Desk {
    pub fn at(port: u16, token: String) -> Self {
        Self::behind(format!("http://127.0.0.1:{port}"), token)
    }

    /// The desk at this base of all its paths.
    pub fn behind(base: String, token: String) -> Self {
        rustls::crypto::ring::default_provider().install_default().ok();
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(30));
        let http = http.build().expect("a client");
        Self { http, base, token, book: Arc::default() }
    }

    /// Somebody who follows what happens, from the log's beginning on.
    pub fn follower(&self) -> Follower {
        Follower::of(self.base.clone(), self.token.clone())
    }

    /// Places the order of this key. `None` when nobody can tell what became of it.
    pub async fn place(&self, key: &str) -> Option<Entry> {
        let (status, body) = self.try_to_place(key).await?;
        // The database is gone or there is no room: clear words, and never a 500.
        if matches!(status, 503 | 507) {
            return None;
        }
        assert_eq!(status, 201, "{body}");
        let id = |value: &Value| value["id"].as_str().expect("an id").to_owned();
        let entry = (id(&body["data"]["order"]), id(&body["data"]["ticket"]));
        self.book.acknowledges(key, &entry);
        Some(entry)
    }

    /// Asks for the order of this key and gives the answer, if there was one.
    pub async fn try_to_place(&self, key: &str) -> Option<(u16, Value)> {
        self.book.asks(key);
        let order =
            json!({"package_id": 1, "brand_id": 1, "creator_id": 1, "total_amount": "250.00"});
        let request = self.http.post(format!("{}/api/orders", self.base)).bearer_auth(&self.token);
        let response = request.header("Idempotency-Key", key).json(&order).send().await.ok()?;
        Some((response.status().as_u16(), response.json().await.ok()?))
    }

    /// Sends a file on the first ticket and gives the status of the answer.
    pub async fn try_to_send(&self) -> u16 {
        let head = "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"";
        let form = format!("--b\r\n{head}\r\n\r\nhello\r\n--b--\r\n");
        let request = self.http.post(format!("{}/api/crm/tickets/1/files", self.base));
        let request = request.header("Content-Type", "multipart/form-data; boundary=b").body(form);
        let sent = request.bearer_auth(&self.token).send().await;
        sent.expect("an answer").status().as_u16()
    }

    /// What a path answers, once the server is not too busy to say it.
    pub async fn get(&self, path: &str) -> (u16, Value) {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            let request = self.http.get(format!("{}{path}", self.base)).bearer_auth(&self.token);
            let response = request.send().await.expect("an answer");
            let status = response.status().as_u16();
            if status != 503 {
                return (status, response.json().await.expect("JSON"));
            }
            assert!(Instant::now() < deadline, "{path}: busy for 30 s");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Starts `clients` of them. They pause while `up` says so and end when its sender is dropped.
    pub fn load(&self, clients: u64, seed: u64, up: &watch::Receiver<bool>) -> JoinSet<()> {
        self.load_of(clients, u64::MAX, seed, up)
    }

    /// The same, and each of them ends after so many orders.
    pub fn load_of(
        &self,
        clients: u64,
        orders: u64,
        seed: u64,
        up: &watch::Receiver<bool>,
    ) -> JoinSet<()> {
        let mut all = JoinSet::new();
        for client in 0..clients {
            all.spawn(self.clone().keep_ordering(client, orders, seed ^ client, up.clone()));
        }
        all
    }

    async fn keep_ordering(
        self,
        client: u64,
        orders: u64,
        seed: u64,
        mut up: watch::Receiver<bool>,
    ) {
        let mut dice = Xoshiro256PlusPlus::seed_from_u64(seed);
        for number in 0..orders {
            if up.wait_for(|up| *up).await.is_err() || up.has_changed().is_err() {
                return;
            }
            // Now and then somebody who was answered asks again.
            let again = number > 0 && dice.random_ratio(1, 10);
            let number = if again { dice.random_range(0..number) } else { number };
            if self.place(&format!("{client}-{number}")).await.is_none() {
                // Whoever is refused tries again a little later.
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }

    /// Waits until the desk has exactly the orders that were acknowledged: nothing was done that
    /// nobody was told of.
    pub async fn has_only_what_was_said(&self) {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let (_, body) = self.get("/api/orders?limit=1").await;
            let said = json!(*self.book.acknowledged.borrow());
            if body["data"]["total"] == said {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "{said} were acknowledged: {}",
                body["data"]["total"]
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Holds the desk against the ledger. What nobody could tell is asked again first, with the same
    /// key; after that every key is one order with one ticket and one first message.
    pub async fn compare(&self) {
        for (key, entry) in self.book.entries() {
            let again = self.place(&key).await;
            let again =
                again.unwrap_or_else(|| panic!("{key} has no answer from a server at rest"));
            assert!(entry.is_none_or(|entry| entry == again), "{key} is another order now");
        }
        let entries = self.book.entries();
        for (key, entry) in &entries {
            let (order, ticket) = entry.clone().expect("all are known now");
            let (status, body) = self.get(&format!("/api/orders/{order}")).await;
            assert_eq!(
                (status, &body["data"]["order"]["ticket"]["id"]),
                (200, &json!(ticket)),
                "{key}"
            );
            let (_, body) = self.get(&format!("/api/crm/tickets/{ticket}/messages")).await;
            let messages = body["data"]["messages"].as_array().expect("messages");
            assert_eq!(messages.len(), 1, "{key}: {body}");
            assert_eq!(messages[0]["message_type"], "system");
        }
        for list in ["/api/orders?limit=1", "/api/crm/tickets?limit=1"] {
            let (_, body) = self.get(list).await;
            assert_eq!(body["data"]["total"], json!(entries.len()), "{list}: {body}");
        }
    }

    /// Tickets of the ledger by agent differ by one at most: the turn survived as well.
    pub async fn is_fair(&self) {
        let mut counts = std::collections::BTreeMap::new();
        for (_, entry) in self.book.entries() {
            let (_, ticket) = entry.expect("all are known");
            let (status, body) = self.get(&format!("/api/crm/tickets/{ticket}")).await;
            assert_eq!(status, 200, "{body}");
            let agent =
                body["data"]["ticket"]["agent"]["id"].as_str().unwrap_or("nobody").to_owned();
            *counts.entry(agent).or_insert(0_usize) += 1;
        }
        let (most, least) = (counts.values().max(), counts.values().min());
        assert!(most.zip(least).is_some_and(|(m, l)| m - l <= 1), "{counts:?}");
    }
}
