//! Three nodes on one PostgreSQL database are one desk: one rotation, one log, one set of sessions.

use super::balancer::Balancer;
use super::desk::Desk;
use super::engine::{Engine, cut_listeners};
use super::stream::Stream;
use futures_util::future::join_all;
use robindesk_protocol::{OrderId, UserId};
use robindesk_server::store::Store;
use robindesk_server::{App, Running};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// A desk and two more nodes on its database.
struct Nodes {
    desk: Desk,
    more: [Running; 2],
}

impl Nodes {
    async fn start(held: bool) -> Option<Self> {
        let desk = if held {
            Desk::held(Engine::Postgres).await?
        } else {
            Desk::on(Engine::Postgres).await?
        };
        let more = [desk.node().await, desk.node().await];
        Some(Self { desk, more })
    }

    fn apps(&self) -> [&App; 3] {
        [self.desk.running.app(), self.more[0].app(), self.more[1].app()]
    }

    fn bases(&self) -> [String; 3] {
        [&self.desk.running, &self.more[0], &self.more[1]].map(|n| format!("http://{}", n.addr()))
    }

    async fn balancer(&self) -> Balancer {
        let [a, b] = &self.more;
        Balancer::before(vec![self.desk.running.addr(), a.addr(), b.addr()]).await
    }

    /// Asks again and again until it is `done`, for half a minute at most.
    async fn until(&self, mut done: impl AsyncFnMut() -> bool) {
        let deadline = Instant::now() + Duration::from_secs(30);
        while !done().await {
            assert!(Instant::now() < deadline, "it did not come to pass within 30 s");
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_orders_at_once_are_one_rotation_and_one_log() {
    let Some(nodes) = Nodes::start(false).await else { return };
    let balancer = nodes.balancer().await;
    let [one, two, three] = nodes.bases().map(|base| nodes.desk.admin.at(base));
    let mut streams = Vec::new();
    for node in [&one, &two, &three] {
        streams.push(Stream::open(node, None, "").await);
    }
    // Each of so many at once has a connection of its own, and the balancer deals them out.
    let (brand, order) = (nodes.desk.brand_a.at(balancer.base()), Desk::new_order());
    let mut counts: BTreeMap<UserId, usize> = BTreeMap::new();
    let (mut orders, mut tickets) = (BTreeSet::<OrderId>::new(), BTreeSet::new());
    for _ in 0..4 {
        for placed in join_all((0..250).map(|_| brand.place(&order))).await {
            *counts.entry(placed.ticket.agent.unwrap().id).or_default() += 1;
            orders.insert(placed.order.id);
            tickets.insert(placed.ticket.id);
        }
    }
    assert_eq!((orders.len(), tickets.len(), orders.last()), (1_000, 1_000, Some(&OrderId(1_000))));
    let (most, least) = (counts.values().max().unwrap(), counts.values().min().unwrap());
    assert!(counts.len() == 3 && most - least <= 1, "{counts:?}");
    // Every node tells the same story: three events an order, without a gap.
    let mut stories: Vec<Vec<(i64, String)>> = Vec::new();
    for stream in &mut streams {
        let mut story = Vec::new();
        for _ in 0..3_000 {
            let event = stream.event().await;
            story.push((event.seq, format!("{:?} {:?}", event.kind, event.ticket_id)));
        }
        assert!(story.windows(2).all(|pair| pair[1].0 == pair[0].0 + 1));
        stories.push(story);
    }
    assert!(stories.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_goes_on_at_another_node_when_its_own_is_gone() {
    let Some(nodes) = Nodes::start(false).await else { return };
    let balancer = nodes.balancer().await;
    let ticket = nodes.desk.brand_a.place(&Desk::new_order()).await.ticket.id;
    let agent = nodes.desk.agents[0].at(format!("http://{}", nodes.more[0].addr()));
    let mut stream = Stream::open(&agent, Some(0), &format!("?ticket={ticket}")).await;
    let last = stream.event().await.seq;
    let Nodes { desk, more: [gone, _stays] } = nodes;
    gone.stop().await;
    desk.brand_a.write(ticket, "said meanwhile", None).await;
    let mut stream = Stream::open(&agent.at(balancer.base()), Some(last), "").await;
    let mut next = last + 1;
    loop {
        let event = stream.event().await;
        assert_eq!(event.seq, next);
        next += 1;
        if event.data.message.is_some_and(|m| m.message_text == "said meanwhile") {
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_ends_on_one_node_is_over_on_all_at_the_next_request() {
    // The clock stands still: what a node remembers of a session never grows too old by itself.
    let Some(nodes) = Nodes::start(true).await else { return };
    for agent in nodes.desk.agents.iter().chain([&nodes.desk.brand_a, &nodes.desk.creator_a]) {
        let [here, there, elsewhere] = nodes.bases().map(|base| agent.at(base));
        for node in [&here, &there, &elsewhere] {
            assert_eq!(node.get("/api/auth/me").await.status, 200);
        }
        assert_eq!(here.post("/api/auth/logout", &json!({})).await.status, 200);
        for node in [&elsewhere, &there, &here] {
            assert_eq!(node.get("/api/auth/me").await.status, 401);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_looks_at_a_ticket_is_seen_on_every_node() {
    let Some(nodes) = Nodes::start(false).await else { return };
    nodes.desk.brand_a.place(&Desk::new_order()).await;
    let there = nodes.desk.agents[1].at(nodes.bases()[2].clone());
    let here = &nodes.desk.agents[0];
    // Nothing tells when a node has begun to listen: it is renewed until it was seen.
    nodes
        .until(async || {
            let body = json!({"state": "typing"});
            here.post("/api/crm/tickets/1/presence", &body).await.data::<Value>();
            let mut stream = Stream::open(&there, None, "?ticket=1").await;
            let frame = tokio::time::timeout(Duration::from_millis(500), stream.frame());
            let frame = frame.await.ok().flatten().unwrap_or_default();
            frame.contains("event: presence") && frame.contains("typing")
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_rings_on_every_node() {
    let Some(nodes) = Nodes::start(false).await else { return };
    let [_, two, three] = nodes.apps().map(|app| app.store.wake().listen());
    for bell in [two, three] {
        // Nothing tells when a node has begun to listen: there is an order until it has rung.
        let order = async || nodes.desk.brand_a.place(&Desk::new_order()).await;
        nodes
            .until(async || {
                order().await;
                *bell.borrow() > 0
            })
            .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_that_one_node_changed_is_told_by_each_of_them_from_then_on() {
    let Some(nodes) = Nodes::start(false).await else { return };
    let staff = nodes.bases().map(|base| nodes.desk.super_admin.at(base));
    let ticket = nodes.desk.brand_a.place(&Desk::new_order()).await.ticket;
    let messages = format!("/api/crm/tickets/{}/messages", ticket.id);
    nodes.desk.brand_a.post(&messages, &json!({"message_text": "Hello"})).await;
    let agent = format!("/api/admin/agents/{}", ticket.agent.unwrap().id);
    let names = ["Kite", "Paper", "Plane"];
    for (node, name) in names.iter().enumerate() {
        let asked = &staff[node];
        for (path, body) in [
            ("/api/brands/1", json!({"company_name": name})),
            ("/api/creators/1", json!({"name": name})),
            ("/api/packages/1", json!({"title": name})),
            (&agent, json!({"name": name})),
        ] {
            // Each of them remembers what it was.
            for other in &staff {
                assert_eq!(other.tickets("").await.tickets.len(), 1);
            }
            assert_eq!(asked.put(path, &body).await.status, 200, "{path}");
        }
        for other in &staff {
            let listed = other.tickets("").await.tickets.remove(0);
            let order = listed.order.unwrap();
            let sender = listed.last_message.unwrap().sender.unwrap();
            let told = [
                &order.brand.name,
                &order.creator.name,
                &order.package_title,
                &listed.agent.unwrap().name,
                &sender.name,
                &other.order(order.id).await.brand.company_name,
            ];
            assert!(told.iter().all(|said| said == name), "{name}: {told:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_published_reaches_the_others_also_after_a_cut() {
    let Some(nodes) = Nodes::start(false).await else { return };
    let [one, two, three] = nodes.apps();
    let mut own = one.store.wake().published();
    for round in ["at first", "after a cut"] {
        let mut others = [two, three].map(|app| app.store.wake().published());
        // Nothing tells when a node has begun to listen: it is said until it was heard.
        for heard in &mut others {
            nodes
                .until(async || {
                    one.store.publish(round.to_owned()).await.expect("it is said");
                    let news = tokio::time::timeout(Duration::from_millis(100), heard.recv());
                    news.await.is_ok_and(|news| news.is_ok_and(|news| *news == *round))
                })
                .await;
        }
        cut_listeners();
    }
    assert!(own.try_recv().is_err(), "a node does not listen to itself");
    let long = "x".repeat(8_000);
    assert!(one.store.publish(long).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_that_start_at_once_on_an_empty_database_all_come_up() {
    let folder = tempfile::tempdir().expect("a folder");
    for _ in 0..3 {
        let Some(url) = Engine::Postgres.url(folder.path()) else { return };
        for opened in join_all((0..6).map(|_| Store::open(&url))).await {
            opened.expect("it is open").close().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_hangs_in_the_middle_of_a_write_holds_the_others_for_seconds_at_most() {
    let Some(nodes) = Nodes::start(false).await else { return };
    let [hangs, ..] = nodes.apps();
    let mut hung = hangs.store.connect_to_write().await.expect("a connection");
    hung.begin(false).await.expect("it has the log head");
    let other = nodes.desk.brand_a.at(nodes.bases()[1].clone());
    let placed = other.place(&Desk::new_order()).await;
    assert!(placed.ticket.agent.is_some());
    assert!(hung.commit().await.is_err_and(|error| error.is_busy()), "it lost the log head");
}
