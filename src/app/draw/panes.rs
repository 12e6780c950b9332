//! The desk's panes: which stands where, and what each is drawn with.

use crate::app::action::Action;
use crate::app::desk::{Desk, Focus, Welcome};
use crate::app::hints::first_keys;
use crate::config::keymap::Keymap;
use crate::model::tickets::View;
use crate::panes::{composer, order, presence, queue, thread};
use crate::ui::layout::{self, Breadth};
use crate::ui::look::Look;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};
use robindesk_protocol::Availability;
use std::fmt::Write;

/// Cells of the order when it lies over the others.
const ORDER_OVER: u16 = 44;

pub(super) fn draw(
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
    let elsewhere = desk.who.user.agent_status.filter(|s| *s != Availability::Available);
    match (desk.view, elsewhere) {
        (View::INBOX, Some(status)) => (
            "Nothing waits for you.",
            format!(
                "You are {status}, so no new ticket comes to you. {} changes that. {all} shows all tickets, {help} helps.",
                key(Action::Availability)
            ),
        ),
        (View::INBOX, None) => (
            "Nothing waits for you.",
            format!(
                "New tickets come here by themselves. {all} shows all tickets, {views} other views, {help} helps."
            ),
        ),
        (View::UNASSIGNED, _) => {
            ("Every ticket has an agent.", format!("{inbox} goes to your Inbox."))
        }
        (View::SNOOZED, _) => (
            "Nothing is snoozed.",
            format!(
                "{} on a ticket puts it aside until later. {inbox} goes to your Inbox.",
                key(Action::Snooze)
            ),
        ),
        (View::RESOLVED, _) => (
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
