//! Decision records held against the rotation's rule, from the first one on: among those who were
//! eligible, whoever got the ticket must have been the one whose turn it was.

use robindesk_protocol::{Decision, Outcome, Policy, UserId};
use std::collections::HashMap;

/// The rotation as its records tell it.
#[derive(Debug, Default)]
pub struct Replay {
    last_turn: HashMap<UserId, i64>,
    number: i64,
}

impl Replay {
    /// The number of the last record that was heard.
    pub const fn number(&self) -> i64 {
        self.number
    }

    /// Hears the next record; what is wrong with it, where something is. Who had the fewest tickets
    /// is in no record, so `balanced` ones are only counted.
    pub fn hear(&mut self, decision: &Decision) -> Option<String> {
        let Decision { number, agent_id, .. } = *decision;
        let gap = number != self.number + 1;
        self.number = number;
        let chosen = decision.considered.iter().filter(|turn| turn.outcome == Outcome::Chosen);
        let chosen: Vec<UserId> = chosen.map(|turn| turn.agent_id).collect();
        let next = self.next(decision);
        self.last_turn.insert(agent_id, number);
        if gap {
            return Some(format!("a decision is missing before number {number}"));
        }
        if chosen != [agent_id] {
            return Some(format!(
                "decision {number} does not say that agent {agent_id} was chosen"
            ));
        }
        let unfair = decision.policy == Policy::RoundRobin && next != Some(agent_id);
        unfair.then(|| format!("decision {number} was not agent {agent_id}'s turn"))
    }

    fn next(&self, decision: &Decision) -> Option<UserId> {
        let eligible = |outcome| matches!(outcome, Outcome::Chosen | Outcome::LaterInTurn);
        let turns = decision.considered.iter().filter(|turn| eligible(turn.outcome));
        let turn = |id: &UserId| (self.last_turn.get(id).copied().unwrap_or_default(), *id);
        turns.map(|turn| turn.agent_id).min_by_key(turn)
    }
}

#[cfg(test)]
mod tests {
    use super::Replay;
    use crate::desk::changes::Changes;
    use crate::desk::stage::Stage;

    #[test]
    fn what_the_rotation_decides_is_found_fair_and_a_skipped_turn_is_not() {
        let mut stage = Stage::with_agents(3);
        for _ in 0..10 {
            stage.place();
        }
        let Changes { mut decisions, .. } = stage.changes;
        let mut replay = Replay::default();
        assert!(decisions.iter().all(|(_, decision)| replay.hear(decision).is_none()));
        assert_eq!(replay.number(), 10);

        // Somebody gets the turn of somebody else.
        let other = decisions[5].1.clone();
        let swapped = &mut decisions[4].1;
        (swapped.agent_id, swapped.considered) = (other.agent_id, other.considered);
        let mut replay = Replay::default();
        let told = decisions.iter().find_map(|(_, decision)| replay.hear(decision));
        let agent = other.agent_id;
        assert_eq!(told, Some(format!("decision 5 was not agent {agent}'s turn")));
        decisions.remove(4);
        let mut replay = Replay::default();
        let told = decisions.iter().find_map(|(_, decision)| replay.hear(decision));
        assert_eq!(told.as_deref(), Some("a decision is missing before number 6"));
    }
}
