//! The scripts of the composer's keys.

use super::Script;
use crate::desk::Desk;
use robindesk::app::Ask;
use robindesk::app::action::Action;
use robindesk::app::effect::{Draft, Effect};
use robindesk_protocol::{Audience, TicketId};

pub(super) fn writing(d: &mut Desk) {
    d.keys("j enter r").types("one two");
}

fn writing_from_the_start(d: &mut Desk) {
    writing(d);
    d.keys("home");
}

/// What is sent when an X is typed where the cursor stands.
fn with_x(d: &mut Desk) -> String {
    d.types("X").keys("ctrl-s");
    d.sent().pop().map(|out| out.text).unwrap_or_default()
}

pub fn scripts(action: Action) -> Script {
    match action {
        Action::Send | Action::SendAlways => (writing, |d| {
            let sent = d.sent();
            let forgotten = Effect::SaveDraft {
                ticket: TicketId(8),
                audience: Audience::Brand,
                draft: Draft::default(),
            };
            sent.len() == 1
                && (sent[0].ticket, sent[0].audience) == (TicketId(8), Audience::Brand)
                && sent[0].text == "one two"
                && d.effects.contains(&forgotten)
                && d.shows("▎ one two")
                && d.shows("sent ✓")
        }),
        Action::NewLine => (writing, |d| with_x(d) == "one two\nX"),
        Action::Macros => (writing, |d| {
            let shown = d.shows("┏ Macros") && d.shows("Hi Acme Co, Lena Ortiz is on it.");
            d.keys("enter");
            shown && d.shows("one twoHi Acme Co, Lena Ortiz is on it.")
        }),
        Action::Editor => (writing, |d| {
            let asked = d.console.take_ask() == Some(Ask::Edit) && d.console.draft() == "one two";
            d.console.edited(Ok("one\ntwo\nthree".into()));
            asked && d.shows("┃ three") && with_x(d) == "one\ntwo\nthreeX"
        }),
        Action::NextLane => (writing, |d| {
            d.shows("reply to Lena Ortiz · creator lane") && d.shows("draft too: brand lane")
        }),
        Action::Leave => (writing, |d| d.shows("one two") && d.shows(" c note ")),
        Action::UndoTyping => (writing, |d| with_x(d) == "one X"),
        Action::RedoTyping => (
            |d| {
                writing(d);
                d.keys("ctrl-_");
            },
            |d| with_x(d) == "one twoX",
        ),
        Action::Left => (writing, |d| with_x(d) == "one twXo"),
        Action::Right => (writing_from_the_start, |d| with_x(d) == "oXne two"),
        Action::LineUp | Action::LineStart => (writing, |d| with_x(d) == "Xone two"),
        Action::LineDown | Action::LineEnd => (writing_from_the_start, |d| with_x(d) == "one twoX"),
        Action::WordLeft => (writing, |d| with_x(d) == "one Xtwo"),
        Action::WordRight => (writing_from_the_start, |d| with_x(d) == "oneX two"),
        Action::EraseBack => (writing, |d| with_x(d) == "one twX"),
        Action::EraseForward => (writing_from_the_start, |d| with_x(d) == "Xne two"),
        Action::EraseWordBack => (writing, |d| with_x(d) == "one X"),
        Action::EraseWordForward => (writing_from_the_start, |d| with_x(d) == "X two"),
        Action::EraseToStart => (writing, |d| with_x(d) == "X"),
        Action::EraseToEnd => (writing_from_the_start, |d| with_x(d) == "X"),
        other => panic!("{} has no script", other.name()),
    }
}
