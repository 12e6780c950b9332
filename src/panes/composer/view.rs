//! How the composer looks. A note has a doubled border in another colour and another word, so that
//! it can never be mistaken for a reply (`product.md`, Lanes).

use super::Composer;
use crate::ui::frame::{self, Edge};
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::{badge, spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use robindesk_protocol::{Audience, OrderSummary, PostMessage};

/// What the composer is drawn with besides its own state.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    pub look: &'a Look,
    pub focused: bool,
    pub order: Option<&'a OrderSummary>,
    /// What to press to begin, from the live keymap.
    pub hint: &'a str,
    /// That a message waits to be sent, and what takes it back.
    pub waiting: Option<&'a str>,
}

/// How many rows it wants, border included, when it may have at most `most`.
pub fn height(composer: &Composer, width: u16, most: u16) -> u16 {
    let rows = wrap::rows(composer.text(), text_width(width)).len();
    u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2).clamp(3, most.max(3))
}

/// Inside the borders, with a cell of air left and right.
fn text_width(width: u16) -> usize {
    usize::from(width).saturating_sub(4).max(2)
}

/// Draws it. Gives the cursor's cell while it has the keys.
pub fn draw(
    buf: &mut Buffer,
    area: Rect,
    composer: &mut Composer,
    seen: Seen<'_>,
) -> Option<(u16, u16)> {
    composer.width = text_width(area.width);
    let inner = frame::draw(buf, area, seen.look, edge(composer, seen));
    let room = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    (composer.room, composer.top) = (room, 0);
    let theme = &seen.look.theme;
    let text = composer.text();
    if text.is_empty() && !seen.focused {
        spans::write(buf, room, 0, &Line::styled(seen.hint.to_owned(), theme.dim));
        return None;
    }
    let style = match (composer.lane, seen.focused) {
        (Some(Audience::Staff), _) => theme.note,
        (_, true) => theme.text,
        (_, false) => theme.dim,
    };
    let rows = wrap::rows(text, composer.width);
    let (row, column) = composer.draft().map_or((0, 0), |d| d.place(composer.width));
    let fits = usize::from(room.height).max(1);
    // The cursor's row is always in sight.
    let top = if seen.focused { (row + 1).saturating_sub(fits) } else { 0 };
    for (at, range) in (0_u16..).zip(rows.into_iter().skip(top).take(fits)) {
        spans::write(buf, room, at, &Line::styled(&text[range], style));
    }
    let column = u16::try_from(column).unwrap_or(u16::MAX).min(room.width.saturating_sub(1));
    let line = u16::try_from(row - top.min(row)).unwrap_or(0);
    composer.top = top;
    seen.focused.then(|| (room.x + column, room.y + line))
}

fn edge<'a>(composer: &Composer, seen: Seen<'a>) -> Edge<'a> {
    let theme = &seen.look.theme;
    let lane = composer.lane.filter(|_| seen.focused || !composer.text().is_empty());
    let words = match lane {
        None => " write ".into(),
        Some(Audience::Brand) => format!(" reply to {} · brand lane ", party(seen, true)),
        Some(Audience::Creator) => format!(" reply to {} · creator lane ", party(seen, false)),
        Some(Audience::Everyone) => " reply to everyone: brand and creator ".into(),
        Some(Audience::Staff) => " INTERNAL NOTE · staff only, no party reads it ".into(),
    };
    let style = lane.map(|lane| badge::lane_style(seen.look, lane));
    let title = Line::styled(words, style.unwrap_or(theme.dim));
    let left = PostMessage::MAX_BYTES.saturating_sub(composer.text().len());
    let plan = composer.plan().as_ref().and_then(badge::plan_words);
    let bottom = if composer.too_long() {
        Line::styled(" too long to send ", theme.bad)
    } else if let Some(waiting) = seen.waiting {
        Line::styled(format!(" {waiting} "), theme.warn)
    } else if let Some(does) = plan {
        Line::styled(format!(" when sent: {does} "), theme.warn)
    } else if left < 2_000 {
        Line::styled(format!(" room for {left} more bytes "), theme.warn)
    } else if let Some(lane) = composer.draft_elsewhere() {
        Line::styled(format!(" draft too: {} ", badge::lane_words(lane)), theme.dim)
    } else {
        Line::default()
    };
    Edge {
        title,
        right: Line::default(),
        bottom,
        focused: seen.focused,
        note: lane == Some(Audience::Staff),
        style: style.filter(|_| seen.focused),
    }
}

fn party(seen: Seen<'_>, brand: bool) -> String {
    let name = seen.order.map(|o| if brand { &o.brand.name } else { &o.creator.name });
    let or = if brand { "the brand" } else { "the creator" };
    name.map_or_else(|| or.to_owned(), |n| wrap::cut(Plain::line(n).as_str(), 30))
}
