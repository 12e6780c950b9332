//! The team, the trail and the settings: what she may not do, and what is shown as it happens.

mod forms;
mod shown;
mod trail;

use super::desk::{Desk, now, options};
use robindesk::app::action::Action;
use robindesk::app::effect::{Deed, Effect};
use robindesk::app::message::Message;
use robindesk::app::{Clock, Start};
use robindesk_protocol::{
    Actor, AgentPassword, Availability, Event, EventData, EventKind, UpdateSettings, UserId,
    UserType,
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

#[test]
fn of_the_settings_an_admin_changes_the_tags() {
    let mut desk = Desk::as_a(UserType::Admin);
    desk.keys(":").types("settings of").keys("enter e");
    assert!(desk.shows("that is for super admins; the tags are yours"));
    desk.keys("j j j enter").types(" vip");
    assert!(desk.shows("Tags of the desk") && !desk.shows("Send delay, s"));
    desk.keys("ctrl-s");
    let changes_tags = |deed: &Deed| {
        matches!(deed, Deed::SetSettings(UpdateSettings { tags: Some(tags), rotation_policy: None, .. })
            if tags.contains(&"vip".to_owned()))
    };
    assert!(desk.deeds().iter().any(changes_tags), "{:?}", desk.deeds());
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
    assert!(!hints(&mut admin).contains("edit"), "the rest of the settings is for super admins");
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
