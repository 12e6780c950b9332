//! The scripts of the chat's keys, and of what begins with one of its messages.

use super::Script;
use crate::desk::Desk;
use robindesk::app::action::Action;
use robindesk::app::effect::{Effect, FileMove};
use robindesk::app::message::{Failure, FailureKind, Message};

/// Ticket 8 in a chat too small for its conversation.
fn chat_on(d: &mut Desk) {
    d.size = (120, 20);
    d.keys("j enter");
}

/// A message that the server refused.
fn refused(d: &mut Desk) {
    chat_on(d);
    d.delivers = false;
    d.keys("r").types("oops").keys("enter esc");
    let out = d.sent().remove(0);
    let result = Err(Failure { kind: FailureKind::Refused, text: "no".into() });
    d.hear(Message::Sent { client_id: out.client_id, ticket: out.ticket, result });
}

/// What the brand said last.
const NEWEST: &str = "When will the draft be ready?";

pub fn scripts(action: Action) -> Script {
    match action {
        Action::Reply => (chat_on, |d| d.shows("reply to Acme Co · brand lane")),
        Action::Note => (chat_on, |d| d.shows("INTERNAL NOTE")),
        Action::ScrollUp => (chat_on, |d| d.shows("↓ 1 more below")),
        Action::ScrollDown => (
            |d| {
                chat_on(d);
                d.keys("K K");
            },
            |d| d.shows("↓ 1 more below"),
        ),
        Action::ChatPageUp => (chat_on, |d| d.shows("more below")),
        Action::ChatPageDown | Action::Newest => (
            |d| {
                chat_on(d);
                d.keys("pageup");
            },
            |d| !d.shows("more below"),
        ),
        Action::Oldest => (chat_on, |d| d.shows("Order 6 placed")),
        Action::Retry => (refused, |d| {
            d.effects.iter().any(|e| matches!(e, Effect::Resend { .. })) && d.shows("sending…")
        }),
        Action::TakeBack => (refused, |d| {
            let unsent = d.effects.iter().any(|e| matches!(e, Effect::Unsend { .. }));
            unsent && d.shows("reply to Acme Co") && d.shows("┃ oops") && !d.shows("✗ not sent: no")
        }),
        Action::ToList => (chat_on, |d| d.shows(" enter open")),
        other => lanes(other),
    }
}

/// The message that the party's last one is quoted or copied as, in the lane where it was said.
fn lanes(action: Action) -> Script {
    match action {
        Action::MessageUp => (chat_on, |d| d.shows("▌")),
        Action::MessageDown => (
            |d| {
                chat_on(d);
                d.keys("k k");
            },
            |d| {
                d.keys("T");
                d.effects.contains(&Effect::Copy(NEWEST.into()))
            },
        ),
        Action::Relay => (chat_on, |d| {
            d.shows("reply to Lena Ortiz · creator lane") && d.shows(NEWEST) && d.sent().is_empty()
        }),
        Action::Quote => (chat_on, |d| {
            d.shows("reply to Acme Co · brand lane") && d.shows(&format!("┃ > {NEWEST}"))
        }),
        Action::CopyMessage => (chat_on, |d| d.effects.contains(&Effect::Copy(NEWEST.into()))),
        Action::Links => (
            |d| {
                chat_on(d);
                d.keys("c").types("see https://a.example/x and lena@example.com").keys("enter esc");
            },
            |d| {
                d.keys("down enter");
                d.effects.contains(&Effect::Copy("lena@example.com".into()))
            },
        ),
        Action::Attach => (chat_on, |d| {
            let shown = d.shows("Send a file · brand lane") && d.shows("brief.pdf");
            d.types("lo").keys("tab enter");
            let sent = |e: &Effect| matches!(e, Effect::Move { what: FileMove::Up { path, .. }, .. } if path == "/home/maya/logo.svg");
            shown && d.effects.iter().any(sent) && d.shows("↑ logo.svg")
        }),
        Action::Lanes => (
            |d| {
                d.size = (200, 40);
                d.keys("j enter");
            },
            |d| d.shows("lanes side by side") && d.shows("│        ▎"),
        ),
        other => panic!("{} has no script", other.name()),
    }
}
