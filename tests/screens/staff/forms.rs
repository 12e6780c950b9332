//! Forms over what others change, too: of two admins nobody overwrites the other, and nothing typed is
//! lost.

use super::super::desk::{Desk, maya, now};
use super::super::office::refusal;
use super::{changed, owner, settings};
use robindesk::app::effect::Deed;
use robindesk::app::message::{Message, WhyNot};
use robindesk_protocol::{Actor, Change, Event, EventData, EventKind, UserId, UserType};

#[test]
fn of_two_admins_nobody_overwrites_the_other_and_nothing_typed_is_lost() {
    let mut desk = owner("5 j L");
    desk.keys("ctrl-u").types("8");
    let sam = &mut desk.office.staff[1];
    (sam.max_open_tickets, sam.version) = (Some(20), 2);
    // The event has not come yet: the server says that somebody was faster.
    let told = "Somebody else changed Sam Lee in the meantime: its version is 2.";
    desk.office.refuses = Some(refusal(WhyNot::Conflict, told, &[]));
    desk.keys("ctrl-s");
    assert!(desk.shows("now 20") && desk.shows("20 → 8"), "{}", desk.screen(120, 40));
    assert!(desk.shows("Somebody else changed it meanwhile"));
    changed(&mut desk, 4, 7);
    assert!(desk.shows("Ines Duarte changed it meanwhile"), "the event tells who it was");
    assert!(desk.shows("now 20") && desk.shows("20 → 8"));
    desk.keys("ctrl-s");
    let Some(Deed::Update { change, .. }) = desk.deeds().pop() else { panic!("it was saved") };
    assert_eq!((change.version, change.max_open_tickets), (Some(2), Some(Some(8))));
    // With the event she is told at once, and by whom.
    let mut desk = owner("5 j e");
    desk.types(" II");
    desk.office.staff[1].user.name = "Samuel Lee".into();
    desk.office.staff[1].version = 2;
    changed(&mut desk, 4, 7);
    assert!(desk.shows("Ines Duarte changed it meanwhile") && desk.shows("now Samuel Lee"));
    assert!(desk.shows("Sam Lee II"));
}

#[test]
fn what_somebody_else_removes_under_a_form_is_told_and_nothing_typed_is_lost() {
    let removed = |desk: &mut Desk, kind, data| {
        let user_type = UserType::SuperAdmin;
        let actor = Some(Actor { id: UserId(7), name: "Ines Duarte".into(), user_type });
        let (seq, at, ticket_id, order_id) = (71, now(), None, None);
        let event = Event { seq, kind, at, actor, ticket_id, order_id, data };
        desk.hear(Message::Event(Box::new(event)));
    };
    let change = |field: &str, from: &str, to: Option<&str>| {
        let (from, to) = (Some(from.to_owned()), to.map(str::to_owned));
        Some(Change { field: field.into(), from, to, reason: None })
    };
    let mut desk = settings();
    desk.keys("j j j j enter tab").types("PS: ");
    let change_of = change("macro", "1", None);
    let data = EventData { change: change_of, ..EventData::default() };
    removed(&mut desk, EventKind::MacroUpdated, data);
    assert!(desk.shows("Ines Duarte removed it meanwhile. Saving makes it anew."));
    desk.keys("ctrl-s");
    let made =
        |deed: &Deed| matches!(deed, Deed::CreateMacro { new, .. } if new.body.contains("PS: "));
    assert!(desk.deeds().iter().any(made), "{:?}", desk.deeds());

    let mut desk = owner("5 j e");
    desk.types(" II");
    let agent = Some(desk.office.staff[1].user.clone());
    let change = change("status", "active", Some("removed"));
    let data = EventData { agent, change, ..EventData::default() };
    removed(&mut desk, EventKind::AgentUpdated, data);
    assert!(desk.shows("Ines Duarte removed this account meanwhile.") && desk.shows("Sam Lee II"));
}

#[test]
fn a_form_is_left_only_after_it_was_asked_for_what_was_typed() {
    let mut desk = owner("5 j e esc");
    assert!(!desk.shows("esc leave"), "nothing was changed");
    desk.keys("e").types("x").keys("esc");
    assert!(desk.shows("Not saved. esc again leaves it so"));
    desk.keys("esc");
    assert_eq!((desk.shows("esc leave"), desk.deeds()), (false, Vec::new()));
    // A session that ends over a form keeps it, too.
    desk.keys("e").types(" the Third");
    desk.hear(Message::SignedOut { reason: None });
    let mut who = maya();
    who.user.user_type = UserType::SuperAdmin;
    desk.hear(Message::SignedIn(Box::new(who)));
    assert!(desk.shows("Sam Lee the Third"));
}

#[test]
fn a_lost_answer_is_said_and_asked_for_again_under_the_same_key() {
    let mut desk = owner("5 n");
    desk.types("kim@desk.example").keys("enter").types("Kim");
    desk.office.refuses = Some(refusal(WhyNot::Unheard, "Cannot reach the server.", &[]));
    desk.keys("ctrl-s");
    assert!(desk.shows("Save again to try once more.") && desk.shows("kim@desk.example"));
    desk.keys("ctrl-s");
    let keys: Vec<String> = desk
        .deeds()
        .into_iter()
        .filter_map(|deed| if let Deed::Create { key, .. } = deed { Some(key) } else { None })
        .collect();
    assert!(keys.len() == 2 && keys[0] == keys[1]);
}
