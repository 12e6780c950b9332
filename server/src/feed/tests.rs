use super::End;
use crate::desk::changes::{LoggedEvent, Readers};
use robindesk_protocol::{Audience, Event, EventData, EventKind, Timestamp};
use tokio::sync::{broadcast, watch};

fn event(seq: i64) -> LoggedEvent {
    let event = Event {
        seq,
        kind: EventKind::OrderCreated,
        at: Timestamp(0),
        actor: None,
        ticket_id: None,
        order_id: None,
        data: EventData::default(),
    };
    let readers = Readers { audience: Audience::Everyone, brand_id: None, creator_id: None };
    LoggedEvent { event, readers }
}

/// What is handed out of events with these numbers, when 5 was the last, and what is left.
fn joined(fresh: &[i64]) -> (Vec<i64>, Vec<i64>) {
    let (tail, mut frames) = broadcast::channel(16);
    let end = End { tail, newest: watch::Sender::new(5) };
    let mut fresh = fresh.iter().map(|seq| event(*seq)).collect();
    let last = end.join(&mut fresh);
    let handed_out = std::iter::from_fn(|| frames.try_recv().ok().map(|frame| frame.seq()));
    let handed_out: Vec<i64> = handed_out.collect();
    assert_eq!(handed_out.last().copied().unwrap_or(5), last);
    (handed_out, fresh.iter().map(|logged| logged.event.seq).collect())
}

#[test]
fn events_are_handed_out_while_their_numbers_join() {
    assert_eq!(joined(&[6, 7, 8]), (vec![6, 7, 8], vec![]));
}

#[test]
fn what_was_handed_out_before_is_passed_over() {
    assert_eq!(joined(&[4, 5, 6]), (vec![6], vec![]));
    assert_eq!(joined(&[3, 4]), (vec![], vec![]));
}

#[test]
fn what_lies_behind_a_gap_waits_for_what_is_missing() {
    assert_eq!(joined(&[7, 8]), (vec![], vec![7, 8]));
    assert_eq!(joined(&[6, 8, 9]), (vec![6], vec![8, 9]));
}

#[test]
fn while_nobody_listens_the_log_is_passed_over_and_never_backwards() {
    let (tail, frames) = broadcast::channel(16);
    drop(frames);
    let end = End { tail, newest: watch::Sender::new(5) };
    assert!(end.pass_over(9));
    assert_eq!(end.last(), 9);
    assert!(end.pass_over(7));
    assert_eq!(end.last(), 9);
}

#[test]
fn nothing_is_passed_over_once_somebody_listens() {
    let (tail, _frames) = broadcast::channel(16);
    let end = End { tail, newest: watch::Sender::new(5) };
    assert!(!end.pass_over(9));
    assert_eq!(end.last(), 5);
}
