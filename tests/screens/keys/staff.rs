//! Scripts for what admins have: the team, the trail, the settings.

use super::super::desk::Desk;
use super::scripts::Script;
use robindesk::app::action::Action;
use robindesk::app::effect::Deed;
use robindesk_protocol::{
    AccountStatus, MacroId, TicketId, UpdateAgent, UpdateSettings, UserId, UserType,
};

fn owner(desk: &mut Desk, keys: &str) {
    *desk = Desk::as_a(UserType::SuperAdmin);
    desk.keys(keys);
}

/// On the team's screen, with the cursor on Sam.
fn at_sam(desk: &mut Desk) {
    owner(desk, "5 j");
}

fn at_audit(desk: &mut Desk) {
    owner(desk, ":");
    desk.types("audit: who").keys("enter");
}

fn at_settings(desk: &mut Desk) {
    owner(desk, ":");
    desk.types("settings of").keys("enter");
}

fn did(desk: &Desk, deed: &Deed) -> bool {
    desk.deeds().contains(deed)
}

pub fn script(action: Action) -> Script {
    match action.place().name() {
        "team" => team(action),
        "audit" => audit(action),
        _ => settings(action),
    }
}

fn team(action: Action) -> Script {
    match action {
        Action::NewAgent => (at_sam, |d| {
            d.types("kim@desk.example").keys("enter").types("Kim").keys("ctrl-s");
            let made = |deed: &Deed| matches!(deed, Deed::Create { new, .. } if new.name == "Kim");
            d.deeds().iter().any(made) && d.shows("correct-horse-7") && d.shows("Kim")
        }),
        Action::EditAgent => (at_sam, |d| {
            d.types(" Jr").keys("ctrl-s");
            let name = Some("Sam Lee Jr".to_owned());
            let change = UpdateAgent { name, version: Some(1), ..UpdateAgent::default() };
            did(d, &Deed::Update { agent: UserId(4), change }) && d.shows("Sam Lee Jr is changed")
        }),
        Action::SetLimit => (at_sam, |d| {
            d.keys("ctrl-u").types("8");
            let told = d.shows("10 → 8");
            d.keys("enter");
            let max_open_tickets = Some(Some(8));
            let change =
                UpdateAgent { max_open_tickets, version: Some(1), ..UpdateAgent::default() };
            told && did(d, &Deed::Update { agent: UserId(4), change }) && d.shows("7/8")
        }),
        Action::InRotation => (at_sam, |d| {
            let takes_tickets = Some(false);
            let change = UpdateAgent { takes_tickets, version: Some(1), ..UpdateAgent::default() };
            did(d, &Deed::Update { agent: UserId(4), change }) && d.shows("Sam Lee is out of")
        }),
        Action::MoveTickets => (at_sam, |d| {
            d.keys("space enter");
            let asked = d.shows(" Move 1 ticket ") && d.shows("through the rotation");
            d.keys("enter");
            let tickets = Some(vec![TicketId(5)]);
            let agent = UserId(4);
            asked && did(d, &Deed::HandOut { agent, tickets })
        }),
        Action::SuspendAgent => (at_sam, |d| {
            let asked = d.shows("7 open");
            let nothing = d.deeds().is_empty();
            d.keys("y");
            let (status, version) = (AccountStatus::Suspended, 1);
            let done = did(d, &Deed::SetAccount { agent: UserId(4), status, version });
            asked && nothing && done && d.shows("× suspended  Sam Lee")
        }),
        Action::ResetPassword => (at_sam, |d| {
            d.keys("y");
            did(d, &Deed::ResetPassword(UserId(4))) && d.shows("staple-battery-9")
        }),
        Action::EndSessions => (at_sam, |d| {
            d.keys("y");
            did(d, &Deed::EndSessions(UserId(4))) && d.shows("has to sign in again everywhere")
        }),
        Action::RemoveAgent => (at_sam, |d| {
            let asked = d.shows("7 open");
            d.keys("y");
            asked && did(d, &Deed::Remove(UserId(4))) && d.shows("Sam Lee is removed")
        }),
        other => panic!("{} has no script", other.name()),
    }
}

fn audit(action: Action) -> Script {
    match action {
        Action::ByActor => (at_audit, |d| {
            let only = d.shows("by Ines Duarte") && !d.shows("Sam Lee");
            d.keys("a");
            only && d.shows("newest first") && d.shows("Sam Lee")
        }),
        Action::ByAction => (at_audit, |d| {
            let only = d.shows("only agent suspended") && d.shows(" 1 of 1 ");
            d.keys("t");
            only && d.shows(" 1 of 7 ")
        }),
        other => panic!("{} has no script", other.name()),
    }
}

fn settings(action: Action) -> Script {
    match action {
        Action::EditSettings => (at_settings, |d| {
            d.keys("down down ctrl-u").types("3");
            let told = d.shows("5 → 3");
            d.keys("ctrl-s");
            let send_delay_seconds = Some(3);
            let change = UpdateSettings {
                send_delay_seconds,
                version: Some(1),
                ..UpdateSettings::default()
            };
            told && did(d, &Deed::SetSettings(change)) && d.shows("3 seconds to take a reply back")
        }),
        Action::NewMacro => (at_settings, |d| {
            d.types("Hi").keys("enter").types("Hello").keys("alt-enter").types("you");
            d.keys("ctrl-s");
            let made = |deed: &Deed| match deed {
                Deed::CreateMacro { new, .. } => {
                    (new.title.as_str(), new.body.as_str(), new.shared)
                        == ("Hi", "Hello\nyou", true)
                }
                _ => false,
            };
            d.deeds().iter().any(made)
        }),
        Action::RemoveMacro => (
            |d| {
                at_settings(d);
                d.keys("j j j j");
            },
            |d| {
                let asked = d.shows("Remove the macro Late draft?");
                d.keys("y");
                asked && did(d, &Deed::RemoveMacro(MacroId(1)))
            },
        ),
        other => panic!("{} has no script", other.name()),
    }
}
