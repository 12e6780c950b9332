//! A pane's border: brighter and bolder when the pane has the keys; doubled around a note.

use super::look::{Look, Signs};
use super::spans;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::symbols::border;
use ratatui::text::Line;
use ratatui::widgets::{Block, Borders, Widget};

const ASCII: border::Set<'_> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

const ASCII_FOCUS: border::Set<'_> =
    border::Set { horizontal_top: "=", horizontal_bottom: "=", ..ASCII };

/// What a border says.
#[derive(Debug, Clone, Default)]
pub struct Edge<'a> {
    pub title: Line<'a>,
    pub right: Line<'a>,
    pub bottom: Line<'a>,
    pub focused: bool,
    /// A note's border is another one, focused or not.
    pub note: bool,
    /// In the place of the theme's border colour.
    pub style: Option<Style>,
}

/// The room inside a border, before it is drawn: what a border says may follow from what fits there.
pub fn inner(area: Rect, look: &Look) -> Rect {
    match look.signs {
        Signs::Plain => {
            let used = area.height.min(1);
            Rect { y: area.y + used, height: area.height - used, ..area }
        }
        Signs::Ascii | Signs::Fine => Block::bordered().inner(area),
    }
}

/// Draws the border and gives the room inside.
pub fn draw(buf: &mut Buffer, area: Rect, look: &Look, edge: Edge<'_>) -> Rect {
    let inner = inner(area, look);
    let set = match (look.signs, edge.note, edge.focused) {
        (Signs::Plain, ..) => {
            heading(buf, area, &edge);
            return inner;
        }
        (Signs::Ascii, _, false) => ASCII,
        (Signs::Ascii, _, true) => ASCII_FOCUS,
        (Signs::Fine, true, _) => border::DOUBLE,
        (Signs::Fine, false, true) => border::THICK,
        (Signs::Fine, false, false) => border::ROUNDED,
    };
    let plain = if edge.focused { look.theme.border_focus } else { look.theme.border };
    let style = edge.style.unwrap_or(plain);
    if area.height < 2 || area.width < 2 {
        return inner;
    }
    let side = |borders: Borders| Block::new().borders(borders).border_set(set).border_style(style);
    let mut above = side(Borders::TOP | Borders::LEFT | Borders::RIGHT).title_top(edge.title);
    if edge.right.width() > 0 {
        above = above.title_top(edge.right.right_aligned());
    }
    let mut below = side(Borders::BOTTOM | Borders::LEFT | Borders::RIGHT);
    if edge.bottom.width() > 0 {
        below = below.title_bottom(edge.bottom.right_aligned());
    }
    // A whole block would style every cell inside as well.
    above.render(Rect { height: 1, ..area }, buf);
    below.render(Rect { y: area.bottom() - 1, height: 1, ..area }, buf);
    for y in inner.top()..inner.bottom() {
        buf[(area.left(), y)].set_symbol(set.vertical_left).set_style(style);
        buf[(area.right() - 1, y)].set_symbol(set.vertical_right).set_style(style);
    }
    inner
}

/// What a border says, as one line of words over the room.
fn heading(buf: &mut Buffer, area: Rect, edge: &Edge<'_>) {
    let said = [&edge.title, &edge.right, &edge.bottom].map(ToString::to_string);
    let said: Vec<&str> = said.iter().map(|part| part.trim()).filter(|p| !p.is_empty()).collect();
    let style = edge.style.unwrap_or_default();
    spans::write(buf, area, 0, &Line::styled(said.join(", "), style));
}
