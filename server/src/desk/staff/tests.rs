//! Staff comes and goes, and no ticket is lost.

use crate::desk::command::{Caller, Command};
use crate::desk::reply::Reply;
use crate::desk::stage::{AGENT, Stage};
use crate::desk::world::TicketFact;
use robindesk_protocol::{
    AccountStatus, Action, Availability, Code, HandedOut, Outcome, SetAccountStatus, TicketId,
    TicketStatus, UpdateAgent, UserId, UserType,
};

fn suspend(agent: UserId) -> Command {
    let change = SetAccountStatus { status: AccountStatus::Suspended, version: None };
    Command::SetAccountStatus { agent, change }
}

fn activate(agent: UserId) -> Command {
    let change = SetAccountStatus { status: AccountStatus::Active, version: None };
    Command::SetAccountStatus { agent, change }
}

fn update(agent: UserId, change: UpdateAgent) -> Command {
    Command::UpdateAgent { agent, change }
}

fn held(stage: &Stage, agent: UserId) -> Vec<&TicketFact> {
    stage.world.tickets.values().filter(|t| t.agent_id == Some(agent)).collect()
}

/// Every count of the world against a recount.
fn counts_are_right(stage: &Stage) {
    for agent in stage.world.agents.values() {
        let open = held(stage, agent.id).iter().filter(|t| t.status.is_unresolved()).count();
        assert_eq!(usize::try_from(agent.open_tickets), Ok(open), "{agent:?}");
    }
    let waiting = stage.world.tickets.values();
    let waiting = waiting.filter(|t| t.agent_id.is_none() && t.status.is_unresolved()).count();
    assert_eq!(usize::try_from(stage.world.head.waiting), Ok(waiting));
}

#[test]
fn the_log_tells_that_who_was_suspended_is_no_longer_there() {
    let mut stage = Stage::with_agents(2);
    for gone in [suspend(AGENT), Command::RemoveAgent { agent: AGENT }] {
        stage.system(activate(AGENT)).unwrap();
        stage.by(AGENT, Command::SetAvailability(Availability::Busy)).unwrap();
        stage.changes.events.clear();
        stage.system(gone).unwrap();
        let told = stage.changes.events.iter().find_map(|e| e.event.data.agent.as_ref()).unwrap();
        assert_eq!(told.agent_status, Some(Availability::Offline));
    }
}

#[test]
fn who_goes_leaves_unresolved_tickets_to_the_others_oldest_first() {
    let mut stage = Stage::with_agents(3);
    for _ in 0..30 {
        stage.place();
    }
    let resolved = TicketId(1);
    let change = crate::desk::command::TicketChange::Status(TicketStatus::Resolved);
    stage.system(Command::UpdateTicket { ticket: resolved, change }).unwrap();
    let before = stage.changes.decisions.len();
    stage.system(Command::RemoveAgent { agent: AGENT }).unwrap();
    let decided: Vec<_> = stage.changes.decisions[before..].iter().map(|(t, _)| t.0).collect();
    assert_eq!(decided, [4, 7, 10, 13, 16, 19, 22, 25, 28]);
    assert_eq!(held(&stage, AGENT).len(), 1, "what it resolved stays its own");
    let counts: Vec<_> = stage.world.agents.values().map(|a| a.open_tickets).collect();
    assert!(counts.contains(&14) && counts.contains(&15), "{counts:?}");
    counts_are_right(&stage);
    let user = &stage.world.users[&AGENT];
    assert_eq!(user.name, "Agent");
    assert!(user.removed_at.is_some() && user.password_hash.is_none());
    assert!(!user.email.contains("desk.example"));
    let again = stage.system(Command::RemoveAgent { agent: AGENT }).unwrap_err();
    assert_eq!(again.code, Code::NotFound);
}

#[test]
fn with_nobody_left_they_wait_and_go_to_whoever_comes_in_order() {
    let mut stage = Stage::with_agents(1);
    for _ in 0..5 {
        stage.place();
    }
    stage.system(suspend(AGENT)).unwrap();
    assert_eq!(stage.world.head.waiting, 5);
    stage.place();
    counts_are_right(&stage);
    stage.system(activate(AGENT)).unwrap();
    assert_eq!(stage.world.head.waiting, 6, "back, but not there until it says so");
    let before = stage.changes.decisions.len();
    stage.by(AGENT, Command::SetAvailability(Availability::Available)).unwrap();
    let decided: Vec<_> = stage.changes.decisions[before..].iter().map(|(t, _)| t.0).collect();
    assert_eq!(decided, [1, 2, 3, 4, 5, 6]);
    counts_are_right(&stage);
}

#[test]
fn a_ticket_reopened_after_its_agent_has_gone_waits_for_another() {
    let mut stage = Stage::with_agents(2);
    let (_, ticket) = stage.one_order();
    let set = |status| Command::UpdateTicket {
        ticket,
        change: crate::desk::command::TicketChange::Status(status),
    };
    stage.system(set(TicketStatus::Resolved)).unwrap();
    stage.system(suspend(AGENT)).unwrap();
    stage.system(set(TicketStatus::Open)).unwrap();
    assert_eq!(stage.world.tickets[&ticket].agent_id, Some(UserId(4)));
    counts_are_right(&stage);
}

#[test]
fn the_last_super_admin_stays_what_it_is() {
    let mut stage = Stage::with_agents(1);
    let owner = stage.agent("owner@desk.example", UserType::SuperAdmin);
    let demote = UpdateAgent { user_type: Some(UserType::Admin), ..UpdateAgent::default() };
    let ways = [suspend(owner), Command::RemoveAgent { agent: owner }, update(owner, demote)];
    for way in ways.clone() {
        assert_eq!(stage.system(way).unwrap_err().code, Code::Conflict);
    }
    let second = stage.agent("second@desk.example", UserType::SuperAdmin);
    for way in ways {
        let own = stage.by(owner, way.clone()).unwrap_err();
        assert_eq!(own.code, Code::Conflict, "nobody slips: {way:?}");
        assert_eq!(stage.by(second, way.clone()).map(|_| ()), Ok(()), "{way:?}");
        // A suspended account asks for nothing more; the test lets it in again.
        let promote = UpdateAgent { user_type: Some(UserType::SuperAdmin), ..Default::default() };
        drop(stage.by(second, activate(owner)));
        drop(stage.by(second, update(owner, promote)));
        if stage.world.users[&owner].removed_at.is_some() {
            break;
        }
    }
    assert_eq!(stage.by(second, suspend(second)).unwrap_err().code, Code::Conflict);
}

#[test]
fn what_was_changed_in_the_meantime_is_not_overwritten() {
    let mut stage = Stage::with_agents(1);
    let rename = |name: &str, version| {
        let name = Some(name.to_owned());
        update(AGENT, UpdateAgent { name, version: Some(version), ..UpdateAgent::default() })
    };
    stage.system(rename("Maya", 1)).unwrap();
    assert_eq!(stage.system(rename("Noor", 1)).unwrap_err().code, Code::Conflict);
    stage.system(rename("Noor", 2)).unwrap();
    assert_eq!(stage.world.users[&AGENT].name, "Noor");
    let seq = stage.world.head.seq;
    stage.system(rename("Noor", 3)).unwrap();
    assert_eq!(stage.world.head.seq, seq, "what is already so is no event");
}

#[test]
fn a_raised_limit_hands_out_what_waits() {
    let mut stage = Stage::with_agents(1);
    let limit =
        |max| update(AGENT, UpdateAgent { max_open_tickets: Some(max), ..Default::default() });
    stage.system(limit(Some(1))).unwrap();
    for _ in 0..3 {
        stage.place();
    }
    assert_eq!(stage.world.head.waiting, 2);
    stage.system(limit(Some(2))).unwrap();
    assert_eq!(stage.world.head.waiting, 1);
    stage.system(limit(None)).unwrap();
    assert_eq!(stage.world.head.waiting, 0);
    assert_eq!(stage.system(limit(Some(0))).unwrap_err().errors[0].field, "max_open_tickets");
}

#[test]
fn tickets_go_along_with_a_type_unless_somebody_chose() {
    let mut stage = Stage::with_agents(1);
    let other = stage.agent("b@desk.example", UserType::Agent);
    let becomes = |id, to| update(id, UpdateAgent { user_type: Some(to), ..Default::default() });
    stage.system(becomes(other, UserType::SuperAdmin)).unwrap();
    assert!(!stage.world.agents[&other].takes_tickets);
    stage.agent("c@desk.example", UserType::SuperAdmin);
    stage.system(becomes(other, UserType::Agent)).unwrap();
    assert!(stage.world.agents[&other].takes_tickets);
    let change = UpdateAgent { takes_tickets: Some(false), ..Default::default() };
    stage.system(update(AGENT, change)).unwrap();
    stage.system(becomes(AGENT, UserType::Admin)).unwrap();
    assert!(!stage.world.agents[&AGENT].takes_tickets);
    assert_eq!(stage.system(becomes(AGENT, UserType::Brand)).unwrap_err().errors.len(), 1);
}

#[test]
fn only_a_super_admin_may_and_every_change_is_in_the_trail() {
    let mut stage = Stage::with_agents(2);
    let admin = stage.agent("admin@desk.example", UserType::Admin);
    let owner = stage.agent("owner@desk.example", UserType::SuperAdmin);
    let rename = UpdateAgent { name: Some("Noor".to_owned()), ..UpdateAgent::default() };
    let trail = stage.changes.audit.len();
    for who in [AGENT, admin] {
        for way in [
            suspend(UserId(4)),
            update(UserId(4), rename.clone()),
            Command::RemoveAgent { agent: UserId(4) },
            Command::EndSessions { agent: UserId(4) },
        ] {
            assert_eq!(stage.by(who, way).unwrap_err().code, Code::Forbidden);
        }
    }
    assert_eq!(stage.changes.audit.len(), trail);
    stage.by(owner, update(UserId(4), rename)).unwrap();
    let mut account = stage.as_account(owner);
    account.from = Some([203, 0, 113, 7].into());
    let request = crate::desk::command::Request {
        at: stage.at,
        by: Caller::Account(account),
        key: None,
        command: suspend(UserId(4)),
    };
    stage.decide(&request).unwrap();
    let lines = &stage.changes.audit[trail..];
    let told: Vec<_> = lines.iter().map(|l| (l.action.as_str(), l.subject.name.as_str())).collect();
    assert_eq!(told, [("agent.updated", "Noor"), ("agent.suspended", "Noor")]);
    assert_eq!(lines[1].address.as_deref(), Some("203.0.113.7"));
    assert_eq!(lines[1].actor.as_ref().map(|a| a.id), Some(owner));
}

fn hand_out(stage: &mut Stage, by: UserId, agent: UserId, tickets: Option<&[i64]>) -> HandedOut {
    let tickets = tickets.map(|ids| ids.iter().copied().map(TicketId).collect());
    match stage.by(by, Command::HandOutTickets { agent, tickets }).unwrap() {
        Reply::HandedOut(done) => done,
        other => panic!("tickets were to be handed out, not {other:?}"),
    }
}

#[test]
fn tickets_that_are_handed_out_go_to_others_in_turn_and_never_back() {
    let mut stage = Stage::with_agents(3);
    let admin = stage.agent("admin@desk.example", UserType::Admin);
    stage.by(admin, Command::SetAvailability(Availability::Away)).unwrap();
    for _ in 0..9 {
        stage.place();
    }
    let (second, third) = (UserId(AGENT.0 + 1), UserId(AGENT.0 + 2));
    let done = hand_out(&mut stage, admin, AGENT, Some(&[7, 1, 2, 99]));
    let moved: Vec<_> =
        done.moved.iter().map(|m| (m.ticket_id.0, m.agent.as_ref().unwrap().id)).collect();
    assert_eq!(moved, [(1, second), (7, third)]);
    assert_eq!((done.stayed, done.unknown), (vec![TicketId(2)], vec![TicketId(99)]));
    let outcome = |n: usize| {
        let (_, decision) = &stage.changes.decisions[n];
        decision.considered.iter().find(|t| t.agent_id == AGENT).unwrap().outcome
    };
    assert_eq!((outcome(9), outcome(10)), (Outcome::GivesAway, Outcome::GivesAway));
    let entry = stage.changes.audit.last().unwrap();
    assert_eq!(
        (entry.action, entry.changes[1].to.as_deref()),
        (Action::TicketsHandedOut, Some("1, 7"))
    );
    assert_eq!(hand_out(&mut stage, admin, AGENT, None).moved.len(), 1);
    assert_eq!(held(&stage, AGENT).len(), 0);
    counts_are_right(&stage);
    let told = stage.changes.audit.len();
    assert_eq!(hand_out(&mut stage, admin, AGENT, None), HandedOut::default());
    assert_eq!(stage.changes.audit.len(), told, "nothing was done, and nothing is told");
    let refused = Command::HandOutTickets { agent: second, tickets: None };
    assert_eq!(stage.by(third, refused).unwrap_err().code, Code::Forbidden);
}

#[test]
fn what_nobody_else_can_take_stays_or_waits() {
    let mut stage = Stage::with_agents(1);
    let admin = stage.agent("admin@desk.example", UserType::Admin);
    stage.by(admin, Command::SetAvailability(Availability::Away)).unwrap();
    for _ in 0..3 {
        stage.place();
    }
    let done = hand_out(&mut stage, admin, AGENT, None);
    assert_eq!((done.moved.len(), done.stayed.len()), (0, 3), "they would come straight back");
    stage
        .system(update(
            AGENT,
            UpdateAgent { max_open_tickets: Some(Some(1)), ..UpdateAgent::default() },
        ))
        .unwrap();
    assert_eq!(hand_out(&mut stage, admin, AGENT, None).stayed.len(), 3, "the same at the limit");
    counts_are_right(&stage);
    stage.by(AGENT, Command::SetAvailability(Availability::Away)).unwrap();
    let done = hand_out(&mut stage, admin, AGENT, None);
    assert!(done.moved.iter().all(|m| m.agent.is_none()) && done.moved.len() == 3);
    assert_eq!(stage.world.head.waiting, 3);
    counts_are_right(&stage);
    stage.by(admin, Command::SetAvailability(Availability::Available)).unwrap();
    assert_eq!(held(&stage, admin).len(), 3);
    counts_are_right(&stage);
}
