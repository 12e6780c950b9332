//! The mouse: clicks, the wheel, drags.

mod office;

use super::desk::Desk;
use crossterm::event::{Event, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use robindesk::app::effect::{Effect, FileMove};
use robindesk::app::message::Message;
use robindesk_protocol::{Audience, TicketId};

fn does(desk: &mut Desk, kind: MouseEventKind, at: (u16, u16)) {
    turn(desk, kind, at);
    desk.screen(120, 40);
}

/// The same at whatever size the screen is.
fn turn(desk: &mut Desk, kind: MouseEventKind, (column, row): (u16, u16)) {
    let event = MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE };
    desk.hear(Message::Input(Event::Mouse(event)));
}

fn click(desk: &mut Desk, at: (u16, u16)) {
    does(desk, MouseEventKind::Down(MouseButton::Left), at);
    does(desk, MouseEventKind::Up(MouseButton::Left), at);
}

/// The cell at which a text begins.
fn cell(desk: &mut Desk, text: &str) -> (u16, u16) {
    let screen = desk.screen(120, 40);
    let (row, line) = screen.lines().enumerate().find(|(_, l)| l.contains(text)).unwrap();
    let column = line.split(text).next().unwrap().chars().count();
    (u16::try_from(column).unwrap(), u16::try_from(row).unwrap())
}

#[test]
fn a_click_selects_a_second_one_opens_and_a_click_on_a_pane_goes_there() {
    let mut desk = Desk::new();
    let ticket = cell(&mut desk, "Acme Co");
    click(&mut desk, ticket);
    assert!(desk.shows("2 of 4") && desk.shows("No ticket is open."));
    click(&mut desk, ticket);
    assert!(desk.shows("┏ #8 Acme Co"));
    click(&mut desk, (100, 10));
    assert!(desk.shows("┏ Order 6"));
    let composer = cell(&mut desk, "i reply   c internal");
    click(&mut desk, composer);
    assert!(desk.shows("reply to Acme Co"));
    click(&mut desk, (60, 10));
    assert!(desk.shows("┏ #8 Acme Co"));
}

#[test]
fn a_click_in_what_is_written_puts_the_cursor_there() {
    let mut desk = Desk::new();
    desk.keys("j enter r").types("Tomorrow nn").keys("alt-enter").types("she says");
    let word = cell(&mut desk, "nn");
    click(&mut desk, (word.0 + 1, word.1));
    desk.types("oo");
    let end = cell(&mut desk, "she says");
    click(&mut desk, (end.0 + 30, end.1));
    desk.types(".");
    assert!(desk.shows("Tomorrow noon") && desk.shows("she says."));
    desk.keys("esc");
    click(&mut desk, (word.0, word.1));
    desk.types("after");
    assert!(desk.shows("Tomorrow afternoon"), "from another pane it is one click too");
}

#[test]
fn a_click_on_a_note_that_stands_there_goes_on_with_the_note() {
    let mut desk = Desk::new();
    desk.keys("j enter c").types("call them").keys("esc");
    let note = cell(&mut desk, "call them");
    click(&mut desk, (note.0, note.1));
    desk.types("re");
    assert!(desk.shows("INTERNAL NOTE") && desk.shows("recall them"));
}

#[test]
fn a_file_is_picked_by_a_click_and_sent_by_another() {
    let mut desk = Desk::new();
    desk.keys("j enter f");
    let file = cell(&mut desk, "logo.svg");
    click(&mut desk, file);
    assert!(desk.shows("▌ logo.svg"));
    click(&mut desk, file);
    let path = "/home/maya/logo.svg".to_owned();
    let moved = desk.effects.iter().rev().find_map(|e| match e {
        Effect::Move { what, .. } => Some(what.clone()),
        _ => None,
    });
    let up = FileMove::Up { ticket: TicketId(8), audience: Audience::Brand, path };
    assert_eq!(moved, Some(up));
}

#[test]
fn the_wheel_scrolls_what_it_is_over() {
    let mut desk = Desk::new();
    does(&mut desk, MouseEventKind::ScrollDown, (5, 10));
    assert!(desk.shows("4 of 4"));
    does(&mut desk, MouseEventKind::ScrollUp, (5, 10));
    assert!(desk.shows("1 of 4") && desk.shows("┏ Inbox"));
}

#[test]
fn a_drag_moves_the_border_between_two_panes_and_stops_in_time() {
    let mut desk = Desk::new();
    let border = |desk: &mut Desk| cell(desk, "╭ Chat").0;
    let before = border(&mut desk);
    for (to, expected) in [(before + 10, before + 10), (119, 54), (0, 24)] {
        let from = border(&mut desk);
        does(&mut desk, MouseEventKind::Down(MouseButton::Left), (from, 5));
        does(&mut desk, MouseEventKind::Drag(MouseButton::Left), (to, 5));
        does(&mut desk, MouseEventKind::Up(MouseButton::Left), (to, 5));
        assert_eq!(border(&mut desk), expected);
    }
    assert!(desk.shows("1 of 4"), "a drag selects nothing");
}

#[test]
fn what_lies_over_the_panes_takes_no_clicks() {
    let mut desk = Desk::new();
    let ticket = cell(&mut desk, "Acme Co");
    desk.keys("?");
    click(&mut desk, ticket);
    desk.keys("esc");
    assert!(desk.shows("1 of 4"));
}
