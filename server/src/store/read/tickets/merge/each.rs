//! Scans one after the other, a page's worth of each, as PostgreSQL plans them once for all.

use super::scans::{Begin, Beyond, Scans, Whose, awake, order, put};
use crate::store::cells::Cell;
use crate::store::flush::rank;
use crate::store::read::tickets::Filter;
use robindesk_protocol::Priority;

/// The scans, each of no more than `most` rows, and their arguments after `args`.
pub fn parts<'a>(
    filter: &Filter,
    scans: &Scans,
    most: u64,
    mut args: Vec<Cell<'a>>,
) -> (Vec<String>, Vec<Cell<'a>>) {
    let begin = Begin::of(filter, &mut args);
    let kinds = kinds(scans, &mut args);
    let status: Vec<String> = scans.status.iter().map(|s| format!("('{s}')")).collect();
    let status = status.join(", ");
    let key = filter.sort.column();
    let mut parts = Vec::new();
    for (priorities, further) in beyond(scans, begin.as_ref()) {
        let ranks: Vec<String> = priorities.iter().map(|p| format!("({})", rank(*p))).collect();
        let ranks = ranks.join(", ");
        for Kind { whose, agents, condition } in &kinds {
            parts.push(format!(
                "SELECT s.k, s.id FROM (VALUES {status}) a (status) \
                 CROSS JOIN (VALUES {ranks}) b (priority){agents} CROSS JOIN LATERAL \
                 (SELECT {key} AS k, id FROM tickets WHERE {condition}status = a.status \
                 AND priority = b.priority{}{further} ORDER BY {} LIMIT {most}) s",
                awake(filter),
                order(filter, *whose)
            ));
        }
    }
    (parts, args)
}

/// Whose tickets are read by one index.
struct Kind {
    whose: Whose,
    /// All of them, to be joined.
    agents: String,
    condition: &'static str,
}

/// Anybody's, nobody's, and those of all agents together.
fn kinds(scans: &Scans, args: &mut Vec<Cell<'_>>) -> Vec<Kind> {
    let (mut kinds, mut agents, mut one) = (Vec::new(), Vec::new(), None);
    for &whose in &scans.whose {
        let condition = match whose {
            Whose::Anybodys => "",
            Whose::Nobodys => "agent_id IS NULL AND ",
            Whose::One(agent) => {
                agents.push(format!("(CAST({} AS BIGINT))", put(args, agent.0)));
                one = Some(whose);
                continue;
            }
        };
        kinds.push(Kind { whose, agents: String::new(), condition });
    }
    if let Some(whose) = one {
        let agents = format!(" CROSS JOIN (VALUES {}) c (agent)", agents.join(", "));
        kinds.push(Kind { whose, agents, condition: "agent_id = c.agent AND " });
    }
    kinds
}

/// The priorities by what of them lies beyond the cursor, without those of which nothing does.
fn beyond(scans: &Scans, begin: Option<&Begin<'_>>) -> Vec<(Vec<Priority>, String)> {
    let mut groups: Vec<(Vec<Priority>, String)> = Vec::new();
    for &priority in &scans.priority {
        let further = match begin {
            Some(begin) => begin.further(priority, Beyond::Both),
            None => Some(String::new()),
        };
        let Some(further) = further else { continue };
        match groups.iter_mut().find(|(_, same)| *same == further) {
            Some((priorities, _)) => priorities.push(priority),
            None => groups.push((vec![priority], further)),
        }
    }
    groups
}
