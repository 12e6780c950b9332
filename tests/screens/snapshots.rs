//! The main states, as text at four sizes.

use super::desk::{Desk, now, options};
use super::market;
use robindesk::app::message::{Failure, FailureKind, Link, Message};
use robindesk::app::{Clock, Start};

pub const SIZES: [(u16, u16); 4] = [(60, 20), (80, 24), (120, 40), (200, 60)];

pub fn snapshot(name: &str, mut desk: Desk) {
    for (columns, rows) in SIZES {
        desk.size = (columns, rows);
        let screen = desk.screen(columns, rows);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "../snapshots" }, {
            insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), screen);
        });
    }
}

pub fn with_keys(keys: &str) -> Desk {
    let mut desk = Desk::new();
    desk.keys(keys);
    desk
}

#[test]
fn login() {
    let start = Start::Login { server: "https://desk.example".into(), email: String::new() };
    let mut desk = Desk::bare(options(start, Clock::held(now())));
    desk.types("maya@desk.example").keys("enter").types("wrong").keys("enter");
    let text = "The e-mail or the password is not right.".into();
    desk.hear(Message::SignInFailed(Failure { kind: FailureKind::Refused, text }));
    snapshot("login", desk);
}

#[test]
fn inbox() {
    snapshot("inbox", Desk::new());
}

#[test]
fn open_thread() {
    snapshot("thread", with_keys("j enter"));
}

#[test]
fn composing_a_reply() {
    let mut desk = with_keys("j enter r");
    desk.types("Tomorrow at noon, she says.").keys("alt-enter alt-enter");
    desk.types("I'll send it over the moment it is here, so that your people have the afternoon.");
    snapshot("reply", desk);
}

#[test]
fn composing_a_note() {
    let mut desk = with_keys("j enter c");
    desk.types("Lena still needs the logo as SVG, remind the brand on Tuesday.");
    snapshot("note", desk);
}

#[test]
fn help() {
    snapshot("help", with_keys("j enter ?"));
}

#[test]
fn palette() {
    let mut desk = with_keys("j enter :");
    desk.types("unread");
    snapshot("palette", desk);
}

#[test]
fn a_menu() {
    snapshot("menu", with_keys("j enter t"));
}

#[test]
fn a_message_that_failed() {
    let mut desk = with_keys("j enter");
    desk.delivers = false;
    desk.keys("r").types("Here is the link you asked for.").keys("enter esc");
    let out = desk.sent().remove(0);
    let text = "This ticket was closed by an admin.".into();
    let result = Err(Failure { kind: FailureKind::Refused, text });
    desk.hear(Message::Sent { client_id: out.client_id, ticket: out.ticket, result });
    snapshot("failed", desk);
}

#[test]
fn an_empty_inbox() {
    snapshot("empty", Desk::with(Vec::new(), Vec::new()));
}

#[test]
fn offline_with_messages_to_send() {
    let mut desk = with_keys("j enter");
    desk.delivers = false;
    let retry_at = now().plus_ms(7_200);
    desk.hear(Message::Link(Link::Reconnecting { retry_at, tries: 4 }));
    desk.keys("r").types("On its way.").keys("enter").types("And one more.").keys("enter esc");
    snapshot("offline", desk);
}

#[test]
fn ascii_alone() {
    let start = Start::SignedIn(Box::new(super::desk::maya()));
    let options = robindesk::app::Options { ascii: true, ..options(start, Clock::held(now())) };
    let mut desk = Desk::bare(options);
    desk.tickets = market::tickets();
    desk.orders = market::orders();
    desk.begin();
    desk.keys("j enter c").types("plain");
    snapshot("ascii", desk);
}

#[test]
fn too_small_says_so() {
    let mut desk = Desk::new();
    let expected = "robindesk needs 40x10, this is 36x8";
    assert_eq!(desk.screen(36, 8).lines().next(), Some(expected));
    assert_eq!(desk.screen(1, 1).lines().next(), Some("r"));
}
