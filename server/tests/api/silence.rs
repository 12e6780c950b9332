//! A node whose lines to the database fall silent without being cut, as behind a firewall that forgot
//! them: nothing tells it. What was revoked elsewhere bites there all the same, and it finds back.

use super::client::Client;
use super::desk::Desk;
use super::engine::Engine;
use super::line::Line;
use super::stream::Stream;
use serde_json::json;
use std::time::{Duration, Instant};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_revoked_ends_streams_of_a_node_that_hears_nothing() {
    let Some(desk) = Desk::on(Engine::Postgres).await else { return };
    let (line, deaf) = Line::of_a_node(&desk).await;
    let maya = desk.agents[0].at(format!("http://{}", deaf.addr()));
    let mut stream = Stream::open(&maya, None, "").await;
    desk.brand_a.place(&Desk::new_order()).await;
    stream.event().await;
    line.fall_silent();
    suspend(&desk, &desk.super_admin).await;
    ends(stream).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_revoked_by_a_node_that_says_nothing_ends_streams_elsewhere() {
    let Some(desk) = Desk::on(Engine::Postgres).await else { return };
    let (line, mute) = Line::of_a_node(&desk).await;
    let mut stream = Stream::open(&desk.agents[0], None, "").await;
    let owner = desk.super_admin.at(format!("http://{}", mute.addr()));
    // What it tells the others over is there before it falls silent.
    desk.brand_a.at(owner.base.clone()).place(&Desk::new_order()).await;
    stream.event().await;
    line.fall_silent();
    suspend(&desk, &owner).await;
    ends(stream).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_reads_and_writes_again_over_new_lines() {
    let Some(desk) = Desk::on(Engine::Postgres).await else { return };
    let ticket = desk.brand_a.place(&Desk::new_order()).await.ticket.id;
    let (line, node) = Line::of_a_node(&desk).await;
    let maya = desk.agents[0].at(format!("http://{}", node.addr()));
    let read = async |who: &Client| who.get("/api/crm/tickets").await.status.is_success();
    let mut under_way = Vec::new();
    // Until hardly a line is left to read over.
    for _ in 0..8 {
        line.fall_silent();
        under_way.extend((0..16).map(|_| {
            let maya = maya.clone();
            tokio::spawn(async move { read(&maya).await })
        }));
        if !read(&maya).await {
            break;
        }
    }
    let until = Instant::now() + Duration::from_secs(25);
    let body = json!({"message_text": "still there?", "audience": "brand"});
    let path = format!("/api/crm/tickets/{ticket}/messages");
    let (mut reads, mut writes) = (0, 0);
    while reads < 16 || writes == 0 {
        assert!(Instant::now() < until, "{reads} reads and {writes} writes in a row");
        reads = if read(&maya).await { reads + 1 } else { 0 };
        writes += i32::from(maya.post(&path, &body).await.status == 201);
    }
    for one in under_way {
        one.abort();
    }
}

async fn suspend(desk: &Desk, by: &Client) {
    let path = format!("/api/admin/agents/{}/status", desk.agents[0].me().id);
    let until = Instant::now() + Duration::from_secs(20);
    while !by.put(&path, &json!({"status": "suspended"})).await.status.is_success() {
        assert!(Instant::now() < until, "nobody could be suspended");
    }
}

/// The stream ends, and well before a silent line would be given up by itself.
async fn ends(mut stream: Stream) {
    let ends = async { while stream.frame().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(25), ends).await.expect("it ends");
}
