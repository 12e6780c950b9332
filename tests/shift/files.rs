//! Files between a console and a real server: whole or not at all, told as they go, stopped when she
//! says so, and going on where the link was lost.

use crate::link::{Link, Nature};
use crate::screen::Screen;
use crate::service::{Service, marked_ticket, names_in};
use robindesk_protocol::{Message, TicketId};
use std::path::Path;

const SIZE: (u16, u16) = (120, 40);

/// An agent with a ticket open, behind a link.
struct Stage {
    service: Service,
    link: Link,
    screen: Screen,
    ticket: TicketId,
}

impl Stage {
    async fn set() -> Self {
        let service = Service::open().await;
        let link = Link::to(service.addr(), Nature::default()).await;
        let agent = service.seeded.agents[0].clone();
        let machine = service.machine("home", &agent, link.addr).await;
        let mut screen = Screen::open(machine, SIZE);
        screen.until("● live").await;
        screen.until("▌ #").await;
        screen.keys("enter");
        screen.until(" lane").await;
        let ticket = marked_ticket(&screen.shown());
        Self { service, link, screen, ticket }
    }

    /// Chooses a file to send by typing its path.
    fn send(&mut self, path: &Path) {
        self.screen.keys("f ctrl-u").types(path.to_str().unwrap()).keys("enter");
    }

    /// The messages of the ticket that brought a file.
    async fn files(&self) -> Vec<Message> {
        let messages = self.service.messages(self.ticket).await;
        messages.into_iter().filter(|message| message.file.is_some()).collect()
    }

    /// Saves the newest file of the chat.
    async fn save_newest(&mut self) {
        self.screen.keys("O");
        self.screen.until("▤ ").await;
        self.screen.keys("S");
    }

    async fn close(self) {
        self.screen.close().await;
        self.service.stop().await;
    }
}

/// Bytes of which no two stretches are the same.
fn bytes(length: u32) -> Vec<u8> {
    let mixed = |n: u32| (n.wrapping_mul(2_654_435_761) >> 24) as u8;
    (0..length).map(mixed).collect()
}

/// The hundredths that the screen says a file has come.
fn percent(shown: &str) -> Option<u32> {
    let (before, _) = shown.split_once("% · X stops it")?;
    before.rsplit(' ').next()?.parse().ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_goes_up_and_comes_down_byte_for_byte_over_a_link_that_is_cut() {
    let mut stage = Stage::set().await;
    let whole = bytes(3_900_000);
    let path = stage.service.path("brief.bin");
    std::fs::write(&path, &whole).unwrap();

    stage.link.cut(1_500_000);
    stage.send(&path);
    assert!(stage.screen.shown().contains("↑ brief.bin"), "{}", stage.screen.shown());
    stage.screen.until("sent brief.bin").await;
    stage.screen.until("▤ brief.bin · 3.9 MB").await;
    let sent = stage.files().await;
    assert_eq!(sent.len(), 1);
    let file = sent[0].file.clone().unwrap();
    assert_eq!((file.name.as_str(), file.size), ("brief.bin", 3_900_000));

    let before = stage.link.carried();
    stage.link.cut(2_500_000);
    stage.save_newest().await;
    stage.screen.until("saved ").await;
    let downloads = stage.service.path("home").join("downloads");
    assert_eq!(names_in(&downloads), ["brief.bin"]);
    assert!(std::fs::read(downloads.join("brief.bin")).unwrap() == whole, "other bytes");
    let carried = stage.link.carried() - before;
    assert!(carried < 5_000_000, "what had come came again: {carried} bytes");

    // What lies there is never written over, whoever wrote it.
    std::fs::write(downloads.join("brief.bin"), "hers").unwrap();
    stage.save_newest().await;
    stage.screen.until("brief (2).bin").await;
    assert_eq!(names_in(&downloads), ["brief (2).bin", "brief.bin"]);
    assert_eq!(std::fs::read(downloads.join("brief.bin")).unwrap(), b"hers");
    assert!(std::fs::read(downloads.join("brief (2).bin")).unwrap() == whole, "other bytes");
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_she_stops_half_way_never_arrives_and_the_draft_stays() {
    let mut stage = Stage::set().await;
    let path = stage.service.path("long.bin");
    std::fs::write(&path, bytes(4_000_000)).unwrap();
    stage.screen.keys("c").types("half a thought").keys("esc");
    // Some of it leaves, and then nothing passes.
    stage.link.hold(true);
    stage.send(&path);
    stage.screen.until_it("it is on its way", |shown| percent(shown).is_some()).await;
    assert!(percent(&stage.screen.shown()).is_some_and(|percent| percent < 100));
    stage.screen.keys("X");
    stage.screen.until("stopped long.bin").await;
    assert!(!stage.screen.shown().contains("X stops it"));
    stage.link.hold(false);

    // What comes after it on the same way arrives: the one before it would have, too.
    let path = stage.service.path("short.txt");
    std::fs::write(&path, "short").unwrap();
    stage.send(&path);
    stage.screen.until("sent short.txt").await;
    let names: Vec<String> =
        stage.files().await.into_iter().map(|message| message.message_text).collect();
    assert_eq!(names, ["short.txt"]);
    stage.screen.keys("c");
    assert!(stage.screen.shown().contains("half a thought"));
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_too_large_is_refused_in_plain_words_and_once() {
    let mut stage = Stage::set().await;
    stage.screen.keys("c").types("see the file").keys("esc");
    // A little too large, and so large that the server would stop listening.
    for (name, length) in [("large.bin", 5_000_000), ("huge.bin", 40_000_000)] {
        let path = stage.service.path(name);
        std::fs::write(&path, bytes(length)).unwrap();
        let before = stage.link.carried();
        stage.send(&path);
        stage.screen.until(&format!("{name} is too large: ")).await;
        assert!(stage.screen.shown().contains("up to 4.1 MB"), "{}", stage.screen.shown());
        assert!(stage.link.carried() - before < 1_000_000, "it left all the same");
    }
    assert!(stage.files().await.is_empty());
    stage.screen.keys("c");
    assert!(stage.screen.shown().contains("see the file"));
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hostile_name_is_safe_on_the_screen_and_on_the_disk() {
    let mut stage = Stage::set().await;
    let name = "\u{1b}]0;owned\u{7}..\\..\\in\u{202e}fdp\u{200b}.exe\n";
    let path = stage.service.path(name);
    std::fs::write(&path, "harmless").unwrap();
    let what = stage.service.path("").to_str().unwrap().to_owned();
    // No path with such a name can be typed: it is picked from the folder.
    stage.screen.keys("f ctrl-u").types(&what);
    stage.screen.until(".exe").await;
    stage.screen.keys("enter");
    stage.screen.until("sent ").await;
    stage.screen.until("▤ ").await;
    let shown = stage.screen.shown();
    assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{200b}']), "{shown}");
    stage.save_newest().await;
    stage.screen.until("saved ").await;
    let names = names_in(&stage.service.path("home").join("downloads"));
    let odd = |c: char| c.is_control() || "\u{202e}\u{200b}/\\:".contains(c);
    assert!(
        matches!(&names[..], [one] if !one.contains(odd) && !one.starts_with('.')),
        "{names:?}"
    );
    stage.close().await;
}
