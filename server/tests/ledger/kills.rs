//! The kills.

use super::balancer::Balancer;
use super::cluster::Cluster;
use super::follower::Follower;
use super::load::Desk;
use super::process::Home;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How many clients order at once.
const CLIENTS: u64 = 16;
/// How many order while the server is asked to stop, and how many streams are open then.
const STOPPED_CLIENTS: u64 = 32;
const STREAMS: usize = 20;

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
        clients: u64,
        mut kill_and_start: impl FnMut(&watch::Sender<bool>),
    ) {
        let (up, is_up) = watch::channel(true);
        let load = {
            let _inside = self.runtime.enter();
            desk.load(clients, self.seed, &is_up)
        };
        for _ in 0..self.kills {
            let more = self.dice.random_range(1..200);
            self.wait_for(desk, more);
            kill_and_start(&up);
        }
        self.wait_for(desk, 50);
        drop(up);
        self.at_rest(load);
    }

    /// Waits until every client has its last answer.
    fn at_rest(&self, mut load: JoinSet<()>) {
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
    run.kill_under_load(&desk, CLIENTS, |up| {
        process.take().expect("it runs").kill();
        up.send_replace(false);
        process = Some(home.serve());
        up.send_replace(true);
    });
    run.runtime.block_on(async {
        desk.compare().await;
        desk.is_fair().await;
    });
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
    run.kill_under_load(&desk, CLIENTS, |_| cluster.kill_and_start());
    run.runtime.block_on(async {
        desk.compare().await;
        desk.is_fair().await;
    });
}

/// A clean stop under load with open streams, again and again: gone within 10 s (as `stop` sees to),
/// with everybody answered whose order is on disk, and streams that go on without gap or double.
fn a_clean_stop_under_load(name: &str, database: Option<String>) {
    let mut run = Run::new(name);
    let runtime = run.runtime.handle().clone();
    let _inside = runtime.enter();
    let home = Home::new(database);
    let desk = Desk::at(home.port, home.token());
    let mut process = Some(home.serve());
    let mut followers: Vec<Follower> = (0..STREAMS).map(|_| desk.follower()).collect();
    for follower in &mut followers {
        runtime.block_on(follower.is_there());
    }
    run.kill_under_load(&desk, STOPPED_CLIENTS, |up| {
        assert_eq!(process.take().expect("it runs").stop(), Some(0), "{}", home.said());
        up.send_replace(false);
        process = Some(home.serve());
        // Before anybody asks again: what is on disk was answered.
        runtime.block_on(desk.has_only_what_was_said());
        up.send_replace(true);
    });
    runtime.block_on(async {
        desk.compare().await;
        for follower in &mut followers {
            follower.has_seen(&desk.book.orders()).await;
            assert!(follower.streams() > 1, "a stream outlived its server");
        }
    });
    assert!(!home.said().contains("ERROR"), "{}", home.said());
}

#[test]
fn a_clean_stop_under_load_loses_nothing_and_leaves_nothing_half_said() {
    a_clean_stop_under_load("A clean stop", None);
}

#[test]
fn a_clean_stop_under_load_loses_nothing_on_postgres() {
    let Some(cluster) = Cluster::new() else { return };
    a_clean_stop_under_load("A clean stop on PostgreSQL", Some(cluster.url()));
}

/// Three processes on one database behind a balancer: one is killed, one is stopped, one stays; and
/// whoever asks behind the balancer has one desk.
#[test]
fn three_nodes_are_one_desk_while_two_of_them_go() {
    let Some(cluster) = Cluster::new() else { return };
    let run = Run::new("Three nodes");
    let runtime = run.runtime.handle().clone();
    let _inside = runtime.enter();
    let home = Home::new(Some(cluster.url()));
    let token = home.token();
    let _stays = home.serve();
    let (killed, killed_port) = home.node();
    let (stopped, stopped_port) = home.node();
    let nodes = [home.port, killed_port, stopped_port].map(|port| ([127, 0, 0, 1], port).into());
    let balancer = runtime.block_on(Balancer::before(nodes.to_vec()));
    let desk = Desk::behind(balancer.base(), token);
    // One after the other, so that each is at a node of its own.
    let mut followers: Vec<Follower> = Vec::new();
    for _ in nodes {
        let mut follower = desk.follower();
        runtime.block_on(follower.is_there());
        followers.push(follower);
    }
    let (_up, is_up) = watch::channel(true);
    let load = desk.load_of(CLIENTS, 20, run.seed, &is_up);
    run.wait_for(&desk, 60);
    killed.kill();
    run.wait_for(&desk, 60);
    assert_eq!(stopped.stop(), Some(0), "{}", home.said());
    run.at_rest(load);
    runtime.block_on(async {
        desk.compare().await;
        desk.is_fair().await;
        for follower in &mut followers {
            follower.has_seen(&desk.book.orders()).await;
        }
    });
    let streams: Vec<usize> = followers.iter().map(Follower::streams).collect();
    assert!(streams[0] == 1 && streams[1] > 1 && streams[2] > 1, "{streams:?}");
}
