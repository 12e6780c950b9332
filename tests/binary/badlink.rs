//! A bad link: every byte takes 300 ms, one connection in twenty is refused, some answers are lost on
//! their way, streams are cut. Nothing feels stuck, and every message arrives exactly once.

use crate::desk::Desk;
use crate::link::{Link, Nature};
use crate::pty::{SEND, begin_reply, open_first};
use crate::terminal::Terminal;
use std::time::Duration;

#[test]
fn every_action_shows_at_once_and_every_message_arrives_once() {
    let desk = Desk::open();
    let nature = Nature { delay: Duration::from_millis(300), loses: true };
    let link = desk.block_on(Link::to(desk.addr, nature));
    let home = tempfile::tempdir().unwrap();
    let agent = desk.seeded.agents[0].clone();
    desk.sign_in_through(&format!("http://{}", link.addr), &agent, home.path());
    let mut terminal = Terminal::run(home.path(), &[]);
    let ticket = open_first(&mut terminal);
    begin_reply(&mut terminal);
    let texts: Vec<String> = (1..=8).map(|n| format!("message number {n} of 8")).collect();
    for (n, text) in texts.iter().enumerate() {
        if n % 3 == 2 {
            link.cut(0);
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
    link.cut(0);

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
    assert!(link.carried() > 0, "it went around the link");
}
