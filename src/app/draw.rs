//! Puts the panes on the screen.

use super::Enter;
use super::action::Action;
use super::console::Console;
use super::desk::{Desk, Focus, Welcome};
use super::overlay::Overlay;
use super::screen::{self, Screen};
use crate::config::keymap::Keymap;
use crate::model::link::Link;
use crate::model::tickets::View;
use crate::panes::{bars, composer, login, order, presence, queue, search, thread};
use crate::ui::layout::{self, Breadth};
use crate::ui::look::{Look, Signs};
use crate::ui::{ascii, spans};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Widget};
use std::fmt::Write;

/// Cells of the order when it lies over the others.
const ORDER_OVER: u16 = 44;

impl Console {
    /// Draws everything. The cursor is shown where something is typed, and nowhere else.
    pub fn draw(&mut self, frame: &mut Frame<'_>) {
        let area = frame.area();
        let buf = frame.buffer_mut();
        if layout::too_small(area) {
            let words = format!("robindesk needs 40x10, this is {}x{}", area.width, area.height);
            spans::write(buf, area, 0, &Line::raw(words));
            return;
        }
        let jump = matches!(self.overlay, Some(Overlay::Jump));
        let mut cursor = match (&self.login, &mut self.desk) {
            (Some(login), _) => {
                let keys = first_keys(&self.keymap);
                login::view::draw(buf, area, login, &self.look, &keys)
            }
            (None, Some(desk)) => {
                let [top, panes, bottom] = layout::bands(area);
                // Search lies over every screen, as one of its own: nothing of them is in sight.
                let searching = matches!(self.overlay, Some(Overlay::Search(_)));
                let on = (!searching).then_some(self.screen);
                let state = (self.link, self.news.quiet);
                draw_top(buf, top, desk, &self.look, &self.keymap, state, on);
                let cursor = match (&mut self.overlay, self.screen) {
                    (Some(Overlay::Search(search)), _) => {
                        desk.out_of_sight();
                        search::view::draw(buf, panes, search, &self.look)
                    }
                    (_, Screen::Desk) => {
                        draw_panes(buf, panes, desk, &self.look, &self.keymap, jump)
                    }
                    (_, screen) => {
                        desk.out_of_sight();
                        self.office.draw(buf, panes, screen, &self.look, &self.keymap)
                    }
                };
                let keys = match self.overlay {
                    Some(Overlay::Search(_)) => SEARCH_KEYS,
                    _ if self.screen != Screen::Desk => self.office.keys_here(self.screen),
                    _ => keys_here(desk, self.enter),
                };
                let who = desk.who.user.user_type;
                let keys: Vec<_> =
                    keys.iter().copied().filter(|(go, _)| screen::offered(*go, who)).collect();
                bars::bottom(buf, bottom, &self.look, &self.keymap, &keys);
                if let Some(toast) = &self.toast {
                    toast.draw(buf, panes, &self.look);
                }
                cursor
            }
            (None, None) => None,
        };
        if let Some(overlay) = self.overlay.as_mut().filter(|o| !matches!(o, Overlay::Search(_))) {
            cursor = draw_over(buf, area, overlay, &self.look, &self.keymap);
        }
        if self.look.signs != Signs::Fine {
            ascii::flatten(frame.buffer_mut());
        }
        if let Some(cursor) = cursor {
            frame.set_cursor_position(cursor);
        }
    }
}

fn draw_over(
    buf: &mut Buffer,
    area: Rect,
    overlay: &mut Overlay,
    look: &Look,
    keymap: &Keymap,
) -> Option<(u16, u16)> {
    match overlay {
        Overlay::Help(help) => help.draw(buf, area, look, keymap),
        Overlay::Palette(palette) => return palette.draw(buf, area, look, keymap),
        Overlay::Menu(menu) => menu.draw(buf, area, look),
        Overlay::Attach(attach) => return attach.draw(buf, area, look),
        Overlay::Macros(macros) => return macros.draw(buf, area, look),
        Overlay::Record(record) => return record.draw(buf, area, look),
        Overlay::Links(links) => links.draw(buf, area, look),
        Overlay::Prompt(prompt) => return prompt.draw(buf, area, look),
        Overlay::Confirm(confirm) => confirm.draw(buf, area, look),
        Overlay::Picker(picker) => return picker.draw(buf, area, look),
        Overlay::Report(report) => report.draw(buf, area, look),
        Overlay::Sheet(sheet) => return sheet.form.draw(buf, area, look),
        Overlay::ToldOnce(told) => told.draw(buf, area, look),
        Overlay::Moving(moving) => moving.draw(buf, area, look),
        Overlay::Jump | Overlay::Search(_) => {}
    }
    None
}

fn draw_top(
    buf: &mut Buffer,
    area: Rect,
    desk: &Desk,
    look: &Look,
    keymap: &Keymap,
    (link, quiet): (Link, bool),
    on: Option<Screen>,
) {
    let on_desk = on == Some(Screen::Desk);
    let view_of = |view: usize, go: Action| {
        let tickets = &desk.queues[view].tickets;
        let (name, count) = (tickets.view.name(), tickets.known_total());
        bars::Screen { go, name, count, here: on_desk && view == desk.view }
    };
    let mut screens = vec![view_of(View::INBOX, Action::Inbox), view_of(View::ALL, Action::All)];
    let here = on.is_none();
    screens.push(bars::Screen { go: Action::Search, name: "Search", count: None, here });
    let who = desk.who.user.user_type;
    for (screen, go) in Screen::NAMED.iter().copied().filter(|(_, go)| screen::offered(*go, who)) {
        screens.push(bars::Screen {
            go,
            name: screen.name(),
            count: None,
            here: on == Some(screen),
        });
    }
    if desk.view > View::ALL {
        screens.push(view_of(desk.view, Action::Views));
    }
    let (unsent, who) = (desk.waiting(), &desk.who);
    bars::top(buf, area, look, keymap, bars::Top { screens: &screens, link, quiet, unsent, who });
}

fn draw_panes(
    buf: &mut Buffer,
    area: Rect,
    desk: &mut Desk,
    look: &Look,
    keymap: &Keymap,
    jump: bool,
) -> Option<(u16, u16)> {
    desk.pointer.forget();
    let breadth = if desk.zoom || look.is_plain() { Breadth::One } else { Breadth::of(area.width) };
    desk.chat_seen = breadth != Breadth::One || matches!(desk.focus, Focus::Chat | Focus::Composer);
    match (breadth, desk.focus) {
        (Breadth::Three, _) => {
            let [list, chat, order] = layout::three(area, desk.pointer.widths);
            let typed = draw_list(buf, list, desk, look, keymap, jump);
            draw_order(buf, order, desk, look, keymap);
            draw_chat(buf, chat, desk, look, keymap).or(typed)
        }
        (Breadth::Two, focus) => {
            let [list, chat] = layout::two(area, desk.pointer.widths);
            let typed = draw_list(buf, list, desk, look, keymap, jump);
            let cursor = draw_chat(buf, chat, desk, look, keymap).or(typed);
            if focus == Focus::Order {
                let over = layout::over_right(area, ORDER_OVER);
                Clear.render(over, buf);
                draw_order(buf, over, desk, look, keymap);
            }
            cursor
        }
        (Breadth::One, Focus::List) => draw_list(buf, area, desk, look, keymap, jump),
        (Breadth::One, Focus::Order) => {
            draw_order(buf, area, desk, look, keymap);
            None
        }
        (Breadth::One, Focus::Chat | Focus::Composer) => draw_chat(buf, area, desk, look, keymap),
    }
}

fn draw_list(
    buf: &mut Buffer,
    area: Rect,
    desk: &mut Desk,
    look: &Look,
    keymap: &Keymap,
    jump: bool,
) -> Option<(u16, u16)> {
    let (marks_hint, range_hint) = (
        format!(" · {} changes them", keymap.shown(Action::Bulk)),
        format!(" · {} marks it", keymap.shown(Action::MarkRange)),
    );
    let (empty, hint) = empty_words(desk, keymap);
    let filter_hint = format!("{} shows all again", keymap.shown(Action::Back));
    let seen = queue::view::Seen {
        look,
        jump,
        presence: &desk.presence,
        marks_hint: &marks_hint,
        range_hint: &range_hint,
        empty,
        filter_hint: &filter_hint,
        focused: desk.focus == Focus::List,
        open: desk.open.as_ref().map(|t| t.id),
        me: desk.who.me(),
        hint: &hint,
    };
    desk.pointer.list = area;
    queue::view::draw(buf, area, &mut desk.queues[desk.view], seen)
}

/// What an empty view says, and what to press there.
fn empty_words(desk: &Desk, keymap: &Keymap) -> (&'static str, String) {
    let key = |action| keymap.shown(action);
    let (all, views, help) = (key(Action::All), key(Action::Views), key(Action::Help));
    let inbox = key(Action::Inbox);
    match desk.view {
        View::INBOX => (
            "Nothing waits for you.",
            format!(
                "New tickets come here by themselves. {all} shows all tickets, {views} other views, {help} helps."
            ),
        ),
        View::UNASSIGNED => ("Every ticket has an agent.", format!("{inbox} goes to your Inbox.")),
        View::SNOOZED => (
            "Nothing is snoozed.",
            format!(
                "{} on a ticket puts it aside until later. {inbox} goes to your Inbox.",
                key(Action::Snooze)
            ),
        ),
        View::RESOLVED => (
            "Nothing is resolved yet.",
            format!(
                "{} on a ticket resolves it. {inbox} goes to your Inbox.",
                key(Action::ResolveNext)
            ),
        ),
        _ => (
            "No ticket is in this view.",
            format!("{inbox} goes to your Inbox, {views} to other views, {help} helps."),
        ),
    }
}

fn draw_chat(
    buf: &mut Buffer,
    area: Rect,
    desk: &mut Desk,
    look: &Look,
    keymap: &Keymap,
) -> Option<(u16, u16)> {
    let tall = composer::view::height(&desk.composer, area.width, area.height / 2);
    let tall = if desk.open.is_some() { tall } else { 0 };
    let above = Rect { height: area.height - tall, ..area };
    let below = Rect { y: area.y + above.height, height: tall, ..area };
    (desk.pointer.chat, desk.pointer.composer) = (above, below);
    let mut hint = format!("Choose one in the list and press {}.", keymap.shown(Action::Open));
    if desk.welcome == Welcome::Due {
        hint.push_str("\n\nFive keys to begin with:\n");
        for (key, words) in first_keys(keymap) {
            let _ = write!(hint, "\n{key:>6}  {words}");
        }
    }
    let refused_hint = format!(
        "{} try again · {} take it back",
        keymap.shown(Action::Retry),
        keymap.shown(Action::TakeBack)
    );
    let stop_key = keymap.shown(Action::TakeBack);
    let seen = thread::view::Seen {
        look,
        focused: desk.focus == Focus::Chat,
        me: desk.who.me(),
        ticket: desk.open.as_ref(),
        thread: desk.open.as_ref().and_then(|t| desk.threads.get(&t.id)),
        hint: &hint,
        refused_hint: &refused_hint,
        transfer: desk.transfers.first(),
        stop_key: &stop_key,
    };
    thread::view::draw(buf, above, &mut desk.chat, seen);
    let ticket = desk.open.as_ref()?;
    presence::draw(buf, above, look, desk.presence.of(ticket.id, look.now));
    let hint = format!(
        "{} reply   {} internal note",
        keymap.shown(Action::Reply),
        keymap.shown(Action::Note)
    );
    let focused = desk.focus == Focus::Composer;
    let undo = if focused { Action::UndoTyping } else { Action::Undo };
    let waiting = desk.waits_until(look.now).map(|at| {
        // A clock that was set back does not make it longer than the longest delay there is.
        let seconds = ((at.since_ms(look.now) + 999) / 1000).min(60);
        format!("sending in {seconds}s · {} takes it back", keymap.shown(undo))
    });
    let (order, waiting) = (ticket.order.as_ref(), waiting.as_deref());
    let seen = composer::view::Seen { look, focused, order, hint: &hint, waiting };
    composer::view::draw(buf, below, &mut desk.composer, seen)
}

fn draw_order(buf: &mut Buffer, area: Rect, desk: &mut Desk, look: &Look, keymap: &Keymap) {
    let focused = desk.focus == Focus::Order;
    desk.pointer.order = area;
    let (go, set) = (keymap.shown(Action::Order), keymap.shown(Action::OrderStatus));
    let hint =
        if focused { format!("{set} sets it") } else { format!("{go}, then {set}, sets it") };
    order::view::draw(buf, area, &mut desk.order, look, focused, &hint);
}

const SEARCH_KEYS: &[(Action, &str)] = &[
    (Action::Choose, "open at the message"),
    (Action::PopupDown, "next"),
    (Action::PopupUp, "previous"),
    (Action::Back, "back"),
];

/// The keys that matter here and now, the most wanted first.
fn keys_here(desk: &Desk, enter: Enter) -> &'static [(Action, &'static str)] {
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
fn first_keys(keymap: &Keymap) -> Vec<(String, &'static str)> {
    let five = [
        (Action::Open, "open the ticket under the cursor"),
        (Action::Reply, "write a reply; enter sends it"),
        (Action::ResolveNext, "resolve and go to the next"),
        (Action::NextUnread, "next unread ticket"),
        (Action::Help, "every key that works where you are"),
    ];
    five.map(|(action, words)| (keymap.shown(action), words)).to_vec()
}
