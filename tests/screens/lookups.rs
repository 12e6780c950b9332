//! What is looked up: macros, the record of a ticket, search.

use super::desk::Desk;
use super::live::{about, event};
use super::market;
use super::snapshots::{snapshot, with_keys};
use robindesk::app::effect::{Change, Effect, Subject};
use robindesk::app::message::{Failure, FailureKind, Message, Step};
use robindesk_protocol::{Audience, EventData, EventKind, Priority, TicketId, TicketStatus};

/// The search screen with a word typed and its pause over.
fn searching(word: &str) -> Desk {
    let mut desk = with_keys("3");
    desk.types(word);
    for _ in word.chars() {
        desk.hear(Message::Wake);
    }
    desk
}

#[test]
fn a_macro_to_choose() {
    let mut desk = with_keys("j enter r ctrl-t");
    desk.types("ref");
    snapshot("macros", desk);
}

#[test]
fn why_me() {
    snapshot("why", with_keys("j enter W"));
}

#[test]
fn the_history_of_a_ticket() {
    snapshot("history", with_keys("j enter H"));
}

#[test]
fn a_search() {
    let mut desk = searching("draft");
    desk.keys("down");
    snapshot("search", desk);
}

#[test]
fn a_search_with_nothing_typed() {
    snapshot("search_empty", with_keys("3"));
}

#[test]
fn a_macro_shows_what_it_does_and_does_it_when_its_text_is_sent() {
    let mut desk = with_keys("j enter r ctrl-t");
    desk.types("refund");
    assert!(desk.shows("your $250.00 USD for Reel package (order 6) is on its way."));
    assert!(desk.shows("when sent: resolved, priority high, +refund"));
    desk.keys("enter");
    assert!(desk.shows("when sent: resolved, priority high, +refund") && !desk.shows("Macros"));
    assert_eq!(desk.changes(), [], "nothing happens before it is sent");
    desk.keys("enter");
    let ticket = TicketId(8);
    assert_eq!(
        desk.changes(),
        [
            Change::Tags { ticket, tags: vec!["refund".into()] },
            Change::Priority { ticket, priority: Priority::High },
            Change::TicketStatus { ticket, status: TicketStatus::Resolved },
        ]
    );
    assert!(desk.sent()[0].text.starts_with("Dear Acme Co,\n\nyour $250.00 USD"));
}

#[test]
fn what_a_macro_does_is_kept_with_the_draft_and_done_in_a_later_run() {
    let mut desk = with_keys("j enter r ctrl-t");
    desk.types("refund").keys("enter").types("!");
    let kept = desk.effects.iter().rev().find_map(|e| match e {
        Effect::SaveDraft { draft, .. } => Some(draft.clone()),
        _ => None,
    });
    let mut later = with_keys("j enter");
    let drafts = vec![(Audience::Brand, kept.unwrap())];
    later.hear(Message::Drafts { ticket: TicketId(8), drafts });
    later.keys("r");
    assert!(later.shows("when sent: resolved, priority high, +refund"));
    later.keys("enter");
    assert_eq!(later.changes().len(), 3);
}

#[test]
fn a_draft_of_an_earlier_run_in_another_lane_is_told_while_nothing_is_written() {
    let mut desk = with_keys("j enter");
    let drafts = vec![(Audience::Brand, "one".into()), (Audience::Staff, "ask Sam".into())];
    desk.hear(Message::Drafts { ticket: TicketId(8), drafts });
    assert!(desk.shows("draft too: note"), "{}", desk.screen(80, 24));
    let mut desk = with_keys("j enter");
    let drafts = vec![(Audience::Creator, "Hi Lena".into())];
    desk.hear(Message::Drafts { ticket: TicketId(8), drafts });
    assert!(desk.shows("Hi Lena") && desk.shows("reply to Lena Ortiz · creator lane"));
    desk.keys("c");
    assert!(desk.shows("draft too: creator lane"));
}

#[test]
fn a_macro_whose_text_is_erased_does_nothing() {
    let mut desk = with_keys("j enter r ctrl-t");
    desk.types("refund").keys("enter");
    for _ in 0..8 {
        desk.keys("ctrl-u");
    }
    desk.types("never mind").keys("enter");
    assert_eq!(desk.changes(), []);
}

#[test]
fn the_history_is_filtered_by_a_word() {
    let mut desk = with_keys("j enter H");
    desk.types("snooze");
    assert!(desk.shows("snoozed the ticket until 24 Nov 09:00") && !desk.shows("placed the order"));
    desk.types("xyz");
    assert!(desk.shows("Nothing on record says that."));
    desk.keys("esc");
    assert!(desk.shows("┏ #8"));
}

#[test]
fn the_server_is_asked_once_after_the_last_key() {
    let desk = searching("draft");
    let asked = |e: &&Effect| matches!(e, Effect::LookUp { subject: Subject::Search { .. }, .. });
    let asked: Vec<&Effect> = desk.effects.iter().filter(asked).collect();
    assert!(
        matches!(asked[..], [Effect::LookUp { subject: Subject::Search { words, .. }, .. }] if words == "draft")
    );
    assert_eq!(desk.effects.iter().filter(|e| **e == Effect::WakeAfter { ms: 150 }).count(), 5);
}

#[test]
fn a_hit_opens_its_ticket_at_its_message_and_the_search_is_kept() {
    let mut desk = searching("draft");
    desk.size = (120, 20);
    desk.keys("down enter");
    assert!(
        desk.shows("#8 Acme Co ⇄ Lena Ortiz") && desk.shows("▌09:07")
            || desk.shows("▌       ▎ Hi Lena")
    );
    desk.keys("3");
    assert!(desk.shows("/ draft") && desk.shows("When will the draft be ready?"));
}

#[test]
fn back_leads_from_what_was_found_to_the_search_and_from_there_to_where_she_was() {
    let mut desk = searching("draft");
    assert!(desk.shows("3 Search") && !desk.shows("Nordic Fit: The reel"));
    desk.keys("down enter o esc");
    assert!(desk.shows("┏ #8 Acme Co"));
    desk.keys("esc");
    assert!(desk.shows("/ draft") && desk.shows("▌ #8"), "the hit is still marked");
    desk.keys("esc");
    assert!(desk.shows("┏ #8 Acme Co"));
    desk.keys("esc esc");
    assert!(desk.shows("┏ Inbox"), "the mark on the message goes first");
}

#[test]
fn what_the_search_lies_over_is_not_read() {
    let mut desk = with_keys("j enter 3");
    desk.effects.clear();
    let message = Some(market::from_party(60, true, "Are you there?"));
    let data = EventData { message, ..about(desk.tickets[1].clone()) };
    desk.hear(event(EventKind::MessageCreated, data));
    let read = |e: &Effect| matches!(e, Effect::Change { change: Change::Read { .. }, .. });
    desk.screen(120, 40);
    assert!(!desk.effects.iter().any(read));
    desk.keys("esc");
    assert!(desk.effects.iter().any(read));
}

#[test]
fn the_top_line_leaves_out_from_the_right_what_has_no_room() {
    let mut desk = with_keys("3");
    let line =
        |desk: &mut Desk, columns| desk.screen(columns, 12).lines().next().unwrap().to_owned();
    assert!(line(&mut desk, 80).contains("2 All 6  3 Search "), "{}", line(&mut desk, 80));
    let narrow = line(&mut desk, 40);
    assert!(narrow.contains("3 Search") && narrow.contains("● live"), "{narrow}");
    desk.keys("esc");
    let narrow = line(&mut desk, 40);
    assert!(narrow.contains("1 Inbox 4  2 All 6") && narrow.contains("● live"), "{narrow}");
}

#[test]
fn everything_that_lies_over_the_panes_fits_the_smallest_screen() {
    for keys in ["j enter r ctrl-t", "j enter W", "j enter H", "3", "j enter > enter", "j enter |"]
    {
        let mut desk = with_keys(keys);
        for (columns, rows) in [(40, 10), (41, 11), (79, 12), (200, 10)] {
            desk.size = (columns, rows);
            desk.keys("down");
            assert!(!desk.screen(columns, rows).trim().is_empty());
        }
    }
}

#[test]
fn an_answer_that_comes_too_late_is_not_shown() {
    let mut desk = searching("draft");
    let ask = robindesk::app::effect::Ask(0);
    let failure = Failure { kind: FailureKind::Offline, text: "gone".into() };
    desk.hear(Message::LookedUp { ask, result: Err(failure) });
    assert!(desk.shows("When will the draft be ready?") && !desk.shows("gone"));
}

#[test]
fn a_file_is_chosen_by_its_path_and_can_be_stopped() {
    let mut desk = with_keys("j enter f");
    snapshot("attach", with_keys("j enter f down"));
    desk.types("lo").keys("enter");
    let moved = |e: &Effect| match e {
        Effect::Move { id, .. } => Some(id.clone()),
        _ => None,
    };
    let id = desk.effects.iter().find_map(moved).expect("a file on its way");
    let step = Step::Moved { done: 300, total: 1_200 };
    desk.hear(Message::Transfer { id: id.clone(), step });
    assert!(desk.shows("↑ logo.svg ██░░░░░░░░ 25% · X stops it"));
    desk.keys("X");
    assert!(desk.effects.contains(&Effect::StopMove { id: id.clone() }) && !desk.shows("25%"));
    desk.hear(Message::Transfer { id, step: Step::Done("sent logo.svg".into()) });
    assert!(!desk.shows("sent logo.svg"), "what was stopped says nothing more");
}
