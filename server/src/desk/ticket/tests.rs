//! Tickets by hand: every step, and who may take which.

use super::successors;
use crate::desk::command::{Command, TicketChange};
use crate::desk::rejection::Rejection;
use crate::desk::reply::Reply;
use crate::desk::stage::{AGENT, BRAND, Stage};
use robindesk_protocol::{Code, MessageId, Priority, TicketId, TicketStatus, UserId, UserType};

fn change(stage: &mut Stage, who: UserId, change: TicketChange) -> Result<Reply, Rejection> {
    stage.by(who, Command::UpdateTicket { ticket: TicketId(1), change })
}

#[test]
fn every_step_is_taken_or_refused_by_name_and_the_counters_follow() {
    for &from in TicketStatus::ALL {
        for &to in TicketStatus::ALL {
            let mut stage = Stage::with_agents(1);
            let (_, id) = stage.one_order();
            stage.world.tickets.get_mut(&id).unwrap().status = from;
            let open = i64::from(from.is_unresolved());
            stage.world.agents.get_mut(&AGENT).unwrap().open_tickets = open;
            let outcome = change(&mut stage, AGENT, TicketChange::Status(to));
            let legal = from == to || successors(from).contains(&to);
            assert_eq!(outcome.is_ok(), legal, "{from} -> {to}");
            if let Err(rejection) = outcome {
                assert_eq!(rejection.code, Code::IllegalTransition);
                assert!(rejection.detail.contains(from.as_str()));
            }
            let now = if legal { to } else { from };
            assert_eq!(stage.world.tickets[&id].status, now);
            let open = i64::from(now.is_unresolved());
            assert_eq!(stage.world.agents[&AGENT].open_tickets, open, "{from} -> {to}");
        }
    }
}

#[test]
fn what_is_already_so_is_no_event() {
    let mut stage = Stage::with_agents(1);
    stage.one_order();
    let before = stage.world.head.seq;
    change(&mut stage, AGENT, TicketChange::Priority(Priority::Medium)).unwrap();
    change(&mut stage, AGENT, TicketChange::Tags(Vec::new())).unwrap();
    change(&mut stage, AGENT, TicketChange::Snooze(None)).unwrap();
    let same = TicketChange::Agent { agent: AGENT, reason: None };
    change(&mut stage, AGENT, same).unwrap();
    assert_eq!(stage.world.head.seq, before);
    change(&mut stage, AGENT, TicketChange::Priority(Priority::Urgent)).unwrap();
    assert_eq!(stage.world.head.seq, before + 1);
}

#[test]
fn an_agent_gives_away_its_own_and_an_admin_any() {
    let mut stage = Stage::with_agents(2);
    let (second, third) = (UserId(AGENT.0 + 1), UserId(AGENT.0 + 2));
    assert_eq!(stage.agent("boss@desk.example", UserType::Admin), third);
    stage.one_order();
    let to = |agent| TicketChange::Agent { agent, reason: None };
    let refused = change(&mut stage, second, to(second)).unwrap_err();
    assert_eq!(refused.code, Code::Forbidden);
    assert!(change(&mut stage, third, to(second)).is_ok());
    assert!(change(&mut stage, second, to(AGENT)).is_ok());
    let open = |stage: &Stage, id| stage.world.agents[&id].open_tickets;
    assert_eq!((open(&stage, AGENT), open(&stage, second)), (1, 0));
    let nobody = change(&mut stage, AGENT, to(BRAND)).unwrap_err();
    assert_eq!(nobody.errors[0].field, "agent_id");
}

#[test]
fn a_party_changes_nothing() {
    let mut stage = Stage::with_agents(1);
    stage.one_order();
    let refused = change(&mut stage, BRAND, TicketChange::Priority(Priority::Urgent));
    assert_eq!(refused.unwrap_err().code, Code::Forbidden);
}

#[test]
fn a_snooze_lies_in_the_future_and_on_an_unresolved_ticket() {
    let mut stage = Stage::with_agents(1);
    stage.one_order();
    let past = TicketChange::Snooze(Some(stage.at));
    assert_eq!(change(&mut stage, AGENT, past).unwrap_err().errors[0].field, "snoozed_until");
    change(&mut stage, AGENT, TicketChange::Status(TicketStatus::Resolved)).unwrap();
    let later = TicketChange::Snooze(Some(stage.at.plus_ms(60_000)));
    assert_eq!(change(&mut stage, AGENT, later).unwrap_err().code, Code::Conflict);
}

#[test]
fn a_read_position_goes_forward_and_never_beyond_the_newest() {
    let mut stage = Stage::with_agents(1);
    let (_, ticket) = stage.one_order();
    let mark = |stage: &mut Stage, up_to: Option<i64>| {
        let up_to = up_to.map(MessageId);
        stage.by(AGENT, Command::MarkRead { ticket, up_to }).unwrap();
        stage.world.reads[&(AGENT, ticket)].0
    };
    assert_eq!(mark(&mut stage, Some(99)), 1);
    assert_eq!(mark(&mut stage, Some(0)), 1);
    assert_eq!(mark(&mut stage, None), 1);
}

#[test]
fn a_snoozed_ticket_wakes_when_its_time_has_come_and_not_before() {
    let mut stage = Stage::with_agents(1);
    let (_, ticket) = stage.one_order();
    let until = stage.at.plus_ms(60_000);
    let change = TicketChange::Snooze(Some(until));
    stage.by(AGENT, Command::UpdateTicket { ticket, change }).unwrap();
    stage.world.due = vec![ticket];
    stage.system(Command::WakeSnoozed).unwrap();
    assert_eq!(stage.world.tickets[&ticket].snoozed_until, Some(until));
    stage.at = until;
    stage.world.due = vec![ticket];
    let events = stage.changes.events.len();
    stage.system(Command::WakeSnoozed).unwrap();
    assert_eq!(stage.world.tickets[&ticket].snoozed_until, None);
    let event = &stage.changes.events[events].event;
    let change = event.data.change.as_ref().unwrap();
    assert_eq!((event.actor.as_ref(), change.field.as_str()), (None, "snoozed_until"));
    // A second node that asks finds nothing to do.
    stage.world.due = vec![ticket];
    stage.system(Command::WakeSnoozed).unwrap();
    assert_eq!(stage.changes.events.len(), events + 1);
}
