//! How the chat looks:
//!
//! ```text
//! ───────────────── Today ─────────────────
//!  10:02  · order 6 placed, $250.00
//!
//!  10:04  ▎ Acme Co  brand → brand lane
//!         ▎ When will the draft be ready?
//! ```

use super::Chat;
use super::lay::{Eyes, Part, Row};
use crate::model::Loaded;
use crate::model::thread::Thread;
use crate::model::transfers::Transfer;
use crate::ui::frame::{self, Edge};
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::{badge, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use robindesk_protocol::{Ticket, UserId};

/// What the chat is drawn with besides its own state.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    pub look: &'a Look,
    pub focused: bool,
    pub me: UserId,
    pub ticket: Option<&'a Ticket>,
    pub thread: Option<&'a Thread>,
    /// What to press when no ticket is open, and under a refused message.
    pub hint: &'a str,
    pub refused_hint: &'a str,
    /// A file on its way, and the key that stops it.
    pub transfer: Option<&'a Transfer>,
    pub stop_key: &'a str,
}

/// Draws the chat above the composer.
pub fn draw(buf: &mut Buffer, area: Rect, chat: &mut Chat, seen: Seen<'_>) {
    let inner = frame::inner(area, seen.look);
    chat.fits = inner.height.into();
    if let Some((ticket, thread)) = seen.ticket.zip(seen.thread) {
        let order = ticket.order.as_ref();
        let eyes = Eyes { look: seen.look, me: seen.me, order, refused_hint: seen.refused_hint };
        chat.laid.refresh(thread, inner.width, chat.beside, eyes);
        hold_place(chat);
        chat.arrive(thread);
    }
    frame::draw(buf, area, seen.look, edge(chat, seen, area.width));
    let Some(thread) = seen.thread.filter(|_| seen.ticket.is_some()) else {
        return draw_words(buf, inner, seen, "No ticket is open.", seen.hint);
    };
    if chat.laid.rows.is_empty() {
        return match &thread.loaded {
            Loaded::Failed(why) => draw_words(buf, inner, seen, Plain::line(why).as_str(), ""),
            Loaded::Here => draw_words(buf, inner, seen, "Nobody has written yet.", ""),
            _ => draw_words(buf, inner, seen, "Fetching the conversation…", ""),
        };
    }
    let end = chat.laid.rows.len() - chat.below;
    let start = end.saturating_sub(chat.fits);
    // A short conversation stands at the top: it is read from there.
    for (at, row) in (0_u16..).zip(&chat.laid.rows[start..end]) {
        draw_row(buf, inner, at, row, chat, seen);
    }
}

fn draw_row(buf: &mut Buffer, area: Rect, at: u16, row: &Row, chat: &Chat, seen: Seen<'_>) {
    let theme = &seen.look.theme;
    let mut part = |part: &Part, room: Rect| {
        spans::write(buf, room, at, &part.line);
        let picked = chat.picked.is_some() && part.mark.of_message() == chat.picked;
        if picked && part.line.width() > 0 && at < room.height {
            // The cell before the time is always free.
            let style = if seen.focused { theme.border_focus } else { theme.border };
            let bar = Line::styled(seen.look.glyph("▌", ">").to_owned(), style);
            spans::write(buf, Rect { width: 1, ..room }, at, &bar);
        }
    };
    match row {
        Row::Whole(whole) => part(whole, area),
        Row::Beside([left, right]) => {
            let cells = chat.laid.column.and_then(|c| u16::try_from(c).ok()).unwrap_or(0);
            let beyond = Rect { x: area.x + cells, width: area.width - cells, ..area };
            if let Some(left) = left {
                part(left, Rect { width: cells, ..area });
            }
            if let Some(right) = right {
                part(
                    right,
                    Rect { x: beyond.x + 1, width: beyond.width.saturating_sub(1), ..area },
                );
            }
            let line = Line::styled(seen.look.glyph("│", "|").to_owned(), theme.border);
            spans::write(buf, beyond, at, &line);
        }
    }
}

/// Keeps the lowest row in sight where it was when something came, went or wrapped otherwise.
fn hold_place(chat: &mut Chat) {
    if let Some(at) = chat.anchor.as_ref().and_then(|mark| chat.laid.find(mark)) {
        chat.below = chat.laid.rows.len() - 1 - at;
    }
    chat.below = chat.below.min(chat.laid.rows.len().saturating_sub(chat.fits));
}

fn edge<'a>(chat: &Chat, seen: Seen<'a>, width: u16) -> Edge<'a> {
    let theme = &seen.look.theme;
    let Some(ticket) = seen.ticket else {
        let title = Line::styled(" Chat ", theme.title);
        return Edge { title, focused: seen.focused, ..Edge::default() };
    };
    let mut title = vec![spans::piece(format!(" #{} ", ticket.id), theme.title)];
    let glyph = badge::status_glyph(seen.look, ticket.status);
    let state = |words: &str| {
        Line::from(vec![
            spans::piece(format!(" {glyph} {words}"), theme.text),
            spans::piece(
                format!("· {} ", ticket.priority),
                badge::priority_style(seen.look, ticket.priority),
            ),
        ])
    };
    let mut right = state(&format!("{} ", badge::status_words(ticket.status)));
    if let Some(order) = &ticket.order {
        let between = format!(" {} ", seen.look.glyph("⇄", "<>"));
        let (brand, creator) = (Plain::line(&order.brand.name), Plain::line(&order.creator.name));
        // Two corners, a cell of the line, and one after the names.
        let used = title[0].width() + wrap::width(&between) + 4;
        let room = |right: &Line<'_>| usize::from(width).saturating_sub(used + right.width());
        let names = wrap::width(brand.as_str()) + wrap::width(creator.as_str());
        if names > room(&right) {
            // Names are needed more than the word for the sign.
            right = state("");
        }
        let (brand, creator) = wrap::share(brand.as_str(), creator.as_str(), room(&right));
        title.push(spans::piece(brand, theme.brand));
        title.push(spans::piece(between, theme.dim));
        title.push(spans::piece(creator, theme.creator));
        title.push(spans::piece(" ", theme.dim));
    }
    let bottom = if let Some(transfer) = seen.transfer {
        progress(transfer, seen)
    } else if chat.beside && chat.laid.column.is_none() && seen.thread.is_some() {
        Line::styled(" too narrow for two lanes ", theme.warn)
    } else if chat.below > 0 {
        Line::styled(
            format!(" {} {} more below ", seen.look.glyph("↓", "v"), chat.below),
            theme.warn,
        )
    } else {
        Line::default()
    };
    Edge { title: title.into(), right, bottom, focused: seen.focused, ..Edge::default() }
}

/// How far a file has come, as a bar and in words.
fn progress(transfer: &Transfer, seen: Seen<'_>) -> Line<'static> {
    const CELLS: usize = 10;
    let percent = transfer.percent();
    let full = usize::try_from(percent).unwrap_or(0) * CELLS / 100;
    let bar =
        seen.look.glyph("█", "#").repeat(full) + &seen.look.glyph("░", ".").repeat(CELLS - full);
    let way =
        if transfer.up { seen.look.glyph("↑", "up") } else { seen.look.glyph("↓", "down") };
    let name = wrap::cut(&transfer.name, 24);
    let words = format!(" {way} {name} {bar} {percent}% · {} stops it ", seen.stop_key);
    Line::styled(words, seen.look.theme.accent)
}

fn draw_words(buf: &mut Buffer, area: Rect, seen: Seen<'_>, first: &str, second: &str) {
    let area = Rect {
        x: area.x + 2,
        y: area.y + area.height / 3,
        width: area.width.saturating_sub(4),
        height: area.height - area.height / 3,
    };
    let used = spans::write_wrapped(buf, area, 0, first, seen.look.theme.text);
    spans::write_wrapped(buf, area, used + 1, second, seen.look.theme.dim);
}
