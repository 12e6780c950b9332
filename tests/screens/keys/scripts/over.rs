//! The scripts of the order's keys, and of what lies over the panes.

use super::composer::writing;
use super::{Script, status_of};
use crate::desk::Desk;
use crate::market::from_party;
use robindesk::app::action::Action;
use robindesk::app::effect::{Change, Effect, FileMove};
use robindesk_protocol::{FileId, FileRef, OrderId, OrderStatus, TicketStatus};

fn order_on(d: &mut Desk) {
    d.size = (120, 16);
    d.keys("j o");
}

/// A question before the console ends: something is unsent.
fn asked_to_quit(d: &mut Desk) {
    d.delivers = false;
    writing(d);
    d.keys("enter esc q");
    assert!(d.shows("1 message is not sent yet"));
}

pub fn scripts(action: Action) -> Script {
    match action {
        Action::OrderStatus => (order_on, |d| {
            d.keys("enter");
            let (order, status) = (OrderId(6), OrderStatus::InProgress);
            d.changes() == [Change::OrderStatus { order, status, rejection_message: None }]
        }),
        Action::OrderDown => (order_on, |d| !d.shows("┃ Reel package")),
        Action::OrderUp => (
            |d| {
                order_on(d);
                d.keys("j");
            },
            |d| d.shows("┃ Reel package"),
        ),
        Action::OrderLeave => (order_on, |d| d.shows(" c note ")),
        Action::Choose => (|d| _ = d.keys("t"), |d| d.changes().len() == 1),
        Action::PopupDown => (
            |d| _ = d.keys("t"),
            |d| {
                d.keys("enter");
                d.changes() == [status_of(5, TicketStatus::Resolved)]
            },
        ),
        Action::PopupUp => (
            |d| _ = d.keys("t down"),
            |d| {
                d.keys("enter");
                d.changes() == [status_of(5, TicketStatus::InProgress)]
            },
        ),
        Action::SaveFile => (
            |d| {
                let mut message = from_party(60, true, "brief.pdf");
                let (id, content_type) = (FileId(60), "application/pdf".into());
                message.file =
                    Some(FileRef { id, name: "brief.pdf".into(), content_type, size: 1_250_000 });
                d.threads[0].1.push(message);
                d.keys("j enter O");
            },
            |d| {
                let down = |e: &Effect| {
                    matches!(e, Effect::Move { what: FileMove::Down { file: FileId(60), .. }, .. })
                };
                d.effects.iter().any(down)
                    && d.shows("↓ brief.pdf")
                    && d.shows("▤ brief.pdf · 1.2 MB")
            },
        ),
        Action::Yes => (asked_to_quit, |d| d.console.is_done()),
        Action::No => (asked_to_quit, |d| !d.console.is_done() && !d.shows("not sent yet")),
        other => panic!("{} has no script", other.name()),
    }
}
