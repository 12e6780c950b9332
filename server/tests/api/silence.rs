//! A node whose lines to the database fall silent without being cut, as behind a firewall that forgot
//! them: nothing tells it, and what was revoked elsewhere bites there all the same.

use super::desk::Desk;
use super::engine::Engine;
use super::stream::Stream;
use robindesk_server::clock::Clock;
use robindesk_server::{Settings, start_with};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A line in front of the database. What is connected when it is silenced stays so, and hears nothing
/// any more; what connects later is served.
struct Line {
    port: u16,
    silenced: watch::Sender<u32>,
    task: JoinHandle<()>,
}

impl Line {
    async fn before(database: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let silenced = watch::Sender::new(0);
        let times = silenced.subscribe();
        let task = tokio::spawn(async move {
            while let Ok((mut from, _)) = listener.accept().await {
                let mut times = times.clone();
                times.mark_unchanged();
                tokio::spawn(async move {
                    let mut to = TcpStream::connect(database).await.expect("the database");
                    tokio::select! {
                        ended = tokio::io::copy_bidirectional(&mut from, &mut to) => drop(ended),
                        // Both sockets stay open for as long as the test runs.
                        _ = times.changed() => std::future::pending().await,
                    }
                });
            }
        });
        Self { port, silenced, task }
    }

    fn fall_silent(&self) {
        self.silenced.send_modify(|times| *times += 1);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_revoked_ends_streams_of_a_node_that_hears_nothing() {
    let Some(desk) = Desk::on(Engine::Postgres).await else { return };
    let url = desk.settings().database_url();
    let (rest, name) = url.rsplit_once('/').expect("a name");
    let (scheme, addr) = rest.split_once('@').expect("an address");
    let line = Line::before(addr.parse().expect("an address")).await;
    let database = Some(format!("{scheme}@127.0.0.1:{}/{name}", line.port));
    let settings = Settings { database, ..desk.settings().clone() };
    let deaf = start_with(settings, Clock::System).await.expect("a node");
    let maya = desk.agents[0].at(format!("http://{}", deaf.addr()));
    let mut stream = Stream::open(&maya, None, "").await;
    desk.brand_a.place(&Desk::new_order()).await;
    stream.event().await;
    line.fall_silent();
    let path = format!("/api/admin/agents/{}/status", desk.agents[0].me().id);
    let suspended = json!({"status": "suspended"});
    desk.super_admin.put(&path, &suspended).await.data::<Value>();
    let ends = async { while stream.frame().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(30), ends).await.expect("it ends");
}
