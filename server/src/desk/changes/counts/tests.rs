//! The sums of events against the world that the same commands left behind.

use super::{Cell, Counts, Span, Sums, Wait};
use crate::desk::command::{Command, NewMessage, TicketChange};
use crate::desk::stage::{AGENT, BRAND, Stage};
use robindesk_protocol::{Audience, OrderStatus, Priority, TicketStatus, UserId};
use std::collections::BTreeMap;

fn say(stage: &mut Stage, by: UserId, ticket: robindesk_protocol::TicketId, lane: Audience) {
    let message = NewMessage {
        ticket,
        text: "hello".to_owned(),
        audience: Some(lane),
        client_id: None,
        file: None,
    };
    stage.by(by, Command::PostMessage(message)).unwrap();
}

fn sums(stage: &Stage) -> Sums {
    Sums::of(stage.changes.events.iter().map(|logged| &logged.event))
}

fn ever(sums: &Sums, agent: Option<UserId>) -> Counts {
    sums.counts.get(&(Span::Ever, agent)).copied().unwrap_or_default()
}

#[test]
fn cells_are_what_the_tickets_are() {
    let mut stage = Stage::with_agents(2);
    for n in 0..6 {
        let (_, ticket) = stage.one_order();
        let priority = Priority::ALL[n % 4];
        let change = TicketChange::Priority(priority);
        stage.system(Command::UpdateTicket { ticket, change }).unwrap();
        if n % 2 == 0 {
            let change = TicketChange::Status(TicketStatus::Resolved);
            stage.system(Command::UpdateTicket { ticket, change }).unwrap();
        }
        if n % 3 == 0 {
            say(&mut stage, BRAND, ticket, Audience::Brand);
        }
        let change = TicketChange::Agent { agent: UserId(3), reason: None };
        stage.system(Command::UpdateTicket { ticket, change }).unwrap();
    }
    let mut expected = BTreeMap::new();
    for t in stage.world.tickets.values() {
        let cell = Cell { agent: t.agent_id, status: t.status, priority: t.priority };
        *expected.entry(cell).or_insert(0) += 1;
    }
    let mut cells = sums(&stage).cells;
    cells.retain(|_, n| *n != 0);
    assert_eq!(cells, expected);
}

#[test]
fn a_turn_is_told_from_a_ticket_given_by_hand() {
    let mut stage = Stage::with_agents(2);
    let (_, ticket) = stage.one_order();
    let second = UserId(AGENT.0 + 1);
    let change = TicketChange::Agent { agent: second, reason: None };
    stage.system(Command::UpdateTicket { ticket, change }).unwrap();
    let sums = sums(&stage);
    let (first, second) = (ever(&sums, Some(AGENT)), ever(&sums, Some(second)));
    assert_eq!((first.turns, first.assigned), (1, 1));
    assert_eq!((second.turns, second.assigned), (0, 1));
    assert_eq!((ever(&sums, None).orders, ever(&sums, None).tickets), (1, 1));
}

#[test]
fn the_first_public_reply_and_every_resolution_are_timed() {
    let mut stage = Stage::with_agents(1);
    let (_, ticket) = stage.one_order();
    say(&mut stage, AGENT, ticket, Audience::Staff);
    say(&mut stage, AGENT, ticket, Audience::Brand);
    say(&mut stage, AGENT, ticket, Audience::Creator);
    let change = TicketChange::Status(TicketStatus::Resolved);
    stage.by(AGENT, Command::UpdateTicket { ticket, change }).unwrap();
    let sums = sums(&stage);
    let waited: Vec<_> = sums.waited.iter().map(|w| (w.wait, w.agent, w.ms)).collect();
    assert_eq!(waited, [(Wait::FirstResponse, AGENT, 2_000), (Wait::Resolution, AGENT, 4_000)]);
    let counts = ever(&sums, Some(AGENT));
    assert_eq!((counts.messages, counts.resolved), (3, 1));
}

#[test]
fn orders_move_between_their_statuses() {
    let mut stage = Stage::with_agents(1);
    let (order, _) = stage.one_order();
    let command =
        Command::SetOrderStatus { order, status: OrderStatus::Confirmed, rejection_message: None };
    stage.system(command).unwrap();
    let orders = sums(&stage).orders;
    assert_eq!(orders[&OrderStatus::Pending], 0);
    assert_eq!(orders[&OrderStatus::Confirmed], 1);
}
