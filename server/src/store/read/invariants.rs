//! What must hold in every desk, at every moment: looked at in one snapshot, counted anew in the
//! plainest way (`api.md`, `check`).

use super::decisions;
use crate::desk::rotation::replay::Replay;
use crate::store::cells::Row;
use crate::store::{Conn, Store, StoreError};

/// How many things that break a rule are named.
const NAMED: usize = 5;

/// One rule, and what breaks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// A sentence.
    pub rule: &'static str,
    /// The first few things that break it; none when it holds.
    pub broken: Vec<String>,
    /// Whether counting anew mends it (`store::mend`).
    pub can_be_mended: bool,
}

/// A rule, what its culprits are, and the statements that find their numbers.
struct Rule {
    says: &'static str,
    can_be_mended: bool,
    culprit: &'static str,
    find: &'static [&'static str],
}

const RULES: &[Rule] = &[
    Rule {
        says: "every order has one ticket of its own",
        can_be_mended: false,
        culprit: "order",
        find: &[
            "SELECT o.id FROM orders o LEFT JOIN tickets t ON t.id = o.ticket_id \
             AND t.order_id = o.id WHERE t.id IS NULL LIMIT 5",
            "SELECT t.order_id FROM tickets t LEFT JOIN orders o ON o.id = t.order_id \
             AND o.ticket_id = t.id WHERE o.id IS NULL LIMIT 5",
        ],
    },
    Rule {
        says: "every ticket begins with the message that tells what was ordered",
        can_be_mended: false,
        culprit: "ticket",
        find: &["SELECT t.id FROM tickets t LEFT JOIN messages m ON m.id = \
             (SELECT min(f.id) FROM messages f WHERE f.ticket_id = t.id) \
             WHERE m.id IS NULL OR m.message_type <> 'system' LIMIT 5"],
    },
    Rule {
        says: "events are numbered without a gap",
        can_be_mended: false,
        culprit: "the log's newest event is",
        find: &["SELECT seq FROM head WHERE seq <> (SELECT count(*) FROM events) \
             OR seq <> (SELECT COALESCE(max(seq), 0) FROM events) \
             OR EXISTS (SELECT 1 FROM events WHERE seq < 1)"],
    },
    Rule {
        says: "every order and every ticket is told of by one event",
        can_be_mended: false,
        culprit: "orders and tickets, the newest order is",
        find: &["SELECT orders FROM head WHERE \
             orders <> (SELECT count(*) FROM events WHERE kind = 'order.created') \
             OR tickets <> (SELECT count(*) FROM events WHERE kind = 'ticket.created')"],
    },
    Rule {
        says: "ids are handed out without a gap",
        can_be_mended: false,
        culprit: "the newest is",
        find: &[
            "SELECT orders FROM head WHERE orders <> (SELECT count(*) FROM orders) \
             OR orders <> (SELECT COALESCE(max(id), 0) FROM orders)",
            "SELECT tickets FROM head WHERE tickets <> (SELECT count(*) FROM tickets) \
             OR tickets <> (SELECT COALESCE(max(id), 0) FROM tickets)",
            "SELECT messages FROM head WHERE messages <> (SELECT count(*) FROM messages) \
             OR messages <> (SELECT COALESCE(max(id), 0) FROM messages)",
            "SELECT users FROM head WHERE users <> (SELECT count(*) FROM users) \
             OR users <> (SELECT COALESCE(max(id), 0) FROM users)",
            "SELECT brands FROM head WHERE brands <> (SELECT count(*) FROM brands)",
            "SELECT creators FROM head WHERE creators <> (SELECT count(*) FROM creators)",
            "SELECT packages FROM head WHERE packages <> (SELECT count(*) FROM packages)",
            "SELECT audit FROM head WHERE audit <> (SELECT count(*) FROM audit)",
        ],
    },
    Rule {
        says: "tickets that wait for an agent are counted right",
        can_be_mended: true,
        culprit: "the count is",
        find: &["SELECT waiting FROM head WHERE waiting <> (SELECT count(*) FROM tickets \
             WHERE agent_id IS NULL AND status IN ('open', 'in_progress'))"],
    },
    Rule {
        says: "each agent's open tickets are counted right",
        can_be_mended: true,
        culprit: "agent",
        find: &["SELECT a.user_id FROM agents a LEFT JOIN (SELECT agent_id, count(*) AS n \
             FROM tickets WHERE status IN ('open', 'in_progress') GROUP BY agent_id) t \
             ON t.agent_id = a.user_id WHERE a.open_tickets <> COALESCE(t.n, 0) LIMIT 5"],
    },
    Rule {
        says: "each agent's last turn is the last that was decided",
        can_be_mended: false,
        culprit: "agent",
        find: &["SELECT a.user_id FROM agents a LEFT JOIN (SELECT agent_id, max(number) AS n \
             FROM decisions GROUP BY agent_id) d ON d.agent_id = a.user_id \
             WHERE a.last_turn <> COALESCE(d.n, 0) LIMIT 5"],
    },
    Rule {
        says: "since when each ticket waits is what its parties say",
        can_be_mended: false,
        culprit: "ticket",
        find: &["SELECT id FROM tickets WHERE waiting_since <> CASE \
             WHEN status NOT IN ('open', 'in_progress') THEN 9223372036854775807 \
             WHEN brand_waiting IS NULL AND creator_waiting IS NULL THEN 9223372036854775807 \
             WHEN creator_waiting IS NULL OR brand_waiting < creator_waiting THEN brand_waiting \
             ELSE COALESCE(creator_waiting, brand_waiting) END LIMIT 5"],
    },
    Rule {
        says: "the numbers of the lists are what a recount gives",
        can_be_mended: true,
        culprit: "agent",
        find: &[
            "SELECT agent_id FROM (SELECT agent_id, status, priority, n FROM cells \
             WHERE kind = 'ticket' AND n <> 0 EXCEPT SELECT COALESCE(agent_id, 0), status, \
             priority, count(*) FROM tickets GROUP BY COALESCE(agent_id, 0), status, priority) x \
             LIMIT 5",
            "SELECT agent_id FROM (SELECT COALESCE(agent_id, 0) AS agent_id, status, priority, \
             count(*) FROM tickets GROUP BY COALESCE(agent_id, 0), status, priority EXCEPT \
             SELECT agent_id, status, priority, n FROM cells WHERE kind = 'ticket') x LIMIT 5",
            "SELECT n FROM (SELECT status, n FROM cells WHERE kind = 'order' AND n <> 0 \
             EXCEPT SELECT status, count(*) FROM orders GROUP BY status) x LIMIT 5",
            "SELECT n FROM (SELECT status, count(*) AS n FROM orders GROUP BY status EXCEPT \
             SELECT status, n FROM cells WHERE kind = 'order') x LIMIT 5",
        ],
    },
    Rule {
        says: "the live numbers are what a recount gives",
        can_be_mended: false,
        culprit: "agent",
        find: &[
            "SELECT c.agent_id FROM counts c WHERE c.hour = -1 AND c.agent_id = 0 \
             AND (c.orders <> (SELECT count(*) FROM orders) \
             OR c.tickets <> (SELECT count(*) FROM tickets))",
            "SELECT u.id FROM users u LEFT JOIN counts c ON c.hour = -1 AND c.agent_id = u.id \
             LEFT JOIN (SELECT agent_id, count(*) AS n FROM decisions GROUP BY agent_id) d \
             ON d.agent_id = u.id WHERE COALESCE(c.turns, 0) <> COALESCE(d.n, 0) LIMIT 5",
            "SELECT u.id FROM users u LEFT JOIN counts c ON c.hour = -1 AND c.agent_id = u.id \
             LEFT JOIN (SELECT sender_id, count(*) AS n FROM messages GROUP BY sender_id) m \
             ON m.sender_id = u.id WHERE u.user_type IN ('agent', 'admin', 'super_admin') \
             AND COALESCE(c.messages, 0) <> COALESCE(m.n, 0) LIMIT 5",
            "SELECT agent_id FROM (SELECT agent_id, CASE WHEN hour = -1 THEN 1 ELSE -1 END AS s, \
             orders, tickets, turns, assigned, resolved, messages FROM counts) c \
             GROUP BY agent_id HAVING sum(s * orders) <> 0 OR sum(s * tickets) <> 0 \
             OR sum(s * turns) <> 0 OR sum(s * assigned) <> 0 OR sum(s * resolved) <> 0 \
             OR sum(s * messages) <> 0 LIMIT 5",
        ],
    },
];

/// Holds the desk against every rule, in one snapshot.
///
/// # Errors
/// [`StoreError`] from the database.
pub async fn all(store: &Store) -> Result<Vec<Finding>, StoreError> {
    // A connection of its own: a snapshot that is left open must not go back to the pool.
    let mut conn = store.connect().await?;
    let found = snapshot(&mut conn).await;
    conn.close().await;
    found
}

async fn snapshot(conn: &mut Conn) -> Result<Vec<Finding>, StoreError> {
    conn.snapshot().await?;
    let mut findings = Vec::new();
    if conn.is_sqlite() {
        findings.push(whole(conn).await?);
    }
    for Rule { says, can_be_mended, culprit, find } in RULES {
        let mut broken = Vec::new();
        for sql in *find {
            let found = conn.rows(*sql, vec![], |r| r.int(0)).await?;
            broken.extend(found.iter().map(|number| format!("{culprit} {number}")));
        }
        broken.truncate(NAMED);
        findings.push(Finding { rule: says, broken, can_be_mended: *can_be_mended });
    }
    findings.push(fair(conn).await?);
    Ok(findings)
}

/// The file itself: its pages and its indexes.
async fn whole(conn: &mut Conn) -> Result<Finding, StoreError> {
    let mut broken = conn.rows("PRAGMA quick_check(5)", vec![], |r: &Row<'_>| r.text(0)).await?;
    broken.retain(|said| said != "ok");
    Ok(Finding { rule: "the database file is whole", broken, can_be_mended: false })
}

/// Every decision of the rotation, from the first one on.
async fn fair(conn: &mut Conn) -> Result<Finding, StoreError> {
    let (mut replay, mut broken) = (Replay::default(), Vec::new());
    loop {
        let some = decisions::after(conn, replay.number()).await?;
        if some.is_empty() || broken.len() >= NAMED {
            break;
        }
        broken.extend(some.iter().filter_map(|decision| replay.hear(decision)));
    }
    broken.truncate(NAMED);
    Ok(Finding { rule: "the rotation was fair at every step", broken, can_be_mended: false })
}
