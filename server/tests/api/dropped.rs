//! Requests that their clients drop half way, and clients that are slow on purpose: they poison
//! nothing and cost others nothing.

use super::desk::Desk;
use super::engine::{Engine, on_each_engine};
use futures_util::future::join_all;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use reqwest::Method;
use robindesk_protocol::PlacedOrder;
use serde_json::json;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

on_each_engine! {
    async fn half_of_all_requests_dropped_at_random_poison_nothing(desk: Desk) {
        let seed: u64 = rand::random();
        eprintln!("seed {seed}");
        let mut dice = Xoshiro256PlusPlus::seed_from_u64(seed);
        let body = json!(Desk::new_order()).to_string();
        let place = async |key: String| {
            let headers = [("Idempotency-Key", key.as_str())];
            desk.brand_a.send(Method::POST, "/api/orders", &headers, Some(body.clone())).await
        };
        let mut all = Vec::new();
        for n in 0..400 {
            let patience = Duration::from_micros(dice.random_range(0..40_000));
            let patience = if n % 2 == 0 { patience } else { Duration::from_mins(1) };
            let (place, reads) = (&place, &desk.admin);
            all.push(async move {
                let asked = async {
                    reads.get("/api/crm/tickets?q=acme").await;
                    place(n.to_string()).await
                };
                tokio::time::timeout(patience, asked).await.ok()
            });
        }
        let answers: Vec<_> = join_all(all).await.into_iter().flatten().collect();
        // Four hundred at once may be more than the pool can lend: then it says so.
        let fine = |status: u16| matches!(status, 201 | 503);
        assert!(answers.len() >= 200 && answers.iter().all(|a| fine(a.status.as_u16())));
        // Whatever was dropped is asked again with its key: four hundred orders, and no more.
        let mut orders = BTreeSet::new();
        for n in 0..400 {
            orders.insert(place(n.to_string()).await.data::<PlacedOrder>().order.id);
        }
        assert_eq!(orders.len(), 400);
        assert_eq!(desk.admin.tickets("limit=1").await.paging.total, 400);
    }
}

/// sqlx 0.9.0: a cancelled `begin` leaves a pooled PostgreSQL connection inside a transaction, and
/// what is written on it later reports success and is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancelled_transaction_never_comes_back_from_the_pool() {
    let Some(desk) = Desk::on(Engine::Postgres).await else { return };
    let store = &desk.running.app().store;
    for microseconds in (0..96).map(|n| n * 20) {
        let mut conn = store.lease().await.expect("a connection");
        let begin = tokio::time::timeout(Duration::from_micros(microseconds), conn.snapshot());
        drop(begin.await);
        drop(conn);
        let mut conn = store.lease().await.expect("a connection");
        // Inside of a transaction the time stands still.
        let time = "SELECT CAST(extract(epoch FROM now()) * 1000000 AS BIGINT)";
        let before = conn.rows(time, vec![], |row| row.int(0)).await.expect("it answers");
        let after = conn.rows(time, vec![], |row| row.int(0)).await.expect("it answers");
        assert!(before < after, "cancelled after {microseconds} us");
    }
    desk.brand_a.place(&Desk::new_order()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_announced_as_far_too_large_is_refused_before_it_is_sent() {
    let desk = Desk::on(Engine::Sqlite).await.expect("SQLite is built in");
    desk.brand_a.place(&Desk::new_order()).await;
    let token = desk.brand_a.token.as_deref().unwrap();
    let form = "multipart/form-data; boundary=b";
    for (path, kind) in [("orders", "application/json"), ("crm/tickets/1/files", form)] {
        let mut socket = TcpStream::connect(desk.running.addr()).await.expect("a socket");
        let head = format!(
            "POST /api/{path} HTTP/1.1\r\nHost: desk\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: {kind}\r\nContent-Length: 99999999999\r\n\r\n"
        );
        socket.write_all(head.as_bytes()).await.expect("it is taken");
        let mut said = [0; 12];
        socket.read_exact(&mut said).await.expect("an answer");
        assert_eq!(&said, b"HTTP/1.1 413", "{path}");
    }
}

/// HTTP/2 by prior knowledge would be a way around every deadline.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_but_http_1_is_spoken() {
    let desk = Desk::on(Engine::Sqlite).await.expect("SQLite is built in");
    let mut socket = TcpStream::connect(desk.running.addr()).await.expect("a socket");
    let empty_settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    let preface = [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", &empty_settings[..]].concat();
    socket.write_all(&preface).await.expect("it is taken");
    let mut said = Vec::new();
    // A reset is an end as well.
    let read = tokio::time::timeout(Duration::from_mins(1), socket.read_to_end(&mut said));
    drop(read.await.expect("it ends within a minute"));
    assert!(said.is_empty() || said.starts_with(b"HTTP/1.1 "), "{said:?}");
}

/// Sends a form in chunks, and says how the server answered.
async fn chunked(desk: &Desk, pieces: impl IntoIterator<Item = Vec<u8>>) -> String {
    let token = desk.brand_a.token.as_deref().unwrap();
    let socket = TcpStream::connect(desk.running.addr()).await.expect("a socket");
    let (mut answers, mut socket) = socket.into_split();
    let head = format!(
        "POST /api/crm/tickets/1/files HTTP/1.1\r\nHost: desk\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\n"
    );
    socket.write_all(head.as_bytes()).await.expect("it is taken");
    for piece in pieces {
        let size = format!("{:x}\r\n", piece.len());
        let chunk = [size.as_bytes(), &piece, b"\r\n"].concat();
        if socket.write_all(&chunk).await.is_err() {
            break;
        }
    }
    let mut said = [0; 12];
    answers.read_exact(&mut said).await.expect("an answer");
    String::from_utf8_lossy(&said).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_part_of_a_form_is_not_held_for_long() {
    let desk = Desk::on(Engine::Sqlite).await.expect("SQLite is built in");
    desk.brand_a.place(&Desk::new_order()).await;
    let file = "Content-Disposition: form-data; name=\"file\"";
    // The form waits for its boundary, for the end of a part's head, for the line after a boundary.
    for begin in ["", "--b\r\nContent-Disposition: form-data; name=\"", "--b"] {
        for size in [1_000, 100_000] {
            let body = (0..200_000 / size).map(|_| vec![b' '; size]);
            let pieces = std::iter::once(format!(" \r\n{begin}").into_bytes()).chain(body);
            assert_eq!(chunked(&desk, pieces).await, "HTTP/1.1 400", "{begin} {size}");
        }
    }
    for size in [1_000, 64 * 1024, 1_000_000] {
        let body = (0..4_000_000 / size).map(|_| vec![b'x'; size]);
        let pieces = std::iter::once(format!("--b\r\n{file}\r\n\r\n").into_bytes()).chain(body);
        let end = [b"\r\n--b--\r\n".to_vec(), Vec::new()];
        assert_eq!(chunked(&desk, pieces.chain(end)).await, "HTTP/1.1 201", "{size}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_clients_and_idle_sockets_cost_others_nothing() {
    let desk = Desk::on(Engine::Sqlite).await.expect("SQLite is built in");
    let addr = desk.running.addr();
    let mut idle = Vec::new();
    for _ in 0..2_000 {
        idle.push(TcpStream::connect(addr).await.expect("a socket"));
    }
    let token = desk.brand_a.token.as_deref().unwrap();
    let head = format!(
        "POST /api/orders HTTP/1.1\r\nHost: desk\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
    );
    let mut dripping = Vec::new();
    for n in 0..100 {
        let mut socket = TcpStream::connect(addr).await.expect("a socket");
        // Half of them never end their head, the others begin a body and never end it.
        let part = if n % 2 == 0 { &head[..40] } else { &head };
        socket.write_all(part.as_bytes()).await.expect("it is taken");
        dripping.push(socket);
    }
    let order = Desk::new_order();
    for placed in join_all((0..50).map(|_| desk.brand_a.place(&order))).await {
        assert!(placed.ticket.agent.is_some());
    }
    // Each of them is shown out: silent ones without a word, the others with a 408.
    let ends = async |mut socket: TcpStream| {
        let mut said = String::new();
        let read = tokio::time::timeout(Duration::from_mins(1), socket.read_to_string(&mut said));
        // A reset is an end as well.
        drop(read.await.expect("it ends within a minute"));
        said
    };
    assert!(join_all(idle.into_iter().map(ends)).await.iter().all(String::is_empty));
    let said = join_all(dripping.into_iter().map(ends)).await;
    assert_eq!(said.iter().filter(|s| s.contains("408 Request Timeout")).count(), 50, "{said:?}");
}
