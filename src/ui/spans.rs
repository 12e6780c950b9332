//! Lines made of styled pieces: left part, right part, and what fits between.

use super::wrap;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// A styled piece of a line.
pub fn piece<'a>(text: impl Into<std::borrow::Cow<'a, str>>, style: Style) -> Span<'a> {
    Span::styled(text, style)
}

/// Writes one line, cut at the area's width.
pub fn write(buf: &mut Buffer, area: Rect, row: u16, line: &Line<'_>) {
    if row < area.height {
        buf.set_line(area.x, area.y + row, line, area.width);
    }
}

/// Writes a text over several rows, wrapped; gives how many it took.
pub fn write_wrapped(buf: &mut Buffer, area: Rect, row: u16, text: &str, style: Style) -> u16 {
    let rows = wrap::rows(text, area.width.into());
    let mut at = row;
    for range in rows {
        write(buf, area, at, &Line::styled(text[range].trim_end(), style));
        at = at.saturating_add(1);
    }
    at - row
}

/// Writes a line at the right side of a row.
pub fn write_right(buf: &mut Buffer, area: Rect, row: u16, line: &Line<'_>) {
    let width = u16::try_from(line.width()).unwrap_or(u16::MAX).min(area.width);
    let right = Rect { x: area.right() - width, width, ..area };
    write(buf, right, row, line);
}
