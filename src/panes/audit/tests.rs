//! What the trail asks for, and that its cursor stays on its entry.

use super::Audit;
use crate::app::action::Action as Key;
use robindesk_protocol::{
    Action, Actor, AuditEntry, AuditId, AuditPage, AuditQuery, Paging, Subject, SubjectKind,
    Timestamp, UserId, UserType,
};

const NOW: Timestamp = Timestamp(1_000_000);

fn entry(id: i64) -> AuditEntry {
    AuditEntry {
        id: AuditId(id),
        at: NOW,
        actor: Some(Actor { id: UserId(3), name: "Ines".into(), user_type: UserType::Admin }),
        action: Action::AgentUpdated,
        subject: Subject { kind: SubjectKind::Agent, id: Some("4".into()), name: "Sam".into() },
        changes: Vec::new(),
        address: None,
    }
}

fn page(ids: impl IntoIterator<Item = i64>, next: Option<&str>) -> AuditPage {
    let entries = ids.into_iter().map(entry).collect();
    let next_cursor = next.map(str::to_owned);
    AuditPage {
        entries,
        paging: Paging { total: 300, limit: 100, offset: 0, next_cursor, total_is_at_least: false },
    }
}

fn loaded() -> Audit {
    let mut audit = Audit::default();
    let query = audit.asks(NOW).expect("the first page");
    assert!(audit.asks(NOW).is_none(), "once");
    audit.take(&query, Ok(page((201..=300).rev(), Some("next"))));
    audit
}

#[test]
fn pages_come_as_they_come_into_sight() {
    let mut audit = loaded();
    assert!(audit.asks(NOW).is_none());
    audit.act(Key::Last, NOW);
    let query = audit.asks(NOW).expect("the next page");
    assert_eq!(query.cursor.as_deref(), Some("next"));
    audit.take(&query, Ok(page((101..=200).rev(), None)));
    assert_eq!((audit.entries.len(), audit.selected().unwrap().id), (200, AuditId(201)));
    audit.act(Key::Last, NOW);
    assert!(audit.asks(NOW).is_none(), "there is no more");
}

#[test]
fn a_filter_is_asked_for_after_a_pause_and_an_older_answer_is_too_late() {
    let mut audit = loaded();
    audit.act(Key::Filter, NOW);
    audit.put("s");
    assert!(audit.asks(NOW).is_none());
    audit.put("am");
    assert!(audit.asks(NOW.plus_ms(100)).is_none());
    assert!(audit.asks(NOW.plus_ms(200)).is_none(), "the pause is after the last key");
    let query = audit.asks(NOW.plus_ms(250)).expect("the pause is over");
    assert_eq!(query.q.as_deref(), Some("sam"));
    audit.take(&AuditQuery::default(), Ok(page([1], None)));
    assert_eq!(audit.entries.len(), 100, "nobody asked for that any more");
    audit.take(&query, Ok(page([250], None)));
    assert_eq!(audit.selected().unwrap().id, AuditId(250));
    assert!(audit.back(NOW) && !audit.back(NOW));
}

#[test]
fn one_actor_or_one_action_alone_and_all_again() {
    let mut audit = loaded();
    audit.act(Key::ByActor, NOW);
    audit.act(Key::ByAction, NOW);
    let query = audit.asks(NOW).unwrap();
    let filters = (query.actor.as_deref(), query.action.as_deref());
    assert_eq!(filters, (Some("3"), Some("agent.updated")));
    audit.act(Key::ByActor, NOW);
    audit.act(Key::ByAction, NOW);
    assert_eq!(audit.asks(NOW).unwrap().actor, None);
}

#[test]
fn what_is_new_comes_on_top_and_the_cursor_stays_on_its_entry() {
    let mut audit = loaded();
    audit.act(Key::Down, NOW);
    audit.outdate(NOW);
    audit.outdate(NOW.plus_ms(500));
    assert_eq!(audit.asks_next(), Some(NOW.plus_ms(1_000)), "once a second");
    let query = audit.asks(NOW.plus_ms(1_000)).unwrap();
    audit.take(&query, Ok(page((202..=301).rev(), Some("next"))));
    assert_eq!(audit.selected().unwrap().id, AuditId(299));
    audit.act(Key::First, NOW);
    assert_eq!(audit.selected().unwrap().id, AuditId(301));
}
