//! Who else is on a ticket, in a few words: on the chat's lower border, and in the rows of the list.

use crate::model::presence::Other;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::{spans, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Writes on the lower border of an area who else looks at the ticket or types on it.
pub fn draw<'a>(
    buf: &mut Buffer,
    area: Rect,
    look: &Look,
    others: impl Iterator<Item = &'a Other>,
) {
    let said = |o: &Other| {
        let does = if o.typing { "is typing" } else { "looks too" };
        format!("{} {} {does}", look.presence_glyph(o.typing), Plain::line(&o.name))
    };
    let words: Vec<String> = others.map(said).collect();
    if words.is_empty() || area.height == 0 {
        return;
    }
    let room = usize::from(area.width).saturating_sub(24);
    let text = format!(" {} ", wrap::cut(&words.join(" · "), room));
    let border = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
    let line = Line::from(Span::styled(text, look.theme.accent));
    spans::write(buf, border, area.height - 1, &line);
}
