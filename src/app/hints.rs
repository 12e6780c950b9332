//! The keys that the bottom line names: those that matter here and now, the most wanted first.

use super::Enter;
use super::action::Action;
use super::desk::{Desk, Focus};
use super::overlay::Overlay;
use crate::config::keymap::Keymap;

/// A key and what it does here.
pub type Hints = &'static [(Action, &'static str)];

/// What the keys do while something lies over the panes.
pub fn over(overlay: &Overlay) -> Hints {
    use Action as A;
    match overlay {
        Overlay::Search(_) => SEARCH_KEYS,
        Overlay::Confirm(_) => &[(A::Yes, "yes"), (A::No, "no")],
        Overlay::Prompt(_) => &[(A::Choose, "done"), (A::Back, "cancel")],
        Overlay::Attach(_) => &[(A::Choose, "send"), (A::PopupDown, "down"), (A::Back, "cancel")],
        Overlay::Help(_) | Overlay::Record(_) => {
            &[(A::PageDown, "scroll"), (A::PageUp, "up"), (A::Back, "close")]
        }
        Overlay::Report(report) if report.fits() => &[(A::Choose, "close")],
        Overlay::Report(_) => &[(A::Choose, "close"), (A::PopupDown, "scroll")],
        Overlay::Jump => &[(A::Back, "stay here")],
        Overlay::Sheet(_) => {
            &[(A::SendAlways, "save"), (A::NextPane, "next field"), (A::Back, "leave")]
        }
        Overlay::ToldOnce(told) if told.is_lost() => &[(A::Choose, "close")],
        Overlay::ToldOnce(_) => &[(A::Choose, "copy it"), (A::Back, "close")],
        Overlay::Moving(moving) if moving.is_empty() => &[(A::Back, "close")],
        Overlay::Moving(_) => {
            &[(A::Choose, "move"), (A::Mark, "mark"), (A::Down, "down"), (A::Back, "close")]
        }
        Overlay::Palette(_)
        | Overlay::Menu(_)
        | Overlay::Macros(_)
        | Overlay::Links(_)
        | Overlay::Picker(_) => &[
            (A::Choose, "take it"),
            (A::PopupDown, "down"),
            (A::PopupUp, "up"),
            (A::Back, "close"),
        ],
    }
}

const SEARCH_KEYS: Hints = &[
    (Action::Choose, "open at the message"),
    (Action::PopupDown, "next"),
    (Action::PopupUp, "previous"),
    (Action::Back, "back"),
];

/// What the keys do on the desk.
pub fn here(desk: &Desk, enter: Enter) -> Hints {
    use Action as A;
    match desk.focus {
        Focus::List if desk.queue().filter.is_some() => {
            &[(A::Choose, "keep the filter"), (A::Back, "show all"), (A::PopupDown, "next")]
        }
        Focus::List => &[
            (A::Open, "open"),
            (A::Down, "down"),
            (A::Up, "up"),
            (A::ResolveNext, "resolve"),
            (A::Status, "status"),
            (A::Priority, "priority"),
            (A::NextUnread, "next unread"),
            (A::LongestWaiting, "longest waiting"),
            (A::Filter, "filter"),
            (A::Sort, "sort"),
            (A::Quit, "quit"),
        ],
        Focus::Chat => &[
            (A::Reply, "reply"),
            (A::Note, "note"),
            (A::ResolveNext, "resolve, next"),
            (A::Relay, "relay"),
            (A::Status, "status"),
            (A::Order, "order"),
            (A::NextUnread, "next unread"),
            (A::Lanes, "lanes"),
            (A::Links, "links"),
            (A::Newest, "newest"),
            (A::Undo, "undo"),
            (A::Back, "list"),
        ],
        Focus::Composer if enter == Enter::NewLine => &[
            (A::SendAlways, "send"),
            (A::Send, "new line"),
            (A::NextLane, "lane"),
            (A::Macros, "macros"),
            (A::Leave, "leave (kept)"),
            (A::Editor, "editor"),
            (A::UndoTyping, "undo"),
        ],
        Focus::Composer => &[
            (A::Send, "send"),
            (A::NewLine, "new line"),
            (A::NextLane, "lane"),
            (A::Macros, "macros"),
            (A::Leave, "leave (kept)"),
            (A::Editor, "editor"),
            (A::UndoTyping, "undo"),
        ],
        Focus::Order => &[
            (A::OrderStatus, "set status"),
            (A::OrderDown, "down"),
            (A::OrderUp, "up"),
            (A::Order, "back to the chat"),
        ],
    }
}

/// Five keys to begin with.
pub fn first_keys(keymap: &Keymap) -> Vec<(String, &'static str)> {
    let five = [
        (Action::Open, "open the ticket under the cursor"),
        (Action::Reply, "write a reply; enter sends it"),
        (Action::ResolveNext, "resolve and go to the next"),
        (Action::NextUnread, "next unread ticket"),
        (Action::Help, "every key that works here"),
    ];
    five.map(|(action, words)| (keymap.shown(action), words)).to_vec()
}
