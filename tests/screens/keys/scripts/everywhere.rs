//! The scripts of the keys that work everywhere.

use super::{Script, at_row};
use crate::desk::Desk;
use crate::keys::office;
use robindesk::app::Ask;
use robindesk::app::action::Action;
use robindesk::app::effect::{Change, Effect};
use robindesk_protocol::{Availability, UserType};

pub fn scripts(action: Action) -> Script {
    match action {
        Action::Stats | Action::Health => office::screens(action),
        Action::Help => (|_| {}, |d| d.shows("Help · esc closes")),
        Action::Palette => (|_| {}, |d| d.shows("┏ Commands")),
        Action::NextPane => (|_| {}, |d| d.shows("┏ Chat")),
        Action::PreviousPane => (|_| {}, |d| d.shows("┏ Order")),
        Action::Inbox => (|d| _ = d.keys("2"), |d| d.shows("┏ Inbox")),
        Action::All => (|_| {}, |d| d.shows("┏ All · last changed")),
        Action::Team => (|d| *d = Desk::as_a(UserType::Admin), |d| d.shows("┏ Team")),
        Action::Audit => (|d| *d = Desk::as_a(UserType::Admin), |d| d.shows("┏ Audit")),
        Action::Settings => (|d| *d = Desk::as_a(UserType::Admin), |d| d.shows("┏ Settings")),
        Action::Search => (
            |_| {},
            |d| {
                let shown = d.shows("┏ Search") && d.shows("status:open");
                d.types("draft").keys("esc 3");
                shown && d.shows("/ draft")
            },
        ),
        Action::Back => (|d| _ = d.keys("enter"), |d| d.shows("┏ Inbox")),
        Action::Unassigned => (|_| {}, |d| d.shows("┏ Unassigned") && d.shows("Sun Valley")),
        Action::Snoozed => (|_| {}, |d| d.shows("┏ Snoozed") && d.shows("Nothing is snoozed")),
        Action::Resolved => (|_| {}, |d| d.shows("┏ Resolved") && d.shows("Old Harbour")),
        Action::Views => (
            |_| {},
            |d| {
                let shown = d.shows(" Go to ");
                d.types("r").keys("enter");
                shown && d.shows("┏ Resolved") && d.shows("v Resolved 1")
            },
        ),
        Action::NextView => (|_| {}, |d| d.shows("┏ All")),
        Action::PreviousView => (|_| {}, |d| d.shows("┏ Resolved")),
        Action::Jump => (
            |_| {},
            |d| {
                let shown = d.shows("d #3");
                d.types("d");
                shown && at_row(d, 3) && !d.shows("d #3")
            },
        ),
        Action::Zoom => (|_| {}, |d| !d.shows(" Chat ")),
        Action::Availability => (
            |_| {},
            |d| {
                let shown = d.shows(" I am ");
                d.types("b").keys("enter");
                let busy = Change::Availability(Availability::Busy);
                shown && d.changes() == [busy] && d.shows("Maya Rivera · busy")
            },
        ),
        Action::DoNotDisturb => {
            (|_| {}, |d| d.shows("do not disturb: nothing") && d.shows("available, undisturbed"))
        }
        Action::Reconnect => (|_| {}, |d| d.effects.contains(&Effect::ReconnectNow)),
        Action::Redraw => (|_| {}, |d| d.console.take_ask() == Some(Ask::Redraw)),
        Action::Suspend => (|_| {}, |d| d.console.take_ask() == Some(Ask::Suspend)),
        Action::SignOut => (
            |_| {},
            |d| {
                d.keys("y");
                d.effects.contains(&Effect::SignOut)
            },
        ),
        Action::Quit => (|_| {}, |d| d.console.is_done() && d.effects.contains(&Effect::Quit)),
        other => panic!("{} has no script", other.name()),
    }
}
