//! A link between a console and its desk that a test can spoil: slow, losing, held, cut.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// A link. It goes on for as long as the runtime that it was made on.
pub struct Link {
    pub addr: SocketAddr,
    state: watch::Sender<State>,
    carried: Arc<AtomicU64>,
}

/// What is the matter with a link from its beginning.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nature {
    /// How long every piece takes, each way.
    pub delay: Duration,
    /// Whether one connection in twenty is refused, and every fifth is lost with its first answer.
    pub loses: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct State {
    /// Nothing passes.
    held: bool,
    /// How often everything that was open was cut.
    cuts: u32,
    /// Everything that is open is cut once so many bytes have passed in all.
    cut_at: Option<u64>,
}

impl Link {
    /// A link to a desk.
    pub async fn to(desk: SocketAddr, nature: Nature) -> Self {
        let (state, carried) = (watch::Sender::new(State::default()), Arc::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let link = Self { addr, state, carried };
        let wire = link.wire(nature.delay);
        tokio::spawn(async move {
            for nth in 1_u32.. {
                let Ok((near, _)) = listener.accept().await else { return };
                let wire = Wire { loses: nature.loses && nth % 5 == 3, ..wire.clone() };
                if !(nature.loses && nth % 20 == 7) {
                    tokio::spawn(wire.join(near, desk));
                }
            }
        });
        link
    }

    fn wire(&self, delay: Duration) -> Wire {
        let (state, carried) = (self.state.clone(), self.carried.clone());
        Wire { state, carried, delay, loses: false }
    }

    /// Lets nothing pass, or everything again.
    pub fn hold(&self, held: bool) {
        self.state.send_modify(|state| state.held = held);
    }

    /// Cuts all that is open, once, when so many more bytes have passed; with 0, at once.
    pub fn cut(&self, after: u64) {
        let at = self.carried() + after;
        self.state.send_modify(|state| match after {
            0 => state.cuts += 1,
            _ => state.cut_at = Some(at),
        });
    }

    /// How many bytes have passed, both ways together.
    pub fn carried(&self) -> u64 {
        self.carried.load(Ordering::SeqCst)
    }
}

/// One connection's part of it.
#[derive(Clone)]
struct Wire {
    state: watch::Sender<State>,
    carried: Arc<AtomicU64>,
    delay: Duration,
    /// Its first answer is lost, and cuts it.
    loses: bool,
}

impl Wire {
    /// Carries a connection until it ends or is cut.
    async fn join(self, near: TcpStream, desk: SocketAddr) {
        let Ok(far) = TcpStream::connect(desk).await else { return };
        let mut state = self.state.subscribe();
        let before = state.borrow().cuts;
        let (near_in, near_out) = near.into_split();
        let (far_in, far_out) = far.into_split();
        tokio::select! {
            () = self.pump(near_in, far_out, false) => {}
            () = self.pump(far_in, near_out, self.loses) => {}
            _ = state.wait_for(|state| state.cuts != before) => {}
        }
    }

    async fn pump(
        &self,
        mut from: impl AsyncRead + Unpin,
        mut to: impl AsyncWrite + Unpin,
        loses: bool,
    ) {
        let mut state = self.state.subscribe();
        let mut bytes = vec![0; 16 * 1024];
        while let Ok(read @ 1..) = from.read(&mut bytes).await {
            tokio::time::sleep(self.delay).await;
            let open = state.wait_for(|state| !state.held).await.is_ok();
            if loses || !open || to.write_all(&bytes[..read]).await.is_err() {
                return;
            }
            self.count(read as u64);
        }
    }

    fn count(&self, read: u64) {
        let carried = self.carried.fetch_add(read, Ordering::SeqCst) + read;
        self.state.send_if_modified(|state| {
            let due = state.cut_at.take_if(|at| carried >= *at).is_some();
            state.cuts += u32::from(due);
            due
        });
    }
}
