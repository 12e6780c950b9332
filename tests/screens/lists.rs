//! Long lists, her own views, and changes to many tickets.

use super::desk::{Desk, ME, maya, now, options};
use super::market;
use robindesk::app::effect::{Change, Effect};
use robindesk::app::message::Message;
use robindesk::app::{Clock, Start};
use robindesk::config::Config;
use robindesk::model::tickets::View;
use robindesk_protocol::{BulkSet, BulkUpdate, Ticket, TicketId, TicketStatus};
use std::path::Path;

/// So many tickets of hers, the first waiting longest.
fn crowd(count: i64) -> Vec<Ticket> {
    let waiting = |id: i64| Ticket {
        waiting_since: Some(now().plus_ms(id * 1_000 - 900_000_000)),
        ..market::ticket(id, &format!("Brand {id}"), "Lena Ortiz")
    };
    (1..=count).map(waiting).collect()
}

fn loads(desk: &Desk) -> usize {
    desk.effects.iter().filter(|e| matches!(e, Effect::LoadTickets { .. })).count()
}

#[test]
fn the_end_of_a_long_list_is_one_page_away() {
    let mut desk = Desk::with(crowd(2_000), Vec::new());
    let before = loads(&desk);
    desk.keys("G");
    assert!(desk.shows("2000 of 2000") && desk.shows("Brand 2000"));
    assert!(loads(&desk) <= before + 2, "the middle is not loaded");
    desk.keys("k pageup");
    assert!(desk.shows("Brand 1983") && !desk.shows("Brand 100 "));
    desk.keys("g");
    assert!(desk.shows(" 1 of 2000 ") && desk.shows("Brand 1 "));
}

#[test]
fn pages_come_as_they_come_into_sight_and_no_row_is_skipped() {
    let mut desk = Desk::with(crowd(400), Vec::new());
    for at in 1..=399 {
        assert!(desk.shows(&format!(" {at} of 400 ")) && desk.shows(&format!("Brand {at} ")));
        desk.keys("j");
    }
    assert!(desk.shows("400 of 400"));
}

#[test]
fn a_view_of_her_own_stands_beside_the_others() {
    let file = "[[view]]\nname = \"Big fish\"\nquery = \"brand:acme status:unresolved\"\n";
    let config = Config::read(Some((Path::new("client.toml"), file)), |_| None, &[]).unwrap();
    let own = &config.views[0];
    let clock = Clock::held(now());
    let mut options = options(Start::SignedIn(Box::new(maya())), clock);
    options.views = vec![View::own(&own.name, &own.query).unwrap()];
    let mut desk = Desk::bare(options);
    desk.tickets = market::tickets();
    desk.begin();
    desk.keys("v").types("b").keys("enter");
    assert!(desk.shows("v Big fish 1") && desk.shows("Acme Co") && !desk.shows("Nordic Fit"));
}

#[test]
fn a_view_that_makes_no_sense_is_refused_with_its_line() {
    let file = "theme = \"dark\"\n[[view]]\nname = \"x\"\nquerry = \"\"\n";
    let wrong = Config::read(Some((Path::new("client.toml"), file)), |_| None, &[]).unwrap_err();
    assert!(wrong.to_string().starts_with("client.toml, line 2: a `[[view]]` has"), "{wrong}");
    assert!(View::own("x", "stauts:open").unwrap_err().contains("there is no word `stauts:`"));
}

fn resolve(ids: &[i64]) -> Change {
    let ticket_ids = ids.iter().copied().map(TicketId).collect();
    let set = BulkSet { status: Some(TicketStatus::Resolved), ..BulkSet::default() };
    Change::Many(BulkUpdate { ticket_ids, set })
}

#[test]
fn an_undo_gives_each_of_many_back_what_it_was_but_not_what_was_refused() {
    let mut desk = Desk::new();
    desk.refuses = vec![TicketId(8)];
    desk.keys("space space j space b enter y");
    assert_eq!(desk.changes(), [resolve(&[5, 8, 12])]);
    assert!(desk.shows("1 of 3 refused") && desk.shows("#8: It is closed for good."));
    desk.keys("enter");
    assert!(desk.shows("#8 ○ Acme Co") && !desk.shows("Nordic Fit"));
    desk.keys("u");
    let back = |id: i64, status| {
        let set = BulkSet { status: Some(status), ..BulkSet::default() };
        Change::Many(BulkUpdate { ticket_ids: vec![TicketId(id)], set })
    };
    let undone = [back(12, TicketStatus::InProgress), back(5, TicketStatus::Open)];
    let changes = desk.changes();
    assert!(undone.iter().all(|c| changes.contains(c)), "{changes:?}");
    assert!(desk.shows("Nordic Fit") && desk.shows("Café Zoë"));
}

#[test]
fn enter_leaves_many_tickets_alone() {
    let mut desk = Desk::new();
    desk.keys("space space b enter enter");
    assert_eq!(desk.changes(), []);
    assert!(desk.shows("2 marked"), "the marks are still there");
}

#[test]
fn words_of_a_query_filter_as_she_types() {
    let mut desk = Desk::new();
    desk.keys("2 /").types("agent:me status:o");
    assert!(desk.shows("Nordic Fit") && !desk.shows("Blue Kite") && !desk.shows("Sun Valley"));
    assert_eq!(desk.tickets[0].agent.as_ref().map(|a| a.id), Some(ME));
}

#[test]
fn what_she_marks_as_unread_can_be_undone() {
    let mut desk = Desk::new();
    desk.keys("j enter U u");
    let ticket = TicketId(8);
    assert_eq!(desk.changes(), [Change::Unread { ticket }]);
    let read = |e: &&Effect| matches!(e, Effect::Change { change: Change::Read { .. }, .. });
    assert_eq!(desk.effects.iter().filter(read).count(), 2, "when it was opened, and again");
    assert!(!desk.shows("2m ● 1") && desk.shows("undone: #8 is read"));
    desk.keys("h k enter U");
    assert!(
        desk.shows("nobody else has written there"),
        "an empty conversation has nothing to go back to"
    );
}

fn crowd_with_unread(count: i64, unread: &[i64]) -> Desk {
    let mut tickets = crowd(count);
    tickets.iter_mut().filter(|t| unread.contains(&t.id.0)).for_each(|t| t.unread = Some(1));
    Desk::with(tickets, Vec::new())
}

#[test]
fn the_next_unread_is_found_among_rows_that_are_not_loaded() {
    let mut desk = crowd_with_unread(900, &[60, 700, 850]);
    desk.keys("]");
    assert!(desk.shows(" 60 of 900 "), "what is here is gone to at once");
    desk.keys("enter h g ]");
    assert!(desk.shows("┏ #700 Brand 700"), "what is not is opened");
    desk.keys("h [");
    assert!(desk.shows("┏ #850 Brand 850"), "{}", desk.screen(120, 40));
}

#[test]
fn nothing_unread_anywhere_is_said_and_a_long_search_asks_before_it_goes_on() {
    let mut desk = crowd_with_unread(900, &[]);
    desk.keys("]");
    assert!(desk.shows("everything is read"));
    let mut desk = crowd_with_unread(5_500, &[5_400]);
    desk.keys("]");
    assert!(desk.shows("nothing unread among 5000 tickets · ] looks on"));
    desk.keys("]");
    assert!(desk.shows("┏ #5400 Brand 5400"));
}

#[test]
fn the_longest_waiting_is_asked_for_where_the_rows_here_cannot_tell() {
    let mut desk = crowd_with_unread(900, &[]);
    desk.keys("2 j j");
    assert!(!desk.shows("Brand 900"), "the view is sorted otherwise");
    desk.tickets[899].waiting_since = Some(market::ago(90_000));
    desk.keys("J");
    assert!(desk.shows("┏ #900 Brand 900"), "{}", desk.screen(120, 40));
}

#[test]
fn a_filter_sorts_for_as_long_as_it_says_so_and_counts_for_itself_alone() {
    let mut desk = Desk::new();
    desk.keys("2 /").types("status:unresolved sort:waiting").keys("enter");
    assert!(desk.shows("1 of 5") && desk.shows("2 All 6"), "the view holds what it held");
    let sorts = |desk: &Desk| {
        let sort = |e: &Effect| match e {
            Effect::LoadTickets { query, .. } => query.sort.clone(),
            _ => None,
        };
        desk.effects.iter().rev().find_map(sort)
    };
    for _ in "status:unresolved sort:waiting".chars() {
        desk.hear(Message::Wake);
    }
    assert_eq!(sorts(&desk).as_deref(), Some("waiting"));
    let first = |desk: &mut Desk| desk.screen(120, 40).lines().nth(2).map(str::to_owned).unwrap();
    assert!(first(&mut desk).contains("Nordic Fit"), "who waits longest");
    desk.keys("esc");
    assert_eq!(sorts(&desk).as_deref(), Some("-updated"));
}

#[test]
fn what_is_refused_for_one_reason_is_told_once() {
    let mut desk = Desk::new();
    desk.refuses = vec![TicketId(5), TicketId(8)];
    desk.keys("space space b enter y");
    assert!(desk.shows("2 of 2 refused, nothing is done"));
    assert!(desk.shows("#5, #8: It is closed for good."));
}

#[test]
fn an_empty_inbox_says_why_nothing_comes() {
    let mut desk = Desk::with(Vec::new(), Vec::new());
    desk.keys("@").types("o").keys("enter");
    let words = desk.screen(200, 60);
    assert!(words.contains("You are offline, so no new ticket comes to you."), "{words}");
}
