//! A bad link: every byte takes 300 ms, one connection in twenty is refused, some answers are lost on
//! their way, streams are cut. Nothing feels stuck, and every message arrives exactly once.

use crate::desk::Desk;
use crate::pty::{SEND, begin_reply, open_first};
use crate::terminal::Terminal;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

const DELAY: Duration = Duration::from_millis(300);

/// A link between a console and its desk.
struct BadLink {
    addr: SocketAddr,
    state: watch::Sender<State>,
}

#[derive(Debug, Clone, Copy, Default)]
struct State {
    /// Nothing passes.
    held: bool,
    /// How often everything that was open was cut.
    cuts: u32,
}

impl BadLink {
    fn to(desk: &Desk) -> Self {
        let state = watch::Sender::new(State::default());
        let (to, told) = (desk.addr, state.subscribe());
        let addr = desk.block_on(async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let addr = listener.local_addr().unwrap();
            tokio::spawn(async move {
                for nth in 1_u32.. {
                    let Ok((near, _)) = listener.accept().await else { return };
                    if nth % 20 != 7 {
                        tokio::spawn(carry(near, to, nth % 5 == 3, told.clone()));
                    }
                }
            });
            addr
        });
        Self { addr, state }
    }

    fn hold(&self, held: bool) {
        self.state.send_modify(|state| state.held = held);
    }

    fn cut(&self) {
        self.state.send_modify(|state| state.cuts += 1);
    }
}

/// Carries a connection until it ends or is cut; one that loses its answer is cut by it.
async fn carry(near: TcpStream, to: SocketAddr, loses: bool, state: watch::Receiver<State>) {
    let Ok(far) = TcpStream::connect(to).await else { return };
    let before = state.borrow().cuts;
    let mut cut = state.clone();
    let (near_in, near_out) = near.into_split();
    let (far_in, far_out) = far.into_split();
    tokio::select! {
        () = pump(near_in, far_out, false, state.clone()) => {}
        () = pump(far_in, near_out, loses, state) => {}
        _ = cut.wait_for(|state| state.cuts != before) => {}
    }
}

async fn pump(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    loses: bool,
    mut state: watch::Receiver<State>,
) {
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(read @ 1..) = from.read(&mut bytes).await {
        tokio::time::sleep(DELAY).await;
        let open = state.wait_for(|state| !state.held).await.is_ok();
        if loses || !open || to.write_all(&bytes[..read]).await.is_err() {
            return;
        }
    }
}

#[test]
fn every_action_shows_at_once_and_every_message_arrives_once() {
    let desk = Desk::open();
    let link = BadLink::to(&desk);
    let home = tempfile::tempdir().unwrap();
    let agent = desk.seeded.agents[0].clone();
    desk.sign_in_through(&format!("http://{}", link.addr), &agent, home.path());
    let mut terminal = Terminal::run(home.path(), &[]);
    let ticket = open_first(&mut terminal);
    begin_reply(&mut terminal);
    let texts: Vec<String> = (1..=8).map(|n| format!("message number {n} of 8")).collect();
    for (n, text) in texts.iter().enumerate() {
        if n % 3 == 2 {
            link.cut();
        }
        terminal.press(text);
        terminal.shows(text);
        terminal.press(SEND);
    }
    // Nothing passes at all: what she does shows all the same.
    link.hold(true);
    terminal.press("into the silence");
    terminal.press(SEND);
    terminal.until("the message on its way", |text| {
        let mut after = text.lines().skip_while(|line| !line.contains("into the silence"));
        after.next().is_some() && text.contains("sending")
    });
    terminal.press("\u{1b}");
    terminal.shows("i reply");
    terminal.press("p");
    terminal.shows("Priority of");
    terminal.press("u\r");
    terminal.until("the priority", |text| text.contains("· urgent"));
    link.hold(false);
    link.cut();

    for text in texts.iter().map(String::as_str).chain(["into the silence"]) {
        while desk.count(&agent, ticket, text) == 0 {
            std::thread::yield_now();
        }
    }
    terminal.shows("● live");
    terminal.until("that nothing waits any more", |text| !text.contains("sending"));
    for text in texts.iter().map(String::as_str).chain(["into the silence"]) {
        assert_eq!(desk.count(&agent, ticket, text), 1, "{text}");
    }
}
