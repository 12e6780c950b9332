//! An agent's session over a bad link: what a key does is on the screen before any answer came, and
//! in the end the desk and the console agree and nothing happened twice.

use crate::link::{Link, Nature};
use crate::screen::{DEADLINE, Screen};
use crate::service::Service;
use robindesk_protocol::{MacroActions, Priority, TicketId, TicketStatus, User, WriteMacro};
use std::collections::HashSet;
use std::time::Duration;

const SIZE: (u16, u16) = (120, 40);

/// Priority, tags, status, snooze, the colleague, two resolved and back, and the three of a macro.
const CHANGES: usize = 12;

/// What the macro says and does.
fn canned() -> WriteMacro {
    WriteMacro {
        title: "Pass it on".into(),
        body: "this is the macro".into(),
        actions: MacroActions {
            status: Some(TicketStatus::Closed),
            priority: Some(Priority::Urgent),
            add_tags: vec!["passed-on".into()],
        },
        shared: true,
        seen_updated_at: None,
    }
}

/// An agent behind a link.
struct Stage {
    service: Service,
    link: Link,
    /// Whether the link is cut at every deed.
    cuts: bool,
    agent: User,
    screen: Screen,
}

impl Stage {
    async fn set(nature: Nature, cuts: bool) -> Self {
        let service = Service::open().await;
        service.make_macro(canned()).await;
        let link = Link::to(service.addr(), nature).await;
        let agent = service.seeded.agents[0].clone();
        let machine = service.machine("home", &agent, link.addr).await;
        let mut screen = Screen::open(machine, SIZE);
        screen.until("● live").await;
        screen.until("▌ #").await;
        Self { service, link, cuts, agent, screen }
    }

    /// Types keys, a text, and keys again: what they do shows although nothing was heard since.
    fn does(&mut self, keys: &str, text: &str, then: &str, expected: &str) {
        if self.cuts {
            self.link.cut(0);
        }
        self.screen.keys(keys).types(text);
        if !then.is_empty() {
            self.screen.keys(then);
        }
        let shown = self.screen.shown();
        assert!(shown.contains(expected), "{keys} {text} {then}: no {expected:?}\n{shown}");
    }

    /// Opens the ticket under the cursor: the chat's title names it at once.
    fn opens(&mut self) -> TicketId {
        self.does("enter", "", "", "┏ #");
        let shown = self.screen.shown();
        let (_, title) = shown.split_once("┏ #").expect("the chat has the keys");
        title.split(' ').next().and_then(|id| id.parse().ok()).expect("a ticket's number")
    }

    /// Lives until the desk has this ticket so.
    async fn until_desk(&mut self, what: &str, is_so: impl AsyncFn(&Service, &User) -> bool) {
        let lives = async {
            while !is_so(&self.service, &self.agent).await {
                self.screen.beat().await;
            }
        };
        let came = tokio::time::timeout(DEADLINE, lives).await.is_ok();
        assert!(came, "{what} never came:\n{}", self.screen.shown());
    }
}

/// The tickets on the list with their status and brand, lowest number first.
fn rows(shown: &str) -> Vec<String> {
    let row = |line: &str| {
        let left: String = line.chars().skip(2).take(20).collect();
        left.contains('#').then(|| left.trim().to_owned())
    };
    let mut rows: Vec<String> = shown.lines().filter_map(row).collect();
    rows.sort();
    rows
}

/// A session of every common deed.
async fn session(nature: Nature, cuts: bool) {
    let mut stage = Stage::set(nature, cuts).await;
    let before = stage.service.log().await.last().map_or(0, |event| event.seq);
    let first = stage.opens();
    stage.screen.until(" lane").await;
    stage.does("i", "this is the reply", "enter", "this is the reply");
    assert!(stage.screen.shown().contains("sending"));
    stage.does("esc c", "this is the note", "enter esc", "this is the note");
    stage.does("p", "urg", "enter", "· urgent");
    stage.does("w", " slow", "enter", &format!("#{first} tagged"));
    stage.does("t", "open", "enter", "○ open · urgent");

    stage.screen.keys("h j");
    let second = stage.opens();
    assert_ne!(first, second);
    stage.does("s", "", "enter", &format!("#{second} snoozed"));
    let colleague = stage.service.seeded.agents[1].name.clone();
    stage.screen.keys("A");
    stage.screen.until(&colleague).await;
    stage.does("ctrl-u", &colleague, "enter", &format!("#{second} is with {colleague}"));

    stage.does("h g space space b enter", "", "", "Resolve 2 tickets");
    stage.does("y", "", "", "2 tickets resolved");
    stage.does("u", "", "", "undone: ");
    stage.screen.keys("G");
    let third = stage.opens();
    assert!(![first, second].contains(&third));
    stage.screen.keys("i ctrl-t").types("pass it");
    stage.screen.until("Pass it on").await;
    stage.does("enter", "", "", "when sent: closed");
    stage.does("enter", "", "", &format!("#{third} is urgent, #{third} closed"));

    let reader = stage.agent.id;
    stage
        .until_desk("the end of it", async |service, _| {
            let (one, two) =
                (service.ticket(first, reader).await, service.ticket(second, reader).await);
            let three = service.ticket(third, reader).await;
            let texts: Vec<String> =
                service.messages(first).await.into_iter().map(|m| m.message_text).collect();
            let macros = service.messages(third).await;
            let said = |text: &str| texts.iter().any(|t| t == text);
            one.priority == Priority::Urgent
                && one.status.is_unresolved()
                && two.status.is_unresolved()
                && one.tags.is_some_and(|tags| tags.iter().any(|tag| tag == "slow"))
                && two.agent.is_some_and(|agent| agent.name == colleague)
                && said("this is the reply")
                && said("this is the note")
                && three.status == TicketStatus::Closed
                && three.priority == Priority::Urgent
                && three.tags.is_some_and(|tags| tags.contains(&"passed-on".to_owned()))
                && macros.iter().any(|m| m.message_text == "this is the macro")
                && service.changes(reader, before).await >= CHANGES
        })
        .await;

    // What an answer was lost of was asked for again, and made once all the same.
    let (mut made, mut said) = (HashSet::new(), HashSet::new());
    for event in stage.service.log().await.into_iter().filter(|event| event.seq > before) {
        if event.actor.as_ref().is_none_or(|actor| actor.id != reader) {
            continue;
        }
        if let Some(change) = event.data.change {
            let words =
                format!("{:?} {} {:?} {:?}", event.ticket_id, change.field, change.from, change.to);
            assert!(made.insert(words.clone()), "twice: {words}");
        }
        if let Some(message) = event.data.message {
            assert!(said.insert(message.message_text.clone()), "{}", message.message_text);
        }
    }
    assert_eq!(made.len(), CHANGES, "{made:?}");
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(stage.link.carried() > 0, "it went around the link");
    agrees(&mut stage).await;
    stage.screen.close().await;
    stage.service.stop().await;
}

/// A console that begins now, on a good link, shows the same tickets as the one of the session.
async fn agrees(stage: &mut Stage) {
    let machine = stage.service.machine("fresh", &stage.agent, stage.service.addr()).await;
    let mut fresh = Screen::open(machine, SIZE);
    fresh.until("▌ #").await;
    stage.screen.until("● live").await;
    stage.screen.keys("h g");
    let same = async {
        while rows(&stage.screen.shown()) != rows(&fresh.shown()) {
            stage.screen.beat().await;
            fresh.beat().await;
        }
    };
    let agreed = tokio::time::timeout(DEADLINE, same).await.is_ok();
    assert!(agreed, "the one:\n{}\nthe other:\n{}", stage.screen.shown(), fresh.shown());
    fresh.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_over_a_slow_link_that_loses_answers() {
    session(Nature { delay: Duration::from_millis(300), loses: true }, false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_over_a_link_that_is_cut_at_every_deed() {
    session(Nature::default(), true).await;
}
