//! A line between a node and its database that can fail as lines do: silent without being cut, and cut
//! with an answer under way.

use super::desk::Desk;
use robindesk_server::clock::Clock;
use robindesk_server::{Running, Settings, start_with};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// The line. What is connected when it is silenced stays so, and hears nothing any more; what connects
/// later is served.
pub struct Line {
    port: u16,
    silenced: watch::Sender<u32>,
    faults: Arc<Faults>,
    task: JoinHandle<()>,
}

/// What is still to go wrong.
#[derive(Default)]
struct Faults {
    /// So many commits arrive and their answers never do.
    commits: AtomicU32,
    /// Of so many connections after that none is made.
    refused: AtomicU32,
}

/// Takes one off, where there is one left.
fn taken(left: &AtomicU32) -> bool {
    left.try_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
}

impl Line {
    pub async fn before(database: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (silenced, faults) = (watch::Sender::new(0), Arc::new(Faults::default()));
        let (times, failing) = (silenced.subscribe(), faults.clone());
        let task = tokio::spawn(async move {
            while let Ok((from, _)) = listener.accept().await {
                if failing.commits.load(Ordering::SeqCst) == 0 && taken(&failing.refused) {
                    continue;
                }
                let mut times = times.clone();
                times.mark_unchanged();
                let failing = failing.clone();
                tokio::spawn(async move {
                    let to = TcpStream::connect(database).await.expect("the database");
                    let ((from, answers), (to_read, to)) = (from.into_split(), to.into_split());
                    tokio::select! {
                        () = asked(from, to, &failing) => {}
                        () = answered(to_read, answers) => {}
                        // Both sockets stay open for as long as the test runs.
                        _ = times.changed() => std::future::pending().await,
                    }
                });
            }
        });
        Self { port, silenced, faults, task }
    }

    /// A node of this desk whose every connection to the database goes over a line of its own.
    pub async fn of_a_node(desk: &Desk) -> (Self, Running) {
        let url = desk.settings().database_url();
        let (rest, name) = url.rsplit_once('/').expect("a name");
        let (scheme, addr) = rest.split_once('@').expect("an address");
        let line = Self::before(addr.parse().expect("an address")).await;
        let database = Some(format!("{scheme}@127.0.0.1:{}/{name}", line.port));
        let settings = Settings { database, ..desk.settings().clone() };
        let node = start_with(settings, Clock::System).await.expect("a node");
        (line, node)
    }

    /// What is connected now is silent from now on.
    pub fn fall_silent(&self) {
        self.silenced.send_modify(|times| *times += 1);
    }

    /// Loses the answer to the next commit, and makes none of so many connections after it.
    pub fn lose_a_commit(&self, refused: u32) {
        self.faults.refused.store(refused, Ordering::SeqCst);
        self.faults.commits.store(1, Ordering::SeqCst);
    }

    /// Whether all has gone wrong that was to.
    pub fn has_failed(&self) -> bool {
        let left = |left: &AtomicU32| left.load(Ordering::SeqCst);
        left(&self.faults.commits) + left(&self.faults.refused) == 0
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Carries what the node asks, until the answer to a commit is to be lost.
async fn asked(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, faults: &Faults) {
    let mut piece = vec![0; 64 * 1024];
    while let Ok(bytes @ 1..) = from.read(&mut piece).await {
        // As PostgreSQL's wire has a simple query: its kind, its length, its text.
        let commits = piece[..bytes].windows(7).any(|some| some == b"COMMIT\0");
        if to.write_all(&piece[..bytes]).await.is_err() {
            return;
        }
        if commits && taken(&faults.commits) {
            return;
        }
    }
}

async fn answered(mut from: OwnedReadHalf, mut to: OwnedWriteHalf) {
    drop(tokio::io::copy(&mut from, &mut to).await);
}
