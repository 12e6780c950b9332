//! The moment between enter and the wire: a message can be taken back until its delay is over.

use super::desk::{Desk, now};
use super::snapshots::snapshot;
use crossterm::event::Event as Input;
use robindesk::app::effect::{Change, Effect};
use robindesk::app::message::Message;
use robindesk::app::{Clock, Start};
use robindesk_protocol::{Priority, TicketId, TicketStatus};

/// Maya at a desk that waits five seconds before it sends, with a message just written.
fn waiting() -> Desk {
    let start = Start::SignedIn(Box::new(super::desk::maya()));
    let mut options = super::desk::options(start, Clock::held(now()));
    options.send_delay = Some(5);
    let mut desk = Desk::bare(options);
    desk.tickets = super::market::tickets();
    desk.orders = super::market::orders();
    desk.threads = vec![(TicketId(8), super::market::conversation())];
    desk.delivers = false;
    desk.begin();
    desk.keys("j enter r").types("Tomorrow at noon.").keys("enter");
    desk
}

#[test]
fn a_message_that_waits() {
    snapshot("waiting", waiting());
}

#[test]
fn the_countdown_counts_and_ends() {
    let mut desk = waiting();
    assert_eq!(desk.sent()[0].not_before, Some(now().plus_ms(5_000)));
    assert!(desk.shows("sending in 5s · ctrl+_ takes it back"));
    assert_eq!(desk.console.next_change(), Some(now().plus_ms(1_000)));
    desk.clock.advance_ms(1_000);
    desk.console.tick();
    assert!(desk.shows("sending in 4s"));
    desk.clock.advance_ms(4_000);
    desk.console.tick();
    assert!(!desk.shows("sending in") && desk.shows("sending…"));
    desk.keys("esc u");
    assert!(desk.shows("nothing to undo"), "it is on its way");
}

#[test]
fn it_comes_back_into_the_composer_from_there_and_from_the_chat() {
    for keys in ["ctrl-_", "esc u"] {
        let mut desk = waiting();
        desk.keys(keys);
        let client_id = desk.sent()[0].client_id.clone();
        assert!(desk.effects.contains(&Effect::Unsend { client_id }), "{keys}");
        assert!(desk.shows("┃ Tomorrow at noon.") && !desk.shows("▎ Tomorrow at noon."), "{keys}");
        desk.keys("enter");
        assert_eq!(desk.sent().len(), 2, "and goes out as a new one");
    }
}

#[test]
fn what_a_macro_did_goes_back_with_the_message_and_comes_again_with_it() {
    let mut desk = waiting();
    desk.keys("ctrl-_ ctrl-u ctrl-t").types("ref").keys("enter enter");
    let ticket = TicketId(8);
    let status = |status| Change::TicketStatus { ticket, status };
    let tags = |tags: &[&str]| {
        let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        Change::Tags { ticket, tags }
    };
    let high = Change::Priority { ticket, priority: Priority::High };
    let does = [tags(&["refund"]), high.clone(), status(TicketStatus::Resolved)];
    assert_eq!(desk.changes()[..], does);
    assert!(desk.shows("#8 tagged, #8 is high, #8 resolved · u undo"));
    desk.keys("ctrl-_");
    let undoes = [status(TicketStatus::Open), high, tags(&[])];
    assert_eq!(desk.changes()[3..], undoes);
    assert!(desk.shows("not sent, and what it did is undone"));
    assert!(desk.shows("when sent: resolved, priority high, +refund"));
    desk.keys("enter");
    assert_eq!(desk.changes()[6..], does);
    desk.clock.advance_ms(5_000);
    desk.console.tick();
    desk.keys("esc u");
    assert_eq!(desk.changes()[9..], undoes, "all of it in one step");
    desk.keys("u");
    assert!(desk.shows("nothing to undo"));
}

#[test]
fn a_clock_that_is_set_back_makes_nobody_wait_for_hours() {
    let mut desk = waiting();
    desk.clock.advance_ms(-3_600_000);
    desk.console.tick();
    assert!(desk.shows("sending in 60s"));
}

/// A paste of so many bytes, into an open reply.
fn pasted(bytes: usize) -> Desk {
    let mut desk = Desk::new();
    desk.keys("j enter r");
    let text = "A line of forty bytes, as people write.\n".repeat(bytes / 40 + 1);
    desk.hear(Message::Input(Input::Paste(text[..bytes - 1].to_owned() + "!")));
    desk
}

#[test]
fn a_paste_of_all_that_a_message_holds_comes_whole_goes_in_one_step_and_is_sent() {
    let mut desk = pasted(64 * 1024);
    assert!(desk.shows("people write."));
    desk.keys("ctrl-_");
    assert!(!desk.shows("people write."), "one step takes it back");
    desk.keys("ctrl-y enter");
    let sent = desk.sent();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].text.len(), 64 * 1024);
    assert!(sent[0].text.ends_with('!') && sent[0].text.starts_with("A line of forty"));
}

#[test]
fn a_byte_more_is_refused_in_words_and_kept() {
    let mut desk = pasted(64 * 1024 + 1);
    assert!(desk.shows("too long to send"));
    desk.keys("enter");
    assert!(desk.sent().is_empty() && desk.shows("too long: a message holds 64 KiB"));
    desk.keys("left backspace enter");
    assert_eq!(desk.sent()[0].text.len(), 64 * 1024);
}
