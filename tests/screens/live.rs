//! What happens while she looks: events, who else is there, a reset.

use super::desk::{Desk, ME, maya, now, options};
use super::market::{self, from_party};
use robindesk::app::effect::Effect;
use robindesk::app::message::Message;
use robindesk::app::{Clock, Start};
use robindesk_protocol::{
    Actor, AgentRef, Availability, Event, EventData, EventKind, Message as Posted, OrderId,
    OrderStatus, PresenceData, PresenceEvent, PresenceKind, PresenceState, Ticket, TicketId,
    TicketStatus, UserId, UserType,
};

pub fn event(kind: EventKind, data: EventData) -> Message {
    let actor = Actor { id: UserId(20), name: "Acme Co".into(), user_type: UserType::Brand };
    Message::Event(Box::new(Event {
        seq: 1,
        kind,
        at: now(),
        actor: Some(actor),
        ticket_id: data.ticket.as_ref().map(|t| t.id),
        order_id: None,
        data,
    }))
}

pub fn about(ticket: Ticket) -> EventData {
    let ticket = Ticket { unread: None, ..ticket };
    EventData { ticket: Some(ticket), ..EventData::default() }
}

#[test]
fn a_new_ticket_comes_quietly_and_moves_nothing_under_her_cursor() {
    let mut desk = Desk::new();
    desk.keys("j j");
    let row =
        |screen: &str| screen.lines().position(|l| l.contains("▌") && l.contains("Blue Kite"));
    let before = row(&desk.screen(120, 40));
    let mut new = market::ticket(9, "Fresh Fields", "Mia Chen");
    new.waiting_since = Some(market::ago(99));
    desk.hear(event(EventKind::TicketCreated, about(new)));
    assert!(desk.shows("new ticket #9 from Fresh Fields") && desk.shows("1 Inbox 5"));
    let after = row(&desk.screen(120, 40));
    assert!(before.is_some() && after.is_some(), "the cursor stays on its ticket");
    desk.clock.advance_ms(10_000);
    desk.console.tick();
    assert!(!desk.shows("new ticket"), "the notice goes by itself");
}

#[test]
fn how_many_there_are_is_not_guessed_from_what_events_brought() {
    let start = Start::SignedIn(Box::new(maya()));
    let mut desk = Desk::bare(options(start, Clock::held(now())));
    let questions = desk.console.start();
    desk.hear(event(EventKind::TicketCreated, about(market::tickets().remove(0))));
    assert!(desk.shows("Nordic Fit") && desk.shows("1 of …"));
    assert!(desk.shows("1 Inbox  2 All  3"));
    desk.tickets = market::tickets();
    desk.answer(questions);
    assert!(desk.shows("1 of 4") && desk.shows("1 Inbox 4  2 All 6"));
}

#[test]
fn a_ticket_that_is_given_to_her_keeps_what_is_unread_on_it() {
    let mut desk = Desk::new();
    desk.keys("2");
    let mut given = desk.tickets.iter().find(|t| t.id == TicketId(14)).cloned().unwrap();
    given.agent.clone_from(&desk.tickets[0].agent);
    desk.hear(event(EventKind::TicketUpdated, about(given.clone())));
    let asked = |desk: &Desk, id: i64| {
        let id = TicketId(id);
        let asks = |e: &Effect| matches!(e, Effect::LoadTicket { ticket, .. } if *ticket == id);
        desk.effects.iter().any(asks)
    };
    assert!(!asked(&desk, 14), "another list knows it");
    given.id = TicketId(77);
    desk.hear(event(EventKind::TicketUpdated, about(given)));
    assert!(asked(&desk, 77), "only the server knows it");
}

#[test]
fn what_the_server_says_of_her_is_newer_than_what_this_machine_kept() {
    let mut desk = Desk::new();
    assert!(desk.effects.contains(&Effect::LoadMe) && desk.shows("Maya Rivera · available"));
    let mut me = maya().user;
    me.agent_status = Some(Availability::Away);
    desk.hear(Message::Me(Ok(Box::new(me))));
    assert!(desk.shows("Maya Rivera · away"));
}

#[test]
fn what_is_new_begins_below_the_line_of_its_day() {
    let mut desk = Desk::new();
    let others = |m: &Posted| m.id.0 > 3 && m.sender.as_ref().is_some_and(|s| s.id != ME);
    let first = desk.threads[0].1.iter().position(others).expect("somebody wrote");
    for message in &mut desk.threads[0].1[..first] {
        message.created_at = message.created_at.plus_ms(-86_400_000);
    }
    desk.keys("j enter");
    let screen = desk.screen(120, 40);
    let rows: Vec<&str> = screen.lines().collect();
    let at = |words: &str| rows.iter().position(|row| row.contains(words)).expect(words);
    assert_eq!(at("─ new ─"), at("─ Today ─") + 1, "{screen}");
}

#[test]
fn news_is_told_while_she_looks_elsewhere_and_only_then() {
    let mut desk = Desk::new();
    let told = |d: &Desk| {
        let notice = |e: &Effect| match e {
            Effect::Notify(text) => Some(text.clone()),
            _ => None,
        };
        d.effects.iter().filter_map(notice).collect::<Vec<_>>()
    };
    let mut said = about(market::tickets().remove(1));
    said.message = Some(from_party(50, true, "Hello\u{1b}]9;owned\u{7}?\nAre you there?"));
    let says = || event(EventKind::MessageCreated, said.clone());
    desk.hear(says());
    assert_eq!(told(&desk), Vec::<String>::new(), "she looks");
    desk.hear(Message::Input(crossterm::event::Event::FocusLost));
    desk.hear(says()).hear(says());
    assert_eq!(told(&desk), ["#8 Acme Co: Hello? Are you there?"], "three at once are one notice");
    desk.clock.advance_ms(5_000);
    desk.hear(event(EventKind::TicketCreated, about(market::ticket(9, "Fresh Fields", "Mia"))));
    assert_eq!(told(&desk)[1..], ["new ticket #9 Fresh Fields"]);
    desk.clock.advance_ms(5_000);
    let mut others = market::ticket(10, "Blue Kite", "Mia");
    others.agent = None;
    desk.hear(event(EventKind::TicketCreated, about(others)));
    desk.keys(":").types("do not disturb").keys("enter");
    desk.hear(says());
    assert_eq!(told(&desk).len(), 2, "not hers, and then not to be disturbed");
}

#[test]
fn a_message_from_a_party_bumps_unread_and_the_title_and_is_read_when_seen() {
    let mut desk = Desk::new();
    let title = |d: &Desk| {
        let title = |e: &Effect| match e {
            Effect::Title(t) => Some(t.clone()),
            _ => None,
        };
        d.effects.iter().rev().find_map(title)
    };
    assert_eq!(title(&desk).as_deref(), Some("(3) robindesk"));
    let mut data = about(market::tickets().remove(1));
    data.message = Some(from_party(50, true, "Hello?"));
    desk.hear(event(EventKind::MessageCreated, data.clone()));
    assert_eq!(title(&desk).as_deref(), Some("(4) robindesk"));
    desk.keys("j enter");
    assert_eq!(title(&desk).as_deref(), Some("(2) robindesk"));
    data.message = Some(from_party(51, true, "Are you there?"));
    desk.hear(event(EventKind::MessageCreated, data.clone()));
    assert!(desk.shows("Are you there?"));
    assert_eq!(title(&desk).as_deref(), Some("(2) robindesk"), "in sight is read");
    desk.hear(Message::Input(crossterm::event::Event::FocusLost));
    data.message = Some(from_party(52, true, "Anybody?"));
    desk.hear(event(EventKind::MessageCreated, data));
    assert_eq!(title(&desk).as_deref(), Some("(3) robindesk"), "nobody looks at the window");
}

#[test]
fn an_order_that_changes_is_loaded_again() {
    let mut desk = Desk::new();
    desk.keys("j enter");
    desk.effects.clear();
    let mut order = market::summary(6, "Acme Co", "Lena Ortiz");
    order.status = OrderStatus::InProgress;
    desk.hear(event(
        EventKind::OrderUpdated,
        EventData { order: Some(order), ..EventData::default() },
    ));
    assert!(desk.effects.iter().any(|e| matches!(e, Effect::LoadOrder { .. })));
}

fn on_ticket(ticket: i64, id: i64, name: &str, state: PresenceState) -> Message {
    Message::Presence(Box::new(PresenceEvent {
        seq: None,
        kind: PresenceKind::Presence,
        at: now(),
        actor: Actor { id: UserId(id), name: name.into(), user_type: UserType::Agent },
        ticket_id: TicketId(ticket),
        order_id: OrderId(ticket - 2),
        data: PresenceData { state },
    }))
}

#[test]
fn who_else_looks_or_types_stands_in_the_list_and_on_the_ticket() {
    let mut desk = Desk::new();
    desk.size = (160, 45);
    desk.keys("j enter");
    desk.hear(on_ticket(8, 4, "Sam Lee", PresenceState::Viewing));
    desk.hear(on_ticket(5, 7, "Ines Duarte", PresenceState::Typing));
    assert!(desk.shows("◉ Sam Lee looks too ") && desk.shows("✎ Ines Duarte"));
    desk.hear(on_ticket(8, 4, "Sam Lee", PresenceState::Typing));
    assert!(desk.shows("✎ Sam Lee is typing"));
    desk.hear(on_ticket(8, 4, "Sam Lee", PresenceState::Left));
    assert!(!desk.shows("Sam Lee is") && desk.shows("✎ Ines Duarte"));
    desk.clock.advance_ms(31_000);
    desk.console.tick();
    assert!(!desk.shows("Ines Duarte"), "who is silent has left");
}

#[test]
fn the_others_are_told_where_she_is_once_for_each_change() {
    let mut desk = Desk::new();
    let told = |d: &Desk| -> Vec<Option<(TicketId, PresenceState)>> {
        let place = |e: &Effect| match e {
            Effect::Presence(place) => Some(*place),
            _ => None,
        };
        d.effects.iter().filter_map(place).collect()
    };
    desk.keys("j enter r").types("hm").keys("esc");
    desk.hear(Message::Input(crossterm::event::Event::FocusLost));
    let eight = |state| Some((TicketId(8), state));
    let looks = eight(PresenceState::Viewing);
    assert_eq!(told(&desk), [looks, eight(PresenceState::Typing), looks, None]);
}

#[test]
fn she_is_told_when_her_ticket_changes_under_her_and_her_draft_is_kept() {
    let mut desk = Desk::new();
    desk.keys("j enter r").types("half a thought");
    let mut eight = market::tickets().remove(1);
    eight.updated_at = now();
    eight.agent = eight.agent.map(|a| AgentRef { id: UserId(4), name: "Sam Lee".into(), ..a });
    desk.hear(event(EventKind::TicketUpdated, about(eight.clone())));
    assert!(desk.shows("#8 went to Sam Lee · your draft is kept") && desk.shows("half a thought"));
    assert!(desk.shows("1 Inbox 3"));
    eight.updated_at = now().plus_ms(1);
    eight.status = TicketStatus::Resolved;
    desk.hear(event(EventKind::TicketUpdated, about(eight)));
    assert!(desk.shows("#8 is resolved now by Acme Co") && desk.shows("half a thought"));
}

#[test]
fn the_first_keys_go_away_with_the_first_ticket_and_stay_away() {
    let clock = robindesk::app::Clock::held(now());
    let start = robindesk::app::Start::SignedIn(Box::new(super::desk::maya()));
    let mut options = super::desk::options(start, clock);
    options.newcomer = true;
    let mut desk = Desk::bare(options);
    desk.tickets = market::tickets();
    desk.begin();
    assert!(desk.shows("Five keys to begin with") && !desk.effects.contains(&Effect::Welcomed));
    desk.keys("enter");
    assert!(!desk.shows("Five keys") && desk.effects.contains(&Effect::Welcomed));
}

#[test]
fn after_a_reset_everything_on_screen_is_loaded_again() {
    let mut desk = Desk::new();
    desk.keys("j enter");
    desk.effects.clear();
    desk.hear(Message::Reset);
    let loads = |f: fn(&Effect) -> bool| desk.effects.iter().filter(|e| f(e)).count();
    assert_eq!(loads(|e| matches!(e, Effect::LoadTickets { .. })), 2);
    assert_eq!(loads(|e| matches!(e, Effect::LoadThread { .. })), 1);
    assert_eq!(loads(|e| matches!(e, Effect::LoadOrder { .. })), 1);
}

#[test]
fn older_messages_come_as_she_scrolls_up_and_the_text_does_not_jump() {
    let mut desk = Desk::new();
    let long = (100..300).map(|n| from_party(n, n % 3 == 0, &format!("line {n}"))).collect();
    desk.threads = vec![(TicketId(8), long)];
    desk.size = (120, 30);
    desk.keys("j enter");
    let loads =
        |d: &Desk| d.effects.iter().filter(|e| matches!(e, Effect::LoadThread { .. })).count();
    assert_eq!(loads(&desk), 1);
    for _ in 0..4 {
        let top = |s: &str| s.lines().filter(|l| l.contains("line ")).nth(8).map(str::to_owned);
        desk.keys("pageup");
        let before = top(&desk.screen(120, 30));
        assert_eq!(top(&desk.screen(120, 30)), before);
    }
    assert!(loads(&desk) > 1);
    desk.keys("g g g g g g g g");
    assert!(desk.shows("line 100"));
}
