//! Every action by every key it has. An action without a script here fails the test.

mod scripts;
mod staff;

use super::desk::{Desk, press};
use crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers};
use robindesk::app::action::Action;
use robindesk::app::effect::{Change, Effect};
use robindesk::app::message::Message;
use robindesk_protocol::{OrderId, OrderStatus};
use scripts::script;

/// The keys of each action as the keymap file names them.
fn keys_of(action: Action) -> Vec<String> {
    let file: toml::Table = include_str!("../../config/keymap.toml").parse().unwrap();
    match &file[action.place().name()][action.name()] {
        toml::Value::String(key) => vec![key.clone()],
        toml::Value::Array(keys) => keys.iter().map(|k| k.as_str().unwrap().to_owned()).collect(),
        other => panic!("{other} is no key"),
    }
}

#[test]
fn every_action_does_what_it_says_by_every_key() {
    for action in Action::ALL.iter().copied() {
        let (before, holds) = script(action);
        let keys = keys_of(action);
        for key in &keys {
            let mut desk = Desk::new();
            before(&mut desk);
            desk.keys(key);
            assert!(holds(&mut desk), "{} by {key}:\n{}", action.name(), desk.screen(120, 40));
        }
        if keys.is_empty() {
            let mut desk = Desk::new();
            before(&mut desk);
            desk.keys(":").types(action.what()).keys("enter");
            assert!(holds(&mut desk), "{} by the palette", action.name());
        }
    }
}

#[test]
fn enter_inside_a_burst_of_keys_is_a_new_line() {
    let mut desk = Desk::new();
    desk.keys("j enter r");
    let key = |c: char| {
        let code = if c == '\n' { KeyCode::Enter } else { KeyCode::Char(c) };
        Input::Key(KeyEvent::new(code, KeyModifiers::NONE))
    };
    let pasted: Vec<Input> = "one\ntwo\n".chars().map(key).collect();
    desk.console.update_keys(&pasted, false);
    assert_eq!(desk.sent(), []);
    // An enter right after such a read is of the same paste; one that comes by itself sends.
    desk.console.update_keys(&[Input::Key(press("enter"))], true);
    assert_eq!(desk.sent(), []);
    desk.types("three").keys("enter");
    assert_eq!(desk.sent()[0].text, "one\ntwo\n\nthree");
}

#[test]
fn enter_can_be_a_new_line() {
    let clock = robindesk::app::Clock::held(super::desk::now());
    let start = robindesk::app::Start::SignedIn(Box::new(super::desk::maya()));
    let mut options = super::desk::options(start, clock);
    options.enter = robindesk::app::Enter::NewLine;
    let mut desk = Desk::bare(options);
    desk.tickets = super::market::tickets();
    desk.begin();
    desk.keys("enter r").types("a").keys("enter").types("b");
    assert!(desk.shows("ctrl+s send  enter new line"));
    desk.keys("ctrl-s");
    assert_eq!(desk.sent()[0].text, "a\nb");
}

#[test]
fn a_rejection_asks_for_its_reason() {
    let mut orders = super::market::orders();
    orders[1].next_statuses = vec![OrderStatus::Rejected];
    let mut desk = Desk::with(super::market::tickets(), orders);
    desk.keys("j o enter enter enter");
    assert_eq!(desk.changes(), [], "no words, no rejection");
    desk.types("No capacity in May").keys("enter");
    let rejection_message = Some("No capacity in May".to_owned());
    let (order, status) = (OrderId(6), OrderStatus::Rejected);
    assert_eq!(desk.changes(), [Change::OrderStatus { order, status, rejection_message }]);
}

#[test]
fn signing_in_leads_to_the_desk_and_a_lost_session_loses_no_typing() {
    let clock = robindesk::app::Clock::held(super::desk::now());
    let start = robindesk::app::Start::Login { server: String::new(), email: String::new() };
    let mut desk = Desk::bare(super::desk::options(start, clock));
    desk.tickets = super::market::tickets();
    desk.types("https://desk.example").keys("enter").types("maya@desk.example").keys("tab");
    desk.types("hunter?2").keys("enter");
    let asked = desk.effects.iter().any(|e| {
        matches!(e, Effect::SignIn { server, email, password }
            if server == "https://desk.example" && email == "maya@desk.example" && password.0 == "hunter?2")
    });
    assert!(asked && !desk.shows("hunter"));
    desk.hear(Message::SignedIn(Box::new(super::desk::maya())));
    desk.keys("enter r").types("half a thought");
    desk.hear(Message::SignedOut { reason: Some("Your session has ended.".into()) });
    assert!(desk.shows("Your session has ended.") && desk.shows("maya@desk.example"));
    desk.hear(Message::SignedIn(Box::new(super::desk::maya())));
    assert!(desk.shows("half a thought"));
}
