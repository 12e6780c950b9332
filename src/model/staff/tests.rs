//! Staff as it is patched by events, and how seldom it is asked for.

use super::Staff;
use crate::model::Loaded;
use robindesk_protocol::{
    AccountStatus, Actor, Agent, Availability, Change, Event, EventData, EventKind, OrderId,
    PresenceData, PresenceEvent, PresenceKind, PresenceState, TicketId, Timestamp, User, UserId,
    UserType,
};

fn agent(id: i64) -> Agent {
    Agent {
        user: User {
            id: UserId(id),
            email: format!("agent{id}@desk.example"),
            name: format!("Agent {id}"),
            user_type: UserType::Agent,
            status: AccountStatus::Active,
            brand_id: None,
            creator_id: None,
            agent_status: Some(Availability::Available),
            created_at: Timestamp(0),
        },
        phone: None,
        takes_tickets: true,
        max_open_tickets: None,
        open_tickets: 0,
        last_seen_at: None,
        current_ticket: None,
        version: 1,
    }
}

fn event(kind: EventKind, at: i64, by: i64, data: EventData) -> Event {
    let actor = Actor { id: UserId(by), name: "Ines".into(), user_type: UserType::Admin };
    let (ticket_id, order_id) = (None, None);
    Event { seq: at, kind, at: Timestamp(at), actor: Some(actor), ticket_id, order_id, data }
}

fn staff() -> Staff {
    let mut staff = Staff::default();
    assert!(staff.asks(Timestamp(0)));
    staff.take(Ok(vec![agent(3), agent(4)]));
    staff
}

#[test]
fn however_much_happens_it_is_asked_for_once_a_second() {
    let mut staff = staff();
    assert!(!staff.asks(Timestamp(5_000)), "nothing happened");
    let mut asked = 0;
    for at in 5_000..8_000 {
        staff.hear(&event(EventKind::TicketCreated, at, 3, EventData::default()));
        asked += u32::from(staff.asks(Timestamp(at)));
    }
    assert_eq!(asked, 3);
    assert_eq!(staff.asks_next(), Some(Timestamp(8_000)));
    let mut staff = self::staff();
    let change = Change { field: "tags".into(), from: None, to: None, reason: None };
    let tags = EventData { change: Some(change), ..EventData::default() };
    staff.hear(&event(EventKind::TicketUpdated, 9_000, 3, tags));
    staff.hear(&event(EventKind::MessageCreated, 9_000, 3, EventData::default()));
    assert_eq!(staff.asks_next(), None, "no load has changed by these");
}

#[test]
fn whoever_does_something_was_there_and_who_changed_whom_is_known() {
    let mut staff = staff();
    let mut user = agent(4).user;
    user.agent_status = Some(Availability::Away);
    let data = EventData { agent: Some(user), ..EventData::default() };
    staff.hear(&event(EventKind::AgentUpdated, 7_000, 3, data));
    assert_eq!(staff.find(UserId(3)).unwrap().last_seen_at, Some(Timestamp(7_000)));
    assert_eq!(staff.find(UserId(4)).unwrap().user.agent_status, Some(Availability::Away));
    assert_eq!(staff.changed_by(UserId(4)), Some("Ines"));
    assert_eq!(staff.changed_by(UserId(3)), None);
}

#[test]
fn who_looks_types_and_leaves_is_seen_on_its_ticket() {
    let mut staff = staff();
    let heard = |ticket, state| PresenceEvent {
        seq: None,
        kind: PresenceKind::Presence,
        at: Timestamp(9_000),
        actor: Actor { id: UserId(3), name: "Maya".into(), user_type: UserType::Agent },
        ticket_id: TicketId(ticket),
        order_id: OrderId(ticket),
        data: PresenceData { state },
    };
    let on = |staff: &Staff| staff.find(UserId(3)).unwrap().current_ticket.map(|t| t.0);
    staff.hear_presence(&heard(8, PresenceState::Typing));
    assert_eq!((on(&staff), staff.is_typing(UserId(3))), (Some(8), true));
    staff.hear_presence(&heard(9, PresenceState::Viewing));
    staff.hear_presence(&heard(8, PresenceState::Left));
    assert_eq!((on(&staff), staff.is_typing(UserId(3))), (Some(9), false));
    staff.hear_presence(&heard(9, PresenceState::Left));
    assert_eq!(on(&staff), None);
}

#[test]
fn what_could_not_be_asked_for_is_asked_again_when_the_link_is_back() {
    let mut staff = Staff::default();
    staff.asks(Timestamp(0));
    staff.take(Err("no link".into()));
    assert!(!staff.asks(Timestamp(60_000)));
    staff.outdate();
    assert!(staff.asks(Timestamp(60_000)));
    assert_eq!(staff.loaded, Loaded::Asked);
}
