//! The console in a pseudo-terminal: what an agent sees, what survives, and what is given back.

use crate::desk::{Desk, EMAIL, PASSWORD};
use crate::terminal::{Terminal, until};
use robindesk_protocol::{TicketId, User};
use std::path::Path;
use tempfile::TempDir;

/// A desk, and the folders of an agent who is signed in.
pub fn at_work() -> (Desk, User, TempDir) {
    let desk = Desk::open();
    let home = tempfile::tempdir().unwrap();
    let agent = desk.seeded.agents[0].clone();
    desk.sign_in(&agent, home.path());
    (desk, agent, home)
}

/// Opens the first ticket of the inbox; returns its number.
pub fn open_first(terminal: &mut Terminal) -> TicketId {
    terminal.shows("● live");
    terminal.until("a ticket", |text| first_ticket(text).is_some());
    terminal.press("\r");
    terminal.shows("reply");
    // Its messages are there: they decide whom a reply goes to.
    terminal.until("the open ticket", |text| text.contains("⇄") && text.contains(" lane"));
    first_ticket(&terminal.text()).unwrap()
}

/// The number on the first row of the list.
fn first_ticket(text: &str) -> Option<TicketId> {
    let row = text.lines().find(|line| line.contains('▌') && line.contains('#'))?;
    let (_, after) = row.split_once('#')?;
    after.split(' ').next()?.parse().ok()
}

/// Sends what is written, for certain: an enter right behind a text could be a part of its paste.
pub const SEND: &str = "\u{13}";

/// Starts to write to a party.
pub fn begin_reply(terminal: &mut Terminal) {
    terminal.press("i");
    terminal.shows("reply to");
}

/// Starts to write a note, whose lane is the same whatever the messages are.
fn begin_note(terminal: &mut Terminal) {
    terminal.press("c");
    terminal.shows("INTERNAL NOTE");
}

/// The drafts that lie below a folder, whole ones only.
fn drafts_in(folder: &Path) -> Vec<String> {
    let mut drafts = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            drafts.extend(drafts_in(&path));
        } else if path.extension().is_some_and(|e| e == "txt") {
            drafts.extend(std::fs::read_to_string(&path));
        }
    }
    drafts
}

#[test]
fn an_agent_opens_a_ticket_replies_and_quits() {
    let (desk, agent, home) = at_work();
    let mut terminal = Terminal::run(home.path(), &[]);
    let ticket = open_first(&mut terminal);
    begin_reply(&mut terminal);
    terminal.press("Tomorrow at noon, she says.");
    terminal.shows("Tomorrow at noon, she says.");
    terminal.press(SEND);
    terminal.until("the message as sent", |text| {
        let mut lines = text.lines().skip_while(|l| !l.contains("Tomorrow at noon, she says."));
        lines.next().is_some() && text.contains("sent ✓")
    });
    let posted = || desk.count(&agent, ticket, "Tomorrow at noon, she says.");
    until("the message on the server", || posted() > 0);
    assert_eq!(posted(), 1);
    terminal.press("\u{1b}");
    terminal.shows("i reply");
    terminal.press("q");
    assert!(terminal.end().success());
    terminal.is_as_it_was();
}

#[test]
fn what_was_typed_survives_being_killed() {
    let (_desk, _, home) = at_work();
    let mut terminal = Terminal::run(home.path(), &[]);
    open_first(&mut terminal);
    begin_note(&mut terminal);
    terminal.press("half a thought");
    terminal.shows("half a thought");
    until("the draft on disk", || drafts_in(home.path()) == ["half a thought"]);
    terminal.signal("KILL");
    assert!(!terminal.end().success());

    let mut terminal = Terminal::run(home.path(), &[]);
    open_first(&mut terminal);
    begin_note(&mut terminal);
    terminal.shows("half a thought");
}

#[test]
fn signals_give_the_terminal_back_and_lose_no_draft() {
    let (_desk, _, home) = at_work();
    let mut draft = String::new();
    for (signal, text) in [("TERM", " terminated"), ("HUP", " hung up"), ("INT", " interrupted")] {
        let mut terminal = Terminal::run(home.path(), &[]);
        open_first(&mut terminal);
        begin_note(&mut terminal);
        // What the run before it left.
        terminal.shows(draft.trim());
        draft.push_str(text);
        terminal.press(text);
        terminal.shows(text);
        terminal.signal(signal);
        terminal.end();
        terminal.is_as_it_was();
        assert!(terminal.wrote(&format!("robindesk: ended by SIG{signal}\r\n")));
        assert!(terminal.wrote("The log is ") && terminal.wrote("robindesk.log"));
    }
    assert_eq!(drafts_in(home.path()), [draft]);
}

#[test]
fn an_unsent_message_goes_out_once_when_the_server_is_back() {
    let (mut desk, agent, home) = at_work();
    let mut terminal = Terminal::run(home.path(), &[]);
    let ticket = open_first(&mut terminal);
    desk.stop();
    terminal.until("that the link broke", |text| !text.contains("● live"));
    begin_reply(&mut terminal);
    terminal.press("written in a tunnel");
    terminal.shows("written in a tunnel");
    terminal.press(SEND);
    terminal.until("that it waits", |text| text.contains("sending") || text.contains("waits"));
    desk.start_again();
    terminal.shows("● live");
    let posted = || desk.count(&agent, ticket, "written in a tunnel");
    until("the message on the server", || posted() > 0);
    terminal.until("that it was sent", |text| !text.contains("sending"));
    assert_eq!(posted(), 1);
}

#[test]
fn a_message_arrives_without_a_key_and_commands_no_terminal() {
    let (desk, _, home) = at_work();
    let mut terminal = Terminal::run(home.path(), &[]);
    let ticket = open_first(&mut terminal);
    desk.somebody_writes(ticket, "look \u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31mhere\u{202e} please");
    terminal.shows("look here please");
    let bytes = terminal.bytes();
    let holds = |needle: &str| bytes.windows(needle.len()).any(|w| w == needle.as_bytes());
    assert!(!holds("owned") && !holds("\u{202e}") && !holds("\u{9b}"));
}

#[test]
fn signing_in_on_the_first_run_shows_the_inbox_and_never_the_password() {
    let desk = Desk::open();
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::run(home.path(), &[]);
    terminal.until("the login", |text| text.to_lowercase().contains("password"));
    for (typed, shown) in [(desk.url(), true), (EMAIL.to_owned(), true), (PASSWORD.into(), false)] {
        terminal.press(&typed);
        if shown {
            terminal.shows(&typed);
            terminal.press("\t");
        }
    }
    terminal.press("\r");
    terminal.shows("● live");
    terminal.shows("Lin Wei");
    let bytes = terminal.bytes();
    assert!(!bytes.windows(PASSWORD.len()).any(|w| w == PASSWORD.as_bytes()));
    terminal.press("q");
    assert!(terminal.end().success());
    // The next start needs no password.
    Terminal::run(home.path(), &[]).shows("Lin Wei");
}

#[test]
fn the_demo_opens_on_an_inbox_and_leaves_nothing_behind() {
    for (role, name, leave) in
        [("agent", "available", "q"), ("super_admin", "Inbox", "TERM"), ("admin", "Inbox", "HUP")]
    {
        let home = tempfile::tempdir().unwrap();
        let mut terminal = Terminal::run(home.path(), &["demo", "--role", role]);
        terminal.shows("● live");
        terminal.shows(name);
        match leave {
            "q" => _ = terminal.press("q"),
            signal => terminal.signal(signal),
        }
        terminal.end();
        terminal.is_as_it_was();
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "{role} left something");
    }
}
