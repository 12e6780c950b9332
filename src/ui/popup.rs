//! A box that lies over the panes, with everything under it wiped.

use super::frame::{self, Edge};
use super::layout;
use super::look::Look;
use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Clear, Widget};

/// Draws the box in the middle and gives the room inside, one cell in from the border.
pub fn draw(
    buf: &mut Buffer,
    area: Rect,
    look: &Look,
    (width, height): (u16, u16),
    title: Line<'_>,
) -> Rect {
    // Read along, what lies under the box would be read too.
    let area = if look.is_plain() { area } else { layout::centred(area, width, height) };
    Clear.render(area, buf);
    let inner = frame::draw(buf, area, look, Edge { title, focused: true, ..Edge::default() });
    if look.is_plain() { inner } else { inner.inner(Margin::new(1, 0)) }
}
