use super::join;
use crate::desk::changes::LoggedEvent;
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
    LoggedEvent { event, audience: Audience::Everyone, brand_id: None, creator_id: None }
}

/// What is handed out of events with these numbers, when 5 was the last, and where that leaves off.
fn joined(fresh: &[i64]) -> (Vec<i64>, i64) {
    let (tail, mut frames) = broadcast::channel(16);
    let newest = watch::Sender::new(5);
    let last = join(fresh.iter().map(|seq| event(*seq)).collect(), &tail, &newest);
    assert_eq!(last, *newest.borrow());
    let handed_out = std::iter::from_fn(|| frames.try_recv().ok().map(|frame| frame.seq()));
    (handed_out.collect(), last)
}

#[test]
fn events_are_handed_out_while_their_numbers_join() {
    assert_eq!(joined(&[6, 7, 8]), (vec![6, 7, 8], 8));
}

#[test]
fn what_was_handed_out_before_is_passed_over() {
    assert_eq!(joined(&[4, 5, 6]), (vec![6], 6));
    assert_eq!(joined(&[3, 4]), (vec![], 5));
}

#[test]
fn behind_a_gap_nothing_is_handed_out() {
    assert_eq!(joined(&[7, 8]), (vec![], 5));
    assert_eq!(joined(&[6, 8, 9]), (vec![6], 6));
}
