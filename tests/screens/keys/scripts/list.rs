//! The scripts of the list's keys.

use super::{Script, at_row};
use robindesk::app::action::Action;
use robindesk::app::effect::Effect;
use robindesk::app::message::Message;

pub fn scripts(action: Action) -> Script {
    match action {
        Action::Down => (|_| {}, |d| at_row(d, 2)),
        Action::Up => (|d| _ = d.keys("j j"), |d| at_row(d, 2)),
        Action::First | Action::PageUp => (|d| _ = d.keys("j j j"), |d| at_row(d, 1)),
        Action::Last | Action::PageDown => (|_| {}, |d| at_row(d, 4)),
        Action::Open => (|_| {}, |d| d.shows("#5 Nordic Fit ⇄ Jonas Weber")),
        Action::Filter => (
            |_| {},
            |d| {
                d.types("kite").hear(Message::Wake);
                let asked = d
                    .effects
                    .iter()
                    .any(|e| matches!(e, Effect::LoadTickets { query, .. } if query.q.is_some()));
                let typed = d.shows("/ kite") && d.shows("Blue Kite") && !d.shows("Nordic Fit");
                for _ in 0..3 {
                    d.hear(Message::Wake);
                }
                let asks = |e: &&Effect| matches!(e, Effect::LoadTickets { query, .. } if query.q.is_some());
                let once = d.effects.iter().filter(asks).count() == 1;
                d.keys("enter");
                let kept = d.shows("· /kite") && d.shows(" open ");
                d.keys("esc");
                !asked && typed && once && kept && d.shows("Nordic Fit")
            },
        ),
        Action::Sort => (|_| {}, |d| d.shows("most urgent")),
        Action::Mark => (
            |_| {},
            |d| {
                let marked = d.shows("◆ #5") && d.shows("1 marked · b changes") && at_row(d, 2);
                d.keys("k space");
                marked && !d.shows("◆") && !d.shows("marked")
            },
        ),
        Action::MarkRange => (
            |d| _ = d.keys("j"),
            |d| {
                d.keys("j j");
                let drawn = d.shows("3 in the range · V marks it");
                d.keys("V");
                let marked = d.shows("3 marked") && !d.shows("◆ #5") && d.shows("◆#12");
                d.keys("esc");
                drawn && marked && !d.shows("marked")
            },
        ),
        Action::NextMatch => (|d| _ = d.keys("/ e enter"), |d| at_row(d, 2)),
        Action::PreviousMatch => (|d| _ = d.keys("/ e enter j j"), |d| at_row(d, 2)),
        Action::Refresh => (
            |d| d.effects.clear(),
            |d| d.effects.iter().any(|e| matches!(e, Effect::LoadTickets { .. })),
        ),
        other => panic!("{} has no script", other.name()),
    }
}
