//! The ledger that the clients keep: every order that was asked for, and what was answered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use tokio::sync::watch;

/// What one key was answered with: the order's id and its ticket's.
pub type Entry = (String, String);

/// Orders by their idempotency key; `None` while nobody knows whether it was done.
#[derive(Debug, Default)]
pub struct Book {
    orders: Mutex<BTreeMap<String, Option<Entry>>>,
    /// How many orders were acknowledged.
    pub acknowledged: watch::Sender<usize>,
}

impl Book {
    /// Notes that an order is about to be asked for.
    pub fn asks(&self, key: &str) {
        self.lock().entry(key.to_owned()).or_default();
    }

    /// Notes an acknowledgement. A second one must say the same.
    pub fn acknowledges(&self, key: &str, entry: &Entry) {
        let before = self.lock().insert(key.to_owned(), Some(entry.clone())).flatten();
        if before.is_none() {
            self.acknowledged.send_modify(|count| *count += 1);
        }
        assert!(before.is_none_or(|b| b == *entry), "{key} was another order before");
    }

    /// Everything in it.
    pub fn entries(&self) -> Vec<(String, Option<Entry>)> {
        self.lock().iter().map(|(key, entry)| (key.clone(), entry.clone())).collect()
    }

    /// The orders in it, when nothing is unknown any more.
    pub fn orders(&self) -> BTreeSet<String> {
        let order = |entry: &Option<Entry>| entry.as_ref().expect("all are known now").0.clone();
        self.lock().values().map(order).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Option<Entry>>> {
        self.orders.lock().expect("no holder panicked")
    }
}
