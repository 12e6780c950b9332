//! The moment between enter and the wire: a message can be taken back until its delay is over.

use super::desk::{Desk, now};
use super::snapshots::snapshot;
use robindesk::app::effect::Effect;
use robindesk::app::{Clock, Start};

/// Maya at a desk that waits five seconds before it sends, with a message just written.
fn waiting() -> Desk {
    let start = Start::SignedIn(Box::new(super::desk::maya()));
    let mut options = super::desk::options(start, Clock::held(now()));
    options.send_delay = Some(5);
    let mut desk = Desk::bare(options);
    desk.tickets = super::market::tickets();
    desk.orders = super::market::orders();
    desk.threads = vec![(robindesk_protocol::TicketId(8), super::market::conversation())];
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
fn a_clock_that_is_set_back_makes_nobody_wait_for_hours() {
    let mut desk = waiting();
    desk.clock.advance_ms(-3_600_000);
    desk.console.tick();
    assert!(desk.shows("sending in 60s"));
}
