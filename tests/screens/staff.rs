//! The team, the trail and the settings: how they look, what she may not do, and that of two admins
//! nobody overwrites the other.

mod shown;
mod trail;

use super::desk::{Desk, now, options};
use super::office::refusal;
use robindesk::app::action::Action;
use robindesk::app::effect::{Deed, Effect};
use robindesk::app::message::{Message, WhyNot};
use robindesk::app::{Clock, Start};
use robindesk_protocol::{
    Actor, AgentPassword, Availability, Change, Event, EventData, EventKind, UserId, UserType,
};

fn owner(keys: &str) -> Desk {
    let mut desk = Desk::as_a(UserType::SuperAdmin);
    desk.keys(keys);
    desk
}

fn audit() -> Desk {
    let mut desk = owner(":");
    desk.types("audit: who").keys("enter");
    desk
}

fn settings() -> Desk {
    let mut desk = owner(":");
    desk.types("settings of").keys("enter");
    desk
}

/// What somebody else does to somebody on the staff.
fn changed(desk: &mut Desk, who: i64, by: i64) {
    let agent = desk.office.staff.iter().find(|a| a.user.id == UserId(who)).map(|a| a.user.clone());
    let actor =
        Actor { id: UserId(by), name: "Ines Duarte".into(), user_type: UserType::SuperAdmin };
    let data = EventData { agent, ..EventData::default() };
    let (ticket_id, order_id) = (None, None);
    let (kind, at, actor) = (EventKind::AgentUpdated, now(), Some(actor));
    desk.hear(Message::Event(Box::new(Event {
        seq: 70,
        kind,
        at,
        actor,
        ticket_id,
        order_id,
        data,
    })));
}

#[test]
fn an_admin_is_not_shown_what_only_a_super_admin_may() {
    let mut desk = Desk::as_a(UserType::Admin);
    desk.keys("5 j");
    assert!(desk.shows("m move tickets") && !desk.shows("e edit") && !desk.shows("n new"));
    desk.keys("e");
    assert!(desk.shows("that is for super admins") && !desk.shows("esc leave"));
    desk.keys("?");
    assert!(desk.shows("move tickets to others") && !desk.shows("end all sessions"));
    desk.keys("esc :").types("suspend");
    assert!(!desk.shows("suspend, or let in again"));
    desk.keys("esc enter");
    assert!(desk.shows("Tickets of Sam Lee"), "what she may do is on enter");
    let mut agent = Desk::new();
    agent.keys("5");
    assert!(agent.shows("that is for admins") && !agent.shows("5 Team"));
}

/// The bottom line, from which every key is gone that would do nothing.
fn hints(desk: &mut Desk) -> String {
    desk.screen(200, 40).lines().last().unwrap_or_default().to_owned()
}

#[test]
fn the_bottom_line_names_only_what_can_be_done_here() {
    let mut desk = owner("5");
    assert!(!hints(&mut desk).contains("suspend"), "nobody suspends themselves");
    assert!(hints(&mut desk).contains("into rotation"), "she is out of it");
    desk.keys("j");
    assert!(hints(&mut desk).contains("out of rotation"));
    assert!(hints(&mut desk).contains("suspend") && hints(&mut desk).contains("move tickets"));
    desk.keys("G");
    assert!(hints(&mut desk).contains("let in"), "Omar is suspended");
    assert!(!hints(&mut desk).contains("move tickets"), "and holds none");
    desk.keys("/").types("nobody like that");
    assert!(hints(&mut desk).starts_with(" enter keep the filter  esc show all  ↓ next   "));
    desk.keys("enter");
    assert!(!hints(&mut desk).contains("edit") && hints(&mut desk).contains("n new"));
    desk.keys("esc m");
    desk.tickets.clear();
    desk.keys("esc j m");
    assert!(desk.shows("There is nothing to move."));
    assert_eq!(hints(&mut desk).trim(), "esc close");

    let mut trail = audit();
    assert!(hints(&mut trail).contains("only who"));
    trail.keys("a");
    assert!(hints(&mut trail).contains("by anybody") && hints(&mut trail).contains("show all"));
    trail.keys("esc G");
    assert!(!hints(&mut trail).contains("only who"), "the server did that by itself");
    trail.keys("enter");
    assert_eq!(hints(&mut trail).trim(), "enter close", "all of it is in sight");

    let mut rules = settings();
    assert!(hints(&mut rules).contains("enter edit"));
    assert!(!hints(&mut rules).contains("remove macro"), "a setting is no macro");
    rules.keys("G");
    assert!(hints(&mut rules).contains("remove macro"));
    let mut admin = Desk::as_a(UserType::Admin);
    admin.keys(":").types("settings of").keys("enter");
    assert!(!hints(&mut admin).contains("edit"), "only a super admin changes the settings");
}

#[test]
fn all_that_she_may_do_is_in_the_palette_and_nothing_else() {
    let office = ["stats", "team", "audit", "settings"];
    for action in Action::ALL.iter().filter(|a| office.contains(&a.place().name())) {
        for (who, offered) in [(UserType::SuperAdmin, true), (UserType::Agent, false)] {
            let mut desk = Desk::as_a(who);
            desk.keys(":").types(action.what());
            // Once as it was typed, and once as it was found.
            let found = desk.screen(200, 60).matches(action.what()).count() > 1;
            assert_eq!(found, offered, "{} for a {who}", action.name());
        }
    }
}

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
    let mut who = super::desk::maya();
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

#[test]
fn a_password_is_copied_without_a_trace_and_does_not_close_unseen() {
    let mut desk = owner("5 j P y");
    desk.keys("esc");
    assert!(desk.shows("Not copied.") && desk.shows("staple-battery-9"));
    desk.keys("enter");
    let copied = desk.effects.iter().find(|e| matches!(e, Effect::CopySecret(_))).unwrap();
    assert_eq!(format!("{copied:?}"), "CopySecret(Secret(..))");
    desk.keys("esc");
    assert!(!desk.shows("staple-battery-9"));
    let lost = AgentPassword { agent: desk.office.staff[1].clone(), password: None };
    assert!(!format!("{lost:?}").contains("password"));
}

#[test]
fn a_storm_of_events_asks_once_a_second() {
    let mut desk = owner("5");
    let asks = |desk: &Desk| {
        let staff = |e: &&Effect| matches!(e, Effect::Manage { deed: Deed::Staff, .. });
        desk.effects.iter().filter(staff).count()
    };
    let before = asks(&desk);
    for _ in 0..500 {
        desk.clock.advance_ms(10);
        changed(&mut desk, 4, 7);
    }
    let asked = asks(&desk) - before;
    assert!((4..=6).contains(&asked), "{asked} in five seconds");
    desk.keys("1");
    let before = asks(&desk);
    for _ in 0..10 {
        desk.clock.advance_ms(1_000);
        changed(&mut desk, 4, 7);
    }
    assert_eq!(asks(&desk), before, "nobody looks");
}

#[test]
fn tickets_to_be_moved_follow_what_happens_to_them() {
    let mut desk = owner("5 j m j space");
    assert!(desk.shows("Tickets of Sam Lee · 3 of 3") && desk.shows("move the 1 marked"));
    // Somebody else resolves two of them, the marked one among these.
    let marked = desk.tickets[1].id;
    desk.tickets.retain(|ticket| ticket.id != marked);
    desk.tickets.truncate(1);
    desk.office.staff[1].open_tickets -= 2;
    desk.clock.advance_ms(1_000);
    changed(&mut desk, 4, 7);
    assert!(desk.shows("Tickets of Sam Lee · 1 of 1"), "{}", desk.screen(120, 40));
    assert!(desk.shows("enter move all 1"), "what is gone is marked no more");
}

#[test]
fn the_desks_send_delay_holds_unless_she_set_her_own() {
    let start = Start::SignedIn(Box::new(super::desk::maya()));
    let mut options = options(start, Clock::held(now()));
    options.send_delay = None;
    let mut desk = Desk::bare(options);
    desk.office.settings.send_delay_seconds = 30;
    desk.tickets = super::market::tickets();
    desk.begin();
    desk.keys("enter r").types("later").keys("enter");
    assert_eq!(desk.sent()[0].not_before, Some(now().plus_ms(30_000)));
    let mut settings = desk.office.settings.clone();
    (settings.send_delay_seconds, settings.version) = (0, 2);
    let data = EventData { settings: Some(settings), ..EventData::default() };
    let (kind, at) = (EventKind::SettingsUpdated, now());
    let (actor, ticket_id, order_id) = (None, None, None);
    desk.hear(Message::Event(Box::new(Event {
        seq: 71,
        kind,
        at,
        actor,
        ticket_id,
        order_id,
        data,
    })));
    desk.types("at once").keys("enter");
    assert_eq!(desk.sent()[1].not_before, None);
}

#[test]
fn suggested_tags_are_offered_to_everybody() {
    let mut desk = Desk::new();
    desk.keys("w").types("ref");
    assert!(desk.shows("refund"), "{}", desk.screen(120, 40));
}

#[test]
fn presence_shows_where_somebody_is_at_once() {
    let mut desk = owner("5");
    assert!(desk.shows("◉ #8"));
    let availability = |desk: &mut Desk, to| {
        desk.office.staff[3].user.agent_status = Some(to);
        changed(desk, 8, 8);
    };
    availability(&mut desk, Availability::Busy);
    assert!(desk.shows("◐ busy       Tom Okafor"));
}

#[test]
fn what_the_palette_offers_of_another_screen_goes_there() {
    let mut desk = owner("4");
    desk.keys(":").types("edit the settings").keys("enter");
    assert!(desk.shows("┏ Settings"), "{}", desk.screen(120, 40));
    desk.keys(":").types("audit trail").keys("enter :").types("move tickets").keys("enter");
    assert!(desk.shows("Team · who is here first"), "{}", desk.screen(120, 40));
}
