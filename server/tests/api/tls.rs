//! TLS: who is let in and who turns back, slow handshakes, and a certificate that is renewed.

use super::client::Client;
use super::desk::Desk;
use super::engine::Engine;
use futures_util::future::join_all;
use rcgen::CertifiedKey;
use reqwest::Certificate;
use robindesk_server::settings::Tls;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A desk behind TLS, and whoever trusts the certificate that it began with.
struct Sealed {
    desk: Desk,
    trusting: reqwest::Client,
    files: Tls,
    _folder: TempDir,
}

impl Sealed {
    async fn desk() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let files = Tls { cert: folder.path().join("cert"), key: folder.path().join("key") };
        let trusting = certify(&files);
        let desk = Desk::on(Engine::Sqlite).await.expect("SQLite is built in");
        let desk = desk.restart_held(|settings| settings.tls = Some(files.clone())).await;
        Self { desk, trusting, files, _folder: folder }
    }

    /// The first agent, by this client.
    fn agent(&self, http: &reqwest::Client) -> Client {
        let base = format!("https://localhost:{}", self.desk.running.addr().port());
        Client { http: http.clone(), base, ..self.desk.agents[0].clone() }
    }

    async fn socket(&self) -> TcpStream {
        TcpStream::connect(self.desk.running.addr()).await.expect("a socket")
    }
}

/// Makes a certificate with its key, and a client that trusts it and nothing else.
fn certify(files: &Tls) -> reqwest::Client {
    let names = vec!["localhost".to_owned()];
    let CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(names).expect("a certificate");
    let write = |file: &Path, pem: String| std::fs::write(file, pem).expect("a file");
    write(&files.cert, cert.pem());
    write(&files.key, signing_key.serialize_pem());
    rustls::crypto::ring::default_provider().install_default().ok();
    let root = Certificate::from_pem(cert.pem().as_bytes()).expect("a root");
    let builder = reqwest::Client::builder().no_proxy().tls_certs_only([root]);
    // Each request shakes hands anew.
    builder.pool_max_idle_per_host(0).build().expect("a client")
}

/// Whether this somebody finds a server that it trusts.
async fn trusts(client: &Client) -> bool {
    match client.http.get(format!("{}/health/live", client.base)).send().await {
        Ok(answer) => answer.status() == 200,
        Err(error) => {
            assert!(error.is_connect(), "{error:?}");
            false
        }
    }
}

/// What the other side says until it ends.
async fn rest(mut socket: TcpStream) -> Vec<u8> {
    let mut said = Vec::new();
    let read = tokio::time::timeout(Duration::from_mins(1), socket.read_to_end(&mut said));
    // A reset is an end as well.
    drop(read.await.expect("it ends within a minute"));
    said
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_who_trusts_the_certificate_talks_to_the_desk() {
    let sealed = Sealed::desk().await;
    let agent = sealed.agent(&sealed.trusting);
    assert_eq!(agent.get("/api/auth/me").await.status, 200);
    let brand = Client { token: sealed.desk.brand_a.token.clone(), ..agent.clone() };
    let placed = brand.place(&Desk::new_order()).await;
    assert_eq!(agent.ticket(placed.ticket.id).await.order_id, placed.order.id);

    assert!(!trusts(&sealed.agent(&sealed.desk.nobody.http)).await);
    let mut plain = sealed.socket().await;
    plain.write_all(b"GET /health/live HTTP/1.1\r\nHost: desk\r\n\r\n").await.expect("it is taken");
    let said = rest(plain).await;
    assert!(!said.windows(4).any(|four| four == b"HTTP"), "{said:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn handshakes_that_never_end_are_ended_and_cost_others_nothing() {
    let sealed = Sealed::desk().await;
    let mut slow = Vec::new();
    for n in 0..500 {
        let mut socket = sealed.socket().await;
        // Half of them say nothing, the others begin a greeting of 512 bytes and never end it.
        if n % 2 == 0 {
            socket.write_all(&[0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]).await.expect("it is taken");
        }
        slow.push(socket);
    }
    let agent = sealed.agent(&sealed.trusting);
    for answer in join_all((0..20).map(|_| agent.get("/api/auth/me"))).await {
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    assert!(join_all(slow.into_iter().map(rest)).await.iter().all(Vec::is_empty));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_waits_for_no_handshake_and_ends_streams() {
    let sealed = Sealed::desk().await;
    let agent = sealed.agent(&sealed.trusting);
    let silent = sealed.socket().await;
    let stream = agent.http.get(format!("{}/api/events", agent.base));
    let stream =
        stream.bearer_auth(agent.token.as_deref().unwrap()).send().await.expect("a stream");
    assert_eq!(stream.status(), 200);
    let stop = tokio::time::timeout(Duration::from_mins(1), sealed.desk.running.stop());
    stop.await.expect("it ends");
    assert!(stream.text().await.is_ok(), "it is ended and not cut");
    assert!(rest(silent).await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_renewed_certificate_is_taken_and_a_bad_one_is_not() {
    let sealed = Sealed::desk().await;
    let running = &sealed.desk.running;
    let old = sealed.agent(&sealed.trusting);
    assert!(trusts(&old).await);
    let new = sealed.agent(&certify(&sealed.files));
    assert!(trusts(&old).await && !trusts(&new).await, "nobody has asked to read it again");
    running.renew_certificate().expect("a good one");
    assert!(!trusts(&old).await && trusts(&new).await);
    std::fs::write(&sealed.files.key, "").expect("a file");
    let error = running.renew_certificate().expect_err("an empty key").to_string();
    assert!(error.contains("tls_key holds no private key"), "{error}");
    assert!(trusts(&new).await);
}
