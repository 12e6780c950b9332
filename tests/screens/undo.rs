//! What an undo brings back, and what no undo is offered for.

use crate::desk::{Desk, ME, now};
use crate::market;
use robindesk::app::effect::Change;
use robindesk_protocol::{BulkSet, BulkUpdate, TicketId, TicketStatus, Timestamp, UserId};

fn sleeper() -> (Desk, Timestamp) {
    let until = now().plus_ms(3_600_000);
    let mut tickets = market::tickets();
    tickets[0].snoozed_until = Some(until);
    let mut desk = Desk::with(tickets, market::orders());
    desk.keys("v").types("s").keys("enter");
    (desk, until)
}

fn resolved(id: i64, status: TicketStatus) -> Change {
    Change::TicketStatus { ticket: TicketId(id), status }
}

#[test]
fn one_who_slept_and_was_resolved_sleeps_again() {
    let (mut desk, until) = sleeper();
    desk.keys("e");
    assert!(!desk.shows("Nordic Fit"), "what is resolved sleeps no longer");
    desk.keys("u");
    let sleeps = Change::Snooze { ticket: TicketId(5), until: Some(until) };
    let (done, open) = (resolved(5, TicketStatus::Resolved), resolved(5, TicketStatus::Open));
    assert_eq!(desk.changes(), [done, open, sleeps]);
    assert!(desk.shows("undone: #5 is open, #5 snoozed") && desk.shows("Nordic Fit"));
}

#[test]
fn an_undo_goes_back_to_the_ticket_that_resolving_it_left() {
    let mut desk = Desk::new();
    desk.keys("j enter e");
    assert!(desk.shows("┏ #3 Blue Kite"));
    desk.keys("u");
    assert!(desk.shows("┏ #8 Acme Co"), "to be read");
    desk.keys("h g e");
    assert!(!desk.shows("Nordic Fit"));
    desk.keys("u");
    let marked = desk.screen(120, 40).lines().any(|l| l.contains('▌') && l.contains("Nordic Fit"));
    assert!(marked, "and in the list");
}

#[test]
fn nobody_is_put_to_sleep_until_a_time_that_is_over() {
    let (mut desk, _) = sleeper();
    desk.keys("e");
    desk.clock.advance_ms(3_600_000);
    desk.keys("u");
    assert_eq!(desk.changes().last(), Some(&resolved(5, TicketStatus::Open)));
    let (mut desk, _) = sleeper();
    desk.keys("s").types("w").keys("enter");
    desk.clock.advance_ms(3_600_000);
    desk.keys("u");
    assert_eq!(desk.changes().len(), 1);
    assert!(desk.shows("not undone: its time would be over by now"));
}

#[test]
fn many_who_slept_sleep_again_but_not_who_was_refused() {
    let (mut desk, until) = sleeper();
    desk.keys("space b enter y u");
    let sleeps = Change::Snooze { ticket: TicketId(5), until: Some(until) };
    assert_eq!(desk.changes().last(), Some(&sleeps));
    let (mut desk, _) = sleeper();
    desk.refuses = vec![TicketId(5)];
    desk.keys("space b enter y enter u");
    assert_eq!(desk.changes().len(), 1);
    assert!(desk.shows("nothing to undo"));
}

fn give(ids: &[i64], agent: UserId) -> Change {
    let ticket_ids = ids.iter().copied().map(TicketId).collect();
    Change::Many(BulkUpdate {
        ticket_ids,
        set: BulkSet { agent_id: Some(agent), ..BulkSet::default() },
    })
}

#[test]
fn many_that_an_agent_gave_away_are_not_hers_to_take_back() {
    let mut desk = Desk::new();
    desk.keys("space space b").types("a").keys("enter").types("sam").keys("enter y");
    let given = give(&[5, 8], UserId(4));
    assert_eq!(desk.changes(), std::slice::from_ref(&given));
    assert!(desk.shows("2 tickets given to Sam Lee") && !desk.shows("Sam Lee · u undo"));
    desk.keys("u");
    assert!(desk.shows("can't be undone: 2 tickets given to Sam Lee"));
    assert_eq!(desk.changes(), [given]);
}

#[test]
fn an_undo_does_not_reach_past_what_cannot_be_undone_unless_asked_again() {
    let mut desk = Desk::new();
    desk.keys("w").types("late").keys("enter A").types("sam").keys("enter u");
    assert!(desk.shows("can't be undone: #5 is with Sam Lee"));
    assert_eq!(desk.changes().len(), 2);
    desk.keys("u");
    assert!(desk.shows("undone: #5 untagged"));
}

#[test]
fn many_that_an_admin_gave_away_come_back_by_an_undo() {
    let mut desk = Desk::as_a(robindesk_protocol::UserType::Admin);
    desk.keys("1 space space b").types("a").keys("enter").types("sam").keys("enter y");
    assert!(desk.shows("2 tickets given to Sam Lee · u undo"));
    desk.keys("u");
    assert_eq!(desk.changes(), [give(&[5, 8], UserId(4)), give(&[5, 8], ME)]);
}
