//! Every state of the team, the trail and the settings, at four sizes and in other signs.

use super::super::desk::{Desk, now, options};
use super::super::office::refusal;
use super::super::snapshots::snapshot;
use super::{audit, changed, owner, settings};
use robindesk::app::message::WhyNot;
use robindesk::app::{Clock, Signs, Start};
use robindesk_protocol::UserType;

#[test]
fn the_team() {
    snapshot("team", owner("5 j"));
}

#[test]
fn the_team_filtered_and_nobody_found() {
    let mut desk = owner("5 /");
    desk.types("nobody like that");
    snapshot("team_none", desk);
}

#[test]
fn a_member_of_staff_to_edit() {
    let mut desk = owner("5 j L");
    desk.keys("ctrl-u").types("8");
    snapshot("team_edit", desk);
}

#[test]
fn a_new_member_of_staff_refused() {
    let mut desk = owner("5 n");
    let fields = [("email", "there is no such address"), ("name", "must say something")];
    desk.office.refuses = Some(refusal(WhyNot::Refused, "The request is not valid", &fields));
    desk.types("kim").keys("ctrl-s");
    snapshot("team_refused", desk);
}

#[test]
fn a_password_told_once() {
    let mut desk = owner("5 n");
    desk.types("kim@desk.example").keys("enter").types("Kim").keys("ctrl-s");
    snapshot("team_password", desk);
}

#[test]
fn a_question_before_somebody_goes() {
    snapshot("team_remove", owner("5 j D"));
}

#[test]
fn a_question_speaks_of_a_person() {
    for (open, tickets) in [
        (0, "at once. They hold no open ticket."),
        (1, "at once, and their one open ticket goes back to the rotation."),
        (24, "at once, and their 24 open tickets go back to the rotation."),
    ] {
        let mut desk = owner("");
        desk.office.staff[1].open_tickets = open;
        desk.keys("5 j s");
        let screen = desk.screen(120, 40).replace(['┃', '│'], " ");
        let said = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("Suspend Sam Lee? They are signed out everywhere"), "{screen}");
        assert!(said.contains(tickets), "{screen}");
    }
}

#[test]
fn tickets_to_move() {
    snapshot("team_move", owner("5 j m space"));
}

#[test]
fn where_to_move_them() {
    snapshot("team_where", owner("5 j m enter"));
}

#[test]
fn two_admins_on_one_form() {
    let mut desk = owner("5 j L");
    desk.keys("ctrl-u").types("8").keys("shift-tab shift-tab shift-tab").types(" 2");
    let sam = &mut desk.office.staff[1];
    (sam.max_open_tickets, sam.version, sam.takes_tickets) = (Some(20), 2, false);
    changed(&mut desk, 4, 7);
    snapshot("team_conflict", desk);
}

#[test]
fn the_trail() {
    snapshot("audit", audit());
}

#[test]
fn one_entry_whole() {
    let mut desk = audit();
    desk.keys("j enter");
    snapshot("audit_entry", desk);
}

#[test]
fn the_settings() {
    let mut desk = settings();
    desk.keys("j");
    snapshot("settings", desk);
}

#[test]
fn the_settings_to_edit() {
    let mut desk = settings();
    desk.keys("j enter ctrl-u").types("12").keys("enter ctrl-u").types("0");
    snapshot("settings_edit", desk);
}

#[test]
fn a_macro_to_edit() {
    let mut desk = settings();
    desk.keys("j j j j enter tab").types("PS: ");
    snapshot("settings_macro", desk);
}

#[test]
fn with_other_signs() {
    for (name, signs) in [("ascii", Signs::Ascii), ("plain", Signs::Plain)] {
        for (screen, keys) in [
            ("team", "5 j"),
            ("team_edit", "5 j e"),
            ("team_move", "5 j m"),
            ("audit", ""),
            ("settings", ""),
        ] {
            let mut who = super::super::desk::maya();
            who.user.user_type = UserType::SuperAdmin;
            let start = Start::SignedIn(Box::new(who));
            let mut options = options(start, Clock::held(now()));
            options.signs = signs;
            let mut desk = Desk::bare(options);
            desk.tickets = super::super::market::tickets();
            desk.begin();
            match screen {
                "audit" => _ = desk.keys(":").types("audit: who").keys("enter j"),
                "settings" => _ = desk.keys(":").types("settings of").keys("enter j"),
                _ => _ = desk.keys(keys),
            }
            let drawn = |c: char| ('\u{2190}'..='\u{2bff}').contains(&c) || "·…“”×".contains(c);
            let shown = desk.screen(100, 30);
            assert!(signs == Signs::Plain || !shown.contains(drawn), "{screen}:\n{shown}");
            snapshot(&format!("{name}_{screen}"), desk);
        }
    }
}
