//! The mouse on the admins' screens, and on what lies over all of them.

use super::{cell, click, does};
use crate::desk::Desk;
use crate::numbers;
use crossterm::event::{MouseButton, MouseEventKind};
use robindesk::app::effect::{Deed, Effect};
use robindesk_protocol::{AccountStatus, TicketId, UserId, UserType};

fn owner(keys: &str) -> Desk {
    let mut desk = Desk::as_a(UserType::SuperAdmin);
    desk.keys(keys);
    desk
}

/// Clicks the first cell of a text.
fn click_on(desk: &mut Desk, text: &str) {
    let at = cell(desk, text);
    click(desk, at);
}

#[test]
fn a_screens_name_in_the_top_line_goes_there() {
    let mut desk = owner("1");
    for (name, shows) in [
        ("5 Team", "┏ Team"),
        ("6 Health", "┏ Health"),
        ("4 Stats", "┏ Stats"),
        ("2 All", "┏ All"),
        ("3 Search", "┏ Search"),
        ("5 Team", "┏ Team"),
        ("1 Inbox", "┏ Inbox"),
    ] {
        click_on(&mut desk, name);
        assert!(desk.shows(shows), "{name}:\n{}", desk.screen(120, 40));
    }
    let team = cell(&mut desk, "5 Team");
    desk.keys("?");
    click(&mut desk, team);
    assert!(desk.shows("┏ Help"), "what lies over it takes the clicks");
    // Who may not see a screen has no name of it to click.
    let mut agent = Desk::new();
    click(&mut agent, team);
    assert!(agent.shows("┏ Inbox"));
}

#[test]
fn a_click_in_the_team_selects_and_a_second_one_edits() {
    let mut desk = owner("5");
    let tom = cell(&mut desk, "Tom Okafor");
    click(&mut desk, tom);
    assert!(desk.shows("╭ Tom Okafor") && !desk.shows("esc leave"));
    click(&mut desk, tom);
    assert!(desk.shows("esc leave"), "{}", desk.screen(120, 40));
    let mut admin = Desk::as_a(UserType::Admin);
    admin.keys("5");
    let sam = cell(&mut admin, "Sam Lee");
    click(&mut admin, sam);
    click(&mut admin, sam);
    assert!(admin.shows("Tickets of Sam Lee"), "what she may do is what a click does");
}

#[test]
fn the_border_of_the_teams_card_is_dragged() {
    let mut desk = owner("5");
    let border = |desk: &mut Desk| cell(desk, "╭ ").0;
    let before = border(&mut desk);
    for (to, expected) in [(before - 9, before - 9), (119, 92), (0, 60)] {
        let from = border(&mut desk);
        does(&mut desk, MouseEventKind::Down(MouseButton::Left), (from, 9));
        does(&mut desk, MouseEventKind::Drag(MouseButton::Left), (to, 9));
        does(&mut desk, MouseEventKind::Up(MouseButton::Left), (to, 9));
        assert_eq!(border(&mut desk), expected);
    }
    assert!(desk.shows("1 of 7"), "a drag selects nobody");
}

#[test]
fn the_trail_and_the_settings_take_clicks_too() {
    let mut desk = owner(":");
    desk.types("audit: who").keys("enter");
    let row = cell(&mut desk, "changed Sam");
    click(&mut desk, row);
    assert!(desk.shows(" 2 of 7 ") && !desk.shows("203.0.113.7"));
    click(&mut desk, row);
    assert!(desk.shows("203.0.113.7"), "{}", desk.screen(120, 40));
    desk.keys("esc :").types("settings of").keys("enter");
    click_on(&mut desk, "Send delay");
    click_on(&mut desk, "Send delay");
    assert!(desk.shows("Settings of the desk"));
    desk.keys("esc");
    click_on(&mut desk, "Late draft");
    click_on(&mut desk, "Late draft");
    assert!(desk.shows(" Macro Late draft "));
}

#[test]
fn the_wheel_moves_through_each_screens_rows() {
    let mut desk = owner("5");
    does(&mut desk, MouseEventKind::ScrollDown, (5, 10));
    assert!(desk.shows("4 of 7"));
    does(&mut desk, MouseEventKind::ScrollUp, (5, 10));
    assert!(desk.shows("1 of 7"));
    let mut stats = numbers::admin();
    stats.keys("4");
    stats.size = (80, 24);
    let top = stats.screen(80, 24);
    super::turn(&mut stats, MouseEventKind::ScrollDown, (5, 10));
    assert_ne!(stats.screen(80, 24), top);
    super::turn(&mut stats, MouseEventKind::ScrollUp, (5, 10));
    assert_eq!(stats.screen(80, 24), top);
}

#[test]
fn an_agent_in_the_numbers_is_picked_and_looked_up_in_the_team() {
    let mut desk = numbers::admin();
    desk.keys("4");
    let who = cell(&mut desk, "Sam Lee");
    click(&mut desk, who);
    assert!(desk.shows("▌Sam Lee"), "{}", desk.screen(120, 40));
    click(&mut desk, who);
    assert!(desk.shows("┏ Team") && desk.shows("╭ Sam Lee"));
    // The same with keys.
    desk.keys("4 esc");
    assert!(!desk.shows("▌"), "{}", desk.screen(120, 40));
    desk.keys("n");
    assert!(desk.shows("▌") && desk.shows("enter in the team"));
    desk.keys("N n enter");
    assert!(desk.shows("┏ Team"));
}

#[test]
fn the_fields_of_a_form_take_clicks_and_so_do_its_keys() {
    let mut desk = owner("5 j e");
    click_on(&mut desk, "Limit");
    desk.keys("ctrl-u").types("3");
    assert!(desk.shows("10 → 3"));
    // The first click goes to a choice, the second goes on in it.
    let rotation = cell(&mut desk, "‹ yes ›");
    click(&mut desk, rotation);
    assert!(desk.shows("‹ yes ›"));
    click(&mut desk, rotation);
    assert!(desk.shows("‹ no ›"), "{}", desk.screen(120, 40));
    click_on(&mut desk, "ctrl+s save");
    let saved = |deed: &Deed| matches!(deed, Deed::Update { change, .. } if change.takes_tickets == Some(false));
    assert!(desk.deeds().iter().any(saved));
    desk.keys("e");
    click_on(&mut desk, "esc leave");
    assert!(!desk.shows("esc leave"));
}

#[test]
fn a_click_in_a_text_of_a_form_puts_the_cursor_there() {
    let mut desk = owner("5 j e");
    let (x, y) = cell(&mut desk, "▌ Name");
    let at = x + 16;
    click(&mut desk, (at + 3, y));
    desk.types("my");
    assert!(desk.shows("Sammy Lee"), "{}", desk.screen(120, 40));
    click(&mut desk, (at + 40, y));
    desk.types("!");
    assert!(desk.shows("Sammy Lee!"), "right of a text is its end");
    desk.keys("esc esc :").types("settings of").keys("enter n enter");
    desk.types("one").keys("alt-enter").types("three");
    let (x, y) = cell(&mut desk, "▌ Text");
    click(&mut desk, (x + 18, y));
    desk.types("[").keys("right").types("]").keys("alt-enter").types("two");
    click(&mut desk, (x + 16, y + 2));
    desk.types(">");
    let rows = ["on[e]", ">three"].map(|row| cell(&mut desk, row));
    assert_eq!(rows, [(x + 16, y), (x + 16, y + 2)], "{}", desk.screen(120, 40));
}

#[test]
fn a_click_on_the_head_of_a_column_sorts_by_it() {
    let mut desk = owner("5");
    for (head, said) in [("name", "by name"), ("open", "most open first")] {
        click_on(&mut desk, head);
        assert!(desk.shows(said), "{head}:\n{}", desk.screen(120, 40));
    }
    let (x, y) = cell(&mut desk, "name");
    click(&mut desk, (x - 8, y));
    assert!(desk.shows("who is here first"));
    let mut stats = numbers::admin();
    stats.keys("4");
    let screen = stats.screen(120, 40);
    let is_head = |line: &&str| line.contains(" agent ") && line.contains(" p90");
    let y = screen.lines().position(|line| is_head(&line)).unwrap();
    let line = screen.lines().nth(y).unwrap();
    for (head, said) in [
        ("assigned", "most assigned"),
        ("resolved", "most resolved"),
        ("reply", "slowest first reply"),
        ("agent", "by name"),
        ("open", "most open"),
    ] {
        let x = line[..line.find(head).unwrap()].chars().count();
        click(&mut stats, (u16::try_from(x).unwrap(), u16::try_from(y).unwrap()));
        assert!(stats.shows(said), "{head}:\n{}", stats.screen(120, 40));
    }
}

#[test]
fn a_question_is_answered_by_a_click_on_its_answer_alone() {
    let mut desk = owner("5 j D");
    click_on(&mut desk, "Sure?");
    assert!(desk.shows("Sure?"));
    click_on(&mut desk, "enter leave it");
    assert!(!desk.shows("Sure?") && desk.deeds().is_empty());
    desk.keys("s");
    click_on(&mut desk, "y suspend");
    let (agent, status, version) = (UserId(4), AccountStatus::Suspended, 1);
    assert_eq!(desk.deeds(), [Deed::SetAccount { agent, status, version }]);
}

#[test]
fn tickets_are_marked_by_clicks_and_a_password_is_copied_by_one() {
    let mut desk = owner("5 j m");
    click_on(&mut desk, "Acme Co");
    assert!(desk.shows("◆ #8") && desk.shows("move the 1 marked"), "{}", desk.screen(120, 40));
    click_on(&mut desk, "space mark");
    // The rotation is marked already: a click takes it.
    click_on(&mut desk, "through the rotation");
    let handed = Deed::HandOut { agent: UserId(4), tickets: Some(vec![TicketId(8)]) };
    assert_eq!(desk.deeds(), [handed]);
    desk.keys("P y");
    click_on(&mut desk, "staple-battery-9");
    assert!(desk.effects.iter().any(|e| matches!(e, Effect::CopySecret(_))));
    click_on(&mut desk, "esc close");
    assert!(!desk.shows("staple-battery-9"));
}

#[test]
fn menus_and_the_palette_are_clicked_through() {
    let mut desk = Desk::new();
    desk.keys("p");
    let low = cell(&mut desk, " low ");
    click(&mut desk, low);
    click(&mut desk, low);
    assert_eq!(desk.changes().len(), 1, "{}", desk.screen(120, 40));
    let mut admin = owner(":");
    admin.types("go to nothing like it").keys("esc :").types("Health of");
    click_on(&mut admin, "Health of the server");
    assert!(admin.shows("┏ Health"));
}
