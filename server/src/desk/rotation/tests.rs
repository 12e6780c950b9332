//! The rotation as tables and as a property: fair at every prefix of the log.

use super::{more_to_hand_out, next};
use crate::desk::command::{Command, NewMessage, TicketChange};
use crate::desk::stage::{AGENT, BRAND, Stage};
use crate::desk::world::AgentFact;
use proptest::prelude::*;
use robindesk_protocol::{
    AccountStatus, Availability, Outcome, Policy, SetAccountStatus, TicketStatus, UserId, UserType,
};
use std::collections::BTreeMap;

fn agent(id: i64) -> AgentFact {
    AgentFact {
        id: UserId(id),
        user_type: UserType::Agent,
        status: AccountStatus::Active,
        availability: Availability::Available,
        takes_tickets: true,
        max_open_tickets: None,
        open_tickets: 0,
        last_turn: 0,
    }
}

fn chosen(agents: &[AgentFact]) -> Option<i64> {
    next(Policy::RoundRobin, agents, None).0.map(|id| id.0)
}

#[test]
fn never_assigned_comes_first_then_longest_ago_then_by_id() {
    let at = |id, last_turn| AgentFact { last_turn, ..agent(id) };
    assert_eq!(chosen(&[at(1, 7), at(2, 0), at(3, 0)]), Some(2));
    assert_eq!(chosen(&[at(1, 7), at(2, 9), at(3, 8)]), Some(1));
    assert_eq!(chosen(&[]), None);
}

#[test]
fn whoever_cannot_take_one_is_skipped_and_the_record_says_why() {
    let skipped = [
        AgentFact { status: AccountStatus::Suspended, ..agent(1) },
        AgentFact { takes_tickets: false, ..agent(2) },
        AgentFact { availability: Availability::Away, ..agent(3) },
        AgentFact { max_open_tickets: Some(2), open_tickets: 2, ..agent(4) },
        AgentFact { max_open_tickets: Some(2), open_tickets: 1, ..agent(5) },
    ];
    let (chosen, turns) = next(Policy::RoundRobin, &skipped, None);
    assert_eq!(chosen, Some(UserId(5)));
    let outcomes: Vec<_> = turns.iter().map(|t| (t.agent_id.0, t.outcome)).collect();
    assert_eq!(
        outcomes,
        [
            (5, Outcome::Chosen),
            (1, Outcome::NotActive),
            (2, Outcome::TakesNoTickets),
            (3, Outcome::NotAvailable),
            (4, Outcome::AtLimit),
        ]
    );
}

#[test]
fn balanced_picks_the_fewest_open_and_then_by_turn() {
    let holds = |id, open_tickets, last_turn| AgentFact { open_tickets, last_turn, ..agent(id) };
    let (chosen, _) =
        next(Policy::Balanced, &[holds(1, 3, 1), holds(2, 1, 9), holds(3, 1, 8)], None);
    assert_eq!(chosen, Some(UserId(3)));
}

#[test]
fn nobody_eligible_leaves_the_ticket_waiting_and_the_first_who_comes_gets_the_oldest() {
    let mut stage = Stage::with_agents(1);
    stage.by(AGENT, Command::SetAvailability(Availability::Away)).unwrap();
    let tickets: Vec<_> = (0..3).map(|_| stage.place().ticket).collect();
    assert!(tickets.iter().all(|t| t.agent.is_none()));
    assert_eq!(stage.world.head.waiting, 3);

    stage.changes.decisions.clear();
    stage.by(AGENT, Command::SetAvailability(Availability::Available)).unwrap();
    let handed: Vec<_> = stage.changes.decisions.iter().map(|(ticket, _)| *ticket).collect();
    assert_eq!(handed, tickets.iter().map(|t| t.id).collect::<Vec<_>>());
    assert_eq!(stage.world.head.waiting, 0);
}

#[test]
fn back_from_lunch_one_gets_the_next_ticket_and_then_its_turn() {
    let mut stage = Stage::with_agents(3);
    let lunch = UserId(AGENT.0 + 2);
    stage.by(lunch, Command::SetAvailability(Availability::Away)).unwrap();
    for _ in 0..10 {
        stage.place();
    }
    stage.by(lunch, Command::SetAvailability(Availability::Available)).unwrap();
    let next: Vec<_> = (0..4).map(|_| stage.place().ticket.agent.unwrap().id).collect();
    assert_eq!(next, [lunch, AGENT, UserId(AGENT.0 + 1), lunch]);
}

#[test]
fn a_reassignment_by_hand_does_not_move_the_rotation() {
    let mut stage = Stage::with_agents(2);
    let second = UserId(AGENT.0 + 1);
    let (_, ticket) = stage.one_order();
    let change = TicketChange::Agent { agent: second, reason: None };
    stage.by(AGENT, Command::UpdateTicket { ticket, change }).unwrap();
    assert_eq!(stage.place().ticket.agent.unwrap().id, second);
}

#[test]
fn resolving_makes_room_for_the_one_that_waits() {
    let mut stage = Stage::with_agents(1);
    stage.world.agents.get_mut(&AGENT).unwrap().max_open_tickets = Some(1);
    let (_, first) = stage.one_order();
    let second = stage.place().ticket;
    assert_eq!(second.agent, None);
    let change = TicketChange::Status(TicketStatus::Resolved);
    stage.by(AGENT, Command::UpdateTicket { ticket: first, change }).unwrap();
    assert_eq!(stage.world.tickets[&second.id].agent_id, Some(AGENT));
}

#[test]
fn what_a_message_puts_in_line_is_handed_out_at_once() {
    let mut stage = Stage::with_agents(1);
    stage.by(AGENT, Command::SetAvailability(Availability::Away)).unwrap();
    let (_, ticket) = stage.one_order();
    let change = TicketChange::Status(TicketStatus::Resolved);
    stage.by(AGENT, Command::UpdateTicket { ticket, change }).unwrap();
    stage.by(AGENT, Command::SetAvailability(Availability::Available)).unwrap();
    assert!(more_to_hand_out(&stage.world).is_none());

    let text = "One more thing".to_owned();
    let new = NewMessage { ticket, text, audience: None, client_id: None, file: None };
    stage.by(BRAND, Command::PostMessage(new)).unwrap();
    assert_eq!(stage.world.tickets[&ticket].agent_id, Some(AGENT));
    assert!(more_to_hand_out(&stage.world).is_none());
}

#[test]
fn what_comes_back_into_line_takes_its_place_also_where_others_have_left_it() {
    let mut stage = Stage::with_agents(1);
    let root = stage.agent("root@desk.example", UserType::SuperAdmin);
    let (_, first) = stage.one_order();
    stage.by(AGENT, Command::SetAvailability(Availability::Away)).unwrap();
    let [second, third, fourth] = std::array::from_fn(|_| stage.place().ticket.id);
    let change = TicketChange::Status(TicketStatus::Resolved);
    stage.by(root, Command::UpdateTicket { ticket: third, change }).unwrap();
    let status = AccountStatus::Suspended;
    let change = SetAccountStatus { status, version: None };
    stage.by(root, Command::SetAccountStatus { agent: AGENT, change }).unwrap();

    stage.changes.decisions.clear();
    stage.agent("new@desk.example", UserType::Agent);
    let handed: Vec<_> = stage.changes.decisions.iter().map(|(ticket, _)| *ticket).collect();
    assert_eq!(handed, [first, second, fourth]);
}

#[test]
fn what_is_older_than_those_at_hand_goes_before_them_though_not_all_are_here() {
    let mut stage = Stage::with_agents(0);
    let root = stage.agent("root@desk.example", UserType::SuperAdmin);
    let [first, second, third] = std::array::from_fn(|_| stage.place().ticket.id);
    let to = |status| Command::UpdateTicket { ticket: first, change: TicketChange::Status(status) };
    stage.by(root, to(TicketStatus::Resolved)).unwrap();
    // As a batch has them that could not load all.
    stage.world.waiting = [second].into();
    stage.by(root, to(TicketStatus::Open)).unwrap();
    assert_eq!(stage.world.waiting, [first, second]);
    assert_eq!(stage.world.head.waiting, 3, "{third}");
}

#[test]
fn a_count_of_those_that_wait_that_is_wrong_is_put_right_and_not_followed_for_ever() {
    let mut stage = Stage::with_agents(1);
    stage.world.head.waiting = 3;
    let left = more_to_hand_out(&stage.world).unwrap();
    stage.system(left).unwrap();
    assert!(more_to_hand_out(&stage.world).is_none());
    assert!(stage.world.head.waiting == 0 && stage.changes.recounted);
}

/// What may happen between two orders.
#[derive(Debug, Clone)]
enum Step {
    Place,
    Availability(usize, Availability),
    Limit(usize, Option<i64>),
    Suspend(usize, bool),
    Resolve,
}

fn step() -> impl Strategy<Value = Step> {
    let somebody = 0..5_usize;
    prop_oneof![
        6 => Just(Step::Place),
        1 => (somebody.clone(), prop_oneof![
            3 => Just(Availability::Available),
            1 => Just(Availability::Busy),
            1 => Just(Availability::Offline),
        ]).prop_map(|(who, to)| Step::Availability(who, to)),
        1 => (somebody.clone(), proptest::option::of(1..4_i64))
            .prop_map(|(who, max)| Step::Limit(who, max)),
        1 => (somebody, any::<bool>()).prop_map(|(who, on)| Step::Suspend(who, on)),
        1 => Just(Step::Resolve),
    ]
}

fn is_eligible(agent: &AgentFact) -> bool {
    next(Policy::RoundRobin, [agent], None).0.is_some()
}

/// Tickets given to each agent since it was last not eligible: among those who stayed eligible these
/// counts may differ by one at most.
#[derive(Default)]
struct Watch {
    since: BTreeMap<UserId, usize>,
    given: Vec<UserId>,
}

impl Watch {
    fn look(&mut self, stage: &mut Stage) {
        for (_, decision) in stage.changes.decisions.drain(..) {
            self.given.push(decision.agent_id);
        }
        for agent in stage.world.agents.values() {
            if is_eligible(agent) {
                self.since.entry(agent.id).or_insert(self.given.len());
            } else {
                self.since.remove(&agent.id);
            }
        }
        for (a, since_a) in &self.since {
            for (b, since_b) in &self.since {
                let both = &self.given[*since_a.max(since_b)..];
                let count = |who: &UserId| both.iter().filter(|g| *g == who).count();
                assert!(count(a).abs_diff(count(b)) <= 1, "{a} and {b} in {both:?}");
            }
        }
    }
}

proptest! {
    #[test]
    fn those_who_stay_eligible_never_differ_by_more_than_one(
        steps in proptest::collection::vec(step(), 1..120)
    ) {
        let mut stage = Stage::with_agents(5);
        let mut watch = Watch::default();
        watch.look(&mut stage);
        for step in steps {
            match step {
                Step::Place => {
                    let ticket = stage.place().ticket;
                    let somebody = stage.world.agents.values().any(is_eligible);
                    prop_assert!(ticket.agent.is_some() || !somebody);
                }
                Step::Availability(who, to) => {
                    let id = UserId(AGENT.0 + i64::try_from(who).unwrap());
                    stage.by(id, Command::SetAvailability(to)).unwrap();
                }
                Step::Limit(who, max) => {
                    let id = UserId(AGENT.0 + i64::try_from(who).unwrap());
                    stage.world.agents.get_mut(&id).unwrap().max_open_tickets = max;
                    stage.system(Command::HandOut).unwrap();
                }
                Step::Suspend(who, on) => {
                    let id = UserId(AGENT.0 + i64::try_from(who).unwrap());
                    stage.world.agents.get_mut(&id).unwrap().status =
                        if on { AccountStatus::Suspended } else { AccountStatus::Active };
                    stage.system(Command::HandOut).unwrap();
                }
                Step::Resolve => {
                    let open = |t: &&crate::desk::world::TicketFact| t.status.is_unresolved();
                    let oldest = stage.world.tickets.values().filter(open).map(|t| t.id).min();
                    if let Some(ticket) = oldest {
                        let change = TicketChange::Status(TicketStatus::Resolved);
                        stage.system(Command::UpdateTicket { ticket, change }).unwrap();
                    }
                }
            }
            watch.look(&mut stage);
            // The counters that are kept along say what a recount would say.
            for agent in stage.world.agents.values() {
                let held = stage.world.tickets.values();
                let held = held.filter(|t| t.agent_id == Some(agent.id) && t.status.is_unresolved());
                prop_assert_eq!(agent.open_tickets, i64::try_from(held.count()).unwrap());
            }
            let waits = stage.world.tickets.values();
            let waits = waits.filter(|t| t.agent_id.is_none() && t.status.is_unresolved()).count();
            prop_assert_eq!(stage.world.head.waiting, i64::try_from(waits).unwrap());
        }
    }
}
