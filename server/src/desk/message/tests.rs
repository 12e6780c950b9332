//! Lanes, and what a message does to its ticket.

use crate::desk::command::{Command, NewMessage, TicketChange};
use crate::desk::rejection::Rejection;
use crate::desk::reply::Reply;
use crate::desk::stage::{AGENT, BRAND, CREATOR, Stage};
use crate::desk::world::TicketFact;
use robindesk_protocol::{Audience, Code, Message, TicketId, TicketStatus, Timestamp, UserId};

fn post(
    stage: &mut Stage,
    who: UserId,
    audience: Option<Audience>,
    text: &str,
) -> Result<Message, Rejection> {
    let ticket = TicketId(1);
    let new = NewMessage { ticket, text: text.to_owned(), audience, client_id: None, file: None };
    match stage.by(who, Command::PostMessage(new))? {
        Reply::Message(message) => Ok(*message),
        other => panic!("a message was wanted, not {other:?}"),
    }
}

fn stage() -> Stage {
    let mut stage = Stage::with_agents(1);
    stage.one_order();
    stage
}

fn ticket(stage: &Stage) -> &TicketFact {
    &stage.world.tickets[&TicketId(1)]
}

#[test]
fn each_writes_in_its_own_lanes_alone() {
    use Audience::{Brand, Creator, Everyone, Staff};
    for (who, default, may) in [
        (BRAND, Brand, &[Brand][..]),
        (CREATOR, Creator, &[Creator]),
        (AGENT, Brand, &[Brand, Creator, Everyone, Staff]),
    ] {
        let mut stage = stage();
        assert_eq!(post(&mut stage, who, None, "hello").unwrap().audience, default);
        for &lane in Audience::ALL {
            let outcome = post(&mut stage, who, Some(lane), "hello");
            match outcome {
                Ok(message) => assert!(may.contains(&lane) && message.audience == lane),
                Err(rejection) => {
                    assert!(!may.contains(&lane), "{who} in {lane}");
                    assert_eq!(rejection.code, Code::Forbidden);
                }
            }
        }
    }
}

#[test]
fn the_first_public_reply_of_an_agent_begins_the_work_and_a_note_does_not() {
    let mut stage = stage();
    post(&mut stage, AGENT, Some(Audience::Staff), "VIP").unwrap();
    assert_eq!(ticket(&stage).status, TicketStatus::Open);
    post(&mut stage, AGENT, None, "Hello").unwrap();
    assert_eq!(ticket(&stage).status, TicketStatus::InProgress);
}

#[test]
fn a_party_reopens_what_was_resolved_and_wakes_what_was_snoozed() {
    for status in [TicketStatus::Resolved, TicketStatus::Closed] {
        let mut stage = stage();
        let change = TicketChange::Status(status);
        stage.by(AGENT, Command::UpdateTicket { ticket: TicketId(1), change }).unwrap();
        post(&mut stage, CREATOR, None, "One more thing").unwrap();
        assert_eq!(ticket(&stage).status, TicketStatus::Open);
        assert_eq!(stage.world.agents[&AGENT].open_tickets, 1);
    }
    let mut stage = stage();
    let change = TicketChange::Snooze(Some(stage.at.plus_ms(3_600_000)));
    stage.by(AGENT, Command::UpdateTicket { ticket: TicketId(1), change }).unwrap();
    assert!(ticket(&stage).snoozed_until.is_some());
    post(&mut stage, BRAND, None, "Hello?").unwrap();
    assert_eq!(ticket(&stage).snoozed_until, None);
}

#[test]
fn waiting_is_since_the_oldest_message_that_no_agent_has_answered_in_its_lane() {
    let mut stage = stage();
    let brand = post(&mut stage, BRAND, None, "When?").unwrap().created_at;
    post(&mut stage, BRAND, None, "Hello?").unwrap();
    let creator = post(&mut stage, CREATOR, None, "Tomorrow").unwrap().created_at;
    let since = |stage: &Stage| ticket(stage).waiting_since();
    assert_eq!(since(&stage), Some(brand));
    post(&mut stage, AGENT, Some(Audience::Staff), "asking").unwrap();
    assert_eq!(since(&stage), Some(brand));
    post(&mut stage, AGENT, Some(Audience::Brand), "Tomorrow").unwrap();
    assert_eq!(since(&stage), Some(creator));
    post(&mut stage, AGENT, Some(Audience::Everyone), "Thanks").unwrap();
    assert_eq!(since(&stage), None::<Timestamp>);
}

#[test]
fn who_waited_waits_again_when_a_resolve_is_undone_and_not_when_somebody_writes_anew() {
    let mut stage = stage();
    let since = |stage: &Stage| ticket(stage).waiting_since();
    let set = |stage: &mut Stage, status| {
        let change = TicketChange::Status(status);
        stage.by(AGENT, Command::UpdateTicket { ticket: TicketId(1), change }).unwrap();
    };
    let asked = post(&mut stage, BRAND, None, "When?").unwrap().created_at;
    set(&mut stage, TicketStatus::Resolved);
    assert_eq!(since(&stage), None);
    set(&mut stage, TicketStatus::Open);
    assert_eq!(since(&stage), Some(asked));
    set(&mut stage, TicketStatus::Closed);
    let anew = post(&mut stage, CREATOR, None, "One more thing").unwrap().created_at;
    assert_eq!(since(&stage), Some(anew), "what was asked before is done with");
}

#[test]
fn the_same_client_id_gives_the_first_message_back() {
    let mut stage = stage();
    let id = "8c5a2b1e-0000-4000-8000-000000000001";
    let send = |stage: &mut Stage, text: &str| {
        let client_id = Some(id.to_owned());
        let new = NewMessage {
            ticket: TicketId(1),
            text: text.to_owned(),
            audience: None,
            client_id,
            file: None,
        };
        stage.by(AGENT, Command::PostMessage(new))
    };
    let first = send(&mut stage, "hello").unwrap();
    let posted = stage.world.head.messages;
    assert_eq!(send(&mut stage, "hello").unwrap(), first);
    assert_eq!(stage.world.head.messages, posted);
    assert_eq!(send(&mut stage, "other").unwrap_err().errors[0].field, "client_id");
}

#[test]
fn another_partys_ticket_does_not_exist() {
    let mut stage = stage();
    stage.world.users.get_mut(&BRAND).unwrap().brand_id = None;
    assert_eq!(post(&mut stage, BRAND, None, "hi").unwrap_err().code, Code::NotFound);
}

#[test]
fn a_thread_is_in_time_order_whatever_clock_it_was_asked_by() {
    let mut stage = stage();
    let first = post(&mut stage, BRAND, None, "first").unwrap().created_at;
    // Asked for a moment before the first, and done after it.
    stage.at = first.plus_ms(-1_005);
    assert_eq!(post(&mut stage, CREATOR, None, "second").unwrap().created_at, first);
    assert_eq!(ticket(&stage).waiting_since(), Some(first));
    // Test data tells of another day.
    stage.at = first.plus_ms(-86_401_000);
    let third = post(&mut stage, BRAND, None, "third").unwrap().created_at;
    assert_eq!(third, first.plus_ms(-86_400_000));
}
