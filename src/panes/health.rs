//! How the server is, for admins: what is wrong on top, then each figure with its last hour.

mod cards;
mod view;

use crate::model::numbers::Numbers;
use crate::ui::look::Look;
use crate::ui::page::Scroll;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The pane's state.
#[derive(Debug, Default)]
pub struct HealthPane {
    pub scroll: Scroll,
}

impl HealthPane {
    pub fn draw(&mut self, buf: &mut Buffer, area: Rect, known: &Numbers, look: &Look) {
        view::draw(buf, area, self, known, look);
    }
}
