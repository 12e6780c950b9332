//! Scans side by side, each in its own order, so that they can be merged row by row. SQLite does that
//! with scans as they are. PostgreSQL does so only with scans that are told their order and how far to
//! go; SQLite would fill each of these first.

use super::scans::{Begin, Beyond, Scans, Whose, awake, order, put};
use crate::store::cells::Cell;
use crate::store::flush::rank;
use crate::store::read::tickets::{Filter, Sort};

/// The scans, each of no more than `most` rows where that must be said, and their arguments after
/// `args`.
pub fn parts<'a>(
    filter: &Filter,
    scans: &Scans,
    most: Option<u64>,
    mut args: Vec<Cell<'a>>,
) -> (Vec<String>, Vec<Cell<'a>>) {
    let begin = Begin::of(filter, &mut args);
    // Those who do not wait all have one key, and SQLite looks up no more than the key of a pair whose
    // second is the row's own number: so those with the cursor's key are a part of their own.
    let split = most.is_none() && filter.sort == Sort::Waiting && begin.is_some();
    let beyond: &[Beyond] = if split { &[Beyond::Ids, Beyond::Keys] } else { &[Beyond::Both] };
    let key = filter.sort.column();
    let mut parts = Vec::new();
    for &whose in &scans.whose {
        let agent = match whose {
            Whose::Anybodys => String::new(),
            Whose::Nobodys => "agent_id IS NULL AND ".to_owned(),
            Whose::One(agent) => format!("agent_id = {} AND ", put(&mut args, agent.0)),
        };
        for status in &scans.status {
            for (&priority, &what) in
                scans.priority.iter().flat_map(|p| beyond.iter().map(move |what| (p, what)))
            {
                let further = match &begin {
                    Some(begin) => begin.further(priority, what),
                    None => Some(String::new()),
                };
                let Some(further) = further else { continue };
                // Words of our own: as literals, so that the planner sees how common each is.
                let rows = format!(
                    "SELECT {key} AS k, id FROM tickets WHERE {agent}status = '{status}' \
                     AND priority = {}{}{further}",
                    rank(priority),
                    awake(filter)
                );
                parts.push(match most {
                    Some(most) => {
                        let order = order(filter, whose);
                        format!("SELECT * FROM ({rows} ORDER BY {order} LIMIT {most}) s")
                    }
                    None => rows,
                });
            }
        }
    }
    (parts, args)
}
