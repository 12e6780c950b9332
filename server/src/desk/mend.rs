//! Counts that an old fault left wrong, put right: what is told of it in the trail.

use super::changes::Changes;
use super::decide::change;
use super::world::World;
use robindesk_protocol::{Action, AuditEntry, AuditId, Change, Subject, SubjectKind, Timestamp};

/// What a recount has found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recount {
    /// How many tickets wait for an agent.
    pub waiting: i64,
    /// Whose open tickets were counted wrong: the name, the count until now, and the right one.
    pub agents: Vec<(String, i64, i64)>,
    /// Whether the numbers of the lists were wrong.
    pub lists: bool,
}

/// Puts the head right and notes every change in the trail, as the server's own deed; none where
/// every count was right. The trail's line also ends what other nodes remember of the rotation.
pub fn mend(
    world: &mut World,
    changes: &mut Changes,
    found: &Recount,
    at: Timestamp,
) -> Vec<Change> {
    let step =
        |field, from: i64, to: i64| change(field, Some(&from.to_string()), Some(&to.to_string()));
    let mut steps = Vec::new();
    if found.waiting != world.head.waiting {
        steps.push(step("waiting", world.head.waiting, found.waiting));
        world.head.waiting = found.waiting;
    }
    for (name, from, to) in &found.agents {
        steps.push(Change { reason: Some(name.clone()), ..step("open_tickets", *from, *to) });
    }
    if found.lists {
        steps.push(change("lists", None, None));
    }
    if steps.is_empty() {
        return steps;
    }
    world.head.audit += 1;
    world.head.facts += 1;
    changes.recounted = true;
    changes.audit.push(AuditEntry {
        id: AuditId(world.head.audit),
        at,
        actor: None,
        action: Action::DeskMended,
        subject: Subject {
            kind: SubjectKind::Desk,
            id: None,
            name: "The desk's counts".to_owned(),
        },
        changes: steps.clone(),
        address: None,
    });
    steps
}
