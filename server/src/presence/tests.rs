//! Presence on one node and between two: told, carried, forgotten.

use super::{Presence, start};
use crate::clock::Clock;
use robindesk_protocol::{
    Actor, OrderId, PresenceData, PresenceEvent, PresenceKind, PresenceState, TicketId, Timestamp,
    UserId, UserType,
};

fn event(clock: &Clock, who: i64, ticket: i64, state: PresenceState) -> PresenceEvent {
    let actor = Actor { id: UserId(who), name: "Maya".to_owned(), user_type: UserType::Agent };
    PresenceEvent {
        seq: None,
        kind: PresenceKind::Presence,
        at: clock.now(),
        actor,
        ticket_id: TicketId(ticket),
        order_id: OrderId(ticket),
        data: PresenceData { state },
    }
}

async fn next(listener: &mut super::Listener) -> PresenceEvent {
    let bytes = listener.next().await;
    let text = std::str::from_utf8(&bytes).unwrap();
    let data = text.strip_prefix("event: presence\ndata: ").unwrap();
    serde_json::from_str(data.trim_end()).unwrap()
}

fn node(clock: &Clock) -> Presence {
    start(clock.clone(), std::future::pending())
}

#[tokio::test]
async fn who_is_there_is_told_to_who_comes_later() {
    let clock = Clock::held(Timestamp(1_000));
    let presence = node(&clock);
    presence.publish(event(&clock, 1, 8, PresenceState::Viewing));
    presence.publish(event(&clock, 2, 9, PresenceState::Viewing));
    presence.publish(event(&clock, 1, 8, PresenceState::Typing));
    let mut late = presence.listen(Some(TicketId(8)));
    assert_eq!(next(&mut late).await.data.state, PresenceState::Typing);
    presence.publish(event(&clock, 2, 9, PresenceState::Left));
    presence.publish(event(&clock, 1, 8, PresenceState::Left));
    assert_eq!(next(&mut late).await.data.state, PresenceState::Left);
    assert!(presence.listen(None).told.is_empty());
}

#[tokio::test]
async fn who_is_not_heard_of_has_left_after_thirty_seconds() {
    let clock = Clock::held(Timestamp(1_000));
    let presence = node(&clock);
    let mut listener = presence.listen(None);
    presence.publish(event(&clock, 1, 8, PresenceState::Viewing));
    next(&mut listener).await;
    clock.advance_ms(29_999);
    presence.forget(&clock);
    assert_eq!(presence.here().len(), 1);
    clock.advance_ms(1);
    presence.forget(&clock);
    let left = next(&mut listener).await;
    assert_eq!((left.data.state, left.at), (PresenceState::Left, clock.now()));
}

#[tokio::test]
async fn what_is_published_on_one_node_is_carried_to_another_and_not_back() {
    let clock = Clock::held(Timestamp(1_000));
    let (here, there) = (node(&clock), node(&clock));
    let (mut carried, mut back) = (here.outgoing(), there.outgoing());
    let mut listener = there.listen(None);
    here.publish(event(&clock, 1, 8, PresenceState::Viewing));
    there.absorb(carried.recv().await.unwrap());
    assert_eq!(next(&mut listener).await.actor.id, UserId(1));
    assert!(back.try_recv().is_err());
}

#[tokio::test]
async fn a_stream_too_slow_is_told_afresh() {
    let clock = Clock::held(Timestamp(1_000));
    let presence = node(&clock);
    let mut listener = presence.listen(None);
    for _ in 0..super::TAIL + 5 {
        presence.publish(event(&clock, 1, 8, PresenceState::Viewing));
    }
    presence.publish(event(&clock, 1, 8, PresenceState::Typing));
    assert_eq!(next(&mut listener).await.data.state, PresenceState::Typing);
}

#[tokio::test]
async fn who_was_heard_of_is_told_once_in_half_a_minute() {
    let clock = Clock::held(Timestamp(1_000_000));
    let (here, there) = (node(&clock), node(&clock));
    let mut carried = here.outgoing();
    let who = UserId(1);
    for _ in 0..100 {
        here.saw(who, clock.now());
    }
    there.absorb(carried.recv().await.unwrap());
    assert!(carried.try_recv().is_err());
    assert_eq!((here.seen_at(who), there.seen_at(who)), (Some(clock.now()), Some(clock.now())));
    clock.advance_ms(30_000);
    here.saw(who, clock.now());
    assert!(carried.try_recv().is_ok());
    assert_eq!(here.seen_at(who), Some(clock.now()));
    assert_eq!(here.seen_at(UserId(2)), None);
}

#[tokio::test]
async fn of_several_places_the_last_one_counts() {
    let clock = Clock::held(Timestamp(1_000));
    let presence = node(&clock);
    assert_eq!(presence.place_of(UserId(1)), None);
    presence.publish(event(&clock, 1, 8, PresenceState::Viewing));
    presence.publish(event(&clock, 2, 7, PresenceState::Viewing));
    clock.advance_ms(1);
    presence.publish(event(&clock, 1, 5, PresenceState::Typing));
    assert_eq!(presence.place_of(UserId(1)), Some(TicketId(5)));
    presence.publish(event(&clock, 1, 5, PresenceState::Left));
    assert_eq!(presence.place_of(UserId(1)), Some(TicketId(8)));
}
