//! The kills.

use super::cluster::Cluster;
use super::load::Desk;
use super::process::Home;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::sync::watch;

/// How many clients order at once.
const CLIENTS: u64 = 16;

/// One run: load, kills at random moments, and the comparison.
struct Run {
    dice: Xoshiro256PlusPlus,
    seed: u64,
    kills: u64,
    runtime: Runtime,
}

impl Run {
    fn new(name: &str) -> Self {
        let number = |name: &str| std::env::var(name).ok().and_then(|v| v.parse().ok());
        let seed = number("ROBINDESK_LEDGER_SEED").unwrap_or_else(rand::random);
        let kills = number("ROBINDESK_LEDGER_KILLS").unwrap_or(3);
        eprintln!("{name}: ROBINDESK_LEDGER_SEED={seed} ROBINDESK_LEDGER_KILLS={kills}");
        let dice = Xoshiro256PlusPlus::seed_from_u64(seed);
        Self { dice, seed, kills, runtime: Runtime::new().expect("a runtime") }
    }

    /// Loads the desk and kills `victim` again and again, each time after some more orders.
    fn kill_under_load(
        &mut self,
        desk: &Desk,
        mut kill_and_start: impl FnMut(&watch::Sender<bool>),
    ) {
        let (up, is_up) = watch::channel(true);
        let mut load = {
            let _inside = self.runtime.enter();
            desk.load(CLIENTS, self.seed, &is_up)
        };
        for _ in 0..self.kills {
            let more = self.dice.random_range(1..200);
            self.wait_for(desk, more);
            kill_and_start(&up);
        }
        self.wait_for(desk, 50);
        drop(up);
        self.runtime.block_on(async {
            while let Some(client) = load.join_next().await {
                client.expect("a client ends in good order");
            }
        });
    }

    /// Waits until so many more orders have been acknowledged.
    fn wait_for(&self, desk: &Desk, more: usize) {
        let mut acknowledged = desk.book.acknowledged.subscribe();
        let goal = *acknowledged.borrow() + more;
        let wait = acknowledged.wait_for(|count| *count >= goal);
        let wait = async { tokio::time::timeout(Duration::from_mins(1), wait).await };
        let done = self.runtime.block_on(wait);
        done.expect("the desk takes orders again within a minute").expect("the book is open");
    }
}

/// Kills the server itself.
fn the_server_is_killed(name: &str, database: Option<String>) {
    let mut run = Run::new(name);
    let home = Home::new(database);
    let desk = Desk::at(home.port, home.token());
    let mut process = Some(home.serve());
    run.kill_under_load(&desk, |up| {
        process.take().expect("it runs").kill();
        up.send_replace(false);
        process = Some(home.serve());
        up.send_replace(true);
    });
    run.runtime.block_on(async {
        desk.compare().await;
        desk.is_fair().await;
    });
    home.is_sound();
    assert!(!home.said().contains("ERROR"), "{}", home.said());
}

#[test]
fn what_was_acknowledged_survives_kill_9_on_sqlite() {
    the_server_is_killed("SQLite", None);
}

#[test]
fn what_was_acknowledged_survives_kill_9_on_postgres() {
    let Some(cluster) = Cluster::new() else { return };
    the_server_is_killed("PostgreSQL", Some(cluster.url()));
}

#[test]
fn what_was_acknowledged_survives_kill_9_of_postgres_itself() {
    let Some(mut cluster) = Cluster::new() else { return };
    let mut run = Run::new("PostgreSQL killed");
    let home = Home::new(Some(cluster.url()));
    let desk = Desk::at(home.port, home.token());
    let _process = home.serve();
    // The server is not restarted: it finds its database again by itself.
    run.kill_under_load(&desk, |_| cluster.kill_and_start());
    run.runtime.block_on(async {
        desk.compare().await;
        desk.is_fair().await;
    });
    home.is_sound();
}

#[test]
fn a_clean_stop_under_load_loses_nothing_and_leaves_nothing_half_said() {
    let mut run = Run::new("A clean stop");
    let runtime = run.runtime.handle().clone();
    let home = Home::new(None);
    let desk = Desk::at(home.port, home.token());
    let mut process = Some(home.serve());
    run.kill_under_load(&desk, |up| {
        assert_eq!(process.take().expect("it runs").stop(), Some(0), "{}", home.said());
        up.send_replace(false);
        process = Some(home.serve());
        // Before anybody asks again: what is on disk was answered.
        runtime.block_on(desk.has_only_what_was_said());
        up.send_replace(true);
    });
    run.runtime.block_on(desk.compare());
    home.is_sound();
}
