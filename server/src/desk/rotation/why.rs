//! "Why me?": a decision record in plain words.

use robindesk_protocol::{Considered, Decision, DecisionRecord, Outcome, Policy, UserId};

/// The record as people read it. `name` knows everybody, also those who have left.
pub fn record(decision: &Decision, name: impl Fn(UserId) -> String) -> DecisionRecord {
    let considered: Vec<Considered> = decision
        .considered
        .iter()
        .map(|turn| Considered {
            agent_id: turn.agent_id,
            name: name(turn.agent_id),
            outcome: turn.outcome,
            why: in_words(turn.outcome, decision.policy).to_owned(),
        })
        .collect();
    let agent_name = name(decision.agent_id);
    DecisionRecord {
        number: decision.number,
        at: decision.at,
        policy: decision.policy,
        agent_id: decision.agent_id,
        why: sentence(&agent_name, decision.policy, &considered),
        agent_name,
        considered,
    }
}

/// What the rotation made of an agent, to follow its name.
const fn in_words(outcome: Outcome, policy: Policy) -> &'static str {
    match (outcome, policy) {
        (Outcome::Chosen, Policy::RoundRobin) => "was next in turn",
        (Outcome::Chosen, Policy::Balanced) => "had the fewest open tickets",
        (Outcome::LaterInTurn, Policy::RoundRobin) => "comes later in turn",
        (Outcome::LaterInTurn, Policy::Balanced) => "had as many open tickets or more",
        (Outcome::NotActive, _) => "was not active",
        (Outcome::TakesNoTickets, _) => "takes no tickets",
        (Outcome::NotAvailable, _) => "was not available",
        (Outcome::AtLimit, _) => "was at the limit of open tickets",
        (Outcome::GivesAway, _) => "gave it away",
    }
}

/// Who got it and why, then who was skipped and why. Those who only come later need no excuse.
fn sentence(agent: &str, policy: Policy, considered: &[Considered]) -> String {
    let others = considered.iter().filter(|c| c.outcome == Outcome::LaterInTurn).count();
    let mut text = format!("{agent} {}", in_words(Outcome::Chosen, policy));
    match others {
        0 => text.push_str(" and the only one who could take it."),
        1 => text.push_str(", ahead of one other."),
        n => text = format!("{text}, ahead of {n} others."),
    }
    let skipped: Vec<String> = considered
        .iter()
        .filter(|c| !matches!(c.outcome, Outcome::Chosen | Outcome::LaterInTurn))
        .map(|c| format!("{} {}", c.name, c.why))
        .collect();
    if !skipped.is_empty() {
        text = format!("{text} Skipped: {}.", skipped.join("; "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::record;
    use robindesk_protocol::{Decision, Outcome, Policy, Timestamp, Turn, UserId};

    fn why(policy: Policy, turns: &[(i64, Outcome)]) -> String {
        let turn =
            |(id, outcome): &(i64, Outcome)| Turn { agent_id: UserId(*id), outcome: *outcome };
        let considered = turns.iter().map(turn).collect();
        let agent_id = UserId(turns[0].0);
        let decision = Decision { number: 7, at: Timestamp(0), policy, agent_id, considered };
        record(&decision, |id| ["Maya", "Noor", "Omar"][usize::try_from(id.0).unwrap()].to_owned())
            .why
    }

    #[test]
    fn a_decision_reads_as_a_sentence() {
        use Outcome::{AtLimit, Chosen, LaterInTurn, NotAvailable};
        let alone = [(0, Chosen), (1, NotAvailable), (2, AtLimit)];
        assert_eq!(
            why(Policy::RoundRobin, &alone),
            "Maya was next in turn and the only one who could take it. \
             Skipped: Noor was not available; Omar was at the limit of open tickets."
        );
        let all = [(1, Chosen), (2, LaterInTurn), (0, LaterInTurn)];
        assert_eq!(why(Policy::RoundRobin, &all), "Noor was next in turn, ahead of 2 others.");
        assert_eq!(
            why(Policy::Balanced, &all[..2]),
            "Noor had the fewest open tickets, ahead of one other."
        );
    }
}
