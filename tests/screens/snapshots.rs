//! The main states, as text at four sizes, and their colours and weights at one.

use super::desk::{Desk, now, options};
use super::{market, styles};
use robindesk::app::message::{Failure, FailureKind, Link, Message};
use robindesk::app::{Clock, Signs, Start};

pub const SIZES: [(u16, u16); 4] = [(60, 20), (80, 24), (120, 40), (200, 60)];

pub fn snapshot(name: &str, mut desk: Desk) {
    for (columns, rows) in SIZES {
        desk.size = (columns, rows);
        let screen = desk.screen(columns, rows);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "../snapshots" }, {
            insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), screen);
        });
    }
    styles::snapshot(name, &mut desk);
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
fn the_first_minute_shows_five_keys() {
    let start = Start::SignedIn(Box::new(super::desk::maya()));
    let mut options = options(start, Clock::held(now()));
    options.newcomer = true;
    let mut desk = Desk::bare(options);
    desk.tickets = market::tickets();
    desk.begin();
    snapshot("first", desk);
}

#[test]
fn past_orders_and_a_long_address() {
    let mut orders = market::orders();
    let address = "dana.fox.campaigns@creative-partnerships.acme.example";
    orders[1].brand.contact.as_mut().unwrap().email = Some(address.into());
    let mut desk = Desk::with(market::tickets(), orders);
    desk.past =
        vec![market::order(6, "Acme Co", "Lena Ortiz"), market::order(2, "Acme Co", "Lena Ortiz")];
    desk.keys("j o G j j j j j j j j j j j j j j j j j");
    snapshot("past", desk);
}

#[test]
fn marked_tickets() {
    snapshot("marked", with_keys("space j V j"));
}

#[test]
fn a_change_to_many_before_it_is_made() {
    snapshot("bulk", with_keys("space space b enter"));
}

#[test]
fn a_change_to_many_that_was_refused_on_one() {
    let mut desk = Desk::new();
    desk.refuses = vec![robindesk_protocol::TicketId(8)];
    desk.keys("space space space b enter y");
    snapshot("refused", desk);
}

#[test]
fn an_agent_to_pick() {
    snapshot("assign", with_keys("j enter A"));
}

#[test]
fn letters_to_jump_by() {
    snapshot("jump", with_keys("ctrl-o"));
}

#[test]
fn views_to_go_to() {
    snapshot("views", with_keys("} } v"));
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
    let options =
        robindesk::app::Options { signs: Signs::Ascii, ..options(start, Clock::held(now())) };
    let mut desk = Desk::bare(options);
    desk.tickets = market::tickets();
    desk.orders = market::orders();
    desk.begin();
    desk.keys("j enter c").types("plain");
    snapshot("ascii", desk);
}

/// The desk of the other snapshots, drawn with other signs.
fn with_signs(signs: Signs, still: bool) -> Desk {
    let start = Start::SignedIn(Box::new(super::desk::maya()));
    let options = robindesk::app::Options { signs, still, ..options(start, Clock::held(now())) };
    let mut desk = Desk::bare(options);
    desk.tickets = market::tickets();
    desk.orders = market::orders();
    desk.threads = vec![(robindesk_protocol::TicketId(8), market::conversation())];
    desk.begin();
    desk
}

#[test]
fn words_alone_for_a_screen_reader() {
    for (name, keys) in [
        ("plain_inbox", ""),
        ("plain_thread", "j enter"),
        ("plain_note", "j enter c"),
        ("plain_order", "j o"),
        ("plain_menu", "j t"),
    ] {
        let mut desk = with_signs(Signs::Plain, true);
        desk.keys(keys);
        snapshot(name, desk);
    }
}

#[test]
fn with_words_alone_no_line_is_drawn_and_the_cursor_says_where_she_is() {
    for keys in ["", "j enter", "j enter r", "j o", "j t", "?", ":", "q", "/"] {
        let mut desk = with_signs(Signs::Plain, true);
        desk.keys(keys);
        let screen = desk.screen(100, 30);
        let drawn = |c: char| ('\u{2190}'..='\u{2bff}').contains(&c);
        assert!(!screen.contains(drawn), "{keys}:\n{screen}");
    }
    let mut desk = with_signs(Signs::Plain, true);
    desk.keys("j");
    assert!(desk.screen(100, 30).contains("\n> #8 Acme Co, open, high, waiting 2m, 1 unread"));
}

#[test]
fn ascii_draws_nothing_but_ascii_of_its_own_on_any_screen() {
    for keys in
        ["", "j enter", "j enter r", "j enter c", "j o", "j t", "j p", "?", ":", "q", "/", "@"]
    {
        let mut desk = with_signs(Signs::Ascii, false);
        desk.keys(keys);
        for (columns, rows) in SIZES {
            let screen = desk.screen(columns, rows);
            let drawn = |c: char| ('\u{2190}'..='\u{2bff}').contains(&c) || "·…“”×".contains(c);
            assert!(!screen.contains(drawn), "{keys}:\n{screen}");
        }
    }
}

#[test]
fn nothing_counts_down_where_nothing_may_move() {
    for (still, words) in [(true, "offline"), (false, "offline, next try in 8s")] {
        let mut desk = with_signs(Signs::Fine, still);
        let retry_at = now().plus_ms(7_200);
        desk.hear(Message::Link(Link::Reconnecting { retry_at, tries: 4 }));
        let first = desk.screen(120, 40).lines().next().unwrap().to_owned();
        assert!(first.contains(&format!("{words}   Maya")), "{first}");
        let changes = desk.console.next_change().unwrap();
        assert_eq!(changes >= now().plus_ms(30_000), still);
    }
}

#[test]
fn a_long_pair_of_names_is_cut_so_that_both_can_be_told() {
    let mut tickets = market::tickets();
    let summary = market::summary(6, "Creative Partnerships of the North", "Lena-Maria Ortiz");
    tickets[1].order = Some(summary);
    let mut desk = Desk::with(tickets, market::orders());
    desk.keys("j enter");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("#8 Creative Pa… ⇄ Lena-Maria O…"), "{screen}");
    assert!(screen.contains("○ · high"), "names are needed more than the word: {screen}");
}

#[test]
fn what_lies_over_the_panes_on_the_smallest_screen() {
    for (name, keys, typed) in [
        ("attach", "j enter f down", ""),
        ("links", "j enter c", "see https://a.example/x and lena@example.com"),
        ("macros", "j enter r ctrl-t", "ref"),
        ("search", "3", "draft"),
        ("status", "j enter t", ""),
        ("assign", "j enter A", ""),
        ("bulk", "space space b", ""),
        ("why", "j enter W", ""),
        ("history", "j enter H", ""),
        ("help", "j enter ?", ""),
        ("palette", "j enter :", "unread"),
    ] {
        let mut desk = with_keys("");
        desk.size = (40, 10);
        desk.keys(keys).types(typed);
        if name == "links" {
            desk.keys("enter esc O");
        }
        for _ in typed.chars().filter(|_| name == "search") {
            desk.hear(Message::Wake);
        }
        let screen = desk.screen(40, 10);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "../snapshots" }, {
            insta::assert_snapshot!(format!("small_{name}_40x10"), screen);
        });
    }
}

#[test]
fn too_small_says_so() {
    let mut desk = Desk::new();
    let expected = "robindesk needs 40x10, this is 36x8";
    assert_eq!(desk.screen(36, 8).lines().next(), Some(expected));
    assert_eq!(desk.screen(1, 1).lines().next(), Some("r"));
}
