//! What waits for the server: what was sent and changed meanwhile stands there, drafts are kept, and
//! what is refused is taken back.

use super::desk::{Desk, now};
use super::live::{about, event};
use super::market;
use robindesk::app::effect::{Change, Effect, Outgoing};
use robindesk::app::message::{Changed, Failure, FailureKind, Link, Message};
use robindesk_protocol::{Audience, EventKind, TicketId, TicketStatus};

#[test]
fn what_was_sent_while_offline_stands_there_and_goes_out_once() {
    let mut desk = Desk::new();
    desk.keys("j enter");
    desk.delivers = false;
    desk.hear(Message::Link(Link::Reconnecting { retry_at: now().plus_ms(5_000), tries: 1 }));
    desk.keys("r").types("later").keys("enter");
    assert!(desk.shows("reconnecting, next try in 5s · 1 to send") && desk.shows("sending…"));
    let out = desk.sent().remove(0);
    let message = desk.post(&out);
    let mut data = about(market::tickets().remove(1));
    data.message = Some(message.clone());
    desk.hear(event(EventKind::MessageCreated, data));
    let result = Ok(Box::new(message));
    desk.hear(Message::Sent { client_id: out.client_id, ticket: out.ticket, result });
    desk.hear(Message::Link(Link::Live));
    assert_eq!(desk.screen(120, 40).matches("▎ later").count(), 1);
    assert!(desk.shows("● live") && !desk.shows("sending…"));
}

#[test]
fn an_outbox_of_an_earlier_run_stands_in_its_thread() {
    let mut desk = Desk::new();
    let (ticket, audience) = (TicketId(8), Audience::Brand);
    let out = Outgoing {
        client_id: "c".into(),
        ticket,
        audience,
        text: "from before".into(),
        at: now(),
        not_before: None,
    };
    desk.hear(Message::Outbox(vec![out]));
    desk.keys("j enter");
    assert!(desk.shows("▎ from before") && desk.shows("sending…"));
}

#[test]
fn drafts_from_disk_come_back_but_never_over_what_is_typed() {
    let mut desk = Desk::new();
    desk.keys("j enter r");
    let drafts = vec![(Audience::Brand, "kept since yesterday".into())];
    desk.hear(Message::Drafts { ticket: TicketId(8), drafts });
    assert!(desk.shows("kept since yesterday"));
    desk.keys("ctrl-u").types("new words");
    let drafts = vec![(Audience::Brand, "kept since yesterday".into())];
    desk.hear(Message::Drafts { ticket: TicketId(8), drafts });
    assert!(desk.shows("new words"));
}

#[test]
fn each_keystroke_saves_the_draft() {
    let mut desk = Desk::new();
    desk.keys("j enter r").types("ab");
    let saved =
        Effect::SaveDraft { ticket: TicketId(8), audience: Audience::Brand, draft: "ab".into() };
    assert_eq!(desk.effects.last(), Some(&saved));
}

#[test]
fn a_change_that_is_refused_is_taken_back_and_said() {
    let mut desk = Desk::new();
    desk.keys("e");
    let ask = desk.effects.iter().find_map(|e| match e {
        Effect::Change { ask, .. } => Some(*ask),
        _ => None,
    });
    // The desk of these tests has answered already; a second answer to it changes nothing.
    let text = "You may not.".to_owned();
    let failure = Failure { kind: FailureKind::Refused, text };
    desk.hear(Message::Changed { ask: ask.unwrap(), result: Err(failure.clone()) });
    assert!(!desk.shows("You may not."));
    let effects =
        desk.console.update(Message::Input(crossterm::event::Event::Key(super::desk::press("e"))));
    let Some(Effect::Change { ask, .. }) =
        effects.into_iter().find(|e| matches!(e, Effect::Change { .. }))
    else {
        panic!("nothing was asked")
    };
    assert!(!desk.shows("#8 ○ Acme Co"));
    desk.hear(Message::Changed { ask, result: Err(failure) });
    assert!(desk.shows("#8 ○ Acme Co") && desk.shows("You may not."));
}

#[test]
fn a_change_of_an_earlier_run_waits_and_is_made_or_handed_back_with_its_reason() {
    let mut desk = Desk::new();
    let ticket = TicketId(5);
    let change = |status| Change::TicketStatus { ticket, status };
    let left = vec![change(TicketStatus::Resolved), change(TicketStatus::Closed)];
    desk.hear(Message::LeftOver(left));
    let retry_at = now().plus_ms(7_200);
    desk.hear(Message::Link(Link::Reconnecting { retry_at, tries: 4 }));
    assert!(desk.shows("offline, next try in 8s · 2 to send"));
    let mut after = desk.tickets[0].clone();
    after.status = TicketStatus::Resolved;
    let (made, refused) = (change(TicketStatus::Resolved), change(TicketStatus::Closed));
    let result = Ok(Changed::Ticket(Box::new(after)));
    desk.hear(Message::ChangedLate { change: made, result });
    assert!(desk.shows("made up for: #5 resolved") && !desk.shows("Nordic Fit"));
    let text = "Only an admin may.".to_owned();
    let result = Err(Failure { kind: FailureKind::Refused, text });
    desk.hear(Message::ChangedLate { change: refused, result });
    assert!(desk.shows("not done, from before: #5 closed. Only an admin may."));
    assert!(!desk.shows("to send"));
}
