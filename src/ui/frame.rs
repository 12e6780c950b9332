//! A pane's border: brighter and bolder when the pane has the keys; doubled around a note.

use super::look::Look;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::symbols::border;
use ratatui::text::Line;
use ratatui::widgets::{Block, Widget};

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

/// Draws the border and gives the room inside.
pub fn draw(buf: &mut Buffer, area: Rect, look: &Look, edge: Edge<'_>) -> Rect {
    let set = match (look.ascii, edge.note, edge.focused) {
        (true, _, false) => ASCII,
        (true, _, true) => ASCII_FOCUS,
        (false, true, _) => border::DOUBLE,
        (false, false, true) => border::THICK,
        (false, false, false) => border::ROUNDED,
    };
    let plain = if edge.focused { look.theme.border_focus } else { look.theme.border };
    let mut block = Block::bordered()
        .border_set(set)
        .border_style(edge.style.unwrap_or(plain))
        .title_top(edge.title);
    if edge.right.width() > 0 {
        block = block.title_top(edge.right.right_aligned());
    }
    if edge.bottom.width() > 0 {
        block = block.title_bottom(edge.bottom.right_aligned());
    }
    let inner = block.inner(area);
    block.render(area, buf);
    inner
}
