//! A plain TCP balancer: each connection goes to the next node in turn that takes it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Listens until it is dropped.
#[derive(Debug)]
pub struct Balancer {
    addr: SocketAddr,
    task: JoinHandle<()>,
}

impl Balancer {
    /// In front of these nodes.
    pub async fn before(nodes: Vec<SocketAddr>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let addr = listener.local_addr().expect("an address");
        let (nodes, turn) = (Arc::new(nodes), Arc::new(AtomicUsize::new(0)));
        let task = tokio::spawn(async move {
            while let Ok((mut from, _)) = listener.accept().await {
                let (nodes, turn) = (nodes.clone(), turn.clone());
                tokio::spawn(async move {
                    for _ in 0..nodes.len() {
                        let node = nodes[turn.fetch_add(1, Ordering::Relaxed) % nodes.len()];
                        if let Ok(mut to) = TcpStream::connect(node).await {
                            // Either side may end it whenever it likes.
                            tokio::io::copy_bidirectional(&mut from, &mut to).await.ok();
                            return;
                        }
                    }
                });
            }
        });
        Self { addr, task }
    }

    /// Its address as the base of a client's requests.
    pub fn base(&self) -> String {
        format!("http://{}", self.addr)
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        self.task.abort();
    }
}
