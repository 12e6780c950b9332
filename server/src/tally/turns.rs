//! The rotation held against its rule, decision by decision: who was eligible throughout, and whether
//! each ticket went to the one whose last turn was longest ago (`product.md`, The rotation).

use robindesk_protocol::{Decision, OutOfTurn, Outcome, Policy, TicketId, Timestamp, UserId};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// So many faults are told of; one is too many already.
const TOLD: usize = 10;
/// So many decisions at most are looked back on at once.
const LOOK: i64 = 5_000;

/// What the decisions so far say.
#[derive(Debug, Default)]
pub struct Turns {
    /// From when on each decision was looked at.
    pub since: Timestamp,
    /// The number of the last one.
    number: i64,
    /// When that was.
    last: Timestamp,
    /// Who was found eligible by the last decision, and when a decision last passed it by.
    eligible: BTreeMap<UserId, Timestamp>,
    /// Who took no tickets at the last decision.
    out: BTreeSet<UserId>,
    /// The number of each one's last turn.
    had: BTreeMap<UserId, i64>,
    faults: VecDeque<OutOfTurn>,
    /// When the policy `balanced` last decided.
    by_load: Option<Timestamp>,
}

impl Turns {
    /// Which decisions are still to be looked at, when `last` is the last one: those behind this
    /// number. Of very many the oldest are left out.
    pub fn behind(&self, last: i64) -> i64 {
        self.number.max(last - LOOK)
    }

    /// Looks at the next decisions, in their order; one that was looked at before changes nothing.
    pub fn fold(&mut self, decisions: &[(TicketId, Decision)]) {
        let new = decisions.partition_point(|(_, known)| known.number <= self.number);
        for (ticket, decision) in &decisions[new..] {
            if decision.number > self.number + 1 {
                // What lies between is not known, and neither is who was passed by.
                *self = Self { since: decision.at, last: decision.at, ..Self::default() };
            }
            self.number = decision.number;
            self.look(*ticket, decision);
        }
    }

    fn look(&mut self, ticket: TicketId, decision: &Decision) {
        let found = |so: fn(Outcome) -> bool| {
            let those = decision.considered.iter().filter(move |turn| so(turn.outcome));
            those.map(|turn| turn.agent_id).collect::<BTreeSet<UserId>>()
        };
        let eligible = found(|so| matches!(so, Outcome::Chosen | Outcome::LaterInTurn));
        self.out = found(|so| so == Outcome::TakesNoTickets);
        self.eligible.retain(|agent, _| eligible.contains(agent));
        for agent in &eligible {
            self.eligible.entry(*agent).or_insert(self.last);
        }
        self.last = decision.at;
        match decision.policy {
            Policy::RoundRobin => self.judge(ticket, decision, &eligible),
            Policy::Balanced => self.by_load = Some(decision.at),
        }
        self.had.insert(decision.agent_id, decision.number);
    }

    fn judge(&mut self, ticket: TicketId, decision: &Decision, eligible: &BTreeSet<UserId>) {
        // Whoever had none that is known of had it before all that are.
        let turn = |agent: &UserId| self.had.get(agent).copied().unwrap_or(0);
        let Some(due) = eligible.iter().min_by_key(|agent| turn(agent)) else { return };
        if turn(&decision.agent_id) > turn(due) {
            let (at, agent_id, due_id) = (decision.at, decision.agent_id, *due);
            self.faults.push_back(OutOfTurn { at, ticket_id: ticket, agent_id, due_id });
            if self.faults.len() > TOLD {
                self.faults.pop_front();
            }
        }
    }

    /// Whether every decision since then found the agent eligible.
    pub fn throughout(&self, agent: UserId, since: Timestamp) -> bool {
        self.eligible.get(&agent).is_some_and(|passed_by| *passed_by < since)
    }

    /// Whether the last decision found that the agent takes no tickets at all.
    pub fn takes_none(&self, agent: UserId) -> bool {
        self.out.contains(&agent)
    }

    /// The decisions since then that passed by somebody whose turn was due.
    pub fn out_of_turn(&self, since: Timestamp) -> Vec<OutOfTurn> {
        self.faults.iter().filter(|fault| fault.at >= since).cloned().collect()
    }

    /// Whether the policy `balanced` decided any since then.
    pub fn by_load(&self, since: Timestamp) -> bool {
        self.by_load.is_some_and(|at| at >= since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use robindesk_protocol::Turn;

    /// A decision at this minute among these, who could take it; the others could not.
    fn decision(number: i64, chosen: i64, eligible: &[i64]) -> (TicketId, Decision) {
        let considered = (1..=3).map(|id| {
            let outcome = match (id == chosen, eligible.contains(&id)) {
                (true, _) => Outcome::Chosen,
                (_, true) => Outcome::LaterInTurn,
                _ => Outcome::NotAvailable,
            };
            Turn { agent_id: UserId(id), outcome }
        });
        let decision = Decision {
            number,
            at: Timestamp(number * 60_000),
            policy: Policy::RoundRobin,
            agent_id: UserId(chosen),
            considered: considered.collect(),
        };
        (TicketId(number), decision)
    }

    #[test]
    fn who_was_there_throughout_is_told_from_who_came_and_went() {
        let log = [decision(1, 1, &[1, 2]), decision(2, 2, &[1, 2, 3]), decision(3, 3, &[1, 2, 3])];
        let mut turns = Turns::default();
        turns.fold(&log);
        turns.fold(&log);
        let at = |number: i64| Timestamp(number * 60_000);
        let there = |since| [1, 2, 3].map(|id| turns.throughout(UserId(id), since));
        assert_eq!(there(at(1)), [true, true, false], "3 was not there for the first");
        assert_eq!(there(at(2)), [true, true, true]);
        assert_eq!(turns.out_of_turn(at(0)), []);
        // What was before is not known: nobody is said to have been there.
        let mut late = Turns::default();
        late.fold(&log[1..]);
        assert_eq!((turns.since, late.since), (Timestamp(0), at(2)));
        assert!(!late.throughout(UserId(1), at(2)) && late.throughout(UserId(1), at(3)));
    }

    #[test]
    fn who_takes_no_tickets_is_known_by_the_last_decision() {
        let (ticket, mut last) = decision(2, 1, &[1]);
        last.considered[1].outcome = Outcome::TakesNoTickets;
        let mut turns = Turns::default();
        turns.fold(&[decision(1, 1, &[1]), (ticket, last)]);
        assert_eq!([1, 2, 3].map(|id| turns.takes_none(UserId(id))), [false, true, false]);
        turns.fold(&[decision(3, 2, &[1, 2])]);
        assert!(!turns.takes_none(UserId(2)));
    }

    #[test]
    fn a_turn_out_of_order_is_found() {
        let mut turns = Turns::default();
        turns.fold(&[decision(1, 1, &[1, 2]), decision(2, 2, &[1, 2])]);
        turns.fold(&[decision(3, 2, &[1, 2])]);
        let fault = OutOfTurn {
            at: Timestamp(180_000),
            ticket_id: TicketId(3),
            agent_id: UserId(2),
            due_id: UserId(1),
        };
        assert_eq!(turns.out_of_turn(Timestamp(0)), [fault]);
        assert_eq!(turns.out_of_turn(Timestamp(180_001)), []);
    }
}
